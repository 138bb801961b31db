## ما تقوله الواجهة لمن يكتب برنامجًا: بحسب الحالة، ثم بحسب السبب، ثم عن الحقل.

problem-400-title = لا يمكن قراءة الطلب
problem-400-text = العنوان أو المحتوى ليس مكتوبًا كما في وصف الواجهة.
problem-401-title = هذا يحتاج إلى مفتاح
problem-401-text = أرسل مفتاحًا من هذه العيادة في «Authorization: Bearer». ينشئه مدير العيادة.
problem-403-title = هذا غير متاح للمفتاح
problem-403-text = دور المفتاح لا يبلغ هذا. يستطيع مدير العيادة إنشاء غيره.
problem-404-title = لا شيء بهذا الاسم
problem-404-text = ليس موجودًا، أو يخص عيادة أخرى. وحيث تذكر «errors» حقلًا فهو المقصود.
problem-405-title = ليس لهذا العنوان هذه الطريقة
problem-405-text = يذكر الرأس «Allow» الطرق التي له.
problem-409-title = لا يمكن ذلك والأمور على حالها
problem-409-text = لم يتغيّر شيء. اقرأه من جديد ثم قرّر.
problem-413-title = المحتوى أكبر مما يُقبل
problem-413-text = أرسل أقل في المرة الواحدة.
problem-415-title = لا يُقرأ هنا محتوى من هذا النوع
problem-415-text = أرسله بوصفه «Content-Type: application/json».
problem-422-title = بعض ما أُرسل خطأ
problem-422-text = لم يتغيّر شيء. تقول «errors» ما الخطأ، حقلًا حقلًا.
problem-500-title = حدث عطل من جانبنا
problem-500-text = لم يُحفظ شيء ناقصًا. أرسل الطلب مرة أخرى بالمفتاح نفسه في «Idempotency-Key» إن كان له؛ وإن تكرر العطل فاذكر «reference» للعيادة.
problem-503-title = لا يمكن الجواب الآن
problem-503-text = لم يتغيّر شيء. أرسل الطلب مرة أخرى بعد ثواني «Retry-After».

problem-key-title = المفتاح غير صالح هنا
problem-key-text = هو غير معروف، أو لعيادة أخرى، أو مسحوب، أو انتهت مدته. أرسل مفتاحًا صالحًا، وحيث لا حاجة إلى مفتاح فاترك الرأس.
problem-refused-read-only-title = المفتاح للقراءة فقط
problem-refused-read-only-text = لا يغيّر شيئًا. يستطيع مدير العيادة إنشاء مفتاح يغيّر.
problem-refused-erased-title = مُحيت بيانات هذا الشخص
problem-refused-erased-text = لم يعد أحد يستطيع قراءتها.
problem-clinic-paused-title = العيادة متوقفة مؤقتًا
problem-clinic-paused-text = أوقفها مؤقتًا من يشغّل البرنامج. لم يضع شيء؛ أعد الطلب لاحقًا.
problem-body-json-title = المحتوى ليس JSON
problem-body-json-text = لم يعد JSON عند السطر { $line }، العمود { $column }.
problem-body-object-title = المحتوى ليس كائن JSON
problem-body-object-text = أرسل كائنًا بحقول الوصف، لا مصفوفة ولا قيمة مفردة.

problem-fault-text = يجب أن يكون نصًا غير فارغ وبلا U+0000.
fault-object = يجب أن يكون كائنًا.
problem-fault-missing = هذا ناقص.
problem-fault-unasked = لا حقل ولا معامل بهذا الاسم هنا.
problem-fault-choice = ليس من القيم التي يجوز أن تكون هنا: معرّف، أو كلمة من قائمة الوصف.
problem-fault-repeated = أُرسل أكثر من مرة.
