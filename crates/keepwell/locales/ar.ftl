notice-title = كيف نحفظ ما تخبرنا به
notice-checked = تم التحقق
notice-dear = عزيزي القارئ،
notice-opening = هذه وعودنا كما يحفظها برنامج العيادة نفسه. اضغط على أي جملة لترى كيف نفي بها الآن. الأرقام مقروءة من السجلات ولم نكتبها نحن.
notice-kept = { $count ->
    [one] وعد واحد محفوظ
    [two] وعدان محفوظان
    [few] { $count } وعود محفوظة
   *[other] { $count } وعدًا محفوظًا
}
notice-gaps = { $count ->
    [one] وعد واحد لم نفِ به بعد
    [two] وعدان لم نفِ بهما بعد
    [few] { $count } وعود لم نفِ بها بعد
   *[other] { $count } وعدًا لم نفِ به بعد
}
notice-last = آخر تحقق { $day }، { $time }
notice-group-safeguards = كيف نصونه
notice-group-notice = ماذا نسأل، وكيف تختار
notice-group-use = فيمَ نستعمله
notice-group-rights = ما يمكنك أن تطلبه منا
notice-how = كيف نفي بهذا
notice-tell = تحققنا { $time }
notice-tests = يثبته
notice-not-yet = ما لا يفي به هذا البرنامج بعد
notice-not-yet-text = لا نَعِد بشيء من هذا قبل أن يفي به البرنامج.
notice-cookies = ما يحفظه متصفحك لنا
notice-cookie = الاسم
notice-purpose = الغرض
notice-life = المدة
notice-days = { $days ->
    [0] حتى إغلاق المتصفح
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
   *[other] { $days } يومًا
}
