## محو مراجع
ability-office-erase = محو مراجع وقراءة الشهادات
office-erasure-panel = المحو أو إخفاء الهوية
office-erasure-panel-text = انظر أولًا ما الذي سيحدث. لا يُفعل شيء قبل أن تقول.
office-erasure-look = ما الذي سيحدث
office-erasure-title = محو مراجع أو إخفاء هويته
office-erasure-happens = ما الذي سيحدث
office-erasure-means = يُتلف مفتاحه، فلا يقرأ أحد شيئًا من هذا بعد ذلك، ولا في نسخنا الاحتياطية. تُلغى الزيارات القادمة بلا رسالة وتعود أوقاتها متاحة. وتبقى الزيارات السابقة أرقامًا لا تخص أحدًا.
office-erasure-nothing = لا نحفظ عنه شيئًا.
office-erasure-rows =
    { $count ->
        [zero] لا قيود
        [one] قيد واحد
        [two] قيدان
        [few] { $count } قيود
        [many] { $count } قيدًا
       *[other] { $count } قيد
    }
office-erasure-kept = ما يُلزم القانون بحفظه
office-erasure-locked-until = يُلزم قانون بحفظ هذا. يُقفل: لا يقرؤه أحد في الاستقبال، ويزول في { $day }. وكل ما عداه يزول الآن.
office-erasure-until = حتى { $day }
office-erasure-no-advice = هذا ما يعرفه البرنامج عن القانون حيث العيادة. وليس مشورة قانونية.
office-erasure-do = التنفيذ
office-erasure-way = ما المطلوب؟
office-erasure-way-needed = اختر واحدًا من فضلك.
office-erasure-erase = محو
office-erasure-erase-hint = لمن طلب أن يُمحى. تُلغى الزيارات القادمة.
office-erasure-anonymise = إخفاء الهوية
office-erasure-anonymise-hint = مثل المحو، ويبقى كل تقرير كما هو تمامًا. لمن ليست له زيارة قادمة.
office-erasure-reason = السبب
office-erasure-reason-hint = يُكتب في الشهادة. لا تكتب اسمًا.
office-erasure-number-is = رقمه
office-erasure-number = اكتب رقمه
office-erasure-number-hint = حتى لا يُمحى أحد سهوًا.
office-erasure-number-other = هذا رقم آخر.
office-erasure-go = محو نهائي
office-erasure-done = تم. وهذه الشهادة.
office-erasure-erased = مُحي
office-erasure-anonymised = أُخفيت هويته
office-erasure-locked = مقفل بحكم القانون، ومُحي ما عداه
office-erasures-title = شهادات المحو
office-erasures-none = لم يُمحَ أحد بعد
office-erasures-none-text = يترك كل محو شهادة موقعة هنا. ولا تقول لمن كانت.
office-certificate = شهادة محو
office-certificate-means = ما الذي فُعل، وبكم قيد، ولماذا. ولا تقول شيئًا عمّن. أعطها لمن طلبها.
office-certificate-two = طلبه { $asked }، ووافق عليه { $agreed }.
office-certificate-key = من لديه الملف يتحقق منه دوننا بهذا المفتاح العلني: keepwell certificate verify FILE --key KEY
office-certificate-take = حفظ الملف
office-unerased-before = مُحي من قبل.
office-unerased-held = يحفظ أمر قانوني هذا السجل. لا يُمحى شيء قبل رفعه.
office-unerased-locked = زال كل ما يجوز زواله. ويحفظ قانون الباقي مقفلًا حتى { $day }.
office-unerased-ahead = له زيارات قادمة، وإلغاؤها يغيّر الأرقام. ألغها أولًا أو اختر المحو.
office-unerased-manager = هو آخر من يدير موظفي العيادة. سمِّ مديرًا آخر أولًا.
office-unerased-staff = يعمل هنا. أنهِ ذلك أولًا: أغلق حسابه في صفحة «العاملون». بعدها يمكن محوه.
office-unerased-other = لا يمكن محوه الآن.
office-kind-identity = من هو
office-kind-contact = كيف نصل إليه
office-kind-health = عن صحته وعلاجه
office-kind-message = ما كُتب
office-rows-client = الاسم وتاريخ الميلاد ووسائل الاتصال
office-rows-client-before = السجل قبل دمجه
office-rows-client-tag = الوسوم
office-rows-document = الوثائق
office-rows-duplicate = ظنون بأن سجلين لشخص واحد
office-rows-guardian = من ينوب عن من
office-rows-identifier = الأرقام
office-rows-identifier-opening = متى عُرض رقم
office-rows-appointment = الزيارات
office-rows-reminder-choice = خيارات التذكير
office-rows-calendar-feed = اشتراكات التقويم
office-rows-account = حساب
office-rows-session = متصفحات مسجّلة الدخول
office-rows-mail = الرسائل
office-rows-access-entry = من فتح السجل (يبقى، ولا يقول من كان)
office-rows-person-merge = عمليات دمج
office-rows-other = قيود أخرى
