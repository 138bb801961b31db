## من يتولّى عنّا شيئًا عن الناس
recipients-nav = الجهات المتلقّية
recipients-title = من يتولّى عنّا شيئًا عنك
recipients-lede = كل من في هذه القائمة يتلقّى منّا شيئًا عن الناس ليقوم بجزء من عملنا: لأي غرض، وأين، ومنذ متى هو ملزم بكتمانه. ولا يرسل برنامجنا شيئًا إلى سواهم.
recipients-never = لا يتلقّى أحد شيئًا للإعلان، ولا يشتري أحد شيئًا: لا تعرف قائمتنا غرضًا كهذا.
recipients-none = لا أحد
recipients-none-text = لا يتلقّى أحد في الخارج منّا شيئًا عن الناس.
recipients-coming = مُعلن عنها
recipients-from = تسري ابتداءً من { $day }؛ ولا يغادر شيء بها قبل ذلك.
recipients-needed = تسري منذ { $day }: لم يبقَ مُرحِّل بريد مفتوح يحمل رسائل، فيُكتب بعد ذلك إلى كل من له حساب.
recipients-kinds = أنواع البيانات
recipients-where = أين
recipients-region-none = لم يُذكر بعد
recipients-region-guarded = { $region }، ويحميها هناك { $safeguard }
recipients-everywhere = لكل عيادات هذا التركيب
recipients-everywhere-text = من يشغّل التركيب يتولّى هذا القيد، بالأمر keepwell recipient.
recipients-bound = ملزَمة منذ { $since } بموجب { $by }.
recipients-bound-until = ملزَمة منذ { $since } بموجب { $by }، حتى { $until }.
recipients-to-name = تُسأل منذ ما قبل وجود القائمة. يجب ذكر اتفاقيتها بحلول { $day }؛ وبعده لا يغادر إليها شيء.
recipients-lapsed = انتهت اتفاقيتها منذ { $day }. لا يغادر إليها شيء.
recipients-not-yet = تبدأ اتفاقيتها في { $day }. لا يغادر إليها شيء قبل ذلك.
recipients-ended = انتهت منذ { $day }. لا يغادر إليها شيء.
recipients-kind-processing = اتفاقية معالجة
recipients-kind-associate = اتفاقية شريك أعمال
recipients-kind-confidentiality = اتفاقية سرّية
recipients-way-by-hand = باليد، خارج هذا البرنامج
recipients-way-mail-relay = توصل رسائلنا
recipients-way-google-workspace = تخبرنا من يعمل هنا
recipients-way-openid-provider = تقول من يسجّل الدخول

recipients-office-title = الجهات المتلقّية
recipients-office-lede = من يتلقّى منكم شيئًا عن الناس. يسأل البرنامج هذه القائمة في كل مرة قبل أن يغادره شيء: من ليس فيها، أو لم يعد ملزمًا، لا يتلقّى شيئًا. نكتب إليكم قبل انتهاء الاتفاقية بثلاثين يومًا وبسبعة أيام، وفي يومها الأخير.
recipients-to-public = ما يقرؤه الجميع
recipients-now = في القائمة
recipients-now-one = الحال الآن
recipients-over = انتهت
recipients-open = افتح
recipients-add = أضف جهة
recipients-save = احفظ
recipients-renew = جدّد أو غيّر
recipients-end = أنهِ
recipients-end-text = لا يغادر إليها شيء بعد الآن، فورًا. وما لديها تعيده أو تتلفه بحسب اتفاقيتكم.
recipients-versions = كل الصيغ
recipients-version = كُتبت في { $written }، وتسري من { $from }.
recipients-name = الاسم القانوني
recipients-name-hint = كما في الاتفاقية.
recipients-way = ماذا تفعل
recipients-way-hint = ما يطلبه برنامجنا منها؛ أو باليد، كمحاسب.
recipients-place = المضيف
recipients-place-hint = حيث يسألها البرنامج: relay.example.org، من دون https://. يُترك فارغًا إن كان باليد.
recipients-purposes = لأي غرض
recipients-region = البلد
recipients-region-hint = حرفان، حيث تحفظ البيانات: IE، US.
recipients-safeguard = ما يحميها هناك
recipients-safeguard-hint = إن كان بلدًا غير بلدكم: بنود تعاقدية نموذجية، أو قرار كفاية.
recipients-kind = كيف هي ملزمة
recipients-reference = الاتفاقية
recipients-reference-hint = اسم الورقة في ملفاتكم.
recipients-signed = وُقّعت في
recipients-ends = آخر يوم
recipients-ends-hint = إن تُرك فارغًا فلا نهاية لها.
recipients-at-once = تحلّ محل جهة مساوية
recipients-at-once-hint = جهة جديدة، أو مزيد لجهة موجودة، تغيير لما يقوله إشعاركم: لا تسري إلا بعد { $days } يومًا. وما يحلّ محل مساوٍ يسري فورًا، وكذلك مُرحِّل بريد حين لا يكون أي مُرحِّل مفتوحًا.
recipients-done-added = كُتبت.
recipients-done-renewed = كُتبت كصيغة تالية.
recipients-done-ended = انتهت.
recipients-trouble-stale = سبقك غيرك: ما تراه هنا الآن له. انظر فيه ثم قرّر من جديد.
recipients-fault-name = قل من هي، في 200 حرف على الأكثر.
recipients-fault-way = اختر ماذا تفعل.
recipients-fault-place = اذكر المضيف الذي يسأله البرنامج، مثل relay.example.org؛ ولا شيء إن كان باليد.
recipients-fault-purposes = اختر لأي غرض تتلقّاها.
recipients-fault-never-sold = لا يتلقّى أحد شيئًا للترويج أو البيع أو العدّ.
recipients-fault-categories = اختر أنواع البيانات التي تتلقّاها.
recipients-fault-region = اذكر البلد بحرفين، مثل IE.
recipients-fault-safeguard = هو بلد غير بلدكم: قل ما يحميها هناك.
recipients-fault-reference = اذكر الاتفاقية.
recipients-fault-signed = وُقّعت في يوم لم يأتِ بعد.
recipients-fault-ends = انتهت قبل اليوم، أو قبل توقيعها.
recipients-fault-over-before = ينتهي الاتفاق قبل أن يسري هذا القيد، وهو يسري من { $day }. اذكر نهاية أبعد، أو قل إنه يحل محل مثله.
recipients-fault-twice = هذا المتلقي في القائمة من قبل، للغرض نفسه وفي المكان نفسه. غيّر ذلك القيد بدلًا منه.
recipients-due-name = اذكر الاتفاقية مع { $name }
recipients-due-ends = تنتهي الاتفاقية مع { $name }
recipients-due-lapsed = لا يغادر شيء إلى { $name }: انتهت اتفاقيتها
recipients-due-moved = { $n ->
    [0] تأخر اليوم الذي تسري منه { $name }: غادرت رسائل عنها متأخرة
    [one] تأخر اليوم الذي تسري منه { $name }: تنتظر رسالة واحدة عنها
   *[other] تأخر اليوم الذي تسري منه { $name }: عدد الرسائل المنتظرة عنها { $n }
}
recipients-setup-name = { $n ->
    [one] هناك جهة تتلقّى منكم شيئًا عن الناس، ولم تُذكر اتفاقيتها بعد.
   *[other] { $n } من الجهات تتلقّى منكم شيئًا عن الناس، ولم تُذكر اتفاقياتها بعد.
}
recipients-setup-shut = { $n ->
    [one] لا يغادر شيء إلى إحدى جهاتكم المتلقّية: انتهت اتفاقيتها.
   *[other] لا يغادر شيء إلى { $n } من جهاتكم المتلقّية: انتهت اتفاقياتها.
}
recipients-said = { $name } – { $way }: { $purposes }. { $kinds }. { $region }.
recipients-more-purposes = وأيضًا من أجل: { $list }
recipients-less-purposes = لم يعد من أجل: { $list }
recipients-more-kinds = ويتلقّى أيضًا: { $list }
recipients-less-kinds = لم يعد يتلقّى: { $list }
recipients-other-name = { $new } بدلًا من { $old }
recipients-other-region = يُحفظ في { $new } بدلًا من { $old }
recipients-other-way = ما يفعله: { $new } بدلًا من { $old }
recipients-other-place = يُسأل عند { $new } بدلًا من { $old }
recipients-ahead-title = من سيتعامل مع شيء يخصك
recipients-ahead-why = لا يغادر شيء بموجب ما أُعلن هنا قبل يومه. ولا يسري إلا إذا غادرت رسائلنا عنه قبله بعدد الأيام الذي نعد به، وإلا تأخر يومه، ولا يتأخر لرسالة لا يمكن أن تغادر أكثر من مرة.
recipients-ahead-text = يُكتب إلى كل من له حساب. ويسري في يومه إذا غادرت الرسائل قبله بعدد الأيام الذي تعدون به، وإلا تأخر يومه. والرسالة التي لا يمكن إرسالها، أو تنتظر ضعف هذه الأيام، لا تؤخره بعد ذلك. ولسحبه أنهِ القيد.
recipients-ahead-new = جديد: { $name }
recipients-ahead-more = { $name } سيتلقّى أكثر
recipients-then = من تعامل عنا مع شيء يخص الناس
recipients-then-changes = ما تغيّر من ذلك أثناء سريان هذه الصيغة
recipients-came = جديد
recipients-went = لم يعد
recipients-changed = تغيّر
recipients-replaces = بدلًا من
recipients-replaces-nobody = لا أحد: إنه جديد
recipients-fault-unequal = هذا ليس مساويًا: فهو يعطي أغراضًا أو أنواعًا أكثر، أو في بلد آخر، أو أن ما يحل محله لا يسري بعد. اترك هذا فارغًا، وعندها يُعلن.
recipients-mail-ahead-subject = { $clinic }: { $new ->
    [yes] ابتداءً من { $day } يتعامل { $name } عنا مع شيء يخصك
   *[no] ابتداءً من { $day } يتلقّى { $name } منا أكثر
    }
recipients-mail-ahead =
    هذه رسالة آلية من { $clinic }. لديك حساب عندنا، فنخبرك مسبقًا: { $new ->
        [yes] ابتداءً من { $day } يتعامل طرف جديد عنا مع شيء يخص الناس.
       *[no] ابتداءً من { $day } يتلقّى { $name }، وهو يتعامل عنا مع شيء يخص الناس منذ الآن، أكثر مما يتلقّى.
    }

    { $changes }

    ولا يغادر له شيء قبل ذلك. كل ذلك، وما يمكنك فعله: { $link }

    إن كنت لا تريد هذا فأخبرنا قبل ذلك اليوم، ولا يلزمك ذكر سبب. وفي صفحاتك يمكنك أن ترى ما لدينا وتأخذه وتطلب إزالته: { $own }
recipients-mail-afterwards-subject = { $clinic }: منذ { $day } تتعامل { $name } عنا مع شيء يخصك
recipients-mail-afterwards =
    هذه رسالة آلية من { $clinic }. لك حساب عندنا. منذ { $day } تسلّم { $name } رسائلنا. ونحن نخبرك بمثل هذا التغيير قبله؛ وهذه المرة لم يبقَ من يحمل رسالة، فنخبرك الآن.

    { $changes }

    كل ذلك، وما يمكنك فعله: { $link }

    إن كنت لا تريد هذا فأخبرنا، ولا يلزمك ذكر سبب. وفي صفحاتك يمكنك أن ترى ما لدينا وتأخذه وتطلب إزالته: { $own }
holds-recipient-letter =
    { $count ->
        [one] كُتبت رسالة واحدة عن طرف يتعامل عنا مع شيء يخص الناس
        [two] كُتبت رسالتان عن أطراف تتعامل عنا مع شيء يخص الناس
        [few] كُتبت { $count } رسائل عن أطراف تتعامل عنا مع شيء يخص الناس
       *[other] كُتبت { $count } رسالة عن أطراف تتعامل عنا مع شيء يخص الناس
    }
recipients-mail-subject = تنتهي الاتفاقية مع { $name } في { $day }
recipients-mail = { $unnamed ->
    [yes] يسلّم برنامجنا شيئًا عن الناس إلى { $name }، ولم يذكر أحد الاتفاقية التي تلزمها. يستمر ذلك حتى { $day }؛ وبعده لا يغادر إليها شيء، وتنتظر الرسائل.
   *[no] تنتهي الاتفاقية التي تلزم { $name } في { $day }. وبعد ذلك اليوم لا يغادر إليها شيء، وتنتظر الرسائل. وتغادر متى جُدّدت.
    } { $everywhere ->
    [yes] من يشغّل التركيب يكتبها، بالأمر keepwell recipient. القائمة:
   *[no] اكتبها هنا:
    } { $link }
ability-office-recipients = تولّي قائمة الجهات المتلقّية
