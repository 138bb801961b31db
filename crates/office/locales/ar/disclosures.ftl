# ما أُعطي لمن هو خارج الرعاية.
disclosures-nav = ما أُعطي
disclosures-register = ما أُعطي لآخرين
disclosures-register-lede = كل ما أُعطي عن أحد لمن هو خارج رعايته. وما يمنع أمرٌ إخبارَه به موسوم، ويظهر له في يومه من تلقاء نفسه.
disclosures-title-of = ما أُعطي عن { $name }
disclosures-new = يُعطى شيء
disclosures-new-text = اكتب كل ما يذهب لمن هو خارج رعاية هذا الشخص. لمن ولماذا وعلى أي أساس يُختم، ويقرأ الشخص كل ذلك على صفحته.
disclosures-before = ما أُعطي من قبل
disclosures-none = لم يُعطَ شيء
disclosures-none-text = ما يذهب لمن هو خارج الرعاية يُكتب هنا.
disclosures-done = كُتب.
disclosures-gone = مُحي مع الشخص
disclosures-from = أُعطي من
disclosures-to = إلى
disclosures-every-kind = كل المناسبات
disclosures-kind = المناسبة
disclosures-kind-hint = ما يلزم للعلاج أو الدفع أو إدارة العيادة ليس من هذه، ولا يُكتب هنا.
disclosures-kind-legal-order = أمر من محكمة أو سلطة
disclosures-kind-business-transfer = انتقال العيادة إلى غيرها
disclosures-kind-rights-protection = لحماية حق أو حماية أحد
disclosures-kind-public-health = الصحة العامة
disclosures-kind-partner = شريك خارج رعاية هذا الشخص
disclosures-kind-named = من سمّاه الشخص
disclosures-recipient = لمن
disclosures-recipient-hint = اسم السلطة أو الشركة أو الشخص.
disclosures-address = عنوانه
disclosures-purpose = لماذا
disclosures-purpose-hint = بكلمات يفهمها الشخص.
disclosures-basis = على أي أساس
disclosures-basis-hint = القانون ومادته، ورقم الأمر إن وُجد.
disclosures-categories = ما يُعطى
disclosures-what = ما أُعطي
disclosures-form = كيف
disclosures-form-paper = على ورق
disclosures-form-post = بالبريد
disclosures-form-hand = شفهيًا أو في المكان
disclosures-form-file = ملفًا صُنع هنا
disclosures-given = أُعطي في
disclosures-about = عن
disclosures-secret = أمرٌ يمنع إخبار الشخص
disclosures-secret-until = حتى نهاية هذا اليوم
disclosures-secret-hint = حتى ذلك لا يجده هو ولا من ينوب عنه في أي مكان. وفي اليوم التالي يظهر من تلقاء نفسه.
disclosures-ordered-by = من أمر بذلك
disclosures-secret-line = { $over ->
        [yes] بأمر من { $by } لم يُخبَر أحد حتى { $day }
       *[no] لا يُخبَر الشخص حتى { $day }، بأمر من { $by }
    }
disclosures-recorded = كتبه { $who } في { $day }
disclosures-attached = { $count ->
        [one] ذهب معه بيان واحد من الشخص
        [two] ذهب معه بيانان من الشخص
        [few] ذهبت معه { $count } بيانات من الشخص
       *[other] ذهب معه { $count } بيانًا من الشخص
    }
disclosures-said = ما يقوله الشخص بجانب ما لم يُصحَّح
disclosures-attach = كل هذا يذهب مع ما يُعطى
disclosures-attach-hint = ما يقوله المرء بجانب ما لم يُصحَّح يذهب مع كل ما يُعطى عنه. ومن دون ذلك لا يُكتب.
disclosures-attach-several = ذهبت بيانات من كتب منهم بيانًا
disclosures-record = اكتبه
disclosures-record-several = اكتبه عنهم جميعًا
disclosures-several = عن عدة أشخاص
disclosures-several-text = أُعطي الشيء نفسه عن عدة أشخاص. يُكتب عن كل واحد منهم، أو عن لا أحد إن أخطأ سطر.
disclosures-people = الأشخاص
disclosures-people-hint = واحد في كل سطر: المعرّف من عنوان سجله، أو البريد الذي له وحده. 200 على الأكثر.
disclosures-line-fault = { $why ->
        [nobody] السطر { $line }: لا أحد هنا بهذا الاسم، أو لعدة أشخاص هذا البريد
        [twice] السطر { $line }: سطر سابق يسمي الشخص نفسه
        [restricted] السطر { $line }: معالجة بيانات هذا الشخص مقيَّدة؛ لا يُعطى عنه إلا ما يطلبه قانون
        [erased] السطر { $line }: مُحي سجل هذا الشخص
       *[statements] السطر { $line }: ما يقوله هذا الشخص بجانب سجله يجب أن يذهب معه؛ أشر إلى أنه ذهب
    }
disclosures-fault-list = لم يُكتب شيء. انظر إلى السطور أدناه.
disclosures-fault-category = قل أي أنواع من البيانات أُعطيت.
disclosures-fault-ahead = هذا اليوم لم يأتِ بعد.
disclosures-fault-secret-past = انقضى هذا اليوم، فلا شيء يُخفى.
disclosures-fault-secret-day = حتى أي يوم؟ أمرٌ بلا يوم لا يُخفي شيئًا هنا.
disclosures-fault-ordered-by = من أمر بذلك؟
disclosures-fault-secret-not-yours = ما يمنع أمرٌ قوله يكتبه من هو مسؤول عن بيانات الناس.
disclosures-fault-statements = ما يقوله الشخص بجانب سجله يجب أن يذهب معه. قل إنه يذهب.
disclosures-fault-restricted = معالجة بيانات هذا الشخص مقيَّدة. إلى أن يرفع ذلك لا يُعطى عنه إلا ما يطلبه قانون، أو يقتضيه حق أحد أو سلامته.
disclosures-restricted-title = المعالجة مقيَّدة
disclosures-fault-page-sent = أُرسلت هذه الصفحة من قبل، وكُتب بها شيء آخر. إن كان ما هنا قد أُعطي أيضًا فأرسله مرة أخرى.
disclosures-page-sent-title = أُرسلت الصفحة من قبل
disclosures-statements-title = بيانه يذهب معه
disclosures-sheet = ما يُسلَّم
disclosures-sheet-make = ما يُسلَّم: ورقة وملفات
disclosures-print = اطبع
disclosures-only-this = لا تستعمل هذا إلا لما ذُكر أعلاه، ولا تعطه لأحد آخر.
disclosures-sheet-said = ما يقوله الشخص بجانبه
disclosures-sheet-said-text = لم تصحح العيادة ما تتعلق به هذه الكلمات. وهي جزء مما يُسلَّم وتذهب معه.
disclosures-sheet-nothing = لا نحتفظ بشيء من هذه الأنواع
disclosures-sheet-nothing-text = الورقة أعلاه هي كل ما هناك.
disclosures-sheet-cut = ليس هذا كل ما هناك: الصفوف أكثر من { $most }، والباقي ليس هنا. سلّم أنواع البيانات نوعًا نوعًا.
disclosures-by-itself = يُسلَّم وحده
disclosures-panel = ما أُعطي لآخرين
disclosures-panel-text = ما يذهب من هذا السجل لمن هو خارج الرعاية يُكتب، ويقرؤه الشخص.
disclosures-panel-go = انظر واكتب
disclosures-own-title = لمن أُعطي
disclosures-own-title-of = لمن أُعطي شيء عن { $name }
disclosures-own-lede = كل من هو خارج رعايتك وأُعطي شيئًا عنك خلال { $years } سنوات: ماذا ومتى ولماذا وعلى أي أساس.
disclosures-own-count = { $count ->
        [0] لم يُعطَ شيء عنك لأحد خارج رعايتك.
        [one] أُعطي شيء لمن هو خارج رعايتك مرة واحدة.
        [two] أُعطي شيء لمن هو خارج رعايتك مرتين.
        [few] أُعطي شيء لمن هو خارج رعايتك { $count } مرات.
       *[other] أُعطي شيء لمن هو خارج رعايتك { $count } مرة.
    }
disclosures-own-count-of = { $count ->
        [0] لم يُعطَ شيء عن { $name } لأحد خارج الرعاية.
        [one] أُعطي شيء عن { $name } لمن هو خارج الرعاية مرة واحدة.
        [two] أُعطي شيء عن { $name } لمن هو خارج الرعاية مرتين.
        [few] أُعطي شيء عن { $name } لمن هو خارج الرعاية { $count } مرات.
       *[other] أُعطي شيء عن { $name } لمن هو خارج الرعاية { $count } مرة.
    }
disclosures-own-see = انظر لمن
disclosures-mail-line =
    { $day }: { $recipient }
    { $address }
    { $occasion }. { $purpose }
    { $basis }. { $what }.
disclosures-mail-more = و{ $count } أخرى، وهي على صفحتك.

ability-office-disclose = كتابة ما يُعطى لمن هو خارج الرعاية
ability-office-disclosures = رؤية كل ما أُعطي، وكتابته عن عدة أشخاص، وصنع ما يُسلَّم
copy-table-disclosure = لمن أُعطي شيء
copy-table-disclosure-statement = ما قلته وذهب معه
holds-disclosure = { $count ->
        [one] ملاحظة واحدة عن شيء أُعطي لآخرين
        [two] ملاحظتان عن شيئين أُعطيا لآخرين
        [few] { $count } ملاحظات عن أشياء أُعطيت لآخرين
       *[other] { $count } ملاحظة عن أشياء أُعطيت لآخرين
    }
holds-disclosure-statement = { $count ->
        [one] بيان واحد منك ذهب معه
        [two] بيانان منك ذهبا معه
        [few] { $count } بيانات منك ذهبت معه
       *[other] { $count } بيانًا منك ذهب معه
    }
copy-field-recorded-at = كُتب
copy-field-recorded-by = كتبه
copy-field-address = العنوان
copy-field-form = كيف
copy-field-withheld-until = لا يُخبَر حتى
copy-field-ordered-by = بأمر من
copy-field-statements = بيانات ذهبت معه
copy-field-statement = البيان
copy-field-disclosure = ما أُعطي
evidence-sharing-disclosures-recorded = كُتب { $recorded }؛ منها { $statements_left_out } بلا بيان كان يجب أن يذهب معه، و{ $hidden_past_their_day } مخفيّ وقد حلّ يومه، و{ $told_before_their_day } قيل قبل يومه، و{ $changed_afterwards } غُيّر بعد ذلك؛ و{ $answered_short } من الأجوبة سمّت أقل مما كان
how-sharing-disclosures-recorded = من يعطي شيئًا عنك لمن هو خارج رعايتك يكتب لمن ولماذا وعلى أي أساس وأي أنواع من البيانات ومتى وكيف؛ والمتلقي والسبب والأساس مختومة بمفتاحك. وما قلته بجانب شيء لم نصححه يجب أن يذهب معه، وإلا لا يُكتب. تقرأ القائمة على صفحة خصوصيتك وفي نسختك، طوال { $disclosure_years } سنوات. وما يمنع أمرٌ إخبارك به ليس في أي منها، ولا فتحُه لسجلك، حتى يحل يومه؛ عندئذ يظهر من تلقاء نفسه. وكل صف يحمل علامة تُظهر إن غُيّر.
