## ما يُعطى للبحث ولا يُردّ إلى أحد
releases-nav = للبحث
releases-title = ما يُعطى للبحث
releases-why = ما يخرج من هنا لا يمكن أن يُردّ إلى أحد: بلا العلامات التي يعددها القانون، وممزوجًا بما يكفي من غيره. ترى ما سيكون قبل أن يكون، ويوافق عليه غيرك، ويوقّعه البرنامج.
releases-none = لم يُعطَ شيء.
releases-none-text = ما تُعدّه يقف هنا ويبقى سجلًا.
releases-new = إعداد ما يُعطى
releases-to-counts = أعداد مع تشويش
releases-line = { $set } · { $purpose } · { $day }
releases-by = { $who }، { $day }
releases-by-itself = البرنامج نفسه
releases-by-somebody = شخص لم يعد هنا
releases-due = ما يُعطى إلى { $recipient } ينتظر قرارًا

releases-state-gathering = يُجمع الآن
releases-state-weighed = ينتظر قرارًا
releases-state-unfit = لا يخرج هكذا
releases-state-released = أُعطي
releases-state-refused = رُفض
releases-note-gathering = قُرئ حتى الآن { $rows } من الصفوف. ويُترك من رفض ومن قُيّد سجله أو مُحي والأطفال.
releases-note-weighed = هذا ما سيخرج ولا شيء سواه. وإلى أن تقرر، من رفض أُخرج منه ووُزن من جديد.
releases-note-unfit = من { $rows } صفًا لا يخرج شيء بحيث يتشابه { $k } أشخاص في كل فئة ويكون المزيج كما طلبت ({ $l }). خذ أعمدة أقل، أو دع صفوفًا أكثر تبقى.
releases-note-released = وُوفق عليه ووُقّع. يُحفظ الملف مدة، وتبقى هذه الصفحة.
releases-note-refused = لم يخرج شيء. وما جُمع لا يُقرأ.

releases-set = مجموعة البيانات
releases-set-visits = الزيارات
releases-column-service = الخدمة
releases-column-modality = أين: في العيادة أو بالفيديو أو في البيت أو في حصة
releases-column-practitioner = الممارس، رقمًا
releases-column-year = السنة
releases-column-lead = الأيام بين الحجز والزيارة
releases-column-age = العمر
releases-column-language = اللغة
releases-column-status = ما آلت إليه الزيارة
releases-column-record = أرقام السجلات
releases-column-name = الأسماء
releases-column-email = عناوين البريد
releases-column-phone = أرقام الهاتف
releases-column-place = الأماكن
releases-column-note = الملاحظات، أيًا كان ما فيها

releases-new-title = إعداد ما يُعطى للبحث
releases-new-text = لا يخرج شيء بهذا. تُقرأ الصفوف وتوزن، وترى ما سيخرج.
releases-recipient = إلى من
releases-recipient-hint = معهد أو سجل؛ ويُذكر في البيان الموقّع.
releases-purpose = لأي غرض
releases-purpose-hint = في سطر، كما يقوله البيان.
releases-columns = ماذا من كل صف
releases-never = هذه لا تخرج أبدًا:
releases-k = المتشابهون في كل فئة، على الأقل
releases-k-hint = { $least } أو أكثر: هذا ما يقوله إشعاركم.
releases-l = كم يختلف ما آلت إليه الزيارات في كل فئة
releases-l-hint = من 1 إلى 10. ومع 2 لا يعرف أحد عن أحد أن زيارته فاتت.
releases-diversity = محسوبًا بـ
releases-diversity-distinct = قيم مختلفة
releases-diversity-entropy = قيم متساوية التكرار (إنتروبيا)
releases-most-suppressed = الصفوف التي يجوز أن تبقى هنا، بالمئة
releases-suppressed-hint = من 0 إلى { $most }. كلما جاز أن يبقى أكثر كان ما يخرج أدق.
releases-weigh = اقرأ وزن
releases-fault-set = لا توجد مجموعة كهذه
releases-fault-columns = اختر واحدًا منها على الأقل
releases-fault-by = لا يوجد عمود كهذا

releases-one-title = ما يُعطى للبحث
releases-drafted = أُعدّ
releases-approved = وُوفق عليه
releases-refused = رُفض
releases-report = ما سيخرج
releases-became = ما يصير إليه كل عمود
releases-report-text = الخطر هو احتمال أن يعرف من يعلم أن شخصًا في الملف أيّ الصفوف صفوفه: واحد من المتشابهين.
releases-smallest = أصغر فئة
releases-smallest-of = { $people } من الناس؛ وطُلب { $k } على الأقل
releases-classes = الفئات
releases-rows = الصفوف
releases-rows-of = { $released } من { $rows }، عن { $people } من الناس قبل أن يبقى شيء
releases-suppressed = صفوف تبقى
releases-suppressed-of = { $rows } ({ $share })، لأن فئتها أصغر مما يجب؛ ويجوز { $most } على الأكثر
releases-left-out = تُرك قبل ذلك
releases-left-out-of = { $rows } من صفوف من رفضوا أو لا يجوز فتح سجلهم أو هم أطفال
releases-risk = خطر أن يُعرف أحد
releases-risk-of = { $most } على الأكثر، و{ $average } في المتوسط
releases-spread = الاختلاف: { $column }
releases-spread-of = { $distinct } قيم مختلفة في كل فئة على الأقل، كأنها { $entropy } متساوية التكرار؛ وطُلب { $l }
releases-rung-none = كما هو
releases-rung-whole = كما هو
releases-rung-dropped = أُسقط
releases-rung-coarser = أقل دقة
releases-rung-age-1 = كل خمس سنوات معًا
releases-rung-age-2 = كل عشرين سنة معًا
releases-rung-year-1 = كل خمس سنوات معًا
releases-rung-lead-1 = خلال أسبوع أو بعده
releases-decide = القرار
releases-same-eyes = أنت من أعدّ هذا. يجب أن يوافق عليه غيرك من عيادتكم.
releases-beside = { $count ->
    [one] خرجت من مجموعة البيانات نفسها مرة من قبل. ومن لديه الاثنتان قد يقابل بينهما فيعرف أكثر مما تقوله كل منهما: متشابهين أقل، أو ما تغيّر من أمر أحد بينهما.
    [two] خرجت من مجموعة البيانات نفسها مرتين من قبل. ومن لديه أكثر من واحدة قد يقابل بينها فيعرف أكثر مما تقوله كل منها: متشابهين أقل، أو ما تغيّر من أمر أحد بينها.
   *[other] خرجت من مجموعة البيانات نفسها من قبل (العدد: { $count }). ومن لديه أكثر من واحدة قد يقابل بينها فيعرف أكثر مما تقوله كل منها: متشابهين أقل، أو ما تغيّر من أمر أحد بينها.
}
releases-approve-text = الموافقة توقّعه وتصنع الملف. وستثبت من جديد من أنت.
releases-approve = وافق ووقّع
releases-reason = لماذا لا
releases-reason-hint = يبقى في السجل.
releases-refuse = ارفضه
releases-look-again = انظر مرة أخرى
releases-file = الملف
releases-file-until = { $count ->
    [0] يُحفظ مختومًا حتى { $day }. لم يأخذه أحد.
    [one] يُحفظ مختومًا حتى { $day }. وأُخذ مرة.
   *[other] يُحفظ مختومًا حتى { $day }. وأُخذ { $count } مرات.
}
releases-file-gone = ذهب الملف؛ ويُعرف ما أُعطي ببصمته في البيان.
releases-file-withdrawn = ذهب الملف قبل أن يأخذه أحد: فقد رفض من قد يكون فيه، أو مُحي، أو تبيّن أنه طفل أو أن غيره يتصرف عنه. أعدّه من جديد ليخرج من دونهم.
releases-take-file = خذ الملف (CSV)
releases-manifest = البيان
releases-manifest-text = سلّمه مع الملف. من عنده كلاهما والمفتاح أدناه يرى أن شيئًا لم يُغيّر: keepwell release verify FILE --manifest MANIFEST --key KEY
releases-key = مفتاح العيادة العلني لما يُعطى للبحث
releases-take-manifest = خذ البيان
releases-done-drafted = حُفظ مسودة. وتُقرأ صفوفه.
releases-done-approved = وُوفق عليه ووُقّع.
releases-done-refused = رُفض. وما جُمع لا يُقرأ.
releases-trouble-stale = قُرر فيه أو جُمع من جديد في الأثناء. وما هنا الآن هو ذاك؛ انظر إليه مرة أخرى.
releases-trouble-eyes = أنت من أعدّ هذا: يجب أن يوافق عليه غيرك.
releases-trouble-small = منذ أُعدّ هذا صار إشعاركم يقول بمزيد من الناس في كل فئة. أعدّه من جديد.
releases-trouble-spent = لا تكفي الميزانية لهذا السؤال. وما أُجيب عنه من قبل يبقى بلا ثمن.
releases-spent = نفدت الميزانية. وهذا نهائي: لا يوم يعيدها، فما قيل مرة يبقى مقولًا. وما سُئل من قبل يُقرأ أعلاه بلا ثمن. ولا يُسأل المزيد إلا إن رفعت العيادة الميزانية في إشعارها.

releases-counts-title = أعداد مع تشويش
releases-count-title = عدد مع تشويش
releases-counts-why = كم، مع قليل من التشويش، فلا يُعرف أعُدّ شخص بعينه أم لا. وكل سؤال ينفق من ميزانية لا تعود.
releases-ledger-title = ما أُنفق
releases-ledger = { $set }: أُنفق { $spent } من { $budget }، وبقي { $left } (إبسيلون)
releases-ledger-text = السؤال نفسه مرة أخرى يُجاب عنه من هنا بلا ثمن.
releases-questions-none = لم يُسأل شيء.
releases-question-all = { $set }، جميعها معًا
releases-question-by = { $set }، بحسب: { $column }
releases-question-line = { $day } · إبسيلون { $epsilon } · على الأكثر { $most } من صفوف كل شخص
releases-ask = اسأل
releases-count-by = مقسومًا بحسب
releases-by-none = غير مقسوم
releases-most = صفوف كل شخص التي تُعدّ، على الأكثر
releases-most-hint = من 1 إلى 20. القليل يحتاج تشويشًا أقل، والكثير يترك أقل.
releases-epsilon = ما يجوز أن ينفقه، بأعشار إبسيلون
releases-epsilon-hint = 5 هي نصف الواحد: يبعد العدد نحو ضعف ما يضيفه شخص واحد.
releases-ask-button = عُدّ
releases-all = الكل
releases-count-waits = دُفع ثمنه وهو يُعدّ.
releases-count-nothing = لا قيمة متكررة بما يكفي لتُذكر.
releases-count-small = القيم التي عند قلة من الناس متروكة.
releases-count-text = كل عدد يبعد قليلًا بالمصادفة؛ وليس منها دقيق.

ability-office-releases-read = رؤية ما يُعطى للبحث
ability-office-releases-draft = إعداد ما يُعطى للبحث، وطلب أعداد مع تشويش
ability-office-releases-decide = الموافقة على ما يُعطى للبحث أو رفضه، وأخذ ملفاته
evidence-sharing-deidentified-only = { $releases } مما أُعطي، قُرئ كل منها من جديد: { $not_as_signed } ليست كما وُقّعت، و{ $too_small } فيها فئة أصغر مما قيل، و{ $unapproved } لم يوافق عليها أحد، و{ $files_not_as_signed } من الملفات ليست كما وُقّعت؛ و{ $questions } من الأسئلة مع تشويش، و{ $budgets_overspent } من الميزانيات تجاوزت؛ ومن { $trials } محاولات في الحال أخفقت { $trials_failed }
how-sharing-deidentified-only = كل عمود من مجموعة بيانات يقول ما هو، وما لم يُقل عنه لا يدخلها: فالأسماء والأرقام والنصوص لا تخرج أبدًا. وما يبقى يُجعل أقل دقة حتى يتشابه { $release_k } أشخاص على الأقل في كل فئة، ويُترك ما لا يتشابه. ويوافق عليه شخص ثانٍ، ويُوقَّع. والأعداد مع تشويش تدفع من دفتر قبل أن يُعدّ شيء. ومن رفض لا يُعدّ أصلًا.
holds-data-release-part =
    { $count ->
        [one] قطعة واحدة مما جُمع للبحث.
       *[other] { $count } من القطع مما جُمع للبحث.
    }
releases-value-modality-clinic = في العيادة
releases-value-modality-video = بالفيديو
releases-value-modality-home = في البيت
releases-value-modality-class = في حصة
releases-value-modality-unknown = غير معروف
releases-value-status-requested = مطلوبة
releases-value-status-booked = محجوزة
releases-value-status-confirmed = مؤكدة
releases-value-status-arrived = وصل
releases-value-status-in-progress = جارية
releases-value-status-done = تمت
releases-value-status-cancelled = أُلغيت في الوقت
releases-value-status-late-cancelled = أُلغيت متأخرة
releases-value-status-no-show = لم يحضر
releases-value-status-declined = مرفوضة
releases-value-lead-unknown = غير معروف
releases-report-left = ما خرج
