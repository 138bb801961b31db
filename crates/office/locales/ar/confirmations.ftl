## ما يلزمه قول شخصين، حيث تُطلب أربع عيون
confirmations-title = ينتظر شخصًا ثانيًا
confirmations-told = طلبه { $who }، { $when }. لشخص آخر أن يوافق حتى { $until }.
confirmations-why = السبب
confirmations-mine = أنت طلبته. يوافق شخص آخر يجوز له ذلك، وإلا انتهى من تلقاء نفسه.
confirmations-two = يلزم شخصان: ما تطلبه هنا يحدث حين يوافق شخص آخر.
confirmations-ask = اطلب موافقة شخص آخر
confirmations-agree = أوافق: نفّذ
confirmations-withdraw = استرجاع الطلب
confirmations-decline = لا أوافق
confirmations-kind-erasure-erase = محو هذا العميل نهائيًا
confirmations-kind-erasure-anonymise = إخفاء هوية هذا العميل نهائيًا
confirmations-kind-export = أخذ كل ما تحتفظ به العيادة
confirmations-kind-leaving = مغادرة العيادة هذا البرنامج
confirmations-kind-four-eyes = التخلي عن أربع عيون
confirmations-due = { $kind ->
        [erasure] وافق أو لا توافق: عميل يُراد محوه
        [export] وافق أو لا توافق: يُراد أخذ كل شيء
        [leaving] وافق أو لا توافق: يُراد أن تغادر العيادة
       *[four_eyes] وافق أو لا توافق: يُراد التخلي عن أربع عيون
    }
confirmations-done-asked = طُلب. يحدث حين يوافق شخص آخر.
confirmations-done-agreed = وافقت. من طلبه يأخذه.
confirmations-done-withdrawn = لن يحدث.
confirmations-export-agreed = وافق شخص آخر على هذا. يمكنك الآن أخذ كل شيء.
confirmations-own-title = يلزم شخص آخر
confirmations-own-text = أنت طلبته. يوافق شخص سواك.
confirmations-before-title = طُلب من قبل
confirmations-before-text = هو ينتظر بالفعل. انظر إلى الصفحة من جديد: تقول من طلبه وحتى متى.
confirmations-other-title = تغيّر هذا السجل
confirmations-other-text = دُمج مع سجل آخر أو فُصل عنه منذ أن طُلب هذا. استرجعه، وانظر من جديد، واطلب مرة أخرى.
