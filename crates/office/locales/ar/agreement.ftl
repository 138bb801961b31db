## استعمالات أضافها الإشعار، وما يقوله الناس فيها
agreement-heading = نسألك أولًا
agreement-lede = أضاف إشعارنا استعمالًا لما أخبرتنا به. وهو ينتظر موافقتك؛ وحتى تقولها نعمل كأنك رفضت.
agreement-title = من أجل { $purpose }: { $kinds }
agreement-text = منذ { $day } يقول إشعارنا (النسخة { $version }) إن { $clinic } يجوز أن يقرأ { $kinds } من أجل { $purpose }. وقد جئت قبل ذلك، فلا نفعله إلا إن قلت نعم. أيًّا كان اختيارك فكل ما سواه يبقى كما كان، ويمكنك تغييره في أي وقت؛ ويسري في الحال.
agreement-yes = نعم، أوافق
agreement-no = لا
agreement-said-yes = الموافقة في { $day }.
agreement-said-until = الموافقة في { $day }، حتى { $end }.
agreement-said-no = الرفض في { $day }.
agreement-said-unasked = لا جواب بعد. ونعمل كأنه رفض.
agreement-section = استعمالات أضافها إشعارنا
agreement-waiting = { $count ->
    [one] استعمال واحد لبياناتك ينتظر جوابك
    [two] استعمالان لبياناتك ينتظران جوابك
    [few] { $count } استعمالات لبياناتك تنتظر جوابك
   *[other] { $count } استعمالًا لبياناتك تنتظر جوابك
  }
agreement-ward = أجب عن { $name }
agreement-desk = ما أضافه إشعارنا، وما يقولون فيه
agreement-desk-paper = اسألهم، وأرِهم هذا النص، واكتب ما يقولون. ويبقى اسمك بجانبه لأنك من سمعه.
agreement-desk-yes = يقولون نعم
agreement-desk-no = يقولون لا
agreement-version = استعمالات أضافتها هذه النسخة
agreement-version-text = من جاء إلينا قبل { $day } يُسأل، وحتى يقول نعم لا نستعملها كذلك.

consent-purpose-administration = إدارة المركز
consent-purpose-billing = الفواتير والدفع
consent-purpose-marketing = الترويج
consent-purpose-analytics = عدّ استعمال صفحاتنا
consent-purpose-import = أخذ السجلات
consent-purpose-reporting = أرقام عن كثيرين
consent-purpose-research = بحث وإحصاء لا يدلان على أحد
consent-category-reference = الإحالات
consent-category-schedule = مواعيد الزيارات
consent-category-biometric = ما يُعرف به الجسد
consent-category-location = الأماكن
consent-category-account = الحساب وتسجيل الدخول
consent-category-technical = ملاحظات تقنية
consent-category-finance = الأسعار والمدفوعات
consent-category-public = ما هو معلن

agreement-mail-subject = { $clinic }: هل نستعمل ما أخبرتنا به لأمر آخر؟
agreement-mail =
    هذه رسالة آلية من { $clinic }. أضاف إشعارنا استعمالًا لما أخبرتنا به، وهو ينتظر موافقتك:

    { $uses }

    حتى تقول نعم نعمل كأنك رفضت، ولا يلزمك شيء. قل نعم أو لا هنا بعد تسجيل الدخول؛ كلاهما ضغطة واحدة، ويمكنك أن تختار غيره في أي وقت: { $link }

    ما يقوله إشعارنا: { $notice }

holds-use-answer =
    { $count ->
        [one] جواب واحد عن استعمال أضافه إشعارنا
        [two] جوابان عن استعمالات أضافها إشعارنا
        [few] { $count } أجوبة عن استعمالات أضافها إشعارنا
       *[other] { $count } جوابًا عن استعمالات أضافها إشعارنا
    }

copy-table-use-answer = ما قلته في استعمالات أضافها إشعارنا
copy-table-use-letter = رسائل عن استعمالات أضافها إشعارنا
copy-field-answer = الجواب
copy-field-category = نوع البيانات
copy-field-receipt = إيصاله

holds-use-letter =
    { $count ->
        [one] كُتبت رسالة واحدة عن استعمال أضافه إشعارنا
        [two] كُتبت رسالتان عن استعمالات أضافها إشعارنا
        [few] كُتبت { $count } رسائل عن استعمالات أضافها إشعارنا
       *[other] كُتبت { $count } رسالة عن استعمالات أضافها إشعارنا
    }
