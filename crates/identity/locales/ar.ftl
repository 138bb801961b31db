### كلمات غرفة الهوية: صفحات الدخول وفتح الحساب وكلمة المرور، والرسائل.

## أجزاء صغيرة
identity-comma = {"، "}
cookie-familiar = يتيح لك الدخول من متصفح سبق أن دخلت منه، حتى حين يجرّب أحد كلمات مرور لحسابك. يوضع عند دخولك، ولا يدل على شخصك، ولا يفتح شيئًا وحده.
cookie-session = يبقيك مسجَّل الدخول في هذا المتصفح. يوضع عند دخولك، ويُزال عند خروجك.


## الحقول
identity-email = البريد الإلكتروني
identity-email-why = نكتب إليه مرة واحدة، حتى لا ينسبه غيرك إلى نفسه.
identity-password = كلمة المرور
identity-password-how =
    { $least ->
        [few] { $least } أحرف على الأقل. كلمات قليلة لا صلة بينها يسهل تذكّرها ويصعب تخمينها.
        [many] { $least } حرفًا على الأقل. كلمات قليلة لا صلة بينها يسهل تذكّرها ويصعب تخمينها.
       *[other] { $least } حرف على الأقل. كلمات قليلة لا صلة بينها يسهل تذكّرها ويصعب تخمينها.
    }
identity-account-name = الاسم الذي ذكرته عند فتح الحساب
identity-name = بماذا نناديك؟
identity-name-why = كما تحب أن تُنادى.
identity-home = أين تعيش؟
identity-home-here = حيث يوجد المركز
identity-home-why = قد يشترط القانون هناك عمرًا أكبر. لا نحفظ ذلك.
identity-age = عمري { $age } عامًا أو أكثر، ويكفي حيث أعيش لأفتح حسابًا بنفسي.
identity-age-else = أصغر من ذلك؟ يستطيع أحد والديك أو ولي أمرك أن يفتح حسابًا ويحجز لك.

## الدخول
identity-sign-in-title = تسجيل الدخول
identity-sign-in = دخول
identity-to-sign-in = تسجيل الدخول بدلًا من ذلك
identity-signed-out = خرجت من حسابك في هذا المتصفح.
identity-to-forgotten = نسيتها؟
identity-no-account = لا حساب لك بعد؟
identity-to-sign-up = افتح حسابًا
identity-no-match = كلمة المرور هذه لا توافق هذا البريد. إن كنت قد فتحت حسابك للتو، فافتح أولًا الرابط الذي في رسالتنا.

## فتح حساب
identity-sign-up-title = افتح حسابًا
identity-sign-up-why = ترى زياراتك وتغيّر مواعيدها، وتقرأ من فتح ملفك. ويمكنك الحجز من دونه.
identity-sign-up-kept = لا نسأل عن شيء آخر، وكلمة مرورك لا تُحفظ في أي مكان، بل ما يبقى منها بعد حساب لا رجعة فيه.
identity-sign-up = افتح الحساب
identity-age-fault = أكّد من فضلك أن عمرك { $age } عامًا أو أكثر. وإن لم يكن كذلك فاسأل أحد والديك أو ولي أمرك.

## كتبنا إليك
identity-sent-title = انظر في بريدك
identity-sent-sign-up = إن كان بريد { $email } لك، فستجد فيه رسالة منا خلال دقيقة.
identity-sent-reset = إن كان لعنوان { $email } حساب هنا، فستجد فيه رسالة منا خلال دقيقة.
identity-sent-look = ابحث عن رسالتنا، وفي البريد غير المرغوب فيه أيضًا.
identity-sent-open = افتح رابطها على أي جهاز، واتبع ما في الصفحة.
identity-sent-else = لم يصل شيء؟ راجع العنوان، أو انتظر ساعة قبل أن تطلب من جديد: نكتب ثلاث مرات في الساعة على الأكثر.
identity-sent-demo = افتح صندوق بريد العرض

## تأكيد العنوان
identity-confirm-title = أكّد عنوانك
identity-confirm-why = اكتب كلمة المرور التي اخترتها عند فتح الحساب. هكذا لا يستطيع غيرك أن يُتمّ ما بدأته.
identity-confirm = أكّد وادخل
identity-confirm-wrong = ليست هذه كلمة المرور التي فتحت بها الحساب.
identity-confirm-not-you = لم تفتح حسابًا؟ أغلق هذه الصفحة إذن. لن يحدث شيء، وسننسى العنوان خلال أيام.

## رابط انتهى
identity-gone-title = لم يعد هذا الرابط يعمل
identity-gone-text = استُعمل من قبل أو انتهى وقته. اطلب رابطًا جديدًا، واستعمل أحدث رسالة.
identity-gone-again = اكتبوا إليّ من جديد

## كلمة مرور منسية
identity-forgotten-title = كلمة مرور جديدة
identity-forgotten-how = أخبرنا ببريدك. نرسل رابطًا يعمل مرة واحدة، لمدة ساعة.
identity-forgotten-send = أرسلوا لي الرابط
identity-new-password-title = اختر كلمة مرور جديدة
identity-new-password-why = ستخرج من حسابك في كل مكان آخر.
identity-first-password-title = اختر كلمة مرورك
identity-first-password-why = أنت مدعو للعمل مع { $clinic }. اختر كلمة مرورك لتدخل.
identity-new-password = كلمة المرور الجديدة
identity-new-password-set = احفظها وادخل

## حساب المرء نفسه
identity-account-title = حسابك
identity-profile = كلمة المرور والأجهزة
identity-profile-short = أين أنت مسجّل الدخول، وكلمة مرورك
identity-devices = أين أنت مسجّل الدخول
identity-device-this = هذا المتصفح
identity-device-seen = آخر ظهور { $when }
identity-device-since = دخول { $when }
identity-devices-days =
    { $n ->
        [one] يبقى المتصفح مسجّل الدخول يومًا واحدًا على الأكثر.
        [two] يبقى المتصفح مسجّل الدخول يومين على الأكثر.
        [few] يبقى المتصفح مسجّل الدخول { $n } أيام على الأكثر.
        [many] يبقى المتصفح مسجّل الدخول { $n } يومًا على الأكثر.
       *[other] يبقى المتصفح مسجّل الدخول { $n } يوم على الأكثر.
    }
identity-sign-out-everywhere = اخرج من كل مكان
identity-change-password = غيّر كلمة مرورك
identity-change-password-do = غيّرها
identity-current-password = كلمة المرور الحالية
identity-current-wrong = ليست هذه كلمة مرورك.
identity-change-then = تبقى مسجّل الدخول هنا، وتخرج من كل مكان آخر.
identity-browser-chrome = Chrome
identity-browser-edge = Edge
identity-browser-firefox = Firefox
identity-browser-safari = Safari
identity-browser-samsung = Samsung Internet
identity-browser-opera = Opera
identity-browser-robot = برنامج زاحف
identity-browser-tool = برنامج
identity-browser-other = متصفح آخر
identity-browser-none = متصفح بلا اسم
identity-done-password = تغيّرت كلمة مرورك، وخرجت من كل مكان آخر.
identity-done-ended = خرج ذلك المتصفح من حسابك.
identity-last-manager-title = يبقى آخر مدير
identity-last-manager-text = لا بد أن يستطيع أحد إدارة المركز. اجعل زميلًا مديرًا أولًا ثم عد إلى هنا.

## عامل ثانٍ: رموز تطبيق ومفاتيح مرور ورموز احتياطية
identity-factors-title = مفاتيح المرور والرموز
identity-factors-short = مفتاح مرور، أو رموز من تطبيق، يُبقي حسابك لك ولو عرف أحد كلمة مرورك.
identity-to-factors = اعرضها
identity-factors-why = قد يقرأ أحد كلمة مرورك من وراء كتفك، أما ما تضيفه هنا فلا: من ليس لديه إلا كلمة مرورك يبقى خارجًا.
identity-factors-why-asked = يطلب المركز من كل من يعمل هنا واحدًا من هذه مع كلمة المرور.
identity-app = تطبيق يصنع الرموز
identity-app-what = تطبيق على هاتفك يعرض ستة أرقام تتجدد كل نصف دقيقة، تكتبها بعد كلمة مرورك.
identity-app-on = مستعمل
identity-app-since = منذ { $date }
identity-app-used = آخر رمز { $when }
identity-app-set-up = أعدّ تطبيقًا
identity-app-remove = أزله
identity-app-title = أعدّ تطبيقًا
identity-app-get = افتح على هاتفك التطبيق الذي يصنع الرموز. يصلح أي تطبيق يعرف TOTP، وكثير من برامج كلمات المرور يعرفه.
identity-app-scan = صوّر به هذه الصورة.
identity-app-picture = رمز QR لتطبيقك، والمكتوب تحته هو نفسه نصًا.
identity-app-type = أو اكتب هذا في التطبيق:
identity-app-then = اكتب الأرقام الستة التي يعرضها التطبيق الآن.
identity-app-code = ستة أرقام تتغير كل نصف دقيقة.
identity-app-confirm = استعمل هذا التطبيق
identity-code = الرمز
identity-code-title = رمزك من فضلك
identity-code-why = كلمة مرورك صحيحة. اكتب الآن الرمز الذي يعرضه تطبيقك.
identity-code-why-no-app = كلمة مرورك صحيحة. أظهر الآن مفتاح مرورك، أو اكتب رمزًا احتياطيًا.
identity-code-or-recovery = ستة أرقام من تطبيقك، أو أحد رموزك الاحتياطية.
identity-code-recovery = الرمز الاحتياطي
identity-code-recovery-how = واحد من العشرة التي طبعتها.
identity-code-go = دخول
identity-code-else = ابدأ من جديد
identity-code-wrong = ليس هذا رمزًا صالحًا الآن. انتظر الرمز التالي، وتأكد أن ساعة هاتفك صحيحة.
identity-code-shut = كُتبت بعد كلمة مرورك رموز خاطئة كثيرة. استعمل رمزًا احتياطيًا أو مفتاح مرور، أو اختر كلمة مرور جديدة.
identity-code-over = مضى أكثر من خمس دقائق فنسينا ذلك. سجّل الدخول مرة أخرى من فضلك.
identity-code-lost = ليس لدي هذا ولا ذاك
identity-code-lost-text = الرمز الاحتياطي واحد من العشرة التي طبعتها. إن لم يبق لديك منها شيء فاسأل المركز: يتأكد ممن أنت ويرفع الرمز عن حسابك. أما كلمة المرور وحدها، أو رسالة منا، فلا تكفي.
identity-enrol-title = بقي شيء واحد
identity-enrol-why = يطلب { $clinic } من كل من يعمل هنا علامة ثانية مع كلمة المرور. أعدّها الآن، فهي لا تستغرق إلا دقيقة.
identity-enrol-go = استعمل هذا التطبيق وادخل
identity-passkeys = مفاتيح المرور
identity-passkeys-what = هاتفك أو حاسوبك أو مفتاح في سلسلة مفاتيحك يُثبت أنك أنت، بإصبعك أو وجهك أو رقمك السري. لا تكتب شيئًا، ولا يقرأ أحد شيئًا من وراء كتفك.
identity-passkey-use = استعمل مفتاح مرور
identity-passkey-make = أضف مفتاح مرور
identity-passkey-name = ماذا تسميه
identity-passkey-name-why = مثل: هاتفي.
identity-passkey-since = أُضيف { $date }
identity-passkey-used = آخر استعمال { $when }
identity-passkey-remove = أزله
identity-passkey-failed = لم يتم ذلك. حاول مرة أخرى، أو ادخل بطريقة أخرى.
identity-passkey-wrong = ليس هذا مفتاح مرور لحساب هنا. جرّب غيره، أو طريقة أخرى.
identity-passkey-script = لإضافة مفتاح مرور تحتاج هذه الصفحة إلى البرمجة في المتصفح. أما رموز التطبيق فتعمل من دونها.
identity-passkey-nowhere = لا يمكن ذلك هنا: يحتاج مفتاح المرور إلى عنوان باسم، يوصل إليه بأمان.
identity-done-passkey-added = من الآن يُدخلك مفتاح المرور.
identity-done-passkey-removed = لم يعد مفتاح المرور يفتح شيئًا. أزله من الجهاز أيضًا.
identity-done-passkey-wrong = لم يُضف مفتاح المرور. حاول مرة أخرى من فضلك.
identity-codes = الرموز الاحتياطية
identity-codes-title = رموزك الاحتياطية
identity-codes-why = يفتح كل منها حسابك مرة واحدة إن فقدت هاتفك. اطبعها أو اكتبها، واحفظها حيث تحفظ أوراقك.
identity-codes-of = رموز احتياطية لدى { $clinic }
identity-codes-once = تُعرض هذه المرة وحدها، ولا نحفظ إلا ما يميز الصحيح منها من غيره.
identity-codes-kept = حفظتها
identity-codes-print = اطبعها
identity-codes-left =
    { $n ->
        [0] لم يبق منها شيء. اصنع غيرها.
        [one] بقي رمز واحد.
        [two] بقي رمزان.
        [few] بقيت { $n } رموز.
       *[other] بقي { $n } رمزًا.
    }
identity-codes-renew = اصنع رموزًا جديدة
identity-codes-renew-then = ولا تفتح القديمة بعدها شيئًا.
identity-again-title = أأنت هذا؟
identity-again-why = نسأل قبل هذا مرة أخرى، كي لا يكفي متصفح تُرك مفتوحًا.
identity-again-code = الرمز
identity-again-either = من تطبيقك، أو رمز احتياطي. فكلمة المرور وحدها لا تكفي حيث يوجد غيرها.
identity-again-go = تابع
identity-happened = ما حدث أخيرًا
identity-happened-why = نكتب إليك عن كل واحد من هذه.
identity-happened-app-added = أُضيف إلى حسابك تطبيق للرموز.
identity-happened-app-removed = أُزيل من حسابك تطبيق الرموز.
identity-happened-passkey-added = أُضيف إلى حسابك مفتاح مرور.
identity-happened-passkey-removed = أُزيل من حسابك مفتاح مرور.
identity-happened-factors-removed = أزال مدير في المركز الرموز ومفاتيح المرور من حسابك، وأخرجك من كل مكان.
identity-happened-codes-renewed = صُنعت رموزك الاحتياطية من جديد، ولم تعد القديمة تفتح شيئًا.
identity-happened-code-used = استُعمل أحد رموزك الاحتياطية.
identity-happened-password-changed = تغيّرت كلمة مرور حسابك.
identity-happened-unfamiliar = سُجّل الدخول إلى حسابك من متصفح وشبكة لم نرهما من قبل.
identity-happened-wrong-codes = كتب أحد كلمة مرورك، ثم رموزًا خاطئة كثيرة.
identity-happened-key-copied = رُدّ مفتاح مرور لك لأن عدّاده رجع إلى الوراء: ربما كانت لدى أحد نسخة منه.
identity-happened-wrong-passwords = كُتبت لحسابك كلمات مرور خاطئة كثيرة.
identity-happened-many-read = فتح { $who } { $n } سجلًا خلال ساعة.
identity-somebody = برنامج أو شخص بلا اسم
identity-done-app-added = من الآن يُطلب رمز تطبيقك بعد كلمة مرورك.
identity-done-app-removed = أُزيل التطبيق.

## لماذا تُرفض كلمة مرور
identity-password-long =
    { $most ->
        [few] { $most } بايتات على الأكثر من فضلك، والحرف العربي يشغل اثنين منها.
        [many] { $most } بايتًا على الأكثر من فضلك، والحرف العربي يشغل اثنين منها.
       *[other] { $most } بايت على الأكثر من فضلك، والحرف العربي يشغل اثنين منها.
    }
identity-password-guessable = { $why } { $help }
identity-weak-guessable = يمكن تخمين هذه.
identity-weak-keys = صفوف المفاتيح أول ما يُخمَّن.
identity-weak-repeats = ما يتكرر يسهل تخمينه.
identity-weak-common = كلمة المرور هذه معروفة، ويستعملها كثيرون.
identity-weak-similar = هذه قريبة من كلمة مرور يستعملها كثيرون.
identity-weak-sequence = ما يتوالى بالترتيب، مثل abc أو 6543، يسهل تخمينه.
identity-weak-dates = السنوات والتواريخ يسهل تخمينها.
identity-weak-word = كلمة واحدة وحدها يسهل تخمينها.
identity-weak-names = الأسماء يسهل تخمينها.
identity-weak-own = لا تكاد هذه تزيد على ما يعرفه غيرك عنك.
identity-help-words = أضف كلمة أو كلمتين لا صلة بينهما.
identity-help-capitals = الأحرف الكبيرة لا تغيّر كثيرًا، وكلمة أخرى أنفع.
identity-help-reversed = قلب الكلمات لا يغيّر كثيرًا، وكلمة أخرى أنفع.
identity-help-signs = كتابة @ بدل a لا تغيّر كثيرًا، وكلمة أخرى أنفع.
identity-help-dates = دع السنوات والتواريخ التي لها صلة بك.

## الرسائل
identity-mail-automatic = هذه رسالة آلية من { $clinic }، ولا يقرأ أحد الرد عليها.
identity-mail-verification-subject = أكّد حسابك لدى { $clinic }
identity-mail-verification =
    فتحت حسابًا بهذا العنوان. لتأكيد أنه لك، افتح هذه الصفحة واكتب كلمة المرور التي اخترتها:

    { $link }

    { $hours ->
        [few] يعمل الرابط { $hours } ساعات.
       *[other] يعمل الرابط { $hours } ساعة.
    } إن لم تكن أنت، فلا حاجة إلى شيء: من دون كلمة مرورك لا يحدث شيء، وسننسى العنوان.
identity-mail-known-subject = لك حساب لدى { $clinic }
identity-mail-known =
    حاول أحد، ولعله أنت، أن يفتح حسابًا بهذا العنوان. لك حساب من قبل، فيمكنك الدخول مباشرة.

    إن كنت قد نسيت كلمة مرورك، فاختر غيرها هنا:

    { $link }

    { $hours ->
        [one] يعمل الرابط مرة واحدة، لمدة ساعة.
       *[other] يعمل الرابط مرة واحدة، لمدة { $hours } ساعة.
    } إن لم تكن أنت، فلا حاجة إلى شيء.
identity-mail-reset-subject = كلمة مرور جديدة لدى { $clinic }
identity-mail-reset =
    طلبت كلمة مرور جديدة. اخترها هنا:

    { $link }

    { $hours ->
        [one] يعمل الرابط مرة واحدة، لمدة ساعة.
       *[other] يعمل الرابط مرة واحدة، لمدة { $hours } ساعة.
    } إن لم تكن أنت، فلا حاجة إلى شيء: تبقى كلمة مرورك كما هي.
identity-mail-invitation-subject = حسابك لدى { $clinic }
identity-mail-invitation =
    أنت مدعو للعمل مع { $clinic }. اختر كلمة مرورك هنا لتدخل:

    { $link }

    { $hours ->
        [few] يعمل الرابط مرة واحدة، لمدة { $hours } ساعات.
       *[other] يعمل الرابط مرة واحدة، لمدة { $hours } ساعة.
    }

identity-mail-alert-subject = كيف تدخل إلى حسابك لدى { $clinic }
identity-mail-alert-when = متى: { $when }
identity-mail-alert-from = من أين: { $browser }، شبكة { $block }
identity-mail-alert-do-app-added = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-app-removed = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-passkey-added = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-passkey-removed = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-codes-renewed = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-unfamiliar = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، وانظر في صفحة حسابك أين سُجّل الدخول، وأخبر المركز.
identity-mail-alert-do-factors-removed = ادخل بكلمة مرورك وأعدّ لنفسك غيرها. وإن لم تطلب ذلك من المركز فأخبره حالًا.
identity-mail-alert-do-code-used = إن كنت أنت فاطبع غيرها حين يقل ما بقي. وإن لم تكن، فاختر كلمة مرور جديدة حالًا، واصنع رموزًا احتياطية جديدة، وأخبر المركز.
identity-mail-alert-do-password-changed = إن كنت أنت فلا حاجة إلى شيء. وإن لم تكن، فاطلب كلمة مرور جديدة من صفحة الدخول، وأخبر المركز.
identity-mail-alert-do-wrong-codes = إن كنت أنت فتأكد أن ساعة هاتفك صحيحة. وإن لم تكن، فأحدٌ يعرف كلمة مرورك: اختر غيرها حالًا. ولم يدخل أحد من دون رمز.
identity-mail-alert-do-wrong-passwords = لم يدخل بها أحد. إن لم تكن أنت فتأكد أن كلمة مرورك لا تُستعمل في مكان آخر، وأضف مفتاح مرور أو رموز تطبيق.
identity-mail-alert-do-many-read = إن لم تعرف السبب فاسأل من فعل ذلك، وانظر في سجل الفتح.
identity-mail-alert-do-key-copied = أزل مفتاح المرور هذا في صفحة حسابك وأضف غيره. وإن لم تجد لذلك تفسيرًا فأخبر المركز.

## كيف تفي هذه الغرفة بوعودها، وما تُظهره الأدلة
how-password-hashed = تمر كلمة المرور عبر { $password_iterations } دورة من PBKDF2-HMAC-SHA256 مع ملح خاص بها قبل أن تصل إلى قاعدة البيانات؛ وما مرّ بدورات أقل بإعداد سابق يمر بها كلها من جديد عند الدخول التالي.
how-password-robust = تُقاس كل كلمة مرور جديدة بكلمات المرور المعروفة والكلمات والأسماء والتواريخ والأنماط وما أخبرنا به صاحبها؛ وما كان دون { $password_min_score } من 4، أو أقل من { $password_min_length } حرفًا، يُرفض ويُذكر السبب بجانب الحقل. ويضيف المرء في حسابه مفتاح مرور أو تطبيقًا للرموز، ومن لديه واحد منهما يُطلب منه حيث تبدأ الجلسة، و{ $staff_second_factor }.
how-session-lifetime = يسأل كل طلب قاعدة البيانات هل ما زالت جلسته قائمة: { $session_days } يومًا من الدخول، وللموظفين { $staff_idle_minutes } دقيقة من آخر طلب. والخروج وكلمة المرور الجديدة وإيقاف الحساب تحذف سطر الجلسة.
how-security-alerts = ما يحدث في طريقة دخول المرء يُسجَّل في المعاملة نفسها، وتكتب مهمة إليه: ماذا ومتى، ومن أي فئة متصفحات وأي كتلة شبكة. وكل عشر دقائق يُنظر لمن كُتبت { $alert_tries } كلمة مرور خاطئة خلال ساعة، ومن فتح { $alert_reads } سجلًا؛ ويُخبَر بالثاني مسؤول الخصوصية، أو المديرون إن لم يكن.
how-age-minimum = يذكر نموذج الحساب الجديد العمر المعتبر حيث المركز، أو حيث تقول إنك تعيش إن كان المطلوب هناك أكبر، ولا يُفتح حساب قبل أن تصرّح ببلوغه. ولا يُحفظ أين تعيش.
evidence-password-hashed = { $passwords } كلمة مرور محفوظة بعد الحساب، و{ $not_hashed } بأي صورة أخرى؛ و{ $fewer_rounds_than_set } تنتظر الدخول التالي لتبلغ { $rounds_set } دورة
evidence-password-robust = رُفضت { $refused } من { $tried } كلمة مرور شائعة جُرّبت الآن؛ و{ $accounts_with_a_second_factor } حسابًا له عامل ثانٍ، ومن { $staff_tried } جلسة لموظفين بكلمة المرور وحدها جُرّبت الآن فُتح { $let_in } خلافًا لما طُلب
evidence-session-lifetime = { $sessions } متصفحًا مسجَّل الدخول؛ { $older_than_allowed } تجاوز { $days } يومًا أو، للموظفين، { $minutes } دقيقة من التوقف؛ و{ $of_closed_accounts } لحسابات مغلقة. ومن { $links_tried } روابط زيارات جُرّبت الآن فُتح { $open_too_long } بعد انقضاء المدة وأُغلق { $closed_too_soon } قبل انقضائها
evidence-security-alerts = { $noted } أمرًا حدث في طريقة دخول الناس سُجّل خلال 30 يومًا، { $untold } منها لم يُخبَر به في وقته؛ و{ $unnoticed } فتحوا سجلات كثيرة ولم يُنتبه إليهم
evidence-age-minimum = فتح أصحابُ { $accounts } حسابًا حساباتهم بأنفسهم، { $without_the_age } منهم دون التصريح ببلوغ { $age } عامًا أو أكثر

## ما يوجد عن المرء، معدودًا له
holds-account =
    { $count ->
        [one] حساب واحد لتسجيل الدخول.
        [two] حسابان لتسجيل الدخول.
        [few] { $count } حسابات لتسجيل الدخول.
       *[other] { $count } حسابًا لتسجيل الدخول.
    }
holds-session =
    { $count ->
        [one] متصفح واحد مسجّل الدخول.
        [two] متصفحان مسجّلا الدخول.
        [few] { $count } متصفحات مسجّلة الدخول.
       *[other] { $count } متصفحًا مسجّل الدخول.
    }
holds-challenge =
    { $count ->
        [one] رابط أرسلناه إليك، ينتهي وحده.
        [two] رابطان أرسلناهما إليك، ينتهيان وحدهما.
        [few] { $count } روابط أرسلناها إليك، تنتهي وحدها.
       *[other] { $count } رابطًا أرسلناها إليك، تنتهي وحدها.
    }
holds-authenticator =
    { $count ->
        [one] تطبيق واحد يصنع لك الرموز.
        [two] تطبيقان يصنعان لك الرموز.
        [few] { $count } تطبيقات تصنع لك الرموز.
       *[other] { $count } تطبيقًا يصنع لك الرموز.
    }
holds-recovery-code =
    { $count ->
        [one] رمز احتياطي واحد، علامةً لا رجعة فيها.
        [two] رمزان احتياطيان، علامتين لا رجعة فيهما.
        [few] { $count } رموز احتياطية، علاماتٍ لا رجعة فيها.
       *[other] { $count } رمزًا احتياطيًا، علاماتٍ لا رجعة فيها.
    }
holds-passkey =
    { $count ->
        [one] مفتاح مرور واحد: نصفه العام، وما تسميه به.
        [two] مفتاحا مرور: نصفاهما العامان، وما تسميهما به.
        [few] { $count } مفاتيح مرور: أنصافها العامة، وما تسميها به.
       *[other] { $count } مفتاح مرور: أنصافها العامة، وما تسميها به.
    }
holds-sign-in-step =
    { $count ->
        [one] دخول واحد ينتظر رمزه، لخمس دقائق.
        [two] دخولان ينتظران رمزيهما، لخمس دقائق.
        [few] { $count } مرات دخول تنتظر رموزها، لخمس دقائق.
       *[other] { $count } مرة دخول تنتظر رموزها، لخمس دقائق.
    }
holds-account-alert =
    { $count ->
        [one] ملاحظة واحدة عما حدث في طريقة دخولك.
        [two] ملاحظتان عما حدث في طريقة دخولك.
        [few] { $count } ملاحظات عما حدث في طريقة دخولك.
       *[other] { $count } ملاحظة عما حدث في طريقة دخولك.
    }
holds-known-device =
    { $count ->
        [one] نوع واحد من متصفح وشبكة دخلت منهما.
        [two] نوعان من متصفح وشبكة دخلت منهما.
        [few] { $count } أنواع من متصفحات وشبكات دخلت منها.
       *[other] { $count } نوعًا من متصفحات وشبكات دخلت منها.
    }

## ما فُتح في حالة طارئة، كما يقرؤه صاحب السجل
identity-emergency-own-title = فُتح في حالة طارئة
identity-emergency-someone = شخص يعمل هنا
identity-emergency-open-now = مفتوح الآن
identity-emergency-new = لم يُنظر فيه بعد
identity-emergency-in-order = سليم
identity-emergency-not-in-order = غير سليم
holds-emergency =
    { $count ->
        [one] مرة واحدة فُتح فيها سجلك في حالة طارئة، مع السبب.
        [two] مرتان فُتح فيهما سجلك في حالة طارئة، مع السببين.
        [few] { $count } مرات فُتح فيها سجلك في حالة طارئة، مع الأسباب.
       *[other] { $count } مرة فُتح فيها سجلك في حالة طارئة، مع الأسباب.
    }
identity-happened-address-changed = أعطى دليل موظفي المركز حسابك عنوانًا آخر للدخول.
identity-mail-alert-do-address-changed = إن كنت تتوقع ذلك فلا حاجة إلى شيء. وإن لم تكن، فأخبر مدير { $clinic } فورًا: فمن يقرأ العنوان الجديد يستطيع أن يطلب كلمة مرور جديدة.

identity-roles-title = الأدوار
identity-roles-why = يقول الدور ما يجوز لصاحبه هنا. وتُصنع أدوار المركز من الأدوار الأصلية ناقصة ما تنزعه منها، فلا يقدر دور على أكثر من أجزائه.
identity-roles-own = أدوار المركز
identity-roles-none-title = لم يصنع المركز دورًا بعد
identity-roles-none-text = تكفي الأدوار الأصلية أدناه في الغالب. اصنع دورًا حيث ينبغي لأحد أن يفعل أقل مما تجيزه.
identity-roles-built-in = الأدوار الأصلية
identity-role-new = دور جديد
identity-role-of = مصنوع من: { $roles }
identity-role-less = من دون: { $abilities }
identity-role-gives = يجيز: { $abilities }
identity-role-held = يحمله { $who }
identity-role-more = و{ $n } غيرهم
identity-role-nobody = لا يحمله أحد
identity-role-nobody-text = لا يحمله أحد. يُعطى في صفحة الزميل.
identity-role-broken = يسمّي شيئًا لا تعرفه هذه النسخة، فلا يعطي شيئًا. احفظه من جديد.
identity-role-name = الاسم
identity-role-name-why = كما سيقرؤه الزملاء: «استقبال المساء».
identity-role-parts = مصنوع من
identity-role-keeps = ما يجيزه
identity-role-keeps-why = أزل العلامة عما يُنزع. وتحت كل منها الأدوار الأصلية التي تعطيه؛ وما لا يعطيه جزء من أجزائه لا يعطيه هو أيضًا.
identity-role-make = اصنع الدور
identity-role-holders = من يحمله
identity-role-retire = أنهِ الدور
identity-role-retire-why = حين لا يحمله أحد فقط.
identity-role-taken = هناك دور بهذا الاسم.
identity-role-many = للمركز من الأدوار أكثر ما يمكن التمييز بينه. أنهِ واحدًا أولًا.
identity-role-empty = هكذا لا يجيز شيئًا لأحد: أبقِ شيئًا مما تعطيه أجزاؤه.
identity-role-gone = لم يعد أحد هذه الأدوار موجودًا. انظر مرة أخرى في العلامات.
identity-role-still-held = يحمله أحد: أعطه دورًا آخر أولًا.
identity-done-role-made = صُنع الدور. أعطه لأحد في صفحته.
identity-done-role-saved = حُفظ. يسري من الصفحة التالية.
identity-done-role-retired = أُنهي الدور.
identity-effect-title = ما يغيّره هذا
identity-effect-why = لم يُحفظ شيء بعد. اقرأ من سيقدر على ماذا، ثم قل نعم أو عد.
identity-effect-changed = تغيّر شيء منذ نظرت، فليس هذا ما عُرض عليك. لم يُحفظ شيء: انظر مرة أخرى.
identity-effect-away = لا يستطيع الدخول الآن. يسري حين يستطيع.
identity-effect-same = لا يتغيّر شيء مما يجوز له.
identity-effect-opens = سيستطيع { $who } فتح سجلات مغلقة أمامه اليوم، عددها { $n }: { $whose }، { $purposes }.
identity-effect-opens-none = سيستطيع { $who } فتح سجلات مغلقة أمامه اليوم: { $whose }، { $purposes }. ليس منها شيء الآن.
identity-effect-shuts = لن يستطيع { $who } بعدها فتح سجلات عددها { $n }: { $whose }، { $purposes }.
identity-effect-shuts-none = لن يستطيع { $who } بعدها فتح سجلات: { $whose }، { $purposes }. ليس منها شيء الآن.
identity-effect-everybody = لجميع المراجعين
identity-effect-in-care = لمن هم في رعايته
identity-effect-for-scheduling = للمواعيد
identity-effect-for-care = للرعاية
identity-effect-for-administration = للإدارة
identity-effect-for-rights = للإجابة عن أسئلة الناس عن بياناتهم
identity-effect-gains = سيستطيع
identity-effect-loses = لن يستطيع بعدها
identity-effect-others = يحمل هذا الدور غيرهم أيضًا، عددهم { $n }؛ تتغيّر لهم القدرات نفسها.
identity-effect-figures = الأرقام لهذه اللحظة وتتغيّر مع عمل المركز. ويُخرَج من يعنيهم الأمر، كي لا تبقى صفحة مما سبق مفتوحة.
identity-effect-see = انظر ما يغيّره
identity-effect-save = نعم، احفظه
identity-effect-leave = عد ولا تغيّر شيئًا
identity-carry-title = شكرًا. إنه أنت.
identity-carry-why = ما كتبته من قبل ما زال هنا. لم يُرسل بعد.
identity-happened-roles-raised = أعطى { $who } نفسه أكثر مما كان له: { $n } من القدرات.
identity-mail-alert-do-roles-raised = إن لم تعرف السبب فاسأل من فعل ذلك، وانظر في أدواره في صفحة الموظفين.
ability-identity-see-staff = رؤية من يعمل هنا وبأي دور
ability-identity-govern-staff = دعوة الزملاء، وإعطاء الأدوار وصنعها، وإنهاء عمل أحد
ability-identity-keys = صنع مفاتيح لبرامج أخرى
ability-identity-emergency = فتح سجل في حالة طارئة مع ذكر السبب
ability-identity-judge-emergencies = النظر في الحالات الطارئة والحكم فيها
