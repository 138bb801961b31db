### كلمات الإطار المحيط بكل صفحة، والنماذج.

## الإطار
shell-skip = انتقل إلى الصفحة
shell-comma = {"، "}
shell-nav = القائمة الرئيسية
shell-feet = عن هذه الصفحات
shell-notice = كيف نحفظ ما تخبرنا به
shell-ahead = يتغيّر ما نعدك به بشأن ما تخبرنا به في { $day }.
shell-ahead-recipients = يتغيّر من يتعامل عنا مع شيء يخصك في { $day }.
shell-ahead-read = اقرأ ما الذي يتغيّر
shell-posted = حدث خلل في بيانات تخص أناسًا يأتون إلى هنا، ولم تتسنَّ الكتابة إلى الجميع.
shell-posted-read = اقرأ إن كان يعنيك
shell-contact = تحدّث إلينا
shell-own = صفحاتك
shell-demo = نسخة للعرض. كل الأشخاص هنا من نسج الخيال، ولا يُرسَل شيء.
shell-sign-out = تسجيل الخروج
shell-find = ابحث عن مراجع
shell-live-on = كل المكاتب على اطلاع واحد
shell-live-off = انقطع الاتصال. نواصل المحاولة.
shell-new =
    { $count ->
        [one] جديدة
        [two] جديدتان
       *[other] جديدة
    }
law-gdpr = اللائحة العامة لحماية البيانات (2016/679)، المادة { $article }
law-unverified = { $law } (لم يُتحقق منه)
link-leaves = (خارج هذه الصفحات)

## أفعال
action-continue = متابعة
action-back = رجوع
action-copy = انسخ
action-copied = نُسخ
action-close = إغلاق
action-open = فتح
action-save = حفظ

## النماذج
link-away = يخرج من صفحاتنا.
field-optional = إن شئت
form-faults =
    { $count ->
        [one] إجابة واحدة تحتاج إلى مراجعة. وكل ما عداها محفوظ هنا.
        [two] إجابتان تحتاجان إلى مراجعة. وكل ما عداهما محفوظ هنا.
        [few] { $count } إجابات تحتاج إلى مراجعة. وكل ما عداها محفوظ هنا.
        [many] { $count } إجابة تحتاج إلى مراجعة. وكل ما عداها محفوظ هنا.
       *[other] { $count } إجابة تحتاج إلى مراجعة. وكل ما عداها محفوظ هنا.
    }

role-nobody = زائر
role-client = مراجع
role-guardian = وليّ أمر
role-front-desk = الاستقبال
role-clinician = معالج
role-manager = مدير
role-privacy-officer = مسؤول الخصوصية
role-operator = مشغّل
role-automatic = آلي
role-integration = برنامج آخر
role-directory = دليل الموظفين
role-personal-read = رمز خاص للقراءة
role-personal-write = رمز خاص

mail-from-automatic = { $clinic } (رسالة آلية)
mail-from-person = { $name }، { $clinic }

## أسفل كل رسالة: الغرض منها
mail-why-account = تصلك هذه الرسالة لكي تستخدم حسابك أنت دون غيرك.
mail-why-administration = تصلك هذه الرسالة لأنك تعمل لدينا.
mail-why-operation = تصلك هذه الرسالة لكي يؤدي برنامجنا عمله.
mail-why-rights = تصلك هذه الرسالة لأنك سألت عما نحفظه عنك.
mail-why-scheduling = تصلك هذه الرسالة لكي تتم الزيارة كما اتُّفق عليها.
mail-why-security = تصلك هذه الرسالة لتبقى بياناتك آمنة.

## ما يوجد عن المرء، معدودًا له
holds-person-merge =
    { $count ->
        [one] ضُمّ سجل لك إلى هذا السجل.
        [two] ضُمّ سجلان لك إلى هذا السجل.
        [few] ضُمّت { $count } سجلات لك إلى هذا السجل.
       *[other] ضُمّ { $count } سجلًا لك إلى هذا السجل.
    }
holds-legal-hold =
    { $count ->
        [one] أن نزاعًا أوقف إزالة بياناتك.
        [two] أن نزاعًا أوقف إزالة بياناتك مرتين.
        [few] أن نزاعًا أوقف إزالة بياناتك { $count } مرات.
       *[other] أن نزاعًا أوقف إزالة بياناتك { $count } مرة.
    }
holds-access-entry =
    { $count ->
        [one] سطر واحد عمّن فتح سجلك.
        [two] سطران عمّن فتح سجلك.
        [few] { $count } أسطر عمّن فتح سجلك.
       *[other] { $count } سطرًا عمّن فتح سجلك.
    }
holds-mail =
    { $count ->
        [one] رسالة واحدة كتبناها إليك.
        [two] رسالتان كتبناهما إليك.
        [few] { $count } رسائل كتبناها إليك.
       *[other] { $count } رسالة كتبناها إليك.
    }
holds-person = مفتاح خاص بك، كل هذا مختوم تحته.
holds-restriction =
    { $count ->
        [one] قيد واحد مما رفضته أو أوقفته.
        [two] قيدان مما رفضته أو أوقفته.
        [few] { $count } قيود مما رفضته أو أوقفته.
       *[other] { $count } قيدًا مما رفضته أو أوقفته.
    }
holds-consent-receipt =
    { $count ->
        [one] إيصال واحد بما وافقت عليه أو سحبته.
        [two] إيصالان بما وافقت عليه أو سحبته.
        [few] { $count } إيصالات بما وافقت عليه أو سحبته.
       *[other] { $count } إيصالًا بما وافقت عليه أو سحبته.
    }
