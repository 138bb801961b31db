## ما يطلبه الناس بشأن بياناتهم

requests-own-nav = الخصوصية
requests-own-title = خصوصيتك
requests-own-title-of = خصوصية { $name }
requests-own-lede = ما نحتفظ به عنك، ولماذا، وحتى متى. كل ما يمكنك طلبه منا هنا، وترى إلى أين وصل.
requests-rights = ما يمكنك فعله
requests-take = خذ نسخة من كل شيء
requests-copies = نسختك جاهزة
requests-copies-text = ملف واحد فيه صفحة للقراءة وجداول لبرامج أخرى. يُجمع أثناء حفظه، ولا يبقى في أي مكان. احفظه حيث لا يقرؤه غيرك.
requests-copy-line = { $what } · { $when }
requests-asked-at = طُلب { $when }
requests-ready-until = يمكن حفظها حتى { $day }
requests-copy-take = احفظ النسخة
requests-files = خذ كل شيء ملفات
requests-files-hint = جداول تقرؤها برامج أخرى، لتحملها إلى غيرنا.
requests-correct = صحّح شيئًا
requests-correct-hint = تاريخ ميلاد أو ملاحظة أو موعد أو أي شيء آخر خاطئ.
requests-correct-self = الاسم والبريد والهاتف واللغة تغيّرها بنفسك.
requests-restrict = اتركوه جانبًا لفترة
requests-restrict-hint = نحتفظ به ولا نستعمله في شيء، إلا ما يتركه القانون.
requests-object = قل لا لاستعمال
requests-object-hint = التذكيرات أو الترويج أو أرقام استعمال الصفحات أو البحث.
requests-disclosures = اسأل لمن أُعطي
requests-disclosures-hint = قائمة بكل من خارج العيادة سُلّم إليه شيء عنك.
requests-erase = امحوا كل شيء
requests-erase-hint = ما يُلزمنا قانون بإبقائه نسمّيه مع يوم زواله، ونقفله حتى ذلك الحين.
requests-close = أغلق الحساب
requests-close-hint = تخرج من كل مكان. ويبقى ملفك كما يطلب القانون.
requests-mine = ما طلبتَه
requests-none = لم تطلب شيئًا بعد
requests-none-text = ما تطلبه يظهر هنا، مع اليوم الذي نجيب قبله.
requests-held = ما نحتفظ به
requests-held-all = كل التفاصيل
requests-why-until = لماذا، وحتى متى
requests-why = يُستعمل من أجل { $purposes }.
requests-opened = من فتح ملفك مكتوب فيه.
requests-opened-see = انظر من
requests-wards = من تنوب عنهم
requests-complain = إن لم ترضَ عن جوابنا فيمكنك أن تشكو إلينا، وإلى هيئة حماية البيانات حيث تعيش.

requests-means-access = تحصل على كل ما نحتفظ به عنك، صفحة للقراءة وجداول.
requests-means-portability = تحصل على كل ما نحتفظ به عنك جداول تقرؤها برامج أخرى.
requests-means-correction = أخبرنا ما الخطأ وما ينبغي أن يقال. وحيث يجب أن يوافق من يعالجك ولا يوافق، نقول لك السبب، ويمكنك أن يُحفظ رأيك بجانب رأينا.
requests-means-restriction = من لحظة طلبك نبقي ما نحتفظ به ولا نستعمله في شيء، إلا لحفظه آمنًا، وللرد عليك، وفي الطوارئ، وحيث يترك القانون ذلك. ولا يمكن ترتيب مواعيد أثناء ذلك.
requests-means-objection = نوقف ذلك الاستعمال حالًا. ولا تخسر بذلك شيئًا آخر.
requests-means-disclosures = نخبرك لمن خارج العيادة سُلّم شيء عنك، ومتى ولماذا.
requests-means-erasure = نمحو كل ما لا يُلزمنا قانون بإبقائه. ولا يمكنك استرجاعه. خذ نسخة قبل ذلك إن أردت.
# Of somebody they act for, by name
requests-own-lede-of = ما نحتفظ به عن { $name }، ولماذا، وحتى متى. كل ما يمكنك طلبه منا نيابةً عن { $name } هنا، وترى إلى أين وصل.
requests-disclosures-hint-of = قائمة بكل من خارج العيادة سُلّم إليه شيء عن { $name }.
requests-mine-of = ما طُلب نيابةً عن { $name }
requests-none-of = لم يُطلب شيء نيابةً عن { $name } بعد
requests-none-text-of = ما تطلبه نيابةً عن { $name } يظهر هنا، مع اليوم الذي نجيب قبله.
requests-held-of = ما نحتفظ به عن { $name }
requests-held-you-of = كل خطاب في هذه القائمة يعني { $name }.
requests-opened-of = من فتح ملف { $name } مكتوب فيه.
requests-means-access-of = تحصل على كل ما نحتفظ به عن { $name }، صفحة للقراءة وجداول.
requests-means-portability-of = تحصل على كل ما نحتفظ به عن { $name } جداول تقرؤها برامج أخرى.
requests-means-correction-of = أخبرنا ما الخطأ في ملف { $name } وما ينبغي أن يقال. وحيث يجب أن يوافق من يعالج { $name } ولا يوافق، نقول لك السبب، ويمكنك أن يُحفظ رأيك بجانب رأينا.
requests-means-restriction-of = من لحظة طلبك نبقي ما نحتفظ به عن { $name } ولا نستعمله في شيء، إلا لحفظه آمنًا، وللرد عليك، وفي الطوارئ، وحيث يترك القانون ذلك. ولا يمكن ترتيب مواعيد { $name } أثناء ذلك.
requests-means-objection-of = نوقف ذلك الاستعمال لما نحتفظ به عن { $name } حالًا. ولا يضيع بذلك شيء آخر.
requests-means-disclosures-of = نخبرك لمن خارج العيادة سُلّم شيء عن { $name }، ومتى ولماذا.
requests-means-erasure-of = نمحو كل ما عن { $name } ولا يُلزمنا قانون بإبقائه. ولا يمكنك استرجاعه. خذ نسخة قبل ذلك إن أردت.
requests-field = ما الخطأ؟
requests-use = لأي شيء تقول لا؟
requests-field-or-use = بشأن ماذا؟
requests-field-or-use-hint = لتصحيح شيء وللرفض فقط.
requests-wanted = ماذا ينبغي أن يقال؟
requests-wanted-hint = التاريخ بصيغة سنة-شهر-يوم، مثل ⁦1984-⁠03-⁠21⁩. ولإزالة ملاحظة اترك هذا فارغًا.
requests-wanted-only = لتصحيح شيء فقط. التاريخ بصيغة سنة-شهر-يوم، مثل ⁦1984-⁠03-⁠21⁩.
requests-said = هل تريد أن تضيف شيئًا؟
requests-said-them = ماذا قالوا أيضًا؟
requests-said-hint = ما يعيننا على الجواب فقط. لا تحتاج إلى سبب.
requests-send = أرسل
requests-fault-day = اكتب التاريخ بصيغة سنة-شهر-يوم من فضلك، مثل ⁦1984-⁠03-⁠21⁩.
requests-fault-detail = قل من فضلك بشأن ماذا.
requests-fault-seen = اختر من فضلك ما رأيته.
requests-fault-guardian = هذا العميل طفل. من يطلب عنه يُبرز ورقة تقول إنه ينوب عنه.

requests-asked = { $kind ->
        [access] نسخة من كل شيء
        [portability] كل شيء ملفات
        [correction] { $has ->
            [yes] تصحيح: { $about }
           *[no] تصحيح شيء
        }
        [erasure] محو كل شيء
        [restriction] تركه جانبًا لفترة
        [objection] { $has ->
            [yes] لا لـ: { $about }
           *[no] لا لاستعمال
        }
       *[disclosures] لمن أُعطي
    }
requests-kind = ما المطلوب
requests-kind-access = نسخة من كل شيء
requests-kind-portability = كل شيء ملفات
requests-kind-correction = تصحيح شيء
requests-kind-erasure = محو كل شيء
requests-kind-restriction = تركه جانبًا لفترة
requests-kind-objection = قول لا لاستعمال
requests-kind-disclosures = لمن أُعطي
requests-every-kind = الكل
requests-detail-none = لم يُختر شيء
requests-detail-name = اسم
requests-detail-birth-date = تاريخ الميلاد
requests-detail-note = ملاحظة
requests-detail-visit = موعد
requests-detail-treatment = علاج
requests-detail-document = مستند
requests-detail-other = شيء آخر
requests-detail-reminders = التذكيرات
requests-detail-marketing = الترويج
requests-detail-analytics = أرقام استعمال الصفحات
requests-detail-research = البحث والإحصاء
requests-place-person = الملف
requests-place-restriction = كل معالجة
requests-place-disclosures = الإفصاح لآخرين

requests-state-unproved = ينتظر صاحب الطلب
requests-state-questioned = شك في صاحب الطلب
requests-state-open = ينتظر قرارًا
requests-state-granted = تمت الموافقة، وبقي التنفيذ
requests-state-ready = جاهزة للحفظ
requests-state-done = تمّ
requests-state-unsent = الجواب لم يُرسل
requests-state-refused = رُفض
requests-state-withdrawn = سُحب
requests-state-expired = انتهى: لم يؤكده أو يأخذه أحد في الوقت
requests-left = { $late ->
        [yes] { $days ->
            [0] متأخر منذ اليوم
            [one] متأخر يومًا واحدًا
            [two] متأخر يومين
            [few] متأخر { $days } أيام
           *[other] متأخر { $days } يومًا
        }
       *[no] { $days ->
            [0] موعده اليوم
            [one] بقي يوم واحد
            [two] بقي يومان
            [few] بقيت { $days } أيام
           *[other] بقي { $days } يومًا
        }
    }
requests-closed = في { $day }
requests-by-law = نجيب قبل { $due }. والمدة هي مدة { $known ->
        [yes] { $place }
       *[no] أشد قانون نعرفه
    }: { $law }.{ $extended ->
        [yes] {" "}مُدّدت مرة.
       *[no] {""}
    }
requests-no-advice = ليس هذا استشارة قانونية.
requests-stands = أين وصل
requests-you-wrote = كتبتَ
requests-they-wrote = كتبوا
requests-why-not = لماذا لا
requests-statement = رأيك
requests-statement-hint = يقف بجانب ما لم نغيّره، ويذهب مع كل نسخة من الآن.
requests-statement-attach = احفظ رأيي بجانبه
requests-statement-stands = رأيك يقف بجانبه، ويذهب مع كل نسخة:
requests-statement-theirs = رأيهم الذي يقف بجانبه:
requests-statements = ما قيل ضد المكتوب هنا
requests-what-was-done = ما الذي فُعل
requests-history = ما حدث
requests-withdraw = اسحبه
requests-withdraw-text = لا يُفعل بعدها شيء فيه. ويمكنك الطلب من جديد متى شئت.
requests-withdraw-sure = نعم، اسحبه
requests-holds-own = يسري منذ طلبته، حيثما كان سيُفتح ملف.
requests-holds-end = انظره، أو أنهِه
requests-prove-text = طُلب هذا باسمك. إن كنت أنت فاضغط الزر: حينها نبدأ، وتُحسب مدة جوابنا من يوم طلبك.
requests-prove = كنت أنا
requests-doubted-text = الرسالة وحدها لا تُظهر من يطلب: يشترك عدة أشخاص في هذا العنوان، أو يتعلق الأمر بطفل، أو كان لدينا شك. أظهر في الاستقبال من فضلك من أنت، أو أنك تنوب عنه. ثم نتابع.
requests-held-by-letter = فُتح الرابط، لكن عدة أشخاص لهم ذلك العنوان، أو يتعلق الأمر بطفل: من يطلب يُظهر في الاستقبال من هو.
requests-link-title = هذا الرابط لم يعد يقود إلى شيء
requests-link-text = لم يُنسخ كاملًا أو مضى عليه وقت طويل. افتح الرابط الذي في رسالتنا مرة أخرى؛ وإن لم يقد إلى شيء فاطلب مرة أخرى من فضلك: تصلك رسالة جديدة. وإن طلبت محو كل شيء، فقد ذهب هذا الرابط مع كل ما عداه: لقد نُفّذ الطلب.
requests-link-again = اطلب مرة أخرى

requests-outcome-copied = { $count ->
        [one] نُسخ صف واحد
        [two] نُسخ صفان
        [few] نُسخت { $count } صفوف
       *[other] نُسخ { $count } صفًا
    }
requests-outcome-changed = غُيّر
requests-outcome-gone = زال
requests-outcome-emptied = أُفرغ
requests-outcome-kept = يبقى ما دامت العيادة هنا، دون أن يقول لمن كان. السبب: { $law }
requests-outcome-handed = فعله قسمه
requests-outcome-told = { $count ->
        [0] لم يُعطَ شيء لأحد
        [one] أُخبر بواحد
        [two] أُخبر باثنين
        [few] أُخبر بـ{ $count }
       *[other] أُخبر بـ{ $count }
    }
requests-outcome-locked = لم يعد يُستعمل في شيء
requests-outcome-nothing = لا نحتفظ بشيء
requests-outcome-failed = تعذّر ({ $cause })؛ ويمكن أن يُحاوَل من جديد
requests-outcome-failed-for-good = تعذّر ({ $cause })؛ ولا يمكن كما طُلب

requests-waits-answer = لا يوقف هذا شيئًا قبل أن نوافق. ومن سجّل الدخول سرى طلبه فورًا من صفحته.
requests-outcome-ended = انتهى منذ ذلك
requests-happened-ended = عاد ما أُوقف
requests-read-disclosures = لمن أُعطيت، ومتى
requests-letters = ما كتبناه
requests-happened-received = وصل
requests-happened-proved = عُرف صاحب الطلب
requests-happened-questioned = أُوقف: شك في صاحب الطلب
requests-happened-extended = مُدّدت المدة
requests-happened-granted = وُوفق عليه
requests-happened-refused = رُفض
requests-happened-failed = تعذّر جزء
requests-happened-done = تمّ
requests-happened-withdrawn = سُحب
requests-happened-expired = انتهى: لم يؤكده أو يأخذه أحد في الوقت
requests-happened-letter-sent = أُرسلت رسالة
requests-happened-letter-handed = سُلّمت رسالة
requests-happened-stated = حُفظ الرأي بجانبه
requests-happened-risen = متأخر: أُبلغ المدير
requests-happened-taken = حُفظت النسخة
requests-happened-confirmed = وافق شخص ثانٍ على النسخة
requests-by-themselves = صاحب الطلب
requests-by-you = أنت
requests-whom-gone = شخص مُحيت بياناته
requests-whom-unproved = شخص لم يُثبت من هو
requests-by-somebody = أحد العاملين هنا
requests-by-program = البرنامج
requests-by-visitor = زائر

requests-closing-title = أغلق حسابك
requests-closing-ends = ما ينتهي
requests-closing-sessions = يخرج كل متصفح مسجّل، فورًا.
requests-closing-keys = كلمة سرك ومفاتيح المرور والرموز والروابط التي بها يُدخل أو تُوضع كلمة سر أو يُغيَّر عنوان تتوقف عن العمل.
requests-closing-feeds = التقاويم التي تقرأ مواعيدك لا تقرأ شيئًا بعد ذلك.
requests-closing-letters = لا نكتب إليك بعد ذلك إلا بشأن مواعيد محجوزة، وما طلبته بشأن بياناتك، ولتحذيرك.
requests-closing-stays = ما يبقى
requests-closing-record = يبقى ملفك ما طلب القانون منا إبقاءه. وليزول أكثر فاطلب المحو.
requests-closing-visits = المواعيد المحجوزة تبقى محجوزة. ألغها قبل ذلك إن لم تكن ستأتي؛ ويبقى الرابط في رسالة كل منها يعمل.
requests-closing-asked = ما طلبته بشأن بياناتك أو شكوت منه يستمر. وتتابعه بعد ذلك بالرسائل: نكتب إلى عنوان البريد الإلكتروني في ملفك، وفي كل رسالة رابط يُظهر إلى أين وصل. وإن لم يكن في ملفك عنوان فاسأل عند الاستقبال.
requests-closing-back = يمكنك العودة في أي وقت بفتح حساب آخر بالعنوان نفسه.
requests-closing-keep = أبقه
requests-closing-staff = أنت تعمل هنا بهذا الحساب. يغلقه من يدير العاملين.

requests-public-title = اسأل عن بياناتك
requests-public-lede = لا تحتاج إلى حساب. نكتب إلى العنوان الذي لدينا عنك؛ والرابط في تلك الرسالة يثبت أنه لك. ولا نطلب ورقة ولا صورة عنها.
requests-fault-often = ذهبت إلى هذا العنوان رسائل عدة قبل قليل، ولكل طلب رسالة. أرسله مرة أخرى بعد { $minutes } من الدقائق؛ وما كتبته باقٍ هنا.
requests-public-sent = شكرًا لك.
requests-public-sent-text = إن كان لدينا ملف بهذا الاسم وهذا العنوان فهناك رسالة برابط في الطريق، ولا يحدث شيء قبل أن تضغطه. وإن لم تصل رسالة فلا نحتفظ بشيء تحت هذا الاسم والعنوان، أو يتشاركه اثنان بالاسم نفسه: فاكتب تاريخ ميلادك أيضًا. ويمكنك دائمًا أن تطلب عند الاستقبال.
requests-public-next-title = ما يحدث بعد ذلك
requests-public-next = تصل الرسالة خلال دقائق. افتح رابطها خلال { $days } أيام واضغط الزر هناك. ثم نجيب قبل { $due }، والرابط نفسه يُظهر إلى أين وصل طلبك.
requests-public-more = اطلب شيئًا آخر
requests-public-desk = يمكنك أيضًا أن تطلب عند الاستقبال. ندوّن نوع الورقة التي رأيناها، ولا نأخذ نسخة.
requests-given-name = الاسم
requests-family-name = اسم العائلة
requests-email = البريد الإلكتروني
requests-email-hint = الذي لدينا عنك.
requests-birth-date = تاريخ الميلاد
requests-birth-date-hint = فقط إن كان أحد باسمك يشاركك هذا العنوان.

requests-panel = الخصوصية
requests-panel-text = يسألون عما نحتفظ به، أو يريدون تصحيح شيء أو زواله؟
requests-log = دوّن طلبًا
requests-log-title = { $name } يسأل عن بياناته
requests-log-text = دوّن ما يطلبون. انظر إلى ورقة تثبت من هم، ودوّن نوعها، ولا تأخذ نسخة. ويتابع من يجيب عن البيانات.
requests-seen = ماذا رأيت؟
requests-seen-hint = نوع الورقة وحده: لا رقم ولا نسخة.
requests-shown-session = كان مسجّل الدخول
requests-shown-letter = كانت معه رسالتنا
requests-shown-passport = جواز سفر
requests-shown-identity-card = بطاقة هوية
requests-shown-driving-licence = رخصة قيادة
requests-shown-known = معروف بالوجه
requests-shown-guardianship = ورقة تقول إنه ينوب عن الشخص
requests-via-page = من صفحتهم
requests-via-guardian = ممن ينوب عنهم
requests-via-letter = بلا حساب
requests-via-desk = عند الاستقبال

office-nav = الخصوصية
office-tab-due = المستحق
office-tab-requests = الطلبات
office-tab-complaints = الشكاوى
office-tab-erasures = المحو
office-tab-checks = التدقيق
office-title = مكتب الخصوصية
office-lede = { $now }. { $late ->
        [0] { $today ->
            [0] لا شيء متأخر، ولا شيء موعده اليوم.
            [one] لا شيء متأخر؛ أمر واحد موعده اليوم.
            [two] لا شيء متأخر؛ أمران موعدهما اليوم.
            [few] لا شيء متأخر؛ { $today } أمور موعدها اليوم.
           *[other] لا شيء متأخر؛ { $today } أمرًا موعدها اليوم.
        }
        [one] أمر واحد متأخر.
        [two] أمران متأخران.
        [few] { $late } أمور متأخرة.
       *[other] { $late } أمرًا متأخرًا.
    }
office-notice = اقرأ الإشعار
office-requests = كل الطلبات
office-due = ما حان موعده
office-people-ask = طلبات الناس
office-all = كلها
office-waiting = انتظار وقواعد
office-unproved = { $count ->
        [0] لا أحد بقي عليه أن يثبت من هو
        [one] طلب واحد ينتظر صاحبه
        [two] طلبان ينتظران صاحبيهما
        [few] { $count } طلبات تنتظر أصحابها
       *[other] { $count } طلبًا تنتظر أصحابها
    }
office-four-eyes = أربع عيون
office-four-eyes-hint = كل ما يخرج أو يُتلف يلزمه شخصان: واحد يطلب أو يقرر، وآخر يوافق أو ينفذ.
office-four-eyes-on = كل ما يخرج أو يُتلف يلزمه شخصان: واحد يطلب أو يقرر، وآخر يوافق أو ينفذ.
office-four-eyes-off = يجوز لشخص واحد أن يقرر طلبًا وينفذه، وأن يمحو، وأن يأخذ كل شيء.
requests-due-late = متأخر
requests-due-today = اليوم
requests-due-week = هذا الأسبوع
requests-due-later = لاحقًا
requests-due-by = { $late ->
        [yes] موعده { $day }، { $days ->
            [0] منذ اليوم
            [one] متأخر يومًا
            [two] متأخر يومين
            [few] متأخر { $days } أيام
           *[other] متأخر { $days } يومًا
        }
       *[no] موعده { $day }
    }
requests-due-open = قرّر: { requests-of-kind }
requests-due-opinion = ينتظر من يعالج: { requests-of-kind }
requests-due-granted = نفّذ: { requests-of-kind }
requests-due-eyes = زوج عيون ثانٍ: { requests-of-kind }
requests-due-questioned = من يطلب؟ { requests-of-kind }
requests-due-send = أرسل الجواب: { requests-of-kind }
requests-of-kind = { $kind ->
        [access] نسخة من كل شيء
        [portability] كل شيء ملفات
        [correction] تصحيح شيء
        [erasure] محو كل شيء
        [restriction] تركه جانبًا لفترة
        [objection] لا لاستعمال
       *[disclosures] لمن أُعطي
    }
requests-list-title = الطلبات
requests-table = الطلبات في جدول
requests-list-none = لا أحد ينتظر جوابًا
requests-list-none-text = ما يطلبه الناس بشأن بياناتهم يظهر هنا.
requests-who = مَن
requests-what = يطلب
requests-where = أين وصل
requests-time = الوقت
requests-which = أيها
requests-which-open = للجواب
requests-which-unproved = ينتظر أصحابه
requests-which-closed = انتهى
requests-show = أظهر
requests-pages = الصفحات
requests-first = الأولى
requests-next = التالية
requests-more = المزيد
requests-decide = قرّر
requests-ground = على أي أساس
requests-ground-hint = الأسس التي يعرفها القانون لهذا.
requests-ground-identity = لم نتيقن من صاحب الطلب
requests-ground-not-theirs = لا ينوب عن الشخص
requests-ground-legal-duty = قانون يُلزمنا بإبقائه
requests-ground-legal-claim = يلزم لدعوى قانونية
requests-ground-others-rights = يكشف عن أشخاص آخرين
requests-ground-accurate = هو صحيح كما هو
requests-ground-excessive = طُلب مرارًا، أو بلا أي أساس
requests-reason = لماذا، لصاحب الطلب
requests-reason-hint = بكلمات بسيطة. يقرؤها، وتدخل في الرسالة.
requests-grant = وافق
requests-refuse = ارفض
requests-refuse-after = ارفضه رغم الموافقة
requests-refuse-send = ارفضه
requests-holds-office = طلبوه من صفحتهم، وهناك يسري من لحظة الطلب: فلا أحد يقرر. أرسل إليهم الجواب.
requests-holds-see = ما يسري بشأنهم
requests-impossible-title = لا يمكن ذلك أبدًا
requests-impossible-text = ما طُلب لا يمكن كما طُلب، والمحاولة من جديد لا تغيّر شيئًا. قرّر من جديد: ارفضه واذكر السبب، ليطلبوا ما هو صحيح.
requests-fault-no-date = لم تتم الموافقة: ما ينبغي أن يُكتب ليس تاريخ ميلاد ممكنًا، فلا يمكن تنفيذه أبدًا. ارفضه بسبب، أو اسألهم ما الذي ينبغي أن يُكتب.
requests-fault-no-note = لم تتم الموافقة: ما ينبغي أن يُكتب ليس ملاحظة يمكن حفظها. ارفضه بسبب، أو اسألهم ما الذي ينبغي أن يُكتب.
requests-fault-no-use = لم تتم الموافقة: لا يذكر أي استعمال. ارفضه بسبب، أو اسألهم أيها.
requests-complete = نفّذه
requests-complete-text = يحدث فورًا ويُدوَّن جزءًا جزءًا.
requests-complete-by-hand = غيّره بنفسك حيث هو، ثم قل هنا إنه تمّ.
requests-changed-what = ما الذي غُيّر
requests-changed-hint = بكلمات واضحة: ما الذي كان مكتوبًا وما الذي صار. يُختم، ويقرؤه من طلب.
requests-changed-where = أين
requests-changed-where-hint = في أي صفحة، أو أي ملف، أو أي ورقة.
requests-opinion-ask = اسأل من يعالج
requests-opinion-first-title = يُسأل من يعالج أولًا
requests-opinion-first-text = ما كُتب عن زيارة أو علاج يُصحَّح حين يوافق من يعالج، ويُرفض لأنه صحيح حين لا يوافق.
requests-disagreed-title = من يعالج يقول غير ذلك
requests-disagreed-text = ما يُقرَّر هنا هو ما قاله من يعالج. انظر إلى قوله في الصفحة.
requests-opinion-told = { $answer ->
        [agrees] وافق { $who }، { $day }
        [disagrees] لم يوافق { $who }، { $day }
        [nobody] لا أحد يعالجه بعد الآن، دُوّن { $day }
       *[waits] سُئل من يعالج { $day } ولم يجب بعد. أجل جوابك مستمر.
    }
requests-opinion-own-agrees = وافق من يعالجك.
requests-opinion-own-disagrees = لم يوافق من يعالجك:
requests-opinion-nobody = لا أحد يعالجه بعد الآن
requests-opinion-nobody-why = كيف تعرف ذلك؟
requests-opinion-nobody-note = دوّنه وقرّر
opinions-nav = هل هو صحيح؟
opinions-title = هل هو صحيح؟
opinions-lede = يقول أشخاص تعالجهم إن شيئًا عن زيارة أو عن علاجهم خطأ. ما تقوله يحسمه، ويقرؤون سببك.
opinions-none = لا أحد ينتظرك
opinions-none-text = حين يطلب من تعالجه تصحيح شيء يظهر هنا.
opinions-answer = هل يُصحَّح؟
opinions-agrees = نعم، يُصحَّح
opinions-disagrees = لا، هو صحيح كما هو
opinions-reason = السبب
opinions-reason-hint = يلزم حين تقول لا. يقرؤه من طلب.
opinions-say = قل ذلك
requests-complete-answer = يُصاغ الجواب مما كُتب أنه أُعطي. راجعه قبل أن ترسله.
requests-copy-hand = احفظ النسخة وسلّمها، أو دعهم يأخذونها برابطهم.
requests-copy-take-for = احفظ النسخة لهم
requests-identify = أثبتوا من هم
requests-question = شك في صاحب الطلب؟
requests-doubt = لماذا؟
requests-question-hold = أوقفه
requests-extend = مدّد واكتب
requests-extend-until = مدّد حتى { $day }
requests-extend-why = لماذا، لصاحب الطلب
requests-letter-receipt = رسالة: وصلنا
requests-letter-extension = رسالة: يحتاج وقتًا أطول
requests-letter-answer = رسالة: جوابنا
requests-letter-subject = الموضوع
requests-letter-body = النص
requests-letter-mail = مسودة بلغتهم. غيّرها كما تشاء؛ تذهب بالبريد الإلكتروني.
requests-letter-hand = مسودة بلغتهم. لا عنوان نكتب إليه: سلّمها.
requests-letter-marks = حيث توجد [[link]] يأتي رابط طلبهم. وحيث توجد [[…]] تكتب ما لا يعرفه غيرك.
requests-letter-send = أرسلها
requests-letter-handed = سُلّمت
requests-letter-sent = { $hand ->
        [yes] سُلّمت في { $day }
       *[no] أُرسلت في { $day }
    }

requests-done-holds = يسري من الآن.
requests-done-asked = وصلنا. واليوم الذي نجيب قبله مكتوب هنا.
requests-done-withdrawn = سُحب.
requests-done-stated = رأيك يقف بجانبه من الآن.
requests-done-decided = قُرّر.
requests-done-extended = مُدّد، وكُتب إلى صاحب الطلب.
requests-done-drafted = كُتبت مسودة الرسالة. ويتغير اليوم حين تسلّمها وتقول ذلك.
requests-done-identity = دُوّن.
requests-done-carried = تمّ كله.
requests-done-failed = تعذّر جزء. لم يتم؛ انظر ما فُعل وحاول من جديد.
requests-done-sent = في الطريق.
requests-done-eyes = حُفظ.
requests-done-eyes-asked = يلزم أن يوافق شخص آخر قبل التخلي عن أربع عيون.
requests-done-opinion = سُئل. يجده من يعالج بين ما ينتظره، والأجل مستمر.
requests-done-opinion-given = قيل. يمضي به من يجيب عن البيانات.
requests-done-agreed = وافقت. من طلب نسخته يمكنه أخذها.
requests-done-logged = دُوّن. ويتابعه من يجيب عن البيانات.
requests-done-copy = نسختك جاهزة للحفظ.

requests-stale-title = غيّره أحد أثناء ذلك
requests-stale-text = انظر إليه مرة أخرى من فضلك؛ لم يُحفظ ما فعلته.
requests-not-now-title = لم يعد يمكن فعل ذلك به
requests-not-now-text = انظر من فضلك أين وصل الآن.
requests-eyes-title = يلزم زوج عيون آخر
requests-eyes-text = أنت قررته. وينفذه غيرك.
requests-unconfirmed-title = ينتظر شخصًا ثانيًا
requests-unconfirmed-text = لم يوافق بعد شخص ثانٍ في العيادة. يمكنك أخذ نسختك حالما يوافق.
requests-copy-confirm = من طلب نسخته يأخذها بنفسه حين يوافق شخص ثانٍ.
requests-copy-agree = أوافق على أن يأخذها
requests-failed-title = تعذّر جزء
requests-failed-text = لم يتم. انظر ما فُعل وحاول من جديد.
requests-nothing-title = لم يُفعل شيء بعد
requests-nothing-text = يتم حين يُفعل شيء.
requests-letter-first-title = الرسالة أولًا
requests-letter-first-text = بعد محو أحد لا يبقى من نكتب إليه. أرسل الجواب، وانتظر حتى يخرج، ثم نفّذه.
requests-answer-first-title = الجواب لم يُكتب بعد
requests-answer-first-text = اكتب ما ينقص حيث توجد [[…]]، ثم أرسله.
requests-unerased-title = لا يمكن محوه الآن
requests-unerased-locked = ذهب كل ما يجوز أن يذهب. والباقي يقفله قانون.
requests-groundless-title = القانون لا يعرف هذا الأساس لما طُلب
requests-groundless-text = اختر غيره من فضلك.
requests-not-theirs-title = لا ينوب عن هذا الطفل
requests-not-theirs-text = من يطلب عن طفل يُظهر ورقة تقول إنه ينوب عنه.
requests-extended-title = لا يمكن تمديده
requests-extended-text = مُدّد من قبل، أو تأخر، أو لا تمديد في القانون.

requests-asked-us = { $kind ->
        [access] نسخة من كل ما نحتفظ به عنك
        [portability] كل ما نحتفظ به عنك ملفاتٍ
        [correction] أن نصحح شيئًا
        [erasure] أن نمحو كل شيء
        [restriction] ألا نستعمل شيئًا مما يخصك لفترة
        [objection] أن نوقف استعمالًا لبياناتك
       *[disclosures] أن نقول لمن أُعطي شيء عنك
    }
requests-mail-subject = { $clinic }: { $kind ->
        [access] طلبك نسخةً من بياناتك
        [portability] طلبك بياناتك ملفاتٍ
        [correction] طلبك تصحيح شيء
        [erasure] طلبك محو كل شيء
        [restriction] طلبك ترك بياناتك جانبًا
        [objection] رفضك استعمالًا لبياناتك
       *[disclosures] سؤالك لمن أُعطيت بياناتك
    }
requests-mail-receipt =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. وصلنا طلبك، ونجيب قبل { $due } ({ $law }).

    ترى إلى أين وصل على صفحتك: { $page }
requests-mail-extension =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. نحتاج وقتًا أطول ونجيب قبل { $due }.

    السبب: { $reason }

    إن لم ترضَ عن هذا فيمكنك أن تشكو إلينا، وإلى هيئة حماية البيانات حيث تعيش.
requests-mail-done =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. تمّ ذلك. وما فُعل جزءًا جزءًا مكتوب على صفحتك: { $page }

    إن نقص شيء فأخبرنا من فضلك. ويمكنك أيضًا أن تشكو إلى هيئة حماية البيانات حيث تعيش.
requests-mail-changed =
    مرحبًا،

    في { $received } طلبت منا { requests-asked-us }. تمّ ذلك. هذا ما غُيّر، وأين:

    { $reason }

    إن كان شيء ناقصًا فأخبرنا. ولك أيضًا أن تشتكي إلى هيئة حماية البيانات حيث تقيم.
requests-mail-nothing =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. بحثنا، ولا يوجد شيء: لا نحتفظ بشيء يتعلق به ذلك.

    إن كنت ترى غير ذلك فأخبرنا من فضلك. ويمكنك أيضًا أن تشكو إلى هيئة حماية البيانات حيث تعيش.
requests-mail-erasure =
    مرحبًا،

    في { $received } طلبتَ منا أن نمحو كل شيء. نوافق ونفعل ذلك الآن. بعدها لا نستطيع أن نقرأ عنك شيئًا ولا أن نكتب إليك. وما يُلزمنا قانون بإبقائه يُقفل حتى يوم زواله.

    يمكنك أن تشكو إلى هيئة حماية البيانات حيث تعيش.
requests-mail-disclosures =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. بحثنا في ذلك. هذا ما أُعطي خارج رعايتك، ومتى، ولمن، ولماذا، وعلى أي أساس:

    { $reason }

    إن نقص شيء فأخبرنا من فضلك. ويمكنك أيضًا أن تشكو إلى هيئة حماية البيانات حيث تعيش.
requests-mail-disclosures-none =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. بحثنا في ذلك: لم يُعطَ شيء عنك لأحد خارج رعايتك.

    يمكنك أن تشكو إلى هيئة حماية البيانات حيث تعيش.
requests-mail-refused =
    مرحبًا،

    في { $received } طلبتَ منا { requests-asked-us }. لا نستطيع الموافقة. { $ground }.

    السبب: { $reason }
    { $correction ->
        [yes]
            يمكنك أن يُحفظ رأيك بجانب ما لم نغيّره. ويذهب مع كل نسخة بعد ذلك: { $page }
       *[no] {""}
    }
    إن لم ترضَ عن هذا فيمكنك أن تشكو إلينا، وإلى هيئة حماية البيانات حيث تعيش. ويمكنك أيضًا اللجوء إلى القضاء.
requests-mail-proof =
    مرحبًا،

    طلب أحد من { $clinic } باسمك { requests-asked-us }.

    إن كنت أنت فافتح هذا الرابط واضغط الزر. يعمل { $days } أيام:
    { $link }

    وإن لم تكن أنت فلا تحتاج إلى فعل شيء: لن يحدث شيء، ولم يُرَ أحد شيئًا.
requests-mail-late-subject = { $clinic }: طلب متأخر
requests-mail-late =
    كان يجب أن يُجاب طلب بشأن بيانات أحدهم قبل { $due } ولم يُجب: { requests-of-kind }.

    ينتظر هنا: { $link }

requests-purpose-scheduling = ترتيب المواعيد
requests-purpose-care = علاجك
requests-purpose-account = حسابك
requests-purpose-administration = إدارة العيادة
requests-purpose-security = إبعاد المتسللين
requests-purpose-billing = الفوترة والدفع
requests-purpose-marketing = الترويج إن وافقت
requests-purpose-analytics = عدّ استعمال الصفحات
requests-purpose-rights = الرد عليك بشأن بياناتك
requests-purpose-operation = إبقاء البرنامج عاملًا
requests-purpose-import = نقل السجلات
requests-purpose-reporting = أرقام عن كثيرين
requests-purpose-research = بحث وإحصاء لا يُردّ إلى أحد
requests-purpose-export = نسخة العيادة من كل ما تحتفظ به
requests-purpose-disclosure = إعطاء ما يطلبه القانون أو يجيز إعطاءه
requests-keeps-until = حتى { $day } كما هي الحال الآن: { $span } بعد آخر مرة رأيناك فيها. ويزول مع ملفك.
requests-keeps-until-of = حتى { $day } كما هي الحال الآن: { $span } بعد آخر مرة رأينا فيها { $name }. ويزول مع الملف.
requests-keeps-person = { $span } بعد آخر مرة رأيناك فيها. ويزول مع ملفك.
requests-keeps-person-of = { $span } بعد آخر مرة رأينا فيها { $name }. ويزول مع الملف.

ability-office-log-requests = تدوين ما يطلبه الناس بشأن بياناتهم
ability-office-answer-requests = الرد على ما يطلبه الناس بشأن بياناتهم
ability-office-set-four-eyes = تحديد ما إذا كانت أربع عيون لازمة
ability-office-opinions = القول هل ما كُتب عن زيارة أو علاج صحيح
evidence-rights-access = من { $requests } من الطلبات خلال سنة، تأخر { $overdue } وأُجيب { $answered_late } بعد الموعد؛ ورُفض { $refused_without_a_ground } بلا أساس، وقيل عن { $done_in_part } إنه تمّ وقد تعذّر جزء منه أو لم يقل أحد من نفّذه
evidence-rights-correct = من { $requests } من طلبات التصحيح خلال سنة، تأخر { $overdue } وأُجيب { $answered_late } بعد الموعد؛ ورُفض { $refused_without_a_ground } بلا أساس، وقيل عن { $done_in_part } إنه تمّ وقد تعذّر جزء منه أو لم يقل أحد من نفّذه
how-rights-access = من كان مسجّل الدخول أخذ كل ما نحتفظ به عنه من صفحته، بعد أن يثبت من جديد من هو: صفحة للقراءة وجداول ومستنداته. وما فيها يتبع خريطة البيانات نفسها التي يطيعها برنامجنا، فلا يُنسى جدول. وكل طلب له موعد بحسب القانون، ولا يقال إنه تمّ وقد تعذّر جزء منه.
how-rights-correct = يُغيَّر كثير على صفحتك مباشرة. وما يجب أن يوافق عليه غيرك يصير طلبًا له موعد؛ ويُرفض على أساس يعرفه القانون ومع سبب، ويُحفظ رأيك مختومًا بجانبه ويذهب مع كل نسخة.
how-rights-close-account = إغلاق الحساب من صفحتك ينهي في خطوة واحدة كل متصفح مسجّل وكل رابط به يُدخل أو تُوضع كلمة سر أو يُغيَّر عنوان، وكل مفتاح ورمز وتقويم، والرسائل المنتظرة التي ليست عن مواعيد، ويحرر العنوان لحساب آخر. وتستمر روابط الزيارات والطلبات والشكاوى. وقبل ذلك نقول ما ينتهي وما يبقى ولماذا.

# ما في المخزن عنهم، معدودًا
holds-request =
    { $count ->
        [one] طلب واحد بشأن بياناتك.
        [two] طلبان بشأن بياناتك.
        [few] { $count } طلبات بشأن بياناتك.
       *[other] { $count } طلبًا بشأن بياناتك.
    }
holds-request-step =
    { $count ->
        [one] جزء واحد مما فُعل لطلباتك.
        [two] جزآن مما فُعل لطلباتك.
        [few] { $count } أجزاء مما فُعل لطلباتك.
       *[other] { $count } جزءًا مما فُعل لطلباتك.
    }
holds-request-event =
    { $count ->
        [one] أمر واحد حدث في طلباتك.
        [two] أمران حدثا في طلباتك.
        [few] { $count } أمور حدثت في طلباتك.
       *[other] { $count } أمرًا حدث في طلباتك.
    }
holds-request-opinion =
    { $count ->
        [one] قول واحد لمن يعالجك بشأن تصحيح.
       *[other] { $count } من أقوال من يعالجك بشأن تصحيحات.
    }
holds-request-letter =
    { $count ->
        [one] رسالة واحدة بشأن طلباتك.
        [two] رسالتان بشأن طلباتك.
        [few] { $count } رسائل بشأن طلباتك.
       *[other] { $count } رسالة بشأن طلباتك.
    }
holds-request-proof =
    { $count ->
        [one] رابط واحد يثبت صاحب الطلب.
        [two] رابطان يثبتان صاحب الطلب.
        [few] { $count } روابط تثبت صاحب الطلب.
       *[other] { $count } رابطًا يثبت صاحب الطلب.
    }
holds-statement =
    { $count ->
        [one] رأي واحد لك بجانب ما لم يُغيَّر.
        [two] رأيان لك بجانب ما لم يُغيَّر.
        [few] { $count } آراء لك بجانب ما لم يُغيَّر.
       *[other] { $count } رأيًا لك بجانب ما لم يُغيَّر.
    }
requests-cause-held = حجز قانوني يُبقي السجل
requests-cause-locked = قانون يقفل الباقي
requests-cause-unread = تعذّرت قراءة وثيقة
requests-cause-merged = ضُمّ السجل إلى آخر
requests-cause-no-date = ما يجب أن يقوله ليس تاريخًا
requests-cause-no-note = ما يجب أن يقوله ليس ملاحظة يمكننا حفظها
requests-cause-no-use = لا يقول أي استعمال
requests-cause-visits-ahead = ما زالت هناك مواعيد قادمة
requests-cause-manager = هو آخر من يستطيع إدارة موظفي العيادة
requests-foot = اسأل عن بياناتك
requests-log-restricted = من قُيّدت معالجة سجله

# What a part of a request is, for whoever answers it.
requests-table-account = حسابه
requests-table-challenge = روابط أُرسلت إليه بالبريد
requests-table-new-address = تغيير عنوانه
requests-table-account-alert = ما جرى لطريقة دخوله
requests-table-known-device = متصفحات يعرفها حسابه
requests-table-personal-token = مفاتيح صنعها لبرامج
requests-table-oidc-identity = حسابات في مكان آخر يدخل بها
requests-table-own-role-holder = أدواره هنا
requests-table-person = أنه معروف
requests-table-access-entry = من فتح سجله
requests-table-mail = رسائل إليه
requests-table-appointment = مواعيده
requests-table-reminder-choice = متى يريد التذكير
requests-table-calendar-feed = تقاويم تقرأ مواعيده
requests-table-directory-user = هو في دليل العاملين
requests-table-directory-member = مجموعاته في الدليل
requests-table-directory-claim = سؤال عن حسابه
requests-table-client = بياناته
requests-table-client-token = علامات يوجد بها
requests-table-guardian = من ينوب عنه
requests-table-document = مستنداته
requests-table-duplicate = تخمين أن سجلين له
requests-table-client-before = ما قاله سجل قبل أن يُضم إلى سجله
requests-table-identifier = أرقام صدرت له
requests-table-request = ما طلبه بشأن بياناته
requests-table-statement = ما قاله ضد ما نحتفظ به
requests-table-restriction = ما قيّده أو رفضه
requests-table-consent = ما وافق عليه
requests-table-legal-hold = لماذا يوقف سجله عن المحو
requests-table-consent-receipt = إيصالات موافقته
requests-table-complaint = ما اشتكى منه
requests-table-disclosure-statement = ما قاله ورافق ما أُعطي
requests-table-incident-person = حوادث مست بياناته
requests-table-residency-told = ما أُخبر به عن مكان الحفظ
requests-table-incident-told = ما أُبلغ به عن الحوادث
office-due-more = { $count } أخرى
