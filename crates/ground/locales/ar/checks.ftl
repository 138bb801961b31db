## ما ينظر فيه التدقيق الذاتي من البرنامج نفسه
check-schema = خريطة البيانات مقابل قاعدة البيانات الحية
check-schema-found = أعمدة: { $columns } في جداول: { $tables }، وجهات يمكن للبرنامج أن يبلغها: { $recipients }؛ مواضع تختلف فيها القاعدة عن الخريطة: { $differ }
check-log = سجل الاطلاع كما خُتم
check-log-found = قيود قُرئت واحدًا واحدًا: { $entries }؛ { $broken ->
    [0] وهو يكمل ما يُحفظ منه بجانب المفاتيح
   *[other] وهو لا يكمل ما يُحفظ منه بجانب المفاتيح
}، { $altered ->
    [0] ولم يتغيّر شيء
   *[other] وتغيّر شيء منه
}{ $unread ->
    [0] { "" }
   *[other] ؛ ولم يقرأه أحد كله خلال يوم
}
check-keys = المفاتيح مقابل الأشخاص
check-keys-found = أشخاص نُظر فيهم: { $persons }، ومنهم بلا مفتاح: { $without }؛ وممن مُحي: { $erased }، وبقي من مفاتيحهم: { $left }
check-rules = لكل صفحة قاعدة
check-rules-found = عناوين: { $routes }؛ منها ما لا تسميه قاعدة: { $without }، وأفعال لا تسميها قدرة: { $unsorted }
check-holds = ما يحجزه نزاع
check-holds-found = حجوز قائمة: { $holds }{ $whole ->
    [0] { "" }
   *[other] ، أحدها على العيادة كلها
}
check-work = عمل تُرك
check-work-found = أعمال عالقة: { $stuck }؛ يعرضها الأمر keepwell jobs
