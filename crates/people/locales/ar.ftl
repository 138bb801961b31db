### كلمات غرفة الأشخاص.

people-comma = {"، "}

## الاستقبال: العملاء
people-nav = العملاء
people-clients = العملاء
people-clients-like = عملاء مثل «{ $q }»
people-client = عميل
people-add = إضافة عميل
people-change = تغيير البيانات
people-find = ابحث عن عميل
people-find-by = جزء من الاسم، أو رقم هاتف، أو عنوان بريد
people-find-it = ابحث
people-pages = الصفحات
people-newest = الأحدث
people-older = الأقدم
people-none-title = لا عملاء بعد
people-none-text = من يحجز يظهر هنا. ويمكنك أيضًا أن تضيف أحدًا بنفسك.
people-not-found-title = لم نجد أحدًا
people-not-found-text = جرّب حروفًا أقل أو رقم هاتف. لا يظهر إلا من يحق لك فتح سجله.
people-partial-title = لم نجد أحدًا حتى الآن
people-partial-text = من يحملون هذا أكثر ممن يُنظر فيهم دفعة واحدة، وليس بين من نُظر فيهم من يحق لك فتح سجله. تابع البحث لترى الآخرين.
people-partial-more = لم يُنظر بعد في كل من يحمل هذا. تابع البحث لترى الآخرين.
people-look-further = تابع البحث
people-done-added = أُضيف.
people-done-known = هذا الشخص موجود من قبل، فلم نُنشئ سجلًا جديدًا.
people-done-ask = هذا الشخص موجود من قبل، فلم نُنشئ سجلًا جديدًا، ولم نكتب أين يعيش. اسأله واكتب ما يقول تحت «الموافقات والقيود».
people-done-saved = حُفظ.
people-done-over = انتهى ذلك البحث. اكتبه من جديد للمتابعة.

## عميل واحد
people-born-years =
    { $years ->
        [zero] وُلد في { $date }، لم يتم عامه الأول
        [one] وُلد في { $date }، عمره سنة واحدة
        [two] وُلد في { $date }، عمره سنتان
        [few] وُلد في { $date }، عمره { $years } سنوات
        [many] وُلد في { $date }، عمره { $years } سنة
       *[other] وُلد في { $date }، عمره { $years } سنة
    }
people-since = عميل منذ { $date }
people-you-opened = فتحتَ هذا السجل { $why }. ويستطيع { $name } أن يرى ذلك.
people-details = بيانات الاتصال والمصدر
people-source = المصدر
people-source-self = أخبرنا بنفسه عبر صفحاتنا
people-source-guardian = ممّن ينوب عنه
people-source-desk = أُخبرنا في الاستقبال
people-source-import = من ملف
people-source-api = من برنامج آخر
people-source-demo = مُختلَق لهذا العرض
people-kinship-parent = أحد الوالدين
people-kinship-guardian = الوصي
people-kinship-carer = الراعي
people-kinship-dependant = ينوب عن
people-nothing = لا شيء

## أرقام من دولة أو تأمين
people-identifier-insurance = تأمين
people-identifier-national = رقم وطني
people-identifier-passport = جواز سفر
people-identifier-other = غير ذلك
people-identifier-opened = { $kind }، { $at }
people-identifier-own = أرقام فُتحت
people-reason-bill = لمحاسبة التأمين
people-reason-verify = للتحقق من الهوية
people-reason-authority = للرد على جهة رسمية
people-reason-correct = لتصحيحه
people-reason-quoted = «{ $words }»

## الوثائق
people-document-for = لـ { $name }
people-documents-own = وثائق لك
people-document-what = { $kind }، { $size }
people-document-by = { $date }، { $who }
people-document-new-tab = يُفتح في علامة تبويب جديدة
people-document-lost-title = لا نجد هذا الملف
people-document-lost-text = هو في القائمة، لكن مكانه في المخزن فارغ أو تغيّر. ليس هذا خطأك. أخبر العيادة، فيمكن استرجاعه من نسخة احتياطية.
people-kind-picture = صورة
people-kind-pdf = ‏PDF
people-kind-text = نص
people-kind-sheet = جدول
people-kind-slides = شرائح عرض
people-kind-sound = صوت
people-kind-film = فيديو
people-kind-zip = أرشيف مضغوط
people-size-kb = { $n } ك.ب
people-size-mb = { $n } م.ب

## البيانات
people-name = الاسم
people-given-name = الاسم الأول
people-family-name = اسم العائلة
people-phone = الهاتف
people-phone-hint = من خارج البلد ابدأ بعلامة + ثم رمز البلد.
people-email = البريد الإلكتروني
people-birth-date = تاريخ الميلاد
people-language = اللغة
people-language-hint = لغة الرسائل.
people-note = ملاحظة للاستقبال
people-note-hint = ما يعين على حسن استقباله. لا شيء عن الصحة. ويستطيع صاحبها قراءتها.
people-fault-no-letter = ليس فيه أي حرف. اكتب الاسم من فضلك.
people-fault-phone-country = ابدأ من فضلك بعلامة + ثم رمز البلد.
people-fault-future = هذا اليوم لم يأتِ بعد.
people-fault-too-old = راجع السنة من فضلك.
people-stale-title = غيّر أحدهم هذا وأنت تكتب.
people-stale-text = كلماتك ما زالت هنا. وهذا هو المحفوظ الآن حيث يختلف. احفظ مرة أخرى لتكتب كلماتك فوقه.

## من فتح السجل ولماذا
people-openings = من فتح هذا ولماذا
people-openings-none = لم يفتحه أحد بعد.
people-why-scheduling = لترتيب الزيارات
people-why-care = للعلاج
people-why-account = للعناية بالحساب
people-why-administration = لإدارة المركز
people-why-security = لمنع المتسللين
people-why-billing = لتسوية فاتورة
people-why-marketing = لإرسال أخبار ووفق عليها
people-why-analytics = لعدّ استعمال الصفحات
people-why-rights = للإجابة عن سؤال يخص بيانات صاحبه
people-why-operation = لإبقاء البرنامج عاملًا
people-why-import = لاستلام السجلات
people-why-reporting = للعدّ في أرقام المركز
people-why-export = لتسليم المركز كل ما يحفظه
people-why-disclosure = لإعطاء شيء لمن هو خارج رعايتك
people-why-research = لأبحاث وإحصاءات لا تدل على أحد
people-by-you = أنت
people-by-themselves = صاحب السجل
people-by-your-link = أنت، عبر الرابط في رسالتك
people-by-their-link = صاحب السجل، عبر الرابط في رسالته
people-by-ward-link = من كان معه الرابط من رسالة عن زيارة
people-by-link = شخص معه رابط أُعدّ لغيره
people-by-your-feed = برنامج تقويمك
people-by-their-feed = برنامج تقويمه
people-by-feed = برنامج تقويم من ينوب عن هذا الشخص
people-by-guardian = من ينوب عن صاحب السجل
people-by-former = زميل سابق
people-by-program = برنامج آخر للمركز
people-by-personal-token = { $who }، برمز له
people-by-visitor = زائر لم يسجّل الدخول
people-by-keepwell = Keepwell تلقائيًا
people-by-someone = أحد العاملين في المركز
people-role-client = عميل آخر
people-role-guardian = من ينوب عن غيره
people-role-front-desk = أحد موظفي الاستقبال
people-role-clinician = أحد المعالجين
people-role-manager = المدير
people-role-privacy-officer = مسؤول الخصوصية
people-role-operator = مشغّل الجهاز
people-refused = مرفوض
people-entry = القيد { $n } في السجل المختوم.
people-entry-soon = سيُختم بعد لحظة.

# ما الذي نُظر إليه، بحسب الصفحة التي طلبت.
opened-people-client-search = ظهر في بحث
opened-people-client-create = أُضيف إلى العملاء
opened-people-client-read = نظر في السجل
opened-people-client-update = نظر في البيانات أو غيّرها
opened-people-client-merge = قورن بسجل آخر أو دُمج معه
opened-people-duplicate-list = ظهر في قائمة السجلات المتكررة المحتملة
opened-people-identifier-open = فتح رقمًا لسبب مذكور
opened-people-identifier-list = نظر في الأرقام المحجوبة
opened-people-identifier-update = غيّر الأرقام
opened-people-family-update = نظر في الأسرة والرعاية أو غيّرها
opened-people-client-tag = نظر في التصنيفات أو غيّرها
opened-people-document-list = نظر في قائمة الوثائق
opened-people-document-read = فتح وثيقة
opened-people-document-create = أضاف وثيقة
opened-people-document-update = غيّر وثيقة
opened-people-profile-document = فتح وثيقته
opened-people-profile-read = الصفحة الرئيسية
opened-people-profile-update = بياناته
opened-people-ward-document = فتح وثيقة، لمن ينوب عن صاحبها
opened-people-ward-read = قائمة من فتح السجل، لمن ينوب عن صاحبه
opened-people-ward-update = البيانات، لمن ينوب عن صاحبها
opened-people-opening-read = قائمة من فتح سجله

## صفحات العميل نفسه
people-home = الرئيسية
people-mine = بياناتك
people-mine-short = ملفي
people-mine-fresh = لا نحفظ بيانات لك بعد. ما تكتبه هنا يبدأ به سجلك، وتراه وتغيّره وتحذفه هنا في أي وقت.
people-mine-more = المزيد مما يخصك
people-record = من فتح سجلك
people-record-short = سجلي
people-hello =
    { $part ->
        [morning] صباح الخير.
       *[other] مساء الخير.
    }
people-hello-name =
    { $part ->
        [morning] صباح الخير، { $name }.
       *[other] مساء الخير، { $name }.
    }
people-home-empty-title = لا شيء مخطط له
people-home-empty-text = حين تحجز زيارة تظهر هنا.
people-book-visit = احجز زيارة
people-opened-month =
    { $count ->
        [zero] لم يفتح أحد من المركز سجلك في آخر 30 يومًا.
        [one] فتح شخص واحد سجلك في آخر 30 يومًا.
        [two] فتح شخصان سجلك في آخر 30 يومًا.
        [few] فتح { $count } أشخاص سجلك في آخر 30 يومًا.
        [many] فتح { $count } شخصًا سجلك في آخر 30 يومًا.
       *[other] فتح { $count } شخص سجلك في آخر 30 يومًا.
    }
people-see-record = انظر كل مرة وسببها
people-record-lede = قبل أن يُعرض أي شيء يخصك على أحد، يُكتب هنا من طلبه ومتى ولماذا. ويغطي السطر الواحد { $minutes } دقيقة للشخص نفسه والسبب نفسه.
people-ward-record-lede = قبل أن يُعرض على أحد أي شيء يخص { $name }، يُكتب هنا من طلبه ومتى ولماذا، وأنت أيضًا. ويغطي السطر الواحد { $minutes } دقيقة للشخص نفسه والسبب نفسه.
people-wards = من تنوب عنهم
people-ward-record = من فتح سجل { $name }
people-ward-record-short = من فتحه
people-ward-details-short = البيانات
people-ward-details = بيانات { $name }
people-wards-grown =
    { $count ->
        [one] بلغ { $names } السن التي يتصرف فيها المرء بنفسه، فلم يعد سجله يظهر لك هنا. إن كنت تساعده فبوسع الاستقبال أن يقيّدك مرافقًا له.
        [two] بلغ { $names } السن التي يتصرف فيها المرء بنفسه، فلم يعد سجلاهما يظهران لك هنا. إن كنت تساعدهما فبوسع الاستقبال أن يقيّدك مرافقًا لهما.
       *[other] بلغ { $names } السن التي يتصرف فيها المرء بنفسه، فلم تعد سجلاتهم تظهر لك هنا. إن كنت تساعدهم فبوسع الاستقبال أن يقيّدك مرافقًا لهم.
    }
people-ward-grown-title = صار يتصرف بنفسه
people-ward-grown-text = بلغ صاحب هذه الصفحة السن التي يتحدث فيها المرء عن نفسه، فلم تعد تُفتح لك. بوسعه أن يسجّل الدخول بنفسه. وإن كنت ما زلت تساعده فبوسع الاستقبال أن يقيّدك مرافقًا له.
people-ward-ended-title = لم تعد تنوب عن هذا الشخص
people-ward-ended-text = أنهى الاستقبال نيابتك عنه، فلم تعد صفحاته تُفتح لك. إن كان ذلك خطأ فاتصل بنا من فضلك.
people-gone-title = ليس لك سجل هنا
people-gone-text = ربما أُزيل في هذه الأثناء من نافذة أخرى. لم تغيّر هذه الصفحة شيئًا. وحين تحجز زيارة يبدأ سجل جديد.
people-record-refusals =
    { $count ->
        [one] رُفض طلب واحد، وهو معلَّم أدناه.
        [two] رُفض طلبان، وهما معلَّمان أدناه.
        [few] رُفضت { $count } طلبات، وهي معلَّمة أدناه.
        [many] رُفض { $count } طلبًا، وهي معلَّمة أدناه.
       *[other] رُفض { $count } طلب، وهي معلَّمة أدناه.
    }
people-record-empty-title = لم يفتحه أحد
people-record-empty-text = حالما يفعل أحد ذلك يظهر هنا.
people-record-key = المفتاح
people-record-proof = يمكن أخذ قيد كل سطر برهانًا: ملف صغير يتحقق منه أي أحد من دوننا بمفتاح هذا السجل.
people-record-seal = الأسطر مختومة في سجل لا يمكن تغيير شيء فيه أو حذفه أو إعادة ترتيبه دون أن يُكشف. إن فاجأك سطر فاسألنا.

## ما نحفظه عن المرء، له هو
people-held = ما نحفظه عنك
people-held-short = كل تفصيل، وحذفه
people-record-more = كل مرة وسببها
people-notice-more = ما نعد به، مع دليله
people-held-lede = ما في سجلك، أيًّا كان كاتبه، وما سواه عنك. وما لك أن تحذفه يزول فورًا دون موافقة أحد.
people-held-details = بياناتك
people-held-change = غيّرها
people-held-labels = التصنيفات
people-held-labels-how = ما يريد الاستقبال أن يتذكره حين تأتي.
people-held-numbers = الأرقام
people-held-guardians = من ينوب عنك
people-held-parent = أحد الوالدين
people-held-guardian = وليّ
people-held-carer = مرافق
people-held-since = منذ { $date }
people-held-guardian-stays = إلى أن تبلغ السن التي تتصرف فيها بنفسك. إن كان ذلك خطأ فأخبر الاستقبال.
people-held-documents = الوثائق
people-held-document-shared = مشتركة معك
people-held-document-kept = غير مشتركة معك
people-held-documents-stay = الوثائق جزء من سجلات المركز التي يلزمه القانون بحفظها. ما هو مشترك معك يُفتح من صفحتك الرئيسية، واطلب منا ما سواه.
people-held-rest = وأيضًا
people-held-before = قبل ضم سجلين
people-held-before-how = ما كان في سجلك حينها. يُحفظ ما دام المركز يستطيع التراجع عن الضم، ثم يزول وحده.
people-held-erase = اطلب محو كل شيء
people-held-all = الأسماء وطرق الوصول والملاحظات والتصنيفات والأرقام والوثائق محفوظة تحت مفتاح خاص بك. ولك أن تطلب محو كل شيء: وما يلزمنا القانون بحفظه نسمّيه مع تاريخ زواله.
people-held-name-stays = لا بد لكل سجل من اسم. ويمكنك تغييره.
people-held-birth-stays = يتوقف عليه ما لك أن تفعله وحدك، فيغيّره الاستقبال.
people-held-language-stays = نكتب إليك بها. ويمكنك تغييرها.
people-held-remove = احذفه
people-removal-keep = أبقِه
people-removal-email = هل تحذف بريدك الإلكتروني؟
people-removal-email-means = عندئذ لا نكتب إليك بشيء. والعنوان الذي تسجّل به الدخول يبقى لأنه من حسابك.
people-removal-phone = هل تحذف رقم هاتفك؟
people-removal-phone-means = عندئذ لا نستطيع الاتصال بك.
people-removal-birth-date = هل تحذف تاريخ ميلادك؟
people-removal-birth-date-means = حيث يُسأل عن العمر نسألك من جديد.
people-removal-note = هل تحذف ما دوّنه الاستقبال؟
people-removal-note-means = لن يقرأه من يستقبلك بعد الآن. إن كان فيه ما يعينك، ككرسي أو لغة، فأخبرهم حين تأتي.
people-removal-label = هل ترفع هذا التصنيف؟
people-removal-label-means = لن يراه الاستقبال بجانب اسمك بعد الآن.
people-removal-number = هل تحذف هذا الرقم؟
people-removal-number-means = إن كان تأمين يدفع عنك فسيسألك الاستقبال عنه من جديد. وأنه فُتح وسبب ذلك يبقيان في سجلك.
people-removal-guardian = هل تنهي نيابته عنك؟
people-removal-guardian-means = لن يرى صفحاتك ولن يتعامل مع زياراتك. وما حجزه من زيارات يبقى محجوزًا، ورسائلها تصل إليه.
people-done-detail = حُذف.
people-done-stays = تغيير هذا من عمل الاستقبال.
people-fault-birth-desk = بهذا التاريخ تصير في الجانب الآخر من السن التي يتصرف فيها المرء بنفسه. أخبر الاستقبال من فضلك.
holds-duplicate =
    { $count ->
        [one] ملاحظة بأن سجلًا آخر قد يكون لك أيضًا.
        [two] ملاحظتان بأن سجلين آخرين قد يكونان لك أيضًا.
        [few] { $count } ملاحظات بأن سجلات أخرى قد تكون لك أيضًا.
       *[other] { $count } ملاحظة بأن سجلات أخرى قد تكون لك أيضًا.
    }
holds-client-before =
    { $count ->
        [one] بيانات سجل ضُمّ إلى سجلك، كما كانت، ما دام التراجع عن ذلك ممكنًا.
        [two] بيانات سجلين ضُمّا إلى سجلك، كما كانت، ما دام التراجع عن ذلك ممكنًا.
        [few] بيانات { $count } سجلات ضُمّت إلى سجلك، كما كانت، ما دام التراجع عن ذلك ممكنًا.
       *[other] بيانات { $count } سجلًا ضُمّت إلى سجلك، كما كانت، ما دام التراجع عن ذلك ممكنًا.
    }
holds-identifier-opening =
    { $count ->
        [one] مرة واحدة فُتح فيها رقم لك وسببها: في صفحة سجلك.
        [two] مرتان فُتح فيهما رقم لك وسببهما: في صفحة سجلك.
        [few] { $count } مرات فُتح فيها رقم لك وأسبابها: في صفحة سجلك.
       *[other] { $count } مرة فُتح فيها رقم لك وأسبابها: في صفحة سجلك.
    }
opened-people-profile-hold = ما نحفظه
opened-people-profile-remove = حذف تفصيل
how-rights-self-service = كل ما هو مختوم عنك في سجلك وحسابك ومع زياراتك يظهر في صفحات خاصة بك، ومنها تُغيَّر طرق الوصول وتاريخ الميلاد والملاحظات والتصنيفات والأرقام أو تُحذف فورًا دون موافقة أحد؛ ويقال قبل ذلك ما يعنيه الحذف للزيارات القادمة. والوثيقة التي لم يشاركها المركز معك يظهر اسمها ونوعها. ويبقى الاسم ما بقي السجل، وما يتوقف عليه عمر الطفل يغيّره المركز.
evidence-rights-self-service = تُحفظ { $details } أنواع من التفاصيل مختومة؛ { $shown_nowhere } منها لا تظهر لصاحبها في أي مكان، و{ $pages_missing } من الصفحات التي تعرضها مفقودة. وأجرى الأشخاص أنفسهم { $changed_by_themselves } تغييرًا في 30 يومًا

## كيف تفي هذه الغرفة بوعدها، وما يُظهره الدليل
how-collection-source = لا يمكن إنشاء سجل عميل دون ذكر مصدره: هناك طريقة واحدة لإنشائه تسأل عن المصدر، وترفض قاعدة البيانات سجلًا بلا مصدر.
evidence-collection-source = { $clients } عميلًا، { $without_source } منهم بلا مصدر

ability-people-open-to-schedule = فتح السجلات للمواعيد
ability-people-open-for-care = فتح السجلات للرعاية
ability-people-open-to-administer = فتح السجلات وعناوين الزملاء للإدارة
ability-people-open-for-rights = فتح السجلات للإجابة عن أسئلة الناس عن بياناتهم
ability-people-find = البحث عن المراجعين ودخول صفحاتهم
ability-people-keep = إضافة المراجعين وتغيير بيانات الاتصال والوسوم والعائلات
ability-people-labels = تحديد الوسوم الموجودة
ability-people-documents = قراءة المستندات وحفظها
ability-people-identifiers = رؤية أرقام الدولة والتأمين وحفظها
ability-people-merge = دمج سجلين لشخص واحد
ability-people-import = إدخال ملف مراجعين

## Whoever was erased
people-family-alone = لم يعد أحد ينوب عنه: مُحي من كان ينوب في { $date }. ابحث عن غيره من فضلك.
people-locked = سجل مُحي
people-locked-until = ما يحفظه القانون منه مقفل حتى { $date } بموجب { $law }.
people-locked-text = لا يقرؤه أحد في الاستقبال حتى ذلك اليوم، ثم يزول من تلقاء نفسه.
people-due-duplicates =
    { $n ->
        [one] قد يكون سجلان لشخص واحد: يقرر أحد في ذلك
        [two] زوجان من السجلات قد يكون كل منهما لشخص واحد
        [few] { $n } أزواج من السجلات قد يكون كل منها لشخص واحد
       *[other] { $n } زوجًا من السجلات قد يكون كل منها لشخص واحد
    }
