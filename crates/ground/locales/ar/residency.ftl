## أين يُحفظ ما يخص الناس
residency-line = ما تخبرنا به هنا يُحفظ في { $place }.
residency-line-desk = أخبرهم قبل الحفظ: ما يخبروننا به يُحفظ في { $place }. ويُسجَّل باسمك أنك أخبرتهم.
residency-elsewhere = أعيش في بلد آخر
residency-elsewhere-desk = يعيشون في بلد آخر
residency-home = أين تعيش؟
residency-home-desk = أين يعيشون؟
residency-home-other = في غير هذه
residency-home-ae = الإمارات العربية المتحدة
residency-home-eu = الاتحاد الأوروبي أو آيسلندا أو ليختنشتاين أو النرويج
residency-home-in = الهند
residency-agree = يجوز أن يُحفظ في { $place } حيث يسري قانون غير قانون بلدي. ولي أن أسحب ذلك متى شئت.
residency-agree-desk = وافقوا على أن يُحفظ في { $place } حيث يسري قانون غير قانون بلدهم. ولهم أن يسحبوا ذلك متى شاؤوا.
residency-fault-agree = القانون هناك يشترط موافقتك أولًا. لم يُحفظ شيء.
residency-fault-moved = تغيّر مكان الحفظ وأنت تكتب. اقرأه مرة أخرى من فضلك. لم يُحفظ شيء.
consent-residency = حفظ بياناتي في بلد آخر
consent-residency-text = يجوز لـ{ $clinic } أن تحفظ ما لديها عني في { $place } حيث يسري قانون غير قانون بلدي. ولي أن أسحب ذلك متى شئت، في صفحاتي أو بكلمة إلى { $clinic }. وعندئذ لا يستعمله أحد بعد ذلك، ولي أن يُمحى.
holds-residency-told =
    { $count ->
        [one] قيد واحد بما أُخبرت به عن مكان الحفظ.
        [two] قيدان بما أُخبرت به عن مكان الحفظ.
        [few] { $count } قيود بما أُخبرت به عن مكان الحفظ.
       *[other] { $count } قيدًا بما أُخبرت به عن مكان الحفظ.
    }
