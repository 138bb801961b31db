# الشكاوى بشأن الخصوصية

complaints-title = اشتكِ من طريقة حفظنا لبياناتك
complaints-foot = اشتكِ من ذلك
complaints-lede = لا تحتاج إلى حساب، ولا إلى أن تقول من أنت. أخبرنا بما حدث؛ يقرؤه هنا من يُسأل عن البيانات.
complaints-terms = نجيب خلال { $answer } من أيام عملنا ونحسمها خلال { $settle } منها. ولا تُحسب عطلة الأسبوع ولا أيام عطلنا.
complaints-by = نجيب حتى { $answer } ونحسمها حتى { $settle }.
complaints-subject = ما موضوعها؟
complaints-subject-opened = اطّلع أحد على سجلي بلا حاجة
complaints-subject-shared = قيل شيء لغيرنا
complaints-subject-wrong = ما تحفظونه خطأ
complaints-subject-security = ضاع شيء أو كان مكشوفًا
complaints-subject-rights = لم يُجب ما طلبته بشأن بياناتي
complaints-subject-messages = رسائل لم أردها
complaints-subject-conduct = كيف عوملت
complaints-subject-other = شيء آخر
complaints-said = ماذا حدث؟
complaints-said-hint = متى وأين، وما الذي تريد منا أن نفعله.
complaints-said-them = ممّ يشتكي؟
complaints-name = بماذا نناديك؟
complaints-email = إلى أين نكتب إليك؟
complaints-email-hint = لهذه الشكوى وحدها. إن تركته أعطيناك رمزًا تتابعها به.
complaints-email-them = إلى أين نكتب إليه؟
complaints-email-them-hint = إن كان غير العنوان الذي في سجله.
complaints-file = مستند
complaints-file-hint = ورقة أو صورة أو تسجيل، حتى { $most } ميغابايت. ويمكنك أن تضيف بعدها، خمسة في المجموع.
complaints-file-large = هذا الملف أكبر مما نأخذه: { $most } ميغابايت.
complaints-file-kind = نأخذ الأوراق والصور وتسجيلات الصوت. أرسله من فضلك ملف PDF أو صورة.
complaints-files = المستندات
complaints-files-care = أرسلها المشتكي. كل منها يُحفظ ولا يُفتح هنا أبدًا: انظر إليه بحذر.
complaints-send = أرسلها
complaints-made = وصلت شكواك. شكرًا لك.
complaints-made-letter = كتبنا الآن إلى العنوان الذي أعطيته. رابط تلك الرسالة يريك إلى أين وصلت، وبه تضيف إليها.
complaints-code = رمزك
complaints-code-text = احتفظ به: به ترى جوابنا وتضيف شيئًا. يظهر هذه المرة وحدها، ولا نستطيع أن نجده لك.
complaints-code-page = أو احفظ عنوان الصفحة التي تُفتح من هنا.
complaints-code-open = انظر إلى أين وصلت
complaints-follow = اشتكيت من قبل؟
complaints-follow-hint = الرمز الذي ظهر عند الإرسال. وإن أعطيت عنوانًا فاستعمل رابط رسالتنا.
complaints-follow-open = انظر إلى أين وصلت
complaints-rather-ask = تريد أن ترى ما نحفظه أو تصححه أو تمحوه؟
complaints-elsewhere-title = يمكنك أن تذهب إلى غيرنا أيضًا.
complaints-elsewhere-text = لك في أي وقت، ومن غير أن تأتي إلينا أولًا، أن تشتكي إلى هيئة حماية البيانات.
complaints-elsewhere = لك أيضًا أن تشتكي إلى هيئة حماية البيانات{ $known ->
        [yes] : { $name }، { $url }
       *[no] {" "}حيث تعيش.
    }
complaints-link-title = هذا الرابط لا يؤدي إلى شيء
complaints-link-text = لم يُنسخ كاملًا أو مضى عليه وقت طويل. افتح الرابط الذي في رسالتنا مرة أخرى أو اكتب الرمز الذي عُرض عليك؛ وإن لم يقد إلى شيء فأخبرنا مرة أخرى من فضلك.
complaints-link-again = إلى الشكاوى

complaints-own-title = شكاواك
complaints-own-hint = لا ترضى عن طريقة حفظنا لبياناتك؟ اشتكِ، وانظر إلى أين وصلت.
complaints-mine = ما اشتكيت منه
complaints-new = اشتكِ
complaints-one-title = شكواك
complaints-state-open = تنتظر الجواب
complaints-state-answered = أُجيبت ولم تُحسم بعد
complaints-state-asked = تنتظر مزيدًا من المشتكي
complaints-state-resolved = حُسمت
complaints-outcome = كيف تُحسم؟
complaints-outcome-upheld = هو محق
complaints-outcome-partly = هو محق في بعضها
complaints-outcome-not-upheld = نراها على غير ذلك
complaints-outcome-withdrawn = سُحبت
complaints-yours-upheld = أنت محق
complaints-yours-partly = أنت محق في بعضها
complaints-yours-not-upheld = نراها على غير ذلك
complaints-yours-withdrawn = سُحبت
complaints-asked-text = سألناك شيئًا. أضف ما تستطيع من فضلك؛ وأيام جوابنا تمضي.
complaints-why = السبب
complaints-own-link = (رابط خاص بصاحب الشكوى)
complaints-this-page = هذه الصفحة
complaints-prove-text = أعطى أحدٌ عنوانك لشكوى من طريقة حفظنا للبيانات. إن كنت أنت فاضغط الزر: عندها ترى إلى أين وصلت.
complaints-prove = كنت أنا
complaints-add = أضف شيئًا
complaints-add-said = ماذا ينبغي أن نعرف أيضًا؟
complaints-add-send = أضفه
complaints-withdraw = اسحبها

complaints-happened-received = وصلت
complaints-happened-proved = العنوان له
complaints-happened-added = أُضيف شيء
complaints-happened-filed = أُضيف مستند
complaints-happened-acknowledged = يُنظر فيها
complaints-happened-asked = أُرسل سؤال
complaints-happened-answered = أُجيبت
complaints-happened-decided = تقرّر حسمها
complaints-happened-resolved = حُسمت
complaints-happened-withdrawn = سُحبت
complaints-happened-risen = متأخرة: أُخبر المدير
complaints-happened-told = متأخرة: أُخبر المشتكي

complaints-letter-receipt = رسالة: أنها وصلت
complaints-letter-acknowledgement = رسالة: أنه يُنظر فيها
complaints-letter-question = رسالة: سؤال
complaints-letter-answer = رسالة: جوابنا
complaints-letter-outcome = رسالة: كيف حُسمت
complaints-letter-late = رسالة: أنها متأخرة
complaints-letter-mail = مسودة بلغته. غيّرها كما تشاء؛ تذهب بالبريد، وتظهر في صفحته.
complaints-letter-page = مسودة بلغته. لا عنوان له: تظهر في الصفحة التي يفتحها رمزه أو دخوله.
complaints-letter-marks = حيث [[link]] يأتي رابط شكواه. وحيث [[…]] تكتب ما لا يعرفه غيرك.
complaints-letter-sent = { $mailed ->
        [yes] أُرسلت في { $day }
       *[no] في صفحته منذ { $day }
    }

# في الاستقبال
complaints-panel = الشكاوى
complaints-panel-text = لا يرضى عن طريقة حفظ بياناته؟
complaints-log = اكتب شكوى
complaints-log-title = { $name } يشتكي بشأن الخصوصية
complaints-log-text = اكتب ما يقوله بكلماته. ويتابعها من يُسأل عن البيانات. ومن ليس معروفًا هنا فاملأ معه النموذج المفتوح للجميع.

# صفحات المسؤول
complaints-list-title = الشكاوى
complaints-which-open = تنتظر جوابًا أو حسمًا
complaints-which-closed = محسومة
complaints-none = لا أحد يشتكي
complaints-none-text = تظهر هنا الشكاوى بشأن الخصوصية.
complaints-somebody = أحدهم
complaints-via-page = من صفحته
complaints-via-public = من النموذج المفتوح للجميع
complaints-via-desk = في الاستقبال
complaints-proof-none = لم يعط عنوانًا
complaints-proof-unproved = أعطى عنوانًا ولم يُظهر أنه له
complaints-proof-proved = العنوان الذي أُعطي له
complaints-proof-known = معروف هنا
complaints-decided = تقرّر
complaints-draft-acknowledgement = قل إنك تنظر فيها
complaints-draft-question = اسأل شيئًا
complaints-draft-answer = اكتب مسودة الجواب
complaints-settle = احسمها
complaints-settle-draft = اكتب مسودة الرسالة
complaints-settled-text = حُسمت.
complaints-reason = السبب، للمشتكي
complaints-reason-hint = بكلمات سهلة. يقرؤها، وتدخل في الرسالة. وتُحسم متى أُرسلت تلك الرسالة.
complaints-due-answer = أجب شكوى: { complaints-of }
complaints-due-settle = احسم شكوى: { complaints-of }
complaints-due-asked = شكوى تنتظر مزيدًا: { complaints-of }
complaints-due-send = أرسل كيف حُسمت شكوى: { complaints-of }
complaints-of = { $subject ->
        [opened] سجل فُتح بلا حاجة
        [shared] شيء قيل لغيرنا
        [wrong] شيء محفوظ خطأ
        [security] شيء ضاع أو كان مكشوفًا
        [rights] طلب لم يُجب
        [messages] رسائل لم يردها أحد
        [conduct] كيف عومل أحد
       *[other] شيء آخر
    }
complaints-figures-title = أرقام
complaints-figures-text = الشكاوى التي وصلت في اثني عشر شهرًا، وهذا منها. ولا يُفتح من أجلها سجل أحد.
complaints-figures-sum = معًا
complaints-figures-all = الشكاوى
complaints-figures-open = لم تُحسم بعد
complaints-figures-late = أُجيبت أو حُسمت متأخرة، أو متأخرة الآن
complaints-figures-answer = أُجيب نصفها خلال
complaints-figures-settle = حُسم نصفها خلال
complaints-figures-months = بحسب الشهر
complaints-figures-subjects = بحسب موضوعها
complaints-figures-outcomes = بحسب ما حُسمت به
complaints-days = { $days ->
        [0] اليوم نفسه
        [one] يوم واحد
       *[other] { $days } من الأيام
    }
complaints-days-none = لا شيء بعد
complaints-calendar-title = أيام العمل
complaints-calendar-text = في الأيام المعلَّمة والمذكورة هنا لا تعمل العيادة: فلا تُحسب حيث يوعد بشيء بأيام العمل. وما وصل من قبل يبقى على الأيام التي قيلت له. والأيام التي لا تؤخذ فيها المواعيد وحدها تُحسب.
complaints-weekend = أيام العطلة في كل أسبوع
complaints-weekday-monday = الإثنين
complaints-weekday-tuesday = الثلاثاء
complaints-weekday-wednesday = الأربعاء
complaints-weekday-thursday = الخميس
complaints-weekday-friday = الجمعة
complaints-weekday-saturday = السبت
complaints-weekday-sunday = الأحد
complaints-holidays = أيام العطل
complaints-holidays-hint = يوم في كل سطر، مثل 2026-12-25.

# ما تمّ الآن
complaints-done-made = وصلت، وكتبنا إليك. والأيام التي نجيب حتى نهايتها هنا.
complaints-done-proved = شكرًا لك. هذا ما وصلت إليه.
complaints-done-added = أُضيف.
complaints-done-withdrawn = سُحبت.
complaints-done-drafted = كُتبت المسودة. غيّرها وأرسلها أدناه.
complaints-done-decided = تقرّر. وتُحسم متى أُرسلت الرسالة أدناه.
complaints-done-sent = أُرسلت.
complaints-done-calendar = حُفظ.
complaints-done-logged = كُتبت. ويتابعها من يُسأل عن البيانات.

# ما لا يمكن
complaints-many-title = لا تأخذ هذه الشكوى مزيدًا
complaints-many-text = فيها من المستندات أو الإضافات ما نأخذه. أرنا الباقي في الاستقبال من فضلك.
complaints-undecided-title = يجب أن يتقرّر أولًا
complaints-undecided-text = قل كيف تُحسم ولماذا، ثم أرسل الرسالة.
complaints-fault-often = ذهبت إلى هذا العنوان رسائل عدة قبل قليل. اتركه فارغًا وأرسل الشكوى الآن: تحصل على رمز بدل الرسائل. أو أرسلها مرة أخرى بعد { $minutes } من الدقائق.
complaints-fault-code = ليس عندنا شكوى بهذا الرمز.
complaints-fault-nothing = اكتب شيئًا أو اختر مستندًا.
complaints-fault-gap = اكتب من فضلك ما مكانه العلامات.
complaints-fault-weekend = لا بد في الأسبوع من يوم يعمل فيه أحد.
complaints-fault-holidays = اكتب كل يوم مثل 2026-12-25، واحدًا في كل سطر.
complaints-fault-holidays-many = هذه أكثر من 200 يوم.

# الرسائل
complaints-mail-subject = { $clinic }: شكواك بشأن الخصوصية
complaints-mail-receipt =
    مرحبًا،

    في { $received } وصلت إلينا شكواك بشأن الخصوصية. نجيب حتى { $answer } ونحسمها حتى { $settle }.

    إلى أين وصلت، وحيث تضيف إليها: { $page }

    { $elsewhere }
complaints-mail-acknowledgement =
    مرحبًا،

    قرأت شكواك المؤرخة { $received } وأنظر فيها. نجيب حتى { $answer }.

    إلى أين وصلت: { $page }
complaints-mail-question =
    مرحبًا،

    نحتاج بشأن شكواك المؤرخة { $received } إلى أن نعرف شيئًا آخر:

    {"[[…]]"}

    تضيفه هنا: { $page }
complaints-mail-answer =
    مرحبًا،

    اشتكيت إلينا في { $received }. وهذا جوابنا:

    {"[[…]]"}

    نحسمها حتى { $settle }. إلى أين وصلت: { $page }

    { $elsewhere }
complaints-mail-outcome =
    مرحبًا،

    اشتكيت إلينا في { $received }. { $outcome ->
        [upheld] أنت محق.
        [partly] أنت محق في بعضها.
        [withdrawn] سحبتها.
       *[not_upheld] نراها على غير ذلك.
    }

    { $reason }

    إلى أين وصلت: { $page }

    إن لم ترضَ عن هذا: { $elsewhere }
complaints-mail-late =
    مرحبًا،

    اشتكيت إلينا في { $received }. وعدنا أن نجيب حتى { $answer } وأن نحسمها حتى { $settle }، وتأخرنا. نعتذر إليك. وأُخبر المسؤول هنا اليوم.

    إلى أين وصلت: { $page }

    ولا يلزمك أن تنتظرنا: { $elsewhere }
complaints-mail-governors-subject = { $clinic }: شكوى متأخرة
complaints-mail-governors =
    مرحبًا،

    شكوى بشأن الخصوصية ({ complaints-of }) كان ينبغي أن { $which ->
        [answer] تُجاب
       *[settle] تُحسم
    } حتى { $due }، ولم يكن ذلك. ويُخبر المشتكي بهذا وبالجهة التي له أن يذهب إليها.

    تنتظر هنا: { $link }

how-complaints-answered = عندما تصل شكوى يُعدّ آخر يوم لجوابها ({ $complaint_answer_days }) وآخر يوم لحسمها ({ $complaint_resolve_days }) بأيام عمل العيادة ويُكتبان؛ وقاعدة البيانات لا تدع أحدًا يغيّرهما. كل متأخرة تُكتب مرة إلى كل مدير ومسؤول خصوصية، وإلى المشتكي مع الجهة الأخرى التي له أن يذهب إليها. ولا تُعدّ مجابة أو محسومة قبل أن ترسل الرسالة التي تقول ذلك.
evidence-complaints-answered = من { $complaints } من الشكاوى خلال سنة مع كل ما ينتظر، { $open } مفتوحة؛ أُجيب { $answered_in_time } وحُسم { $settled_in_time } في الموعد. { $overdue } متأخرة الآن، و{ $answered_or_settled_late } أُجيبت أو حُسمت متأخرة؛ و{ $closed_without_a_word } قيل عنها ذلك بلا رسالة، و{ $late_and_nobody_told } متأخرة ولم يُخبر أحد
ability-office-log-complaints = كتابة الشكاوى بشأن الخصوصية
ability-office-answer-complaints = الإجابة عن الشكاوى بشأن الخصوصية
ability-office-calendar = حفظ أيام عمل العيادة

holds-complaint =
    { $count ->
        [one] شكوى واحدة بشأن الخصوصية
       *[other] { $count } من الشكاوى بشأن الخصوصية
    }
holds-complaint-event =
    { $count ->
        [one] خطوة واحدة من شكوى
       *[other] { $count } من خطوات الشكاوى
    }
holds-complaint-letter =
    { $count ->
        [one] رسالة واحدة بشأن شكوى
       *[other] { $count } من الرسائل بشأن شكاوى
    }
holds-complaint-file =
    { $count ->
        [one] مستند واحد جاء مع شكوى
       *[other] { $count } من المستندات التي جاءت مع شكاوى
    }
holds-complaint-link =
    { $count ->
        [one] رابط واحد إلى شكوى
       *[other] { $count } من الروابط إلى شكاوى
    }
copy-table-complaint = ما اشتكيت منه
copy-table-complaint-event = ما حدث معه
copy-table-complaint-letter = رسائل بشأنه
copy-table-complaint-file = مستندات جاءت معه
copy-table-complaint-link = روابط تُظهر إلى أين وصل
