## الحوادث: ما أصاب بيانات الناس، ومن مسّه، ومن أُخبر
incidents-nav = الحوادث
incidents-title = الحوادث
incidents-lede = كل ما أصاب بيانات الناس هنا أو ربما أصابها: ما وقع، ومن مسّه، ومن أُخبر وهل كان ذلك في وقته.
incidents-none = لم يقع شيء
incidents-none-text = لكل من يعمل هنا أن يبلّغ عن شك، فيظهر هنا.
incidents-csv = حفظ ملف لجهة رقابية
incidents-state = أين وصل
incidents-known-at = معلوم منذ
incidents-back = العودة إلى الحادث

incidents-report = التبليغ عن شك
incidents-report-title = التبليغ عن شك
incidents-report-lede = رسالة وصلت إلى غير صاحبها، أو هاتف ضاع، أو أحد في سجل لا شأن له به: قل ذلك فورًا وإن لم تكن متأكدًا. يُخبر المسؤول عن البيانات حالما ترسل هذا.
incidents-reported = شكرًا لك. أُخبر المسؤول عن البيانات.
incidents-kind = النوع
incidents-kind-misdirected = أُرسل إلى غير صاحبه
incidents-kind-opened = فتحه من لا يحق له
incidents-kind-lost-device = جهاز ضاع أو سُرق
incidents-kind-stolen-key = كلمة سر أو مفتاح في أيدي غيرنا
incidents-kind-ransomware = برنامج فدية
incidents-kind-other = غير ذلك
incidents-said = ما وقع
incidents-said-hint = بكلماتك. وهو مختوم، فلك أن تذكر أسماء.
incidents-noticed = متى لوحظ
incidents-day = اليوم
incidents-time = الوقت

incidents-state-suspected = مشتبه به
incidents-state-confirmed = مؤكد
incidents-state-notifying = يُخبر الناس
incidents-state-closed = مغلق
incidents-state-dismissed = لم يكن حادثًا
incidents-one-title = { $kind }، { $day }
incidents-known = معلوم منذ { $known } · بلّغ عنه { $who } في { $reported }
incidents-touched =
    { $count ->
        [0] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
       *[other] { $count } شخصًا
    }
incidents-duties-met =
    { $all ->
        [0] لا أحد
       *[other] أُخبر { $met } من { $all }
    }
incidents-table = الحوادث في جدول
incidents-persons-table = من مسّهم في جدول
incidents-nav-report = حادثة

incidents-duties = من يجب أن يُخبر
incidents-duties-none = بحسب التقييم لا يطلب قانون نعرفه إخبار أحد.
incidents-duties-first = أكّد الحادث أدناه، أو قل إنه لم يكن حادثًا. وبعد تأكيده وتقييمه يظهر هنا من يجب أن يُخبر ومتى.
incidents-duties-later = قيّم الحادث، فيظهر هنا من يجب أن يُخبر وإلى متى.
incidents-duty =
    { $whom ->
        [persons] من مسّهم، بقانون { $place }
        [media] الصحافة في { $place }
       *[authority] السلطة في { $place }
    }
incidents-due-until = حتى { $when }
incidents-duty-open = لم يُخبر بعد
incidents-duty-late = متأخر
incidents-duty-met = أُخبر في { $day }
incidents-duty-met-late = أُخبر متأخرًا في { $day }
incidents-duty-waived = لم يُخبر، لسبب كُتب في { $day }
incidents-law-none = لا يحدد قانون نعرفه أجلًا: يُحسب أجل المركز نفسه
incidents-delayed = طلبت جهة التحقيق ألا يُخبر أحد قبل { $until }. تنتظر الرسائل إلى ذلك الوقت.

incidents-facts = ما هو معلوم
incidents-categories = أنواع البيانات
incidents-discovered = معلوم منذ
incidents-discovered-hint = متى عُلم به أو كان ينبغي أن يُعلم: يُحسب الأجل من ذلك الوقت.
incidents-began = بدأ
incidents-ended = انتهى
incidents-confirm = تأكيد الحادث

incidents-persons-title = من مسّهم
incidents-persons-see = عرض الكل
incidents-persons-none = لا أحد حتى الآن
incidents-persons-none-text = قل كيف يُعرف من مسّهم، أو أضف أشخاصًا بيدك.
incidents-tally = مسّ { $touched }. أُخبر: { $told }. للبريد الورقي: { $posts }. لم يُكتب إليهم بعد: { $waiting }. أُزيل باليد: { $removed }.
incidents-progress = نبحث عمن مسّهم: الموضع { $part } من { $of }. حمّل الصفحة من جديد لترى إلى أين وصلنا.
incidents-found-at = عُرف { $when }. ما تقرر باليد يبقى حين يُبحث من جديد.
incidents-reach = كيف يُعرف
incidents-reach-hint = ما يُعرف من سجل الاطلاع يحتاج إلى المدة التي وقع فيها.
incidents-reach-actor = كل من فتح حساب واحد سجله في تلك المدة
incidents-reach-token = كل من فتح برنامج واحد سجله بمفتاحه في تلك المدة
incidents-reach-emergency = كل من فُتح سجله لطارئ في تلك المدة
incidents-reach-window = كل من فُتح سجله في تلك المدة
incidents-reach-categories = كل من نحفظ عنه أنواعًا من البيانات
incidents-reach-everything = الجميع: قاعدة البيانات كلها أو نسخة احتياطية
incidents-reach-by-hand = من أسمّيهم فقط
incidents-reach-who = حساب من
incidents-reach-person = أو حساب عميل بمعرّفه
incidents-reach-program = أي برنامج
incidents-reach-data = أي أنواع البيانات
incidents-nobody-chosen = لا أحد
incidents-find = البحث عنهم
incidents-places = كم يسكن أين
incidents-places-label = المكان وعدد الناس
incidents-places-hint = مكان واحد في كل سطر، مثل US-CA 620. لا نحفظ عناوين، فنعدّ الجميع حيث المركز إلا من تذكرهم هنا.
incidents-which = أي أشخاص
incidents-all-persons = الكل
incidents-post-persons = لا تصلهم رسالة
incidents-somebody = شخص ما
incidents-why = السبب
incidents-why-opened = فُتح في تلك المدة
incidents-why-emergency = فُتح لطارئ
incidents-why-rows = نحفظ عنه مثل هذه البيانات
incidents-why-hand = سُمّي باليد
incidents-why-added = أُضيف باليد
incidents-why-removed = أُزيل باليد
incidents-place = قانون أي مكان
incidents-told-how = أُخبر
incidents-way-mail = بالبريد الإلكتروني في { $day }
incidents-way-post = للبريد الورقي: لا عنوان له عندنا
incidents-way-posted = بالبريد الورقي في { $day }
incidents-way-gone = مُحي: ليس ثمة من نكتب إليه
incidents-way-same = مع السجل الذي ضُم إليه
incidents-by-hand = إضافة شخص أو إزالته
incidents-by-hand-text = يبقى ذلك مهما أُعيد البحث عمن مسّهم الحادث.
incidents-person = العميل
incidents-person-hint = المعرّف من عنوان سجله: per_…
incidents-hand = ماذا تفعل
incidents-hand-added = إضافة: مسّه الحادث
incidents-hand-removed = إزالة: لم يمسّه الحادث
incidents-reason = السبب
incidents-posted = رسائل بالبريد الورقي
incidents-posted-text =
    { $count ->
        [one] شخص واحد لا عنوان إلكترونيًا له. اطبع رسالته وأرسلها بالبريد.
        [two] شخصان لا عنوان إلكترونيًا لهما. اطبع رسالتيهما وأرسلهما بالبريد.
        [few] { $count } أشخاص لا عنوان إلكترونيًا لهم. اطبع رسائلهم وأرسلها بالبريد.
       *[other] { $count } شخصًا لا عنوان إلكترونيًا لهم. اطبع رسائلهم وأرسلها بالبريد.
    }
incidents-posted-do = أُرسلت كلها بالبريد

incidents-assessment = التقييم
incidents-assess = تقييم
incidents-factor-nature = أي بيانات هي، وكم يسهل أن يُعرف منها صاحبها
incidents-factor-recipient = من استعملها أو إلى من ذهبت
incidents-factor-acquired = هل أُخذت حقًا أو رُئيت
incidents-factor-mitigated = ما فُعل، وإلى أي حد أزال الخطر
incidents-grade = الخطر على الناس
incidents-grade-hint = لا خطر: لا يلزم إخبار سلطة في الاتحاد الأوروبي. خطر كبير: يُخبر الناس أيضًا.
incidents-grade-none = لا خطر
incidents-grade-risk = خطر
incidents-grade-high = خطر كبير
incidents-improbable = ثبت أن البيانات لم تُنتهك على الأرجح
incidents-improbable-hint = 45 CFR 164.402(2): مع الأجوبة الأربعة أعلاه وحدها.
incidents-unreadable = من عنده البيانات لا يستطيع قراءتها
incidents-unreadable-hint = كانت مختومة ولم تؤخذ المفاتيح (45 CFR 164.402، واللائحة العامة لحماية البيانات، المادة 34(3)(أ)).
incidents-grade-why = السبب

incidents-letters = الرسالة إلى من مسّهم
incidents-letters-text = يتلقاها كل واحد بلغته. اكتب ما لا يعلمه غيرك حيث تقف { "[[…]]" }، ولا تسمّ أحدًا: فالجميع يقرأ النص نفسه.
incidents-gap = فيها ما يُملأ
incidents-gaps = ما زال فيها ما يُملأ.
incidents-send = إرسال الرسائل
incidents-sending-since = تُرسل الرسائل منذ { $when }.
incidents-eyes-text = من كتب رسائل إلى هذا العدد لا يرسلها وحده: اطلب ذلك من زميل مسؤول عن البيانات.
incidents-language-en = الإنجليزية
incidents-language-ar = العربية
incidents-language-hi = الهندية

incidents-end = إغلاق أو تأجيل
incidents-lessons = ما تعلمناه، وما يُفعل حتى لا يتكرر
incidents-lessons-hint = يمكن إغلاقه بعد أن يُخبر كل من يجب إخباره.
incidents-close = إغلاق الحادث
incidents-dismiss = لم يكن حادثًا
incidents-outcome = كيف انتهى
incidents-delay = جهة التحقيق تطلب الانتظار
incidents-delay-until = لا يُخبر أحد قبل
incidents-delay-hint = اليوم الفارغ ينهي ذلك (45 CFR 164.412).
incidents-delay-why = من طلب ذلك وكيف

incidents-paper-title =
    { $whom ->
        [persons] تقرير عمن أُخبر في { $place }
        [media] بيان للصحافة في { $place }
       *[authority] تقرير إلى السلطة في { $place }
    }
incidents-paper-nature = نوع الحادث
incidents-paper-when = متى
incidents-paper-known = معلوم منذ
incidents-paper-kinds = أنواع البيانات
incidents-paper-persons = عدد الناس
incidents-paper-what = ما وقع
incidents-paper-consequences = ما قد ينتج عنه
incidents-paper-measures = ما فُعل وما يُفعل
incidents-paper-told = من أُخبر
incidents-paper-told-text =
    { $told ->
        [0] لم يُخبر أحد حتى الآن.
        [one] أُخبر شخص واحد.
        [two] أُخبر شخصان.
        [few] أُخبر { $told } أشخاص.
       *[other] أُخبر { $told } شخصًا.
    }
incidents-paper-fill = { "[[…]]" }
incidents-paper-contact = من يُسأل
incidents-paper-print = اطبع هذه الصفحة أو انسخها حيث تُقبل. ليس لبرنامجنا سبيل إلى إرسالها. قد يذكر ما وقع أسماء: اقرأه قبل أن يخرج.
incidents-paper-met = أُخبر في { $day }: { $reference }
incidents-paper-waived = لا يُخبرون: كُتب السبب في { $day } وهو في سجل الحادث. فإن أُخبروا مع ذلك فدوّنوه أدناه.
incidents-right = تصحيح ما دُوّن
incidents-right-text = لما دُوّن خطأ. يبقى ما كان هنا في السجل مع سببكم.
incidents-right-untold = لم يُخبروا قط
incidents-waive = لا يُخبرون
incidents-waive-text = فقط حيث يسمح القانون: قل السبب. يبقى في السجل، ويمكن إغلاق الحادث.
incidents-corrected = صُحّح ما هو معروف بعد أن خرج شيء. { $letters ->
    [0] لم تخرج رسالة إلى أحد
    [one] خرجت رسالة واحدة وما زالت تقول ما كان يُظن
   *[other] خرجت { $letters } من الرسائل وما زالت تقول ما كان يُظن
}؛ { $told ->
    [0] ولم تُخبر جهة ولا صحيفة
    [one] وأُخبرت جهة أو صحيفة واحدة
   *[other] وأُخبرت { $told } من الجهات أو الصحف
}. أخبروهم بما تغيّر. وما لم يخرج بعد صيغ من جديد ويخرج حين يرسله أحد.
incidents-letter-look = تغيّر هذا وهو بكلماتكم أدناه. صحّحوه هناك واحذفوا هذا السطر: { $line }
incidents-from-to = من { $from } إلى { $to }
incidents-when-unknown = غير معلوم بعد
incidents-kinds-unknown = غير معلومة بعد
incidents-meet = أُخبروا
incidents-meet-text = بعد أن ترسله قل متى، وبأي رقم يُعرف هناك.
incidents-meet-do = تدوين
incidents-reference = رقم أو اسم
incidents-reference-hint = الرقم الذي أعطوه، أو الصحيفة التي أُرسل إليها.

incidents-own = ما أخبرناك به من حوادث
incidents-own-text = حين يصيب بياناتك شيء نكتب إليك. وتبقى تلك الرسائل هنا.

incidents-done-confirmed = حُفظ. قل كيف يُعرف من مسّهم، ثم قيّمه.
incidents-done-reach = نبحث عمن مسّهم.
incidents-done-places = حُفظ.
incidents-done-assessed = حُفظ. يظهر أعلاه من يجب أن يُخبر وإلى متى.
incidents-done-delayed = حُفظ.
incidents-done-written = حُفظت الرسالة.
incidents-done-sending = الرسائل في طريقها.
incidents-done-posted = دُوّن.
incidents-done-told = دُوّن.
incidents-done-closed = أُغلق الحادث.
incidents-done-dismissed = دُوّن أنه لم يكن حادثًا.

incidents-step-reported = بُلّغ عنه
incidents-step-confirmed = تأكد
incidents-step-changed = صُحح ما هو معلوم
incidents-step-reached = قيل كيف يُعرف من مسّهم
incidents-step-found = عُرف من مسّهم
incidents-step-added = أُضيف شخص
incidents-step-removed = أُزيل شخص
incidents-step-counted = قيل كم يسكن أين
incidents-step-assessed = قُيّم
incidents-step-delayed = أُجّل أو انتهى التأجيل
incidents-step-written = كُتبت رسالة
incidents-step-sending = أُطلقت الرسائل
incidents-step-sent = كُتبت الرسائل إلى الجميع
incidents-step-posted = أُرسلت رسائل بالبريد الورقي
incidents-step-told = أُخبر أحد
incidents-step-retold = صُحّح ما دُوّن عن إخبار
incidents-step-waived = لا تُخبر جهة، لسبب
incidents-step-spared = لا يُخبر شخص، لسبب
incidents-step-corrected = صُحّح بعد أن خرج شيء
incidents-step-risen = أُخبر من يدير المركز أنه متأخر
incidents-step-dismissed = لم يكن حادثًا
incidents-step-closed = أُغلق

incidents-fault-future = هذا لم يأت بعد.
incidents-fault-reported = أُبلغ عنه قبل ذلك، فقد عُلم به في ذلك الوقت على الأكثر.
incidents-fault-half = اكتب اليوم والوقت معًا.
incidents-fault-order = ينتهي قبل أن يبدأ.
incidents-fault-whose = قل حساب من، أو أي أنواع البيانات.
incidents-fault-places = اكتب في كل سطر مكانًا وعددًا، مثل US-CA 620.
incidents-fault-nobody = لا نعرف أحدًا بهذا المعرّف.
incidents-still-due-title = ما زال ثمة ما يُفعل
incidents-still-due-text = لم يُخبر بعدُ من يجب إخباره ولم يُقل لماذا، أو لا تصل رسالة إلى أحدهم، أو لم يُحدَّد كيف يُعرف من يمسّه الحادث أو أي أنواع البيانات يمسّ، أو لم يُقيّم. يمكن إغلاقه بعد ذلك.
incidents-windowless-title = المدة غير معلومة
incidents-windowless-text = قل من متى إلى متى وقع: ففي تلك المدة يُبحث في سجل الاطلاع.

incidents-due-suspected = شك ينتظر من ينظر فيه
incidents-due-assess = حادث ينتظر تقييمه
incidents-due-close = حادث يمكن إغلاقه
incidents-due-tell =
    { $whom ->
        [persons] إخبار من مسّهم حادث ({ $place })
        [media] إخبار الصحافة بحادث ({ $place })
       *[authority] إخبار السلطة بحادث ({ $place })
    }

incidents-mail-suspected-subject = ربما أصاب بيانات الناس شيء
incidents-mail-suspected =
    بلّغ أحد العاملين في { $clinic } أن شيئًا ربما أصاب بيانات الناس.

    انظر فيه الآن، فالقانون يحسب الساعات منذ أن لوحظ:
    { $link }
incidents-mail-confirmed-subject = تأكد حادث في بيانات الناس
incidents-mail-confirmed =
    تأكد حادث في بيانات الناس في { $clinic }. ما وقع، ومن مسّه، ومن يجب أن يُخبر وإلى متى، كل ذلك هنا:
    { $link }
incidents-mail-late-subject = يجب إخبار أحد بحادث، وقد تأخر ذلك
incidents-mail-late =
    بقانون { $place } كان يجب أن { $whom ->
        [persons] يُخبر من مسّهم حادث
        [media] تُخبر الصحافة بحادث
       *[authority] تُخبر السلطة بحادث
    } في { $clinic }، ولم يدوّن أحد أن ذلك تم. افعله اليوم:
    { $link }
incidents-mail-returned-subject = عادت رسائل عن حادث، وقد تأخر الأمر
incidents-mail-returned =
    { $count ->
        [one] عادت رسالة شخص واحد عن حادث في { $clinic }، ولم يدوّن أحد أنه أُخبر بوسيلة أخرى.
        [two] عادت رسالتا شخصين عن حادث في { $clinic }، ولم يدوّن أحد أنهما أُخبرا بوسيلة أخرى.
        [few] عادت رسائل { $count } أشخاص عن حادث في { $clinic }، ولم يدوّن أحد أنهم أُخبروا بوسيلة أخرى.
       *[other] عادت رسائل { $count } شخصًا عن حادث في { $clinic }، ولم يدوّن أحد أنهم أُخبروا بوسيلة أخرى.
    } افعل ذلك اليوم، بالهاتف أو بالإعلان العام:
    { $link }
incidents-mail-person-subject = أصاب بياناتك شيء في { $clinic }
incidents-mail-person =
    نكتب إليك لأن بيانات عنك في { $clinic } أصابها شيء، ومن حقك أن تعلم.

    ما وقع
    وقع ذلك في { $day }، ونعلم به منذ { $known }. GAP

    أي بيانات
    { $kinds }

    ما نفعله
    GAP

    ما تستطيع أن تفعله
    احذر الرسائل والمكالمات التي تطلب باسمنا كلمات سر أو أموالًا أو معلومات صحية: نحن لا نطلب كلمة سر أبدًا. وإن كنت تستعمل كلمة السر نفسها في مكان آخر فغيّرها. وفي صفحتك ترى من فتح سجلك.

    من تسأل
    أجب عن هذه الرسالة أو اتصل بنا فنشرح لك. ولك أيضًا أن تشكو إلى سلطة حماية البيانات حيث تسكن.

ability-office-handle-incidents = معالجة الحوادث وإرسال الرسائل عنها
how-incident-notified = كل من يعمل هنا يبلّغ عن شك في نموذج قصير، ويُخبر المسؤول عن البيانات فورًا. ومن مسّه الحادث يجده برنامجنا: من سجل من فتح ماذا، ومن خريطة ما يُحفظ عمن. ومن يجب أن يُخبر وإلى متى يتبع ما نعرفه من قانون كل مكان، وحيث لا يحدد أجلًا تُحسب { $incident_hours } ساعة. ويتلقى كل شخص رسالة واحدة، ولا يُغلق حادث ما بقي من يجب إخباره.
evidence-incident-notified = { $open } واجبات إخبار مفتوحة، منها { $late } متأخرة؛ وفي سنة أُدّي { $told_late } متأخرًا. وتُرك { $undecided } من الشكوك أو الحوادث بلا قرار أطول مما ينبغي، وفي { $not_told } من المغلقة أناس لم يُخبروا، و{ $missing } واجبات غير مدونة كما تنشأ. و{ $unsealed } من قيود سجل الاطلاع بلا ختم منذ أكثر من ساعة، ووُجد فيه { $altered } من العيوب؛ و{ $unreached } لا تصلهم رسالة ولا إعلان عام وقد انقضى الموعد، و{ $not_posted } من الإعلانات غائبة عن الصفحة الأولى؛ ولم يُخبر { $said_why_not } لسبب كُتب

holds-incident = مفتاح يختم حادثًا.
holds-incident-event = مفتاح يختم ما جرى في حادث.
holds-incident-letter = مفتاح يختم رسالة عن حادث.
holds-incident-person =
    { $count ->
        [one] أن حادثًا مسّ بياناتك.
        [two] أن حادثين مسّا بياناتك.
        [few] أن { $count } حوادث مسّت بياناتك.
       *[other] أن { $count } حادثًا مسّ بياناتك.
    }
holds-incident-told =
    { $count ->
        [one] رسالة واحدة عن حادث.
        [two] رسالتان عن حوادث.
        [few] { $count } رسائل عن حوادث.
       *[other] { $count } رسالة عن حوادث.
    }

# نسخة المرء من كل شيء
copy-table-incident = مفاتيح تختم حوادث
copy-table-incident-event = مفاتيح تختم ما جرى في حوادث
copy-table-incident-letter = مفاتيح تختم رسائل عن حوادث
copy-table-incident-person = حوادث مسّت بياناتك
copy-table-incident-told = ما أُخبرت به من حوادث
copy-field-incident = الحادث
copy-field-why = السبب
copy-field-hand = تقرر باليد
copy-field-holder = مفتاح من
copy-field-reported-by = بلّغ عنه
copy-field-reported-at = بُلّغ عنه
copy-field-reach = كيف عُرف من مسّهم
copy-field-reach-of = من أو ماذا
copy-field-counted-at = عُرف
copy-field-grade = الخطر
copy-field-improbable = لم تُنتهك على الأرجح
copy-field-unreadable = لا تُقرأ
copy-field-factors = كيف قُيّم
copy-field-assessed-by = قيّمه
copy-field-assessed-at = قُيّم
copy-field-delay-until = مؤجل حتى
copy-field-sending-by = أرسله
copy-field-sending-at = أُرسل
copy-field-closed-by = أغلقه
copy-field-written-by = كتبه

## Whom no letter reaches, and the public notice
incidents-unreached = من لا تصله رسالة
incidents-unreached-see = اعرضهم
incidents-unreached-counts = بلا عنوان نعرفه: { $none }. رسائل عادت: { $returned }. أُخبروا بوسيلة أخرى: { $otherwise }.
incidents-unreached-well = أُخبر الجميع: برسالة، أو بوسيلة أخرى، أو بالإعلان العام.
incidents-unreached-publicly =
    { $count ->
        [one] شخص واحد لم يُخبَر بأي طريقة.
        [two] شخصان لم يُخبَرا بأي طريقة.
        [few] { $count } أشخاص لم يُخبَروا بأي طريقة.
       *[other] { $count } شخصًا لم يُخبَروا بأي طريقة.
    } أعلنوا للعموم: إعلان على صفحتكم الأولى مدة { $days } يومًا{ $free ->
        [yes] ، مع رقم يمكن الاتصال به مجانًا طوال هذه المدة
       *[no] { "" }
    }. أو أخبروا كلًّا منهم بوسيلة أخرى وسجّلوا ذلك.
incidents-unreached-otherwise =
    { $count ->
        [one] شخص واحد لم يُخبَر بأي طريقة.
        [two] شخصان لم يُخبَرا بأي طريقة.
        [few] { $count } أشخاص لم يُخبَروا بأي طريقة.
       *[other] { $count } شخصًا لم يُخبَروا بأي طريقة.
    } أخبروا كلًّا منهم بوسيلة أخرى، كالهاتف، وسجّلوا ذلك. ويكفي الإعلان العام أيضًا.
incidents-unreached-no-law = لا يقول قانون نعرفه ما يُفعل لمن لا تصله رسالة
incidents-law-us-breach-substitute = أقل من 10 بالهاتف أو بوسيلة أخرى؛ و10 أو أكثر بإعلان على الصفحة الأولى 90 يومًا أو في وسائل إعلام كبرى، مع رقم مجاني طوال هذه المدة
incidents-law-eu-breach-public = إعلان عام، إذا كان إخبار كل شخص يتطلب جهدًا غير متناسب
incidents-law-ca-breach-indirect = إعلان عام يُتوقع أن يصل إليهم
incidents-notice-draft = الإعلان العام
incidents-notice-text = يمكن للجميع قراءته، على صفحتكم الأولى وفي عنوانه الخاص. اكتب ما لا يعرفه سواك حيث يوجد { "[[…]]" }، ولا تذكر اسم أحد.
incidents-notice-body = النص
incidents-notice-phone = رقم الاتصال
incidents-notice-phone-hint = يرد في الإعلان. وحيث يطلبه القانون يكون الاتصال به مجانيًا.
incidents-notice-reads = قرأته بكل اللغات: لا يذكر اسم أحد، ولا يُعرف منه أحد
incidents-notice-publish = انشر الإعلان
incidents-notice-eyes = من كتب إعلانًا يقرؤه الجميع لا ينشره وحده: اطلب ذلك من زميل مسؤول عن البيانات أيضًا.
incidents-notice-stands = إعلان عام قائم على صفحتكم الأولى منذ { $from } حتى { $until }.
incidents-notice-over = كان إعلان عام قائمًا على صفحتكم الأولى من { $from } إلى { $until }.
incidents-notice-down = إعلان عام مؤرخ في { $from } أُزيل في { $until }.
incidents-notice-anew = إعلان عام مؤرخ في { $from } نُشر من جديد في { $until }.
incidents-notice-again = هناك إعلان قائم، لكنه لا يبقى مدة تكفي لمن عُرف بعده أن رسالة لا تصله: انشره من جديد كما هو، فتبدأ أيامه من جديد.
incidents-notice-open = افتح الإعلان
incidents-notice-take-down = أزل الإعلان
incidents-notice-take-down-text = يُعدّ من كان الإعلان لأجلهم غير مُخبَرين عندئذ، إلى أن يقوم غيره أو يُخبَروا بوسيلة أخرى.
incidents-notice-call = هل يعنيك الأمر؟ نخبرك على الرقم
incidents-notice-free = مجانًا
incidents-notice-read = نُشر في { $from }، ويبقى هنا حتى { $until }.
incidents-notice-ask = اسأل عما نحتفظ به عنك
incidents-otherwise = أُخبر بوسيلة أخرى
incidents-otherwise-text = من لا تصله رسالة، واتصلت به أو حدّثته.
incidents-by = كيف
incidents-by-telephone = بالهاتف
incidents-by-spoken = عند حضوره
incidents-by-other = بطريقة أخرى
incidents-by-not = لا يُخبر، لسبب
incidents-not-why = لماذا لا، حيث لا يُخبر بأي طريقة
incidents-way-spared = لم يُخبر لسبب، في { $day }
incidents-done-noted = دُوّن.
incidents-by-telephone-on = بالهاتف في { $day }
incidents-by-spoken-on = عند حضوره في { $day }
incidents-by-other-on = بطريقة أخرى في { $day }
incidents-way-returned = عادت الرسالة في { $day }
incidents-step-returned = عادت رسائل
incidents-step-drafted = كُتب الإعلان العام
incidents-step-published = نُشر الإعلان العام
incidents-step-taken-down = أُزيل الإعلان العام
incidents-step-otherwise = أُخبر شخص بوسيلة أخرى
incidents-done-drafted = حُفظ الإعلان.
incidents-done-published = نُشر الإعلان، وهو قائم على صفحتكم الأولى.
incidents-done-down = أُزيل الإعلان.
incidents-fault-unread = اقرأه أولًا بكل اللغات: يجب ألا يذكر اسم أحد.
incidents-fault-phone = أعط رقمًا يمكن الاتصال به مجانًا، بالأرقام.
incidents-fault-reached = لا يوجد هذا الشخص بين من لا تصلهم رسالة.
incidents-due-unreached =
    { $count ->
        [one] أخبر شخصًا لا تصله رسالة عن حادثة
        [two] أخبر شخصين لا تصلهما رسالة عن حادثة
        [few] أخبر { $count } أشخاص لا تصلهم رسالة عن حادثة
       *[other] أخبر { $count } شخصًا لا تصلهم رسالة عن حادثة
    }
incidents-public-subject = إعلان عن حادثة تتعلق ببيانات أشخاص في { $clinic }
incidents-public-body =
    حدث خلل في بيانات تخص أناسًا يأتون إلى { $clinic }. كتبنا إلى كل من يعنيه الأمر ونعرف عنوانه. وهذا الإعلان لمن سواهم.

    ما حدث: حدث ذلك في { $day }، ونعلم به منذ { $known }. GAP

    البيانات المعنية: { $kinds }

    ما نفعله: GAP

    ما يمكنك فعله: احذر من الرسائل والمكالمات التي تطلب باسمنا كلمات مرور أو أموالًا أو تفاصيل صحية، فنحن لا نطلب كلمة مرور أبدًا. وإن كنت تستعمل كلمة المرور نفسها في مكان آخر فغيّرها.

    هل يعنيك الأمر: اتصل بنا، ونخبرك متى عرفنا من أنت. ويمكنك أيضًا أن تشتكي إلى سلطة حماية البيانات حيث تقيم.
holds-incident-draft = مفتاح يختم مسودة إعلان عام.
copy-table-incident-draft = مفاتيح تختم مسودات الإعلانات العامة
copy-field-otherwise = أُخبر بوسيلة أخرى
copy-field-otherwise-at = أُخبر بوسيلة أخرى في
copy-field-otherwise-by = سجّله
copy-field-spared-at = لم يُخبر لسبب في
copy-field-spared-by = من ذكر السبب
