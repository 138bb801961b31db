## لماذا يُستخدم كل ملف ارتباط، كما تذكره القائمة.

cookie-lang = يتذكر اللغة التي اخترتها، بعد أن تختارها.

## ما يقوله المتصفح من نفسه
signal-title = ما يقوله متصفحك
signal-gpc = يرسل إشارة Global Privacy Control. وصلتنا، ونعدّها رفضًا منك للترويج وللعدّ.
signal-dnt = يرسل إشارة Do Not Track. وصلتنا، ونعدّها رفضًا منك للترويج وللعدّ.
signal-both = يرسل إشارتي Global Privacy Control و Do Not Track. وصلتنا كلتاهما، ونعدّهما رفضًا منك للترويج وللعدّ.
signal-none = لا يقول شيئًا عن التتبع. ولو أرسل Global Privacy Control أو Do Not Track لظهر هنا.
signal-how = إن كنت مسجّل الدخول حُفظ رفضك مع حسابك، حتى تتراجع عنه بنفسك.
evidence-tracking-signals = رفضت { $signals } من الطلبات منذ البدء التتبعَ، من { $people } ممن سجّلوا الدخول؛ و{ $not_written_down } منها لم يُدوَّن
