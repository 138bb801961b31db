notice-title = كيف نحفظ ما تخبرنا به
notice-checked = تم التحقق
notice-dear = عزيزي القارئ،
notice-opening = هذه وعودنا كما يحفظها برنامج العيادة نفسه. اضغط على أي جملة لترى كيف نفي بها الآن. الأرقام مقروءة من السجلات ولم نكتبها نحن.
notice-kept = { $count ->
    [one] وعد واحد محفوظ
    [two] وعدان محفوظان
    [few] { $count } وعود محفوظة
   *[other] { $count } وعدًا محفوظًا
}
notice-gaps = { $count ->
    [one] وعد واحد لم نفِ به بعد
    [two] وعدان لم نفِ بهما بعد
    [few] { $count } وعود لم نفِ بها بعد
   *[other] { $count } وعدًا لم نفِ به بعد
}
notice-last = آخر تحقق { $day }، { $time }
notice-group-safeguards = كيف نصونه
notice-group-notice = ماذا نسأل، وكيف تختار
notice-group-use = فيمَ نستعمله
notice-group-rights = ما يمكنك أن تطلبه منا
notice-law = نتبع قانون { $place }.
notice-one-title = أحد وعودنا
notice-one-kept = يُوفى به الآن
notice-one-gap = لا يُوفى به تمامًا الآن
notice-one-not = غير محفوظ الآن
notice-machine = الكلام نفسه لتقرأه البرامج (JSON-LD)
notice-one-link = هذه الجملة وحدها
notice-waits = ينتظر: { $rooms }.
notice-control = يفي به في برنامجنا
notice-all = كل ما نعد به
notice-how = كيف نفي بهذا
notice-tell = تحققنا { $time }
notice-tests = يثبته
notice-engineers = للمهندسين: موضعه في البرنامج
notice-not-yet = ما لا يفي به هذا البرنامج بعد
notice-not-yet-text = لا نَعِد بشيء من هذا قبل أن يفي به البرنامج.
notice-cookies = ما يحفظه متصفحك لنا
notice-cookie = الاسم
notice-purpose = الغرض
notice-life = المدة
notice-days = { $days ->
    [0] حتى إغلاق المتصفح
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
   *[other] { $days } يومًا
}

## كيف يفي السقف بوعده، وما تُظهره الأدلة
how-traffic-encrypted = خارج هذا الجهاز لا يتكلم البرنامج إلا { $tls_minimum }، هو نفسه أو وسيط أمامه، بشهادة { $tls_certificate }؛ وHTTP المكشوف لا يفعل إلا أن يدل عليه، والمتصفح الذي جاء مرة يتذكر ذلك { $hsts_days } يومًا.
evidence-traffic-encrypted =
    { $certificate ->
        [1] يتكلم هذا البرنامج TLS بنفسه؛ و{ $answers_without_it } من { $answers } جوابًا لم تطلب من المتصفح الالتزام به
       *[other]
            { $loopback ->
                [1] لا يوصل إلى هذا البرنامج إلا من هذا الجهاز، حيث لا يغادره شيء
               *[other] يتكلم وسيط TLS عن هذا البرنامج؛ و{ $passed_on_in_clear } من { $passed_on } طلبًا مرّره لم تصل إليه بـTLS، و{ $answers_without_it } من { $answers } جوابًا لم تطلب من المتصفح الالتزام به
            }
    }
evidence-logs-without-people =
    { $running ->
        [1] السجل يعمل وقد يحمل { $fields } حقول؛ وكُتب { $lines } سطرًا فيها { $other_fields } سواها؛ وفي { $naming_somebody } سطرًا عنوان بريد أو معرّف، و{ $talkative_libraries } مكتبة تكتب أكثر من التحذيرات
       *[other] السجل لا يعمل، فلا يُعرف عنه شيء
    }
evidence-collection-declared = { $columns } عمودًا معلنًا، { $undeclared } منها تخالف قاعدة البيانات
evidence-tracking-none-by-third-parties = { $to_other_hosts } من { $answers } جوابًا منذ البدء تسمح للمتصفح أن يسأل مضيفًا آخر
how-links-marked = تُفحص كل صفحة حين تُرسم: الرابط إلى مضيف آخر يحمل علامة ويقول إلى أين يقود، أو يخبر الدليل هنا عنه. ولا يحمل معه كلمة عن الصفحة التي جاء منها.
evidence-links-marked = رُسمت { $pages } صفحات منذ البدء. عليها { $marked } رابطًا يخرج من صفحاتنا ويقول ذلك؛ وإلى { $unmarked } مضيفًا قاد رابط دون كلمة
evidence-cookies-listed = في القائمة { $listed }؛ ووضع { $answers } جوابًا منذ البدء { $set } منها مختلفة، { $not_listed } منها ليست في القائمة

## أبواب العرض التجريبي، ورسائله، وصفحة البرامج
api-answered = الجواب { $status }
api-comma = {"، "}
api-lead = كل ما يمكن لبرامج المركز نفسه أن تطلبه، وثيقةً تقرؤها الآلات:
api-parameter = المُدخل
api-required = مطلوب
api-sent = ما يُرسل
api-title = للبرامج
api-type = النوع
api-what = المعنى
doors-book = احجز زيارة
doors-choose = اختر مركزًا لتحجز زيارة.
doors-client = مراجِع
doors-client-role = مراجِع ووصيّ على طفل
doors-clinics = المراكز
doors-components = المكوّنات
doors-enter = ادخل بصفة { $role }
doors-inside = كواحد من أهل البيت
doors-inside-text = ضغطة واحدة بلا كلمة مرور. وهذه الأبواب للعرض التجريبي وحده.
doors-lead = مركز متخيَّل فيه أشخاص متخيَّلون. كل شيء يعمل، ولا يخرج شيء من هذا الجهاز.
doors-mailbox = الرسائل
doors-mailbox-text = ما كان سيُرسل.
doors-notice = الوعود
doors-notice-text = كلٌّ مع دليله، يُقرأ الآن.
doors-title = Keepwell، للتجوّل فيه
doors-visitor = كزائر
doors-visitor-text = احجز زيارة كما يفعل أي أحد.
mailbox-automatic = آلية
mailbox-back = كل الرسائل
mailbox-calendar = ملف تقويم
mailbox-empty = لا رسائل بعد
mailbox-empty-text = احجز زيارة، فيظهر تأكيدها هنا.
mailbox-lead = ما كان هذا العرض سيرسله. لا يخرج شيء من هذا الجهاز.
mailbox-subject = الموضوع
mailbox-title = الرسائل
mailbox-to = إلى
mailbox-voice = من
mailbox-when = متى

ability-front-export = أخذ كل ما يحفظه المركز
ability-front-access-log = رؤية أن سجل الاطلاع كامل، وإثبات ذلك

## سجل الاطلاع كما يمكن لأي أحد أن يتحقق منه
access-log-nav = سجل الاطلاع
access-log-title = سجل الاطلاع، بالبرهان
access-log-state = هل هو كامل؟
access-log-whole = قُرئت القيود كلها وعددها { $n } في { $when }، وكل منها كما خُتم.
access-log-fault = { $when }: { $what }. يجد مشغّل البرنامج المزيد بالأمر “keepwell access verify”.
access-log-unread = لم يُقرأ بعد إلى آخره. يحتاج ذلك إلى دقيقة بعد بدء البرنامج.
access-log-how = كل اطلاع على سجل شخص قيد في سجل لا يمكن تغيير شيء فيه أو حذفه أو نقله دون أن يُكشف. ومن يحفظ نقطة تحقق في مكان آخر يمكنه أن يُثبت لاحقًا أن السجل ما زال يقول كل ما قاله حينها؛ ويمكن لكل شخص أن يأخذ برهان كل سطر من سجله. ويُتحقق من كليهما من دوننا بمفتاح السجل.
access-log-key = مفتاح السجل
access-log-newest = أحدث نقطة تحقق
access-log-kept = نقاط التحقق
access-log-entries =
    { $n ->
        [one] قيد واحد
       *[other] { $n } من القيود
    }
access-log-continued = تقود كل منها إلى البرهان على أن السجل كما هو الآن امتداد لها.
access-log-notice = ما نعد به

## عيادة تترك هذا النظام.
leave-title = ترك هذا النظام
leave-going = العيادة تترك النظام
leave-going-text = يمكن التراجع عن ذلك حتى { $until }. وبعده يُمحى نهائيًا كل ما هو محفوظ هنا.
leave-stay = تراجَع وابقَ
leave-done-asked = تقرر ذلك، ويُكتب إلى كل مسؤول عن العيادة.
leave-done-stays = تبقى العيادة وتواصل من حيث كانت.
leave-over-title = لم يعد التراجع ممكنًا
leave-over-text = انقضى الوقت الذي كان يمكن فيه التراجع. والعيادة تُمحى الآن أو خلال أيام قليلة.
leave-taken = أُخذ كل شيء آخر مرة في { $when }.
leave-not-taken = لم يأخذ أحد كل شيء بعد. ولا يستطيع أحد ذلك بعد أن تترك العيادة النظام.
leave-what = ماذا يحدث لكل شيء
leave-what-closed = فورًا: لا يُقبل شيء جديد، لا حجوزات ولا غيرها. وتقول صفحاتكم العامة ذلك بكلام واضح وتذكر اليوم. ولا تُرسل التذكيرات. فأخبروا من لهم زيارات.
leave-what-open = حتى ذلك اليوم: يدخل العاملون لديكم ويطّلعون على كل شيء، والمراجعون على ما يخصهم، ويأخذ المديرون كل شيء أو يتراجعون.
leave-what-erased = في ذلك اليوم: يُتلف مفتاح العيادة الجذري أولًا فلا يُفتح شيء بعده؛ ثم سائر المفاتيح وكل مستند وكل صف والرسائل واسم المضيف.
leave-copies = يُفترض أن يُتلف القائمون على النسخ الاحتياطية نسخ المفاتيح فيها خلال { $days } يومًا بعد ذلك. وحتى حينها تفتح النسخة ومفاتيحها معًا ما فيها.
leave-what-stays = ما يبقى: أعداد ما ذهب ومتى، في إيصال يوقّعه هذا النظام. ويُحفظ عنوان العيادة كبصمة حتى لا يحصل عليه غيرها.
leave-key = يوقَّع الإيصال بالمفتاح الذي له هذه البصمة. احتفظوا بها: بها تعرفون لاحقًا أن الإيصال صحيح.
leave-ask = اترك هذا النظام
leave-ask-text = لو تقرر ذلك الآن لتركت العيادة النظام في { $until }. ويُكتب إلى كل مسؤول عنها.
leave-name = للتأكد اكتب اسم العيادة: { $clinic }
leave-name-other = ليس هذا اسم العيادة كما هو مكتوب أعلاه.
leave-without = نترك النظام دون أن نأخذ كل شيء
leave-without-hint = ما هو محفوظ هنا يضيع عليكم أيضًا. وقد يُلزمكم القانون بحفظ السجلات سنوات.
leave-without-untold = خذوا كل شيء أولًا، أو قولوا إنكم تتركون دونه.
receipt-not-yet-title = الإيصال غير جاهز بعد
receipt-not-yet-text = ما زالت العيادة تُمحى. حاول بعد قليل.

leave-mail-automatic = هذه رسالة آلية من { $clinic }.
leave-mail-asked-subject = تترك { $clinic } هذا النظام في { $until }
leave-mail-asked = تقرر أن تترك { $clinic } هذا النظام في { $until }.

    السبب المذكور: { $because }

    من الآن لا يُقبل هنا شيء جديد. وحتى ذلك اليوم يمكنكم الاطلاع على كل شيء وأخذ كل شيء:
    { $export }

    وإن كان ذلك خطأ فليتراجع مدير في هذه الصفحة حتى ذلك اليوم. وبعده يُمحى نهائيًا كل ما هو محفوظ هنا:
    { $link }

    احتفظوا بهذه البصمة. سيوقَّع إيصال المحو بالمفتاح الذي تخصه:
    { $key }
leave-mail-stays-subject = { $clinic } تبقى
leave-mail-stays = جرى التراجع عن ترك { $clinic } لهذا النظام. وهي تواصل من حيث كانت.

    { $link }
leave-mail-left-subject = تُمحى { $clinic } هنا الآن
leave-mail-left = انقضى الوقت الذي كان يمكن فيه التراجع. وبعد تسليم هذه الرسالة يُتلف مفتاح العيادة الجذري ثم كل ما هو محفوظ هنا من { $clinic }، ومنه عنوانكم. هذه آخر رسالة من هنا.

    سيكون الإيصال في هذا العنوان لمن يملكه. وهو لا يسمّي أحدًا:
    { $receipt }

    وهو موقّع بالمفتاح الذي له هذه البصمة؛ والأمر keepwell receipt verify FILE يتحقق منه في أي مكان:
    { $key }

    ويُفترض أن تُتلف نسخ المفاتيح في النسخ الاحتياطية حتى { $copies }.

ability-front-leave = تقرير أن تترك العيادة هذا النظام

## سجل المعالجة
processing-nav = المعالجة
processing-title = سجل المعالجة
processing-text = ما يعالجه برنامجكم ولماذا وكم يُحفظ ومن يناله (اللائحة العامة لحماية البيانات، المادة 30). وهو مؤلَّف مما صُنع منه البرنامج: عمود ليس فيه غير موجود.
processing-controller = المسؤول
processing-name = الاسم
processing-place = المكان
processing-processor = من يشغّل البرنامج له
processing-activities = ما يُفعل بالبيانات
processing-purpose = الغرض
processing-categories = الأنواع
processing-columns = الأعمدة
processing-sealed = المختوم
processing-retention = يُحفظ بوصفه
processing-how-long = كم يُحفظ كل منها
processing-recipients = من ينالها
processing-safeguards = الضمانات
processing-standing = { $kept } من الوعود موفّى بها الآن، و{ $gaps } ليست كذلك.
processing-to-notice = كيف يُوفى بكل منها
processing-impact = ما يحتاج إلى عناية أكبر
processing-clear = ظاهر، ولماذا
processing-guards = وكلّه محروس هكذا
processing-not-kept = التي ليست كذلك
processing-subjects = بيانات من
processing-transfers = ما يذهب إلى بلد آخر
processing-transfers-none = لا شيء: كل من ينال شيئًا يحفظه حيث يسري القانون نفسه.
processing-transfer-all = كل ما تحفظه العيادة
processing-transfer-unsaid = لم يذكر أحد في أي بلد
processing-transfer-unguarded = لم يذكر أحد ما يحميها هناك
processing-until = كم يُحفظ كل نوع من البيانات
processing-times = حتى متى
processing-measures =
    { $count ->
        [one] تدبير واحد يحفظها آمنة
        [two] تدبيران يحفظانها آمنة
        [few] { $count } تدابير تحفظها آمنة
       *[other] { $count } تدبيرًا تحفظها آمنة
    }
subject-client = العملاء
subject-guardian = من ينوبون عنهم
subject-staff = العاملون
subject-visitor = من يسأل أو يشتكي
subject-operator = من يعمل عند المشغّل
subject-nobody = لا أحد
processing-no-advice = ما يُذكر من القوانين هو ما يعرفه هذا البرنامج منها، وليس شيء منه استشارة قانونية.
ability-front-processing = قراءة سجل المعالجة والكتابة عن أثرها
leave-due = تغادر العيادة: خذوا كل شيء معكم أو ارجعوا عن ذلك
