### كلمات غرفة الحجز: كل الصفحات العامة.

## أجزاء صغيرة
booking-former-colleague = زميل سابق
booking-comma = {"، "}
booking-free =
    { $count ->
        [zero] لا متاح
        [one] موعد واحد
        [two] موعدان
        [few] { $count } مواعيد
        [many] { $count } موعدًا
       *[other] { $count } موعد
    }
booking-day-free =
    { $count ->
        [one] 1 متاح
        [two] موعدان
        [few] { $count } متاحة
       *[other] { $count } متاح
    }
booking-with-name = مع { $name }
booking-born = تاريخ الميلاد { $date }

## خطوات الحجز
booking-steps = حجزك
booking-step-visit = الزيارة
booking-step-time = الموعد
booking-step-you = بياناتك
booking-step-check = المراجعة
booking-step-done = (تم)

## بطاقة الزيارة
booking-visit = زيارتك
booking-what = الزيارة
booking-when = الموعد
booking-with = المعالج
booking-how-long = المدة
booking-price = السعر
booking-pay-after = تُدفع بعد الزيارة
booking-where = المكان
booking-for = لمن
booking-by = صاحب الحجز
booking-only-needed = لا نسأل إلا عمّا تحتاجه هذه الزيارة.
booking-how-kept = كيف نحفظه
booking-change = تغيير

## الخطوة 1: أي زيارة
booking-start-title = بمَ نستطيع أن نساعدك؟
booking-way-clinic = في المركز
booking-way-video = بالفيديو
booking-way-home = في بيتك
booking-way-class = ضمن مجموعة
booking-asks = ننظر في كل طلب أولًا ثم نردّ عليك.
booking-first = أقرب موعد
booking-no-time-soon = لا موعد قريبًا
booking-no-services-title = لا شيء يمكن حجزه هنا بعد
booking-no-services-text = اتصل بنا من فضلك، وسنجد لك موعدًا.

## الخطوة 2: متى
booking-skip-times = انتقل إلى المواعيد
booking-times-title = اختر موعدًا
booking-take = اختره
booking-with-whom = مع من؟
booking-anyone = أي معالج
booking-anyone-note =
    { $count ->
        [zero] لا موعد هذا الأسبوع
        [one] موعد واحد هذا الأسبوع
        [two] موعدان هذا الأسبوع
        [few] { $count } مواعيد هذا الأسبوع
        [many] { $count } موعدًا هذا الأسبوع
       *[other] { $count } موعد هذا الأسبوع
    }
booking-which-day = أي يوم؟
booking-week-before = الأسبوع السابق
booking-week-after = الأسبوع التالي
booking-full = ممتلئ
booking-closed = مغلق
booking-past = انقضى
booking-show = أظهر المواعيد
booking-morning = صباحًا
booking-afternoon = بعد الظهر
booking-evening = مساءً
booking-there = في المركز
booking-week-full = لا موعد متاح هذا الأسبوع
booking-later = أظهر أقرب موعد متاح
booking-none-soon = لا موعد متاح في الأسابيع المقبلة. اتصل بنا من فضلك.
booking-zone = المواعيد بتوقيت المركز، { $zone }.
booking-zone-yours = جهازك على { $zone }.
booking-zone-own = المواعيد بتوقيت جهازك، { $zone }.
booking-zone-mine = اعرضها بتوقيتي
booking-zone-clinic = اعرضها بتوقيت المركز
booking-zone-for-you = وهو عندك { $when }.
booking-none-suit = لا يناسبك أي منها؟
booking-list-offer = أخبرنا متى تستطيع الحضور. إذا خلا موعد نكتب إليك وحدك، ونحجزه لك 15 دقيقة.
booking-list-join = انضم إلى قائمة الانتظار
booking-nothing-chosen = لم تختر موعدًا بعد
booking-choose-time = اختر موعدًا من فضلك.

## ذهب الموعد
booking-taken = حُجز موعد { $time } لغيرك قبل لحظات.
booking-taken-next = لم يُحجز شيء. أقرب المواعيد المتاحة:
booking-taken-look = لم يُحجز شيء. اختر موعدًا آخر من فضلك.

## الخطوة 3: من
booking-skip-form = انتقل إلى الأسئلة
booking-about-title = من سيحضر؟
booking-for-whom = لمن هذه الزيارة؟
booking-for-me = لي
booking-for-child = لطفلي
booking-for-child-hint = أو لمن تتولّى أمره: تحجز له وتحضر معه
booking-child = طفلك، إن كانت الزيارة له
booking-child-birth-why = يحضر الصغار مع أحد الوالدين، ويستعد المعالج بحسب العمر.
booking-you = بياناتك
booking-for-name = لـ { $name }
booking-for-new = لشخص جديد
booking-for-new-hint = طفل لك، أو شخص آخر تتصرف نيابة عنه
booking-new = الشخص الجديد، إن كانت الزيارة له
booking-name = الاسم
booking-own-lacks = ليس لدينا هذا بعد. سيُحفظ في سجلك.
booking-own-known = نحن نعرفك، فلا حاجة إلى كتابة هذا من جديد.
booking-own-change = غيّره
booking-have-account = هل لديك حساب هنا؟
booking-sign-in = سجّل الدخول ونملأ هذا عنك
booking-given-name = الاسم الأول
booking-given-name-why = كما تحب أن نناديك.
booking-family-name = اسم العائلة
booking-email = البريد الإلكتروني
booking-email-why = لإرسال التأكيد، وفيه رابط لتغيير الموعد أو إلغائه.
booking-phone = الهاتف
booking-phone-why = فقط إن طرأ شيء في يوم الزيارة.
booking-birth-date = تاريخ الميلاد
booking-birth-why = لهذه الزيارة شرط في العمر.
booking-home = إلى أين نأتي
booking-home-ask = الشارع والمدينة، وكيف ندخل
booking-home-why = الطابق أو الجرس أو البوابة. يُحفظ مختومًا مع هذه الزيارة وحدها.
booking-anything = هل من شيء آخر؟
booking-note = ماذا يجب أن نعرف لاستقبالك؟
booking-note-why = كرسي بذراعين، أو لغة، أو مرافق. لا تكتب عن صحتك: ذلك بينك وبين معالجك.
booking-note-short = ملاحظة
booking-remind = ذكّروني قبل يوم
booking-remind-over = الموعد أقرب من أن نذكّرك به: لا يأتي له تذكير.
booking-remind-hint = بالبريد الإلكتروني. ويمكنك الرفض لاحقًا في صفحة زيارتك.
booking-about-kept = نستخدم هذا لحجز موعدك والوصول إليك واستقبالك، لا لغير ذلك.
booking-fault-age = من عمر { $age } عامًا يمكنك الحجز بنفسك. إن كنت أصغر فاطلب من أحد والديك أن يحجز لك.
booking-fault-reach = أعطنا من فضلك بريدًا إلكترونيًا أو رقم هاتف.

## الخطوة 4: المراجعة
booking-confirm-title = هل كل هذا صحيح؟
booking-reminder = التذكير
booking-reminder-yes = بالبريد الإلكتروني، قبل يوم
booking-reminder-over = بلا تذكير: الموعد أقرب من ذلك
booking-reminder-no = بلا تذكير
booking-edit = غيّر ما كتبت
booking-book-it = احجز هذه الزيارة
booking-ask-it = اطلب هذه الزيارة
booking-asks-long = هذا طلب. ننظر فيه ونكتب إليك، ويبقى الموعد محفوظًا لك حتى ذلك الحين.
booking-rule-free = التغيير والإلغاء مجانيان حتى { $until }.
booking-rule-move = التغيير مجاني حتى { $until }.
booking-rule-cancel = الإلغاء مجاني حتى { $until }.
booking-rule-over = لم يعد تغيير الموعد ممكنًا هنا، بل بالهاتف.
booking-rule-request = يمكنك سحب طلبك في أي وقت.
booking-rule-late = الإلغاء الآن يُعدّ متأخرًا. إن تعذّر حضورك فأخبرنا من فضلك في أقرب وقت.
booking-near-move = لن يمكنك تغييره هنا بعد ذلك.
booking-near-late = إلغاؤه يُعدّ متأخرًا.
booking-near-title = هذا الموعد قريب
booking-near-all-the-same = انقلها مع ذلك
booking-near-other = اختر موعدًا آخر
booking-cancel-changed = تغيّرت زيارتك منذ فتحت تلك الصفحة. هذا ما هي عليه الآن.
booking-cancel-late-now = انتهت مهلة الإلغاء المجاني منذ فتحت تلك الصفحة. لم يُلغَ شيء بعد.

## تم الحجز
booking-done-title = إلى لقاء قريب.
booking-asked-title = وصلنا طلبك
booking-to-calendar = أضفه إلى التقويم
booking-manage = تغيير أو إلغاء
booking-then-booked = زيارتك محجوزة.
booking-then-asked = طلبك لدى المركز. ننظر فيه ونكتب إليك.
booking-then-mail = كتبنا إليك، وفي الرسالة رابط للتغيير أو الإلغاء. يعمل الرابط بلا كلمة سر، فاحتفظ به لنفسك.
booking-then-pay = تدفع { $price } بعد الزيارة.
booking-done-kept = اسمك وطريقة الوصول إليك محفوظان تحت مفتاح خاص بك. ويمكنك أن ترى كل مرة يفتحهما فيها أحد.

## زيارة واحدة، برابطها
booking-link-wrong-title = هذا الرابط لا يقود إلى زيارة
booking-link-wrong-text = لم يُنسخ كاملًا أو ليس من روابطنا. افتح الرابط الذي في رسالتنا مرة أخرى. وإن لم يقد إلى شيء فسجّل الدخول لترى زياراتك، أو اطلب منا رسالة جديدة: تجد في الأسفل كيف تصل إلينا.
booking-link-wrong-visits = زياراتك
booking-link-ended-title = انتهت مدة هذا الرابط
booking-link-ended-text = يفتح الرابط الذي في رسالتنا الزيارة حتى { $days ->
    [one] يوم واحد
    [two] يومين
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
} بعدها. لترى زياراتك، سجّل الدخول، أو افتح حسابًا بعنوان البريد الذي نراسلك عليه.
booking-move = تغيير الموعد
booking-cancel = إلغاء
booking-again = احجز زيارة أخرى
booking-history = ما جرى حتى الآن
booking-past-booked = حُجزت
booking-past-moved = نُقلت
booking-past-anew = طُلب لها موعد آخر
booking-past-resized = تغيّرت مدتها
booking-past-reinstated = قائمة كما كانت
booking-past-cancelled = أُلغيت
booking-past-arrived = وصول
booking-past-inroom = دخول
booking-past-kept = تمت
booking-past-missed = لم تتم
booking-past-reminded = أرسلنا تذكيرًا

## تغيير الموعد
booking-move-title = اختر موعدًا جديدًا
booking-move-here = انقلها إلى هنا
booking-move-asks = ننظر في كل موعد أولًا: تنتظر زيارتك موافقتنا من جديد، ويصبح الموعد القديم متاحًا لغيرك.
booking-keep-time = أبقِ موعدي

## الإلغاء
booking-cancel-title = هل تلغي هذه الزيارة؟
booking-cancel-then = يصبح الموعد متاحًا لغيرك. ويمكنك الحجز مرة أخرى في أي وقت.
booking-cancel-it = ألغِ الزيارة
booking-keep = أبقِها
booking-cancelled = أُلغيت. كتبنا إليك بذلك.
booking-cancelled-only = أُلغيت.
booking-moved = نُقلت إلى { $when }.
booking-moved-asked = طُلب موعد { $when }. ننظر فيه ونكتب إليك.
booking-remind-by = بالبريد الإلكتروني.
booking-remind-own = ذكّروني
booking-remind-own-hint = بالبريد الإلكتروني، قبل الزيارة بالمدة التي اخترتها.
booking-remind-when = بالبريد الإلكتروني، { $when }.
booking-remind-choose = اختر متى نذكّرك
booking-remind-on-own = سنذكّرك.
booking-reminder-own = بالبريد الإلكتروني، كما اخترت
booking-remind-on = نذكّرك قبل يوم.
booking-remind-off = لن نرسل إليك تذكيرًا.

## أحوال الزيارة
booking-state-booked = محجوزة
booking-state-asked = بانتظار موافقتنا
booking-state-unsure = غير مؤكدة
booking-state-arrived = وصل
booking-state-inroom = في الغرفة
booking-state-kept = تمت
booking-state-missed = لم تتم
booking-state-cancelled = ملغاة
booking-state-late = أُلغيت متأخرًا

## حين لا يتاح الموعد، وأجوبة أخرى
booking-not-free = لم يعد حجز موعد { $time } ممكنًا.
booking-all-times = كل المواعيد
booking-of-age = عمري { $age } عامًا أو أكثر.
booking-fault-unknown = هذه الزيارة لمن سبق أن زارنا. لا نعرف هذا الاسم مع هذا العنوان. راجعهما من فضلك، أو اختر زيارة أولى.
booking-fault-stopped = استعمال هذه البيانات موقوف بطلبك، فلا نرتّب زيارة ولا نكتب رسالة عنها.
booking-stopped = أوقفت استعمال بياناتك، فلا يمكن حجز زيارة ولا تُكتب رسالة عنها. وافق على «ترتيب المواعيد» أو أعد كل شيء كما كان، هنا:
booking-stopped-consents = ما وافقت عليه وما رفضته
booking-fault-where = اكتب إلى أين نأتي: الشارع والمدينة وكيف ندخل.
booking-fault-far = تاريخ خلال المئة سنة الماضية والسنوات العشر القادمة من فضلك.
booking-fault-start = وقت بصيغة RFC 3339 مع فرق التوقيت: ‪2026-11-26T14:15:00+00:00‬.
booking-fault-key = من 1 إلى 255 حرفًا من فضلك.
booking-fault-key-reused = استُعمل هذا المفتاح لطلب آخر. استعمل مفتاحًا جديدًا.
booking-error-taken-title = هذا الموعد غير متاح
booking-error-taken-text = لم يُحجز شيء. اختر موعدًا آخر من المواعيد المتاحة.
booking-error-status-title = تغيّرت حال الزيارة
booking-error-status-text = انظر إليها مرة أخرى: ما أردته تم، أو لم يعد ممكنًا.
booking-error-early-title = ما زال الوقت مبكرًا لذلك
booking-error-early-text = لم يتغيّر شيء. يُسجَّل الحضور من اليوم السابق للزيارة، وكيف انتهت بعد أن تبدأ.
booking-error-late-title = فات وقت ذلك هنا
booking-error-late-text = انتهت المهلة التي تغيّر فيها الموعد بنفسك. اتصل بنا من فضلك.
booking-error-birth-title = تاريخ الميلاد هذا غير ممكن
booking-error-birth-text = لم يُحجز شيء. تاريخ الميلاد يوم مضى، ضمن عمر إنسان.
booking-error-age-title = من كان في هذا العمر يحجز له وليّه
booking-error-age-text = لم يُحجز شيء. أرسل بيانات الولي بصفته العميل، وبيانات القادم بصفته الطفل.
booking-error-desk-title = هذا الحجز من عمل الاستقبال
booking-error-desk-text = أنت مسجّل الدخول من فريق العيادة. يحجز الاستقبال لكل شخص جديد ولكل من ليس في رعايتك. لزيارة تخصّك، سجّل الخروج أولًا.
booking-error-stopped-title = ترتيب الزيارات موقوف
booking-error-unknown-title = هذه الزيارة لمن نعرفهم
booking-error-unknown-text = اختر زيارة أولى، أو استعمل الاسم والعنوان اللذين أعطيتنا من قبل.
booking-past-asked = طُلبت
booking-past-approved = وافقنا عليها
booking-past-declined = لم نستطع الموافقة
booking-state-declined = لم نوافق

## الرسائل
booking-mail-automatic = هذه رسالة آلية من { $clinic }.
booking-mail-dear = مرحبًا { $name }،
booking-mail-for = الزيارة لـ { $name }
booking-mail-with = مع { $name }
booking-mail-stopped-subject = حُجزت زيارة باسمك: { $when }
booking-mail-stopped = حُجزت زيارة باسمك على صفحاتنا: { $when }. لقد أوقفت استعمال بياناتك، فنراها بلا اسمك ولا نذكّر بها أحدًا ولا نكتب عنها شيئًا آخر.
booking-mail-stopped-agree = إن أردت أن نرتّب الزيارات ونكتب إليك عنها في هذه الأثناء، فسجّل الدخول ووافق على ذلك هنا:
booking-mail-manage = لتغيير الموعد أو إلغائه افتح هذه الصفحة. تعمل بلا كلمة سر، فاحتفظ بها لنفسك:
booking-mail-see = يمكنك أن تراها هنا:
booking-mail-confirmation-subject = زيارتك { $when }
booking-mail-confirmation = زيارتك محجوزة.
booking-mail-request-subject = طلبك لموعد { $when }
booking-mail-request = وصلنا طلبك. ننظر فيه ونكتب إليك، ويبقى الموعد محفوظًا لك حتى ذلك الحين.
booking-mail-approval-subject = وافقنا على زيارتك { $when }
booking-mail-approval = ننتظر زيارتك. إنها محجوزة.
booking-mail-decline-subject = طلبك لموعد { $when }
booking-mail-decline = نأسف: لا نستطيع الموافقة على هذه الزيارة. لم يُحجز شيء. اختر موعدًا آخر من فضلك أو اتصل بنا.
booking-mail-change-subject = زيارتك الآن { $when }
booking-mail-change = لزيارتك موعد جديد. إن كانت في تقويمك فالملف المرفق ينقلها.
booking-mail-length-subject = تغيّرت مدة زيارتك { $when }
booking-mail-length = تنتهي زيارتك الآن الساعة { $end }. إن كانت في تقويمك فالملف المرفق يغيّرها.
booking-mail-reinstatement-subject = زيارتك { $when } قائمة كما كانت
booking-mail-reinstatement = زيارتك قائمة كما حُجزت. إن حذفتها من تقويمك فالملف المرفق يعيدها.
booking-mail-cancellation-subject = أُلغيت زيارتك { $when }
booking-mail-cancellation = أُلغيت زيارتك. إن كانت في تقويمك فالملف المرفق يزيلها.
booking-mail-reminder-subject = زيارتك { $when }
booking-mail-reminder = ننتظر لقاءك. إن لم تستطع الحضور فأخبرنا مبكرًا من فضلك، ليُتاح الموعد لغيرك.

booking-mail-bring = أحضر معك من فضلك:

booking-mail-choose = كم قبل الزيارة نذكّرك، وفي أي ساعات لا نفعل، أو ألا نذكّرك أبدًا: تختار ذلك هنا:

## متى يريد المرء أن يُذكَّر
booking-reminders = التذكيرات
booking-reminders-short = كم قبل الزيارة، ومتى لا
booking-reminders-lede = نكتب إليك قبل الزيارة بالبريد الإلكتروني. وأنت تقول متى.
booking-reminders-of = ذكّروني بـ
booking-reminders-own = زياراتي
booking-reminders-wards = زيارات من أنوب عنهم
booking-reminders-when = كم قبل الزيارة
booking-reminders-week = قبل أسبوع
booking-reminders-two-days = قبل يومين
booking-reminders-day = قبل يوم
booking-reminders-hours = قبل ثلاث ساعات
booking-reminders-quiet = ساعات الهدوء
booking-reminders-quiet-how = لا يصل تذكير في هذه الساعات، بل قبلها مباشرة. اتركهما فارغتين إن لم تُرد ذلك.
booking-reminders-from = من
booking-reminders-to = إلى
booking-reminders-zone = بتوقيت
booking-reminders-saved = حُفظ.
booking-reminders-stale = اخترت غير ذلك في هذه الأثناء من نافذة أخرى. ما تراه هو ما كتبته هنا، فاحفظه ليسري.
booking-reminders-fault-leads = اختر واحدًا على الأقل من فضلك، أو اترك في الأعلى ما لا تريد أن نذكّرك به.
booking-reminders-fault-same = تبدأ ساعات الهدوء وتنتهي في وقتين مختلفين.
booking-reminders-fault-half = اذكر من فضلك متى تبدأ ومتى تنتهي، أو اترك الاثنتين.
booking-reminders-next = لزيارتك القادمة، { $visit }، نكتب إليك { $times }.
booking-reminders-next-none = لزيارتك القادمة، { $visit }، لن يصلك تذكير.
booking-reminders-always = ما اتُّفق عليه نخبرك به فورًا مهما اخترت هنا: أن زيارة حُجزت أو نُقلت أو أُلغيت.
how-location-asked = لا تسأل متصفحك عن مكانك إلا صفحات تُظهر عدة أماكن لنا، وحين تضغط لذلك فقط؛ ويمنعه المتصفح عن كل صفحة أخرى وعن كل برنامج لغيرنا. وما يقرؤه يُقرَّب على جهازك إلى { $location_metres } متر، ويُقارن هناك بأماكننا، ولا يُرسَل ولا يُحفظ.
evidence-location-asked = يُقرَّب إلى { $metres } متر. خرجت { $pages_that_ask } صفحات لها أن تسأل؛ وسمح { $by_others } جوابًا لغيرنا بالسؤال، و{ $columns } أعمدة يمكن أن تحفظ مكانًا
how-service-messages-frequency = قبل كتابة أي تذكير يُسأل عمّا اختاره قارئه: بزيارات من، وكم قبلها، وساعات الهدوء بساعته هو؛ وما كان سيصل فيها يصل عند بدايتها. ويمكن ترك زيارة واحدة بلا تذكير. أما ما اتُّفق عليه، من حجز أو تغيير أو إلغاء، فيُخبر به فورًا.
evidence-service-messages-frequency = اختار { $choices } متى يُذكَّرون. ينتظرهم { $reminders_waiting } تذكيرًا، وخرج { $reminders_sent } منذ اختاروا، { $against_a_choice } منها على خلاف ما اختاروا
opened-booking-reminder-choose = اختيارات التذكير

## عنوان خاص لتقويم المرء نفسه
booking-feed = تقويمك
booking-feed-short = عنوان خاص يقرؤه برنامج تقويمك
booking-feed-lede = يستطيع برنامج تقويمك أن يعرض زياراتك ويبقيها محدّثة، بعنوان خاص.
booking-feed-new = عنوان جديد
booking-feed-shows = ما الذي يقوله
booking-feed-all = ماذا وأين ومع من
booking-feed-all-how = وما ينبغي إحضاره. ولتغيير زيارة تسجّل الدخول كما هي العادة.
booking-feed-only-busy = أنك مشغول فحسب
booking-feed-only-busy-how = لا كلمة عنا ولا عن الزيارة.
booking-feed-wards = وزيارات من أنوب عنهم أيضًا
booking-feed-why = يستطيع قراءته كل من لديه العنوان، ومن يدير التقويم أيضًا. فاختر أقل ما تحتاجه. وكل قراءة له تُكتب في سجلك.
booking-feed-make = أنشئ العنوان
booking-feed-fresh = عنوانك الجديد
booking-feed-once = نعرضه هذه المرة وحدها، ولا نحفظ إلا بصمته. إن ضاع فأنشئ غيره.
booking-feed-address = ضعه في برنامج تقويمك بوصفه تقويمًا تشترك فيه
booking-feed-open = افتحه في تقويم هذا الجهاز
booking-feed-there = عناوينك
booking-feed-is-all = زياراتك
booking-feed-is-all-wards = زياراتك وزيارات من تنوب عنهم
booking-feed-is-busy = أنك مشغول فحسب
booking-feed-is-busy-wards = أنك، أو من تنوب عنهم، مشغول فحسب
booking-feed-since = أُنشئ { $when }
booking-feed-read = آخر قراءة { $when }
booking-feed-unread = لم يُقرأ بعد
booking-feed-revoke = ألغِه
booking-feed-revoke-then = العنوان الملغى لا يفتح شيئًا منذ تلك اللحظة. وما قرأه برنامج التقويم من قبل قد يبقى عنده.
booking-feed-revoked = لم يعد ذلك العنوان يفتح شيئًا.
booking-feed-fault-many = لديك { $most } عناوين. ألغِ واحدًا أولًا.
booking-feed-busy = مشغول
booking-feed-of = { $name }: { $service }
opened-booking-feed-read = زيارات لتقويم
opened-booking-feed-keep = عناوين للتقاويم

## أي الأماكن أقرب
booking-nearest = أيها الأقرب إليّ؟
booking-nearest-how = يسألك متصفحك أولًا، ثم يقرّب مكانك إلى { $metres } متر ويجد الأقرب بنفسه، ولا نعرف مكانك أبدًا.
booking-nearest-one = الأقرب [place]، على نحو [km] كم في خط مستقيم.
booking-nearest-either = [place] و[other] متقاربان: نحو [km] كم في خط مستقيم.
booking-nearest-denied = لم يسمح متصفحك بذلك، فلم يُقرأ شيء. يمكنك السماح به لهذه الصفحة في إعداداته.
booking-nearest-failed = لم يستطع متصفحك أن يجد مكانه. يمكنك أن تحاول مرة أخرى.

## زيارات المرء نفسه
booking-own-more = المزيد
booking-removal-email =
    { $count ->
        [one] لديك زيارة قادمة، { $when }. تبقى محجوزة. وبلا عنوان لا نستطيع أن نكتب إليك إن نُقلت، ولا أن نذكّرك؛ وتراها كلما سجّلت الدخول.
        [two] لديك زيارتان قادمتان، أقربهما { $when }. تبقيان محجوزتين. وبلا عنوان لا نستطيع أن نكتب إليك إن نُقلت إحداهما، ولا أن نذكّرك؛ وتراهما كلما سجّلت الدخول.
        [few] لديك { $count } زيارات قادمة، أقربها { $when }. تبقى محجوزة. وبلا عنوان لا نستطيع أن نكتب إليك إن نُقلت إحداها، ولا أن نذكّرك؛ وتراها كلما سجّلت الدخول.
       *[other] لديك { $count } زيارة قادمة، أقربها { $when }. تبقى محجوزة. وبلا عنوان لا نستطيع أن نكتب إليك إن نُقلت إحداها، ولا أن نذكّرك؛ وتراها كلما سجّلت الدخول.
    }
booking-removal-phone =
    { $count ->
        [one] لديك زيارة قادمة، { $when }. تبقى محجوزة. وبلا رقم لا نستطيع أن نتصل بك إن تغيّر شيء في يومها.
        [two] لديك زيارتان قادمتان، أقربهما { $when }. تبقيان محجوزتين. وبلا رقم لا نستطيع أن نتصل بك إن تغيّر شيء في يومهما.
        [few] لديك { $count } زيارات قادمة، أقربها { $when }. تبقى محجوزة. وبلا رقم لا نستطيع أن نتصل بك إن تغيّر شيء في يومها.
       *[other] لديك { $count } زيارة قادمة، أقربها { $when }. تبقى محجوزة. وبلا رقم لا نستطيع أن نتصل بك إن تغيّر شيء في يومها.
    }
holds-appointment =
    { $count ->
        [one] زيارة واحدة كانت أو ستكون. وما اتُّفق عليه يبقى في دفاتر المركز.
        [two] زيارتان كانتا أو ستكونان. وما اتُّفق عليه يبقى في دفاتر المركز.
        [few] { $count } زيارات كانت أو ستكون. وما اتُّفق عليه يبقى في دفاتر المركز.
       *[other] { $count } زيارة كانت أو ستكون. وما اتُّفق عليه يبقى في دفاتر المركز.
    }
holds-reminder-choice = متى تريد أن نذكّرك.
holds-calendar-feed =
    { $count ->
        [one] عنوان واحد لبرنامج تقويم.
        [two] عنوانان لبرامج التقويم.
       *[other] { $count } عناوين لبرامج التقويم.
    }
booking-nav-day = اليوم
desk-nav-reports = التقارير
desk-nav-setup = الإعداد
booking-own-nav = الزيارات
booking-own-visits = زياراتك
booking-own-next = زيارتك القادمة
booking-own-open = افتحها
booking-own-then = بعد ذلك
booking-own-no-more = لا شيء بعد ذلك.
booking-own-none-title = لا زيارة محجوزة
booking-own-none-text = حين تحجز زيارة تظهر هنا مع الطريق إليها وما ينبغي إحضاره.
booking-own-past = السابقة والملغاة
booking-own-past-none = لا شيء أقدم من هذا.
booking-own-again = احجز مثلها
booking-own-all = كل زياراتك
booking-own-older = الأقدم
booking-own-later = ما بعدها
booking-own-later-none = لا شيء بعد ذلك.
booking-told = ما أخبرتنا به لهذه الزيارة
booking-told-remove = حذف
booking-told-removed = حُذف.
booking-told-needed = سنأتي إلى هناك لهذه الزيارة. يمكنك حذفه بعد انتهائها أو إلغائها.
booking-told-visits = ما قيل مع زيارة
opened-booking-own-remove = ما قيل مع زيارة
booking-own-newest = العودة إلى الآن
booking-way-map = على الخريطة
booking-way-there = الدخول
booking-bring = أحضر معك
opened-booking-own-list = قائمة الزيارات
opened-booking-own-read = زيارة واحدة
opened-booking-own-change = تغيير موعد زيارة
opened-booking-own-cancel = إلغاء زيارة
opened-booking-own-remind = تذكير بزيارة

## في صفحات الشخص
booking-panel-next = زياراتك القادمة
booking-panel-visits = الزيارات
booking-panel-none = لا زيارة محجوزة.
booking-panel-book = احجز زيارة
setup-letter-somebody = مريم

ability-booking-day = رؤية اليوم ومواعيده
ability-booking-appointments = حجز المواعيد ونقلها وقبولها ووسمها وإلغاؤها
ability-booking-block = حجب الوقت
ability-booking-read-setup = الاطلاع على الخدمات والساعات والغرف
ability-booking-setup = تحديد ما يقدمه المركز ومتى وأين
ability-booking-reports = قراءة التقارير
ability-booking-import = إدخال ملف مواعيد
