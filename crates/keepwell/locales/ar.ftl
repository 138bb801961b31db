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
notice-one-link = هذه الجملة وحدها
notice-waits = ينتظر: { $rooms }.
notice-control = يفي به في برنامجنا
notice-all = كل ما نعد به
notice-how = كيف نفي بهذا
notice-tell = تحققنا { $time }
notice-tests = يثبته
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
