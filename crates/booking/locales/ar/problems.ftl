## ما تقوله الحجوزات لمن يكتب برنامجًا، بحسب الرمز.

problem-booking-taken-text = المختص مشغول حينئذ، أو كل غرفة أو جهاز يصلح له. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-not-offered-text = لا أحد يقدّم هذه الخدمة حاليًا. لم يتغيّر شيء.
problem-booking-too-soon-text = يبدأ قبل أقرب وقت يمكن حجزه الآن: في الماضي، أو ضمن مهلة الخدمة. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-too-far-text = يبدأ بعد آخر يوم يمكن حجزه الآن. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-closed-text = العيادة مغلقة في ذلك اليوم. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-outside-hours-text = لا يقع ضمن ساعات عمل مختص في مكان واحد. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-off-grid-text = ليس من البدايات المعروضة: اطلب المواعيد المتاحة وأرسل أحدها كما ورد. لم يتغيّر شيء.
problem-booking-day-full-text = بلغ المختص أو الخدمة حد ذلك اليوم. لم يتغيّر شيء؛ وفي «times» المواعيد المتاحة التالية.
problem-booking-status-title = حال الموعد غير ذلك
problem-booking-status-text = حاله لا تسمح بهذا: انتهى، أو أُلغي، أو هو كما أُريد له. لم يتغيّر شيء؛ اقرأه من جديد.
problem-booking-too-early-text = لم يتغيّر شيء. يُسجَّل الحضور قبل الموعد بيوم على الأكثر، وكيف انتهى بعد أن يبدأ.
problem-booking-too-late-title = فات وقت ذلك
problem-booking-too-late-text = بحسب شروط العيادة لم يعد يمكن تغييره من هنا. لم يتغيّر شيء.
problem-booking-stale-title = تغيّر في هذه الأثناء
problem-booking-stale-text = غيّر شخص آخر الموعد. لم تغيّر أنت شيئًا؛ اقرأه من جديد.
problem-booking-birth-date-text = لم يُحجز شيء. يجب أن يكون «birth_date» يومًا مضى، ضمن عمر إنسان.
problem-booking-too-young-text = لم يُحجز شيء. أرسل الولي في «client»، ومن يأتي في «child».
problem-booking-desk-only-text = يُدخل الاستقبال كل شخص جديد. لم يُحجز شيء.
problem-booking-unknown-client-text = الخدمة لمن تعرفهم العيادة، ولا تعرف أحدًا بهذا الاسم مع هذا العنوان. لم يُحجز شيء.
booking-fault-service = لا خدمة بهذا الاسم تُحجز عبر الإنترنت.
booking-fault-practitioner = لا أحد بهذا المعرّف يقدّم هذه الخدمة.
