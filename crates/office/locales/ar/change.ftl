## تغيير ما يقوله البيان
office-nav-notice = بياننا
office-change-title = ما يعد به بياننا
office-change-why = كل جملة في بيانكم مصنوعة من القيم أدناه، وبرنامجكم يلتزم بها. وما تغيّرونه مسودة أولًا: انظروا إليها بالكلمات ثم انشروها. ما يعد الناس بأكثر يسري فورًا. وما يعد بأقل يُعلن، ويُكتب إلى كل صاحب حساب، ولا يسري إلا من يومه.
office-announced = مُعلن ليوم { $day }
office-announced-text = حتى ذلك اليوم يبقى كل شيء كما كان. ويسري في يومه إن خرجت الرسائل قبله بعدد الأيام الموعود، وإلا تأخر يومه. وإذا أمكن تسليم رسالة فلا ينتظر أخرى لم يمكن تسليمها في عشر محاولات؛ ولا ينتظر رسالة لم تخرج في ضعف هذه الأيام. ويمكنكم سحبه قبل ذلك.
office-announced-page = ما يقرؤه الجميع
office-letters-all = { $n ->
    [one] كُتبت رسالة واحدة، ولكل صاحب حساب رسالته.
   *[other] كُتبت { $n } رسالة، ولكل صاحب حساب رسالته.
}
office-letters-some = { $n ->
    [one] كُتبت رسالة واحدة حتى الآن، وتُكتب البقية.
   *[other] كُتبت { $n } رسالة حتى الآن، وتُكتب البقية.
}
office-letters-waiting = { $n ->
    [one] رسالة منها تنتظر إرسالها: فإن تأخرت تأخر اليوم معها.
   *[other] { $n } منها تنتظر إرسالها: فإن تأخرت تأخر اليوم معها.
}
office-withdraw = اسحبه
office-waits = هذا ينتظر ما أُعلن: فهو يعد بأقل أيضًا، أو هو في الشيء نفسه، أو يغيّر أيام الإعلان، أو لا يستقيم معه. اسحب ذاك أولًا أو انتظر يومه.
office-draft = مسودتكم
office-draft-unsaid = لا تتغيّر بها جملة من البيان.
office-weaker = يعد بأقل
office-at-once = ما يعد بأكثر يسري فور نشركم.
office-later = ما يعد بأقل يسري من { $day } لو نشرتم الآن. وحتى ذلك يمضي برنامجكم كما هو، ويُكتب إلى كل صاحب حساب.
office-gaps = لا يمكن نشر هذا: هذه الجمل لا يُوفى بها الآن.
office-gap-room = لا شيء في هذا البرنامج يفي بها بعد. وهي تنتظر: { $rooms }.
office-gap-unread = تفي بها { $room }، لكن ما تعرفه عنها لم يمكن قراءته الآن.
office-gap-evidence = تفي بها { $room }، لكن ليس تمامًا الآن: { $shown }.
office-room-none = جزء لم يُبن بعد
office-room-office = مكتب الخصوصية
office-room-care = الرعاية
office-room-engage = الرسائل والآراء
office-room-workforce = العاملون والحضور
office-room-billing = الفواتير
office-room-directory = دليل العاملين
office-room-operator = من يشغّل البرنامج
office-room-booking = الحجز
office-room-people = المراجعون
office-room-identity = الحسابات
office-room-ground = أساس البرنامج
office-room-front = واجهة البرنامج
office-publish = انشر
office-discard = تخلَّص من المسودة
office-values = القيم
office-values-text = ما يقرره تشغيل البرنامج، كالتشفير في الطريق ومصدر المفاتيح، لا يُضبط هنا.
office-keep-draft = احفظ مسودة
office-done-drafted = حُفظت مسودة. لا شيء يسري بعد.
office-done-discarded = ذهبت المسودة.
office-done-published = نُشر.
office-done-withdrawn = سُحب. يبقى كل شيء كما هو.
office-done-first = هذا يعد بأقل مما يعد به بيانكم، فيُعلن أولًا: غيّروه هنا وانشروه.
office-trouble-stale = سبقكم غيركم: ما هنا الآن له. انظروا إليه ثم قرروا من جديد.
office-trouble-waits = هناك شيء مُعلن. اسحبوه أولًا أو انتظروا يومه.
office-trouble-unfit = لم تعد هذه القيم تجتمع. راجعوا النموذج واحفظوا المسودة من جديد.
office-trouble-gap = لم يُنشر شيء: جملة من المسودة لا يُوفى بها الآن.
office-between = من { $least } إلى { $most }
office-edition-hint = أي الوعود تعدون بها أصلًا. ولكل طبعة وعودها.
office-ages-hint = بلد أو جزء منه ثم السنوات: IE 18, US-CA 16
office-fault-ages = اكتبوا كلًا منها مكانًا وسنوات، وبينها فاصلة: IE 18, US-CA 16
office-fault-ages-law = واحدة منها دون ما يطلبه القانون هناك، أو فوق 21.
office-fault-together = هذا لا يجتمع مع أقصر كلمة مرور: يلزم أربعة بايتات لكل حرف منها.
office-edition-all = كل شيء
office-edition-scheduling = المواعيد
office-edition-rehab = التأهيل
office-edition-crm = العلاقة بالمراجعين
office-edition-attendance = الحضور
office-edition-directory = الدليل
office-change-due-draft = انشر أو ألغِ: مسودة للإشعار
office-change-due-announced = يتغير الإشعار
office-change-due-stuck = { $n ->
    [one] رسالة عن تغيير في الإشعار لم يمكن تسليمها: اطلبوا النظر في البريد. ويُعاد إرسالها حتى قبل اليوم بيوم
   *[other] { $n } من الرسائل عن تغيير في الإشعار لم يمكن تسليمها: اطلبوا النظر في البريد. ويُعاد إرسالها حتى قبل اليوم بيوم
}
office-change-due-untold = { $n ->
    [one] تغيّر الإشعار ولم تخرج رسالة عنه: اطلبوا النظر في البريد وإعادة إرسالها
   *[other] تغيّر الإشعار ولم تخرج { $n } من الرسائل عنه: اطلبوا النظر في البريد وإعادة إرسالها
}
office-about-edition = ما تفعله العيادة
office-about-sign-in = الدخول
office-about-opening = من يفتح ماذا
office-about-keeping = مدة الحفظ
office-about-answering = الإبلاغ والرد
office-about-research = الأرقام والمواقع والبحث
office-about-ages = الأعمار
office-param-edition = الطبعة
office-param-password-iterations = الجولات على كلمة المرور
office-param-password-min-length = أقل عدد لأحرف كلمة المرور
office-param-password-max-length = أكثر عدد لبايتات كلمة المرور
office-param-password-min-score = صعوبة تخمين كلمة المرور، من 0 إلى 4
office-param-staff-second-factor = يدخل العاملون بشيء إلى جانب كلمة المرور
office-param-alert-tries = كلمات مرور خاطئة في ساعة قبل أن يُخبر صاحب الحساب
office-param-alert-reads = سجلات تُفتح في ساعة قبل أن يُخبر مسؤول الخصوصية
office-param-session-days = أيام بقاء المتصفح مسجَّل الدخول
office-param-staff-idle-minutes = دقائق السكون قبل أن يدخل العاملون من جديد
office-param-visit-link-days = أيام بعد الزيارة يبقى رابطها يفتحها
office-param-access-visit-minutes = الدقائق التي يغطيها سطر واحد من سجل الاطلاع
office-param-emergency-minutes = دقائق الاطلاع الطارئ
office-param-grant-hours = أكثر ساعات يُسمح فيها لأحد ممن يشغّلون البرنامج بالدخول
office-param-contract-years = السنوات التي يُلزمنا عقد بحفظ السجلات خلالها
office-param-disclosure-years = السنوات التي يُخبَر المرء خلالها لمن أُعطي شيء عنه
office-param-region = البلد الذي تُحفظ فيه البيانات
office-region-hint = يقول من يشغّل البرنامج: { $place }.
office-region-hint-never = يقضي القانون حيث تقع العيادة، على حد علمنا، بأن تبقى المعلومات الصحية في البلد مهما وافق أحد: { $law }.
office-region-hint-none = لم يقل من يشغّل البرنامج في أي بلد توجد البيانات (keepwell clinic kept-in).
office-param-leave-days = الأيام التي يمكن لمركز يترك النظام أن يتراجع خلالها
office-param-letter-days = الأيام التي تُحفظ فيها الرسائل المرسلة
office-param-record-years = السنوات التي يُحفظ فيها سجل الشخص بعد آخر مرة رأيناه فيها
office-param-notice-days = الأيام من إعلان ما هو أضعف إلى سريانه
office-param-complaint-answer-days = أيام العمل التي تُجاب الشكوى خلالها
office-param-complaint-resolve-days = أيام العمل التي تُحسم الشكوى خلالها
office-param-incident-hours = الساعات بعد العلم بحادث التي يُخبر الناس خلالها حيث لا يحدد قانون أجلًا
office-param-location-metres = الأمتار التي يُقرَّب إليها الموقع
office-param-release-k = المتشابهون في كل فئة مما يُعطى للبحث
office-param-release-epsilon = أعشار إبسيلون لكل الأعداد عن مجموعة بيانات واحدة
office-param-age-minimum = السن التي يُفتح منها حساب
office-param-age-by-jurisdiction = أعمار أخرى بحسب المكان

## ما هو مُعلن، للجميع
office-ahead-title = ما الذي يتغيّر في بياننا
office-ahead-day = من { $day } نعد بهذا بدلًا مما سبق. وحتى ذلك اليوم يسري ما كان.
office-ahead-can-title = إن لم ترد هذا
office-ahead-can = لا حاجة إلى سبب. أخبرنا قبل ذلك اليوم بالهاتف أو بالبريد كما في أسفل هذه الصفحة. أو ادخل إلى صفحاتك: هناك ترى ما نحفظه وتأخذه وتطلب منا محوه.
office-ahead-none = لا تغيير مُعلن. ما يقوله بياننا الآن باقٍ.
office-ahead-withdrawn = سُحب التغيير الذي أُعلن ليوم { $day }.
office-ahead-effective = سرى التغيير الذي أُعلن ليوم { $day }.

## الرسالة
office-mail-ahead-subject = { $clinic }: يتغيّر ما نعدك به في { $day }
office-mail-ahead =
    هذه رسالة آلية من { $clinic }. لك حساب عندنا، فنخبرك مسبقًا: من { $day } نعد بأقل من الآن فيما يلي.

    { $changes }

    وحتى ذلك اليوم يسري ما هو قائم الآن. كله، وما يمكنك فعله: { $link }

    إن لم ترد هذا فأخبرنا قبل ذلك اليوم، ولا حاجة إلى سبب. وفي صفحاتك ترى ما نحفظه وتأخذه وتطلب منا محوه: { $own }
office-mail-now = الآن:
office-mail-then = بعدها:
office-mail-no-more = لم نعد نعد بهذا:

ability-office-notice-read = رؤية مسودات البيان
ability-office-notice-change = تغيير ما يعد به البيان ونشره

how-notice-change-ahead = ما يعد بأقل يُنشر قبل يومه بعدد من الأيام لا يقل عن { $notice_days }. وحتى ذلك يمضي برنامجنا بالقيم القديمة، لأن الجديدة لا تُكتب حيث يقرؤها؛ وكل صفحة تقول منذ متى، ولكل صاحب حساب رسالة. وفي يومه لا يسري إلا إن خرجت الرسائل قبله بهذا العدد من الأيام، وإلا تأخر اليوم. وإذا أمكن تسليم رسالة فلا ينتظر أخرى لم يمكن تسليمها في عشر محاولات؛ ولا ينتظر رسالة لم تخرج في ضعف هذه الأيام. ومن خرجت رسالته بعد ذلك فقط يُعدّ ممن أُخبروا متأخرين حتى تمضي هذه الأيام. وكل قيمة تقول في برنامجنا أي قيمتين منها تعد بأقل. وما تستعمل له نسخة من الإشعار أو برنامج لاحق بياناتك مما لم يكن من قبل يحجبه المفتاح الذي يفتح سجلك، حتى تقول نعم في صفحاتك أو عند مكتب الاستقبال؛ وتُحفظ الموافقة إيصالًا، والجوابان كلاهما ضغطة واحدة ويتغيران بضغطة، ولا يُسأل أحد ثانية بعد رفض. ومن جاء بعد تلك النسخة جاء في ظلها. وما تطلبه منا والسلامة وما يطلبه القانون لا ينتظر موافقة أحد. وكل جهة جديدة تتلقى شيئًا عن الناس، أو مزيد لجهة تتلقاه، تُعلن ويُكتب عنها كذلك، ولا يغادر لها شيء قبل يومها.
evidence-notice-change-ahead = نُظر في { $versions } من تغييرات البيان خلال سنة: { $too_soon } منها وعدت بأقل قبل الأوان المذكور؛ وأُعلن { $announced } منها بعدد { $letters } من الرسائل، وفات { $not_written_to } من أصحاب الحسابات، وما زالت { $letters_that_wait_still } من الرسائل تنتظر وقد سرى، وغادر { $told_late } منها بعد ذلك فقط، و{ $reached_nobody } لم تبلغ أحدًا؛ وأُضيف { $uses_added } من استعمالات البيانات، وافق عليها { $agreed } من الناس ورفضها { $refused } ولم يجب { $not_answered }؛ ولا يُسأل أحد عن { $asked_nobody } منها؛ وجُرّب في الحال { $tried }، وقُرئ منها ومن كل ما فُتح { $read_all_the_same } بلا موافقة، وأُرسل { $sent_all_the_same } من الرسائل بلا موافقة، ولا إيصال لعدد { $without_a_receipt } من الموافقات؛ وأُعلن { $recipients_announced } من المتلقّين بعدد { $letters_about_them } من الرسائل، لم يمكن أن يغادر منها { $letters_given_up }، و{ $told_afterwards } منهم بعد سريانه لأن لا مُرحِّل كان مفتوحًا، وسرى { $recipients_too_soon } منهم قبل الأوان المذكور أو بلا إعلان، وغادر { $received_too_soon } من الأسئلة والرسائل لأحدهم قبل يومه

holds-notice-letter =
    { $count ->
        [one] كُتبت رسالة واحدة عن تغيير في إشعارنا
       *[other] كُتبت { $count } من الرسائل عن تغييرات في إشعارنا
    }
