## التدقيق الذاتي: تاريخه، وكل تدقيق، والرسالة عما ساء
checks-title = التدقيق الذاتي
checks-one-title = تدقيق ذاتي
checks-every = { $days ->
    [one] يدقق برنامجنا نفسه كل يوم.
    [two] يدقق برنامجنا نفسه كل يومين.
    [few] يدقق برنامجنا نفسه كل { $days } أيام.
   *[other] يدقق برنامجنا نفسه كل { $days } يومًا.
}
checks-why = يحكم كل تدقيق على كل وعد في الإشعار وعلى ما تنظر فيه أقسامنا سواه، ويُحفظ. ولا يكتب أحد ما وجده، وما غُيّر منه يظهر.
checks-run = دقّق الآن
checks-waits = تدقيق جارٍ، وسيظهر هنا بعد لحظة.
checks-none = لم يجرِ تدقيق بعد
checks-none-text = يجري الأول من تلقاء نفسه خلال دقائق.
checks-history = ما سبق
checks-older = الأقدم
checks-way-schedule = في موعده
checks-way-hand = بطلب
checks-way-command = بالأمر keepwell check
checks-line = ساء { $worse } وتحسّن { $better }
checks-standing = { $count ->
    [0] لا خلل
    [one] خلل واحد
    [two] خللان
   *[other] مواضع خلل: { $count }
}
checks-done-asked = التدقيق جارٍ.
checks-done-waits = هناك تدقيق جارٍ بالفعل.
checks-done-rests = جرى تدقيق قبل قليل. يمكن طلب التالي بعده بعشر دقائق.
checks-lede = { $when }، { $way }: نُظر في { $findings }، { $standing ->
    [0] ولا خلل.
   *[other] وفي { $standing } منها خلل.
}
checks-before = الذي قبله
checks-after = الذي بعده
checks-all = كلها
checks-since = منذ التدقيق السابق
checks-same = لم يتحسّن شيء ولم يسؤ.
checks-wrong = مواضع الخلل
checks-nothing = لا خلل.
checks-worse-promises = { $count ->
    [one] ساء وعد واحد: { $which }
    [two] ساء وعدان: { $which }
   *[other] وعود ساءت ({ $count }): { $which }
}
checks-worse-checks = { $count ->
    [one] ساء فحص واحد: { $which }.
    [two] ساء فحصان: { $which }.
   *[other] فحوص ساءت ({ $count }): { $which }.
}
checks-better-promises = { $count ->
    [one] تحسّن وعد واحد: { $which }
    [two] تحسّن وعدان: { $which }
   *[other] وعود تحسّنت ({ $count }): { $which }
}
checks-better-checks = { $count ->
    [one] تحسّن فحص واحد: { $which }.
    [two] تحسّن فحصان: { $which }.
   *[other] فحوص تحسّنت ({ $count }): { $which }.
}
checks-gone = { $count ->
    [one] أمر واحد كان يُنظر فيه ولم يعد: { $which }
    [two] أمران كان يُنظر فيهما ولم يعد ذلك: { $which }
   *[other] أمور كان يُنظر فيها ولم يعد ذلك ({ $count }): { $which }
}
checks-group-promises = وعود موفى بها ({ $count })
checks-group-checks = فحوص سليمة ({ $count })
checks-group-absent = لم يوعد بها بعد: لا قسم في هذا البرنامج يفي بها ({ $count })
checks-group-off = لا تعد بها هذه الطبعة ({ $count })
checks-state-kept = موفى به
checks-state-gap = غير موفى به
checks-state-absent = لم يوعد به
checks-state-off = مطفأ
checks-state-well = سليم
checks-state-wrong = فيه خلل
checks-state-unread = لم يُقرأ
checks-went-worse = أسوأ مما كان
checks-went-better = أحسن مما كان
checks-off = لا تعد طبعة العيادة بهذا.
checks-unread = لم يمكن أن يُقرأ، وهذا ليس نجاحًا.
checks-chained = يحمل كل تدقيق بصمة نفسه وبصمة الذي قبله: فمن غيّر واحدًا ظهر ذلك في وعد الإشعار عن هذا التدقيق.
checks-due = { $count ->
    [one] خلل واحد في آخر تدقيق ذاتي
    [two] خللان في آخر تدقيق ذاتي
   *[other] مواضع خلل في آخر تدقيق ذاتي: { $count }
}
checks-mail-subject = { $clinic }: ساء شيء
checks-mail-opening = وجد التدقيق الذاتي في { $day } { $count ->
    [one] ما كان سليمًا قبله أو أقل خللًا.
   *[other] { $count } مما كان سليمًا قبله أو أقل خللًا.
}
checks-mail-link = ما وجده، وأين يُصلح كل منه: { $link }
check-overdue = ما على المكتب أن يفعله
check-overdue-found = أمور منتظرة: { $due }، ومنها متأخر: { $late }
office-param-audit-days = الأيام من تدقيق ذاتي إلى التالي
ability-office-checks = قراءة التدقيق الذاتي وطلب واحد
evidence-security-evaluated = تدقيقات محفوظة: { $audits }{ $hours ->
    [-1] ، ولم يجرِ واحد بعد
   *[other] ، آخرها قبل { $hours } ساعة وفيه من مواضع الخلل { $standing }
}؛ { $late ->
    [0] لا شيء متأخر
   *[other] التالي متأخر
}، وتأخر قبله: { $missed }؛ وغُيّر بعد تدوينه: { $changed }، وينقص: { $missing }
how-security-evaluated = ينظر برنامجنا في كل وعد هنا كل { $audit_days } يومًا أو أقل، بالأرقام نفسها التي تقرؤها هذه الصفحة، وفيما سواها مما تنظر فيه أقسامه: المفاتيح والسجل والحسابات وما تأخر. وما يجده كل تدقيق يُحفظ ولا يُغيّر، ويحمل بصمة نفسه وبصمة الذي قبله؛ وما ساء يُكتب به مرة واحدة إلى من يُسأل عن البيانات.
