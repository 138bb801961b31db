## إصدارات البيان
office-versions-title = كل إصدارات بياننا
office-versions-why = ما وعدنا به، ومنذ متى، وما الذي تغيّر من إصدار إلى آخر. أما هل يُوفى بكل وعد الآن فمذكور في البيان نفسه.
office-versions-none = يُدوَّن الإصدار الأول الآن. عد بعد دقيقة.
office-version-title = إصدار من بياننا
office-version = الإصدار { $n }
office-since = ساري منذ { $day }
office-current = الآن
office-cause-first = أول إصدار.
office-cause-settings = غيّرنا ما نعد به.
office-cause-installation = تغيّرت طريقة تشغيل برنامجنا.
office-cause-program = برنامجنا بإصداره { $program } يقوله بكلمات أخرى أو يستطيع الوفاء بأكثر.
office-to-notice = ما نعد به الآن
office-to-versions = كل الإصدارات
office-older = الأقدم
office-before = السابق
office-after = التالي
office-foreign = لم يكن هذا الإصدار بلغتك، وهو هنا باللغة التي كان بها.
office-changes = ما الذي تغيّر
office-changes-none = لا شيء بهذه اللغة. تغيّر بلغة أخرى.
office-added = جديد
office-removed = لم يعد يُقال
office-changed = تغيّر
office-dates = بدأ سريان بياننا في { $first }. وغيّرناه آخر مرة في { $last }: الإصدار { $n }، وهو ساري منذ ذلك اليوم.
office-all-versions = كل الإصدارات وما الذي تغيّر

## ما تُظهره أدلة وعود هذا القسم
evidence-notice-published = الإصدار { $version } هو ما يقوله البيان الآن، بعدد { $languages } من اللغات ({ $current ->
        [1] كما دُوِّن
       *[other] ليس كما دُوِّن
    })؛ ومن { $pages } صفحة رُسمت منذ بدء البرنامج لم تقُد إليه { $without_it }
evidence-notice-versions = { $versions } من الإصدارات هنا؛ تغيّر منها بعد تدوينه { $changed_afterwards }، وينقص { $missing }

## كيف تُحفظ وعود هذا القسم
how-notice-published = أسفل كل صفحة رابط إلى هنا، سواء سُجِّل الدخول أم لا. وتُفحص كل صفحة حين تُرسم: صفحة بلا هذا الرابط تُحسب على هذا الوعد. والجمل مصنوعة من القيم التي يطيعها برنامجنا، بكل لغة نقدّمها، وتُدوَّن مع يوم سريانها في الخطوة نفسها التي تغيّر قيمة.
how-notice-versions = يُدوَّن كل إصدار بكل ما نعد به فيه، بكل لغة، ولا يُغيَّر أبدًا: يحمل كل واحد بصمة نفسه وبصمة الذي قبله. وما تغيّر من واحد إلى التالي يُستخرج كلمة كلمة من النصين.
