## كم نحتفظ وبماذا
office-nav-retention = مدة الحفظ
office-retention-title = كم نحتفظ وبماذا
office-retention-text = لكل نوع من البيانات قاعدة. ومما يقوله بيانكم وما يطلبه القانون وما يلزمكم به عقد، الأطول هو ما يُعمل به. وكل ساعة تزيل عملية كنس ما انتهى أجله.
office-retention-public = لكل نوع من البيانات التي نحفظها مدة، تُحسب مما يُذكر هنا. فإذا انقضت زال من نفسه.
office-retention-to-summary = كما يقرؤه الجميع
office-retention-figures = { $rows } صفوف · { $soon } تزول خلال 7 أيام · { $over } انتهت وما زالت هنا
office-retention-to-processing = سجل المعالجة
office-retention-schedule = الجدول
office-retention-no-advice = ما يُذكر هنا من القوانين هو ما يعرفه هذا البرنامج منها، وليس شيء منه استشارة قانونية. و«غير محقَّق» تعني أن أحدًا لم يقرأ نص ذلك القانون لأجله.
office-retention-years =
    { $years ->
        [one] سنة واحدة
        [two] سنتان
        [few] { $years } سنوات
       *[other] { $years } سنة
    }
office-retention-days =
    { $days ->
        [one] يوم واحد
        [two] يومان
        [few] { $days } أيام
       *[other] { $days } يومًا
    }
office-retention-how-clinic = ما دامت العيادة هنا.
office-retention-how-person = { $span } بعد آخر مرة رُئي فيها صاحبه؛ ثم يزول كله مع سجله.
office-retention-how-years = { $span } من حين دُوِّن.
office-retention-how-days = { $span } من حين أُرسل.
office-retention-how-own = ينتهي كل واحد من نفسه، خلال دقائق أو أيام.
office-retention-how-proof = ما دامت العيادة هنا، دليلًا؛ لا أسماء فيه، ولا يبقى ممن مُحي إلا معرّف لا يدل على أحد.
office-retention-kept-for = { $class }: { $how }
office-retention-by-notice = البيان هو الحاسم.
office-retention-by-law = قانون هو الحاسم.
office-retention-by-contract = عقد هو الحاسم.
office-retention-duty =
    { $years ->
        [one] سنة على الأقل بموجب { $law }.
        [two] سنتان على الأقل بموجب { $law }.
        [few] { $years } سنوات على الأقل بموجب { $law }.
       *[other] { $years } سنة على الأقل بموجب { $law }.
    }
office-retention-class-access = من فتح سجلًا
office-retention-what-access = من ومتى ولماذا، بالمعرّفات.
office-retention-class-account = الحسابات
office-retention-what-account = كيف يدخل المرء، وما اختاره.
office-retention-class-appointment = الزيارات
office-retention-what-appointment = متى وأين ومع من، وما كُتب عنها.
office-retention-class-client = سجلات العملاء
office-retention-what-client = الأسماء ووسائل الاتصال والوثائق والأرقام ومن ينوب عن من.
office-retention-class-complaint = الشكاوى
office-retention-what-complaint = مما اشتُكي، وكيف حُسم.
office-retention-class-configuration = الإعدادات
office-retention-what-configuration = ما أعدّته العيادة ونشرته.
office-retention-class-consent = الموافقات
office-retention-what-consent = ما وافق عليه المرء ومتى أنهاه.
office-retention-class-disclosure = الإفصاحات
office-retention-what-disclosure = ما أُعطي ولمن ولماذا.
office-retention-class-erasure = المحو
office-retention-what-erasure = أن سجلًا مُحي، دون صاحبه.
office-retention-class-event = الأحداث
office-retention-what-event = أن شيئًا حدث، بالمعرّفات.
office-retention-class-hold = الحجز
office-retention-what-hold = أن نزاعًا أوقف إزالة بيانات، ولماذا.
office-retention-class-import = الاستيراد
office-retention-what-import = ما جلبه ملف إلى أن عولج.
office-retention-class-incident = الحوادث
office-retention-what-incident = ما وقع، ومن أُخبر به.
office-retention-class-job = أعمال باقية
office-retention-what-job = ما على البرنامج أن يفعله بعد؛ بالمعرّفات.
office-retention-class-message = الرسائل
office-retention-what-message = ما أُرسل إلى أحد.
office-retention-class-request = الطلبات
office-retention-what-request = ما طلبه المرء وكيف أُجيب.
office-retention-class-session = الدخول
office-retention-what-session = أي متصفح داخل، والروابط في الرسائل.
office-retention-coming = ما سيطلبه القانون
office-retention-coming-text = هذه غير نافذة بعد. ولا تقفل شيئًا ولا تحدد أجلًا قبل يومها.
office-retention-from = ابتداءً من { $day }.
office-retention-conflicts = حيث يلتقي المحو والحفظ
office-retention-lock = قد يطلب المرء أن يُمحى بينما يلزمنا قانون بحفظ جزء. ويوفّي بالاثنين قفل: لا يقرأ أحد ذلك الجزء من حينها، ويزول من نفسه يوم تنقضي مدة القانون.
office-retention-own-right = وعدنا نحن بالمحو
office-retention-conflict = يُمحى عند الطلب ({ $right })، ويُحفظ { $years } سنة ({ $law }).
office-retention-category-reference = مراجع
office-retention-category-schedule = المواعيد
office-retention-category-identity = من هو المرء
office-retention-category-contact = كيف يُتصل به
office-retention-category-health = الصحة
office-retention-category-biometric = قياسات حيوية
office-retention-category-location = أماكن
office-retention-category-message = مراسلات
office-retention-category-account = حسابات
office-retention-category-technical = ملاحظات تقنية
office-retention-category-finance = أسعار ومدفوعات
office-retention-category-public = ما هو معلن
office-retention-sweep = آخر كنس
office-retention-never = لم يكن بعد. الأول خلال ساعة.
office-retention-last = انتهى { $when }.
office-retention-swept = زال: { $gone }. أبقاه قسم أو حجز: { $kept }.
office-retention-due = { $n } من السجلات أو الجداول انتهى أجلها ولم تزل

## الحجز
office-hold-title = ما يوقفه نزاع
office-hold-text = ما دام حجز قائمًا لا يزول شيء مما هو عنه: لا بكنس ولا بمحو. قيامه يظهر على السجل، أما سببه فلمن يُسأل عن بيانات الناس وحده.
office-hold-one = عميل
office-hold-whole = العيادة كلها
office-hold-whole-hint = لا يزول شيء أبدًا ما دام قائمًا.
office-hold-client = سجل من
office-hold-client-hint = بريده الإلكتروني أو هاتفه أو رقم العميل. واتركه فارغًا لحجز العيادة كلها وحده.
office-hold-number = رقم العميل
office-hold-several = في عدة سجلات هذا: اكتب رقم العميل بدلًا منه.
office-hold-reason = لماذا
office-hold-reason-hint = القضية أو الرسالة. يُختم.
office-hold-reason-short = اذكر السبب بما لا يقل عن { $least } أحرف.
office-hold-until = حتى
office-hold-until-hint = إن تُرك فارغًا بقي حتى يرفعه أحد.
office-hold-until-past = اختر يومًا قادمًا.
office-hold-erased = مُحي هذا السجل، ولم يبق منه ما يُحجز.
office-hold-nobody = لا سجل هنا يوجد بهذا.
office-hold-place = احجز
office-hold-lift = ارفع
office-hold-past = انتهى
office-hold-sealed = السبب مختوم، وليس لك أن تقرأه.
office-hold-somebody = أحدهم
office-hold-told = منذ { $since }، وضعه { $by }، حتى يُرفع.
office-hold-told-until = منذ { $since }، وضعه { $by }، حتى { $until }.
office-hold-told-lifted = من { $since } حتى { $until }، وضعه { $by }.
office-hold-done-placed = حُجز.
office-hold-done-lifted = رُفع الحجز.
office-hold-panel-title = الحفظ
office-hold-panel = يوقف نزاع هذا السجل منذ { $since }: لا يُمحى منه شيء في أثناء ذلك.
office-hold-panel-none = لا شيء يوقف هذا السجل.
office-hold-panel-link = ضع حجزًا أو ارفعه
ability-office-retention = الاطلاع على كم يُحفظ وماذا
ability-office-holds = حجز البيانات ورفع الحجز
