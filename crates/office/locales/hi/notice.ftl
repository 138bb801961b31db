notice-title = आप जो बताते हैं उसे हम कैसे रखते हैं
notice-checked = जाँचा गया
notice-dear = प्रिय पाठक,
notice-opening = ये हमारे वादे हैं, जैसे क्लिनिक का अपना प्रोग्राम उन्हें निभाता है। किसी भी वाक्य को दबाएँ और देखें कि वह अभी कैसे निभाया जा रहा है। आँकड़े अभिलेखों से पढ़े जाते हैं, हमने नहीं लिखे।
notice-kept = { $count } निभाए गए
notice-gaps = { $count } अभी नहीं निभाए गए
notice-last = पिछली जाँच { $day }, { $time }
notice-group-safeguards = इसे सुरक्षित कैसे रखा जाता है
notice-group-notice = हम क्या पूछते हैं, और आप कैसे चुनते हैं
notice-group-use = इसका उपयोग किसलिए होता है
notice-group-rights = आप हमसे क्या माँग सकते हैं
notice-law = हम { $place } के क़ानून का पालन करते हैं।
notice-one-title = हमारा एक वादा
notice-one-kept = अभी निभाया जा रहा है
notice-one-gap = अभी पूरी तरह नहीं निभाया जा रहा
notice-one-not = अभी नहीं रखा जाता
notice-machine = यही बात प्रोग्रामों के पढ़ने के लिए (JSON-LD)
notice-one-link = केवल यह वाक्य
notice-waits = इसे प्रतीक्षा है: { $rooms }।
notice-control = हमारे प्रोग्राम में इसे निभाता है
notice-all = हमारे सारे वादे
notice-how = यह कैसे निभाया जाता है
notice-tell = { $time } पर जाँचा गया
notice-tests = इसका प्रमाण
notice-engineers = इंजीनियरों के लिए: प्रोग्राम में इसका स्थान
notice-not-yet = जो यह प्रोग्राम अभी नहीं निभाता
notice-not-yet-text = जब तक प्रोग्राम इन्हें नहीं निभाता, हम इनमें से कोई वादा नहीं करते।
notice-cookies = आपका ब्राउज़र हमारे लिए क्या रखता है
notice-cookie = नाम
notice-purpose = किसलिए
notice-life = कब तक
notice-days = { $days ->
    [0] ब्राउज़र बंद होने तक
   *[other] { $days } दिन
}
office-versions-title = हमारी सूचना के सभी संस्करण
office-versions-why = हमने क्या वादा किया, कब से, और एक संस्करण से अगले में क्या बदला। अभी हर वादा निभाया जा रहा है या नहीं, यह सूचना में ही लिखा है।
office-versions-none = पहला संस्करण लिखा जा रहा है। एक मिनट बाद फिर देखें।
office-version-title = हमारी सूचना का एक संस्करण
office-version = संस्करण { $n }
office-since = { $day } से लागू
office-current = अभी
office-cause-first = पहला।
office-cause-settings = हमने अपना वादा बदला।
office-cause-installation = हमारा प्रोग्राम चलाने का ढंग बदला।
office-cause-program = हमारा प्रोग्राम, संस्करण { $program }, इसे दूसरे शब्दों में कहता है या और अधिक निभा सकता है।
office-to-notice = हमारे अभी के वादे
office-to-versions = सभी संस्करण
office-older = पुराने
office-before = इससे पहले का
office-after = इसके बाद का
office-foreign = यह संस्करण आपकी भाषा में नहीं था। यहाँ वह उसी भाषा में है जिसमें वह था।
office-changes = क्या बदला
office-changes-none = इस भाषा में कुछ नहीं। किसी दूसरी भाषा में बदला।
office-added = नया
office-removed = अब नहीं कहा जाता
office-changed = बदला
office-dates = हमारी सूचना { $first } को लागू हुई। हमने इसे पिछली बार { $last } को बदला: संस्करण { $n }, उसी दिन से लागू।
office-all-versions = सभी संस्करण, और क्या बदला
office-weaker = कम का वादा
office-room-office = निजता कार्यालय
office-room-care = देखभाल
office-room-engage = संदेश और राय
office-room-workforce = कर्मचारी और उपस्थिति
office-room-billing = बिल
office-room-directory = कर्मचारी निर्देशिका
office-room-operator = प्रोग्राम चलाने वाले
office-ahead-title = हमारी सूचना में क्या बदलता है
office-ahead-day = { $day } से हम इसके बजाय यह वादा करते हैं। तब तक पहले वाला ही लागू है।
office-ahead-can-title = यदि आप यह नहीं चाहते
office-ahead-can = कारण बताना ज़रूरी नहीं। उस दिन से पहले हमें फ़ोन या ईमेल से बताएँ, जैसा इस पन्ने के नीचे लिखा है। या अपने पन्नों में साइन इन करें: वहाँ आप देख और ले जा सकते हैं जो हम रखते हैं, और उसे हटाने को कह सकते हैं।
office-ahead-none = कोई बदलाव घोषित नहीं है। हमारी सूचना जो कहती है वही चलता रहेगा।
office-ahead-withdrawn = { $day } के लिए घोषित बदलाव वापस ले लिया गया।
office-ahead-effective = { $day } के लिए घोषित बदलाव लागू हो गया है।
office-mail-ahead-subject = { $clinic }: { $day } को हमारा वादा बदलता है
office-mail-ahead =
    यह { $clinic } का अपने आप लिखा गया पत्र है। हमारे यहाँ आपका खाता है, इसलिए हम पहले से बताते हैं: { $day } से हम नीचे लिखी बातों में अब से कम का वादा करते हैं।

    { $changes }

    तब तक जो अभी है वही लागू है। पूरी बात, और आप क्या कर सकते हैं: { $link }

    यदि आप यह नहीं चाहते तो उस दिन से पहले हमें बताएँ; कारण बताना ज़रूरी नहीं। अपने पन्नों पर आप देख और ले जा सकते हैं जो हम रखते हैं, और उसे हटाने को कह सकते हैं: { $own }
office-mail-now = अभी:
office-mail-then = तब:
office-mail-no-more = अब हम यह वादा नहीं करते:
cookies-to-choices = इसमें से आप क्या चुनते हैं
complaints-title = हम आपका डेटा जैसे रखते हैं, उसकी शिकायत करें
