evidence-traffic-encrypted =
    { $certificate ->
        [1] यह प्रोग्राम TLS ख़ुद बोलता है; { $answers } में से { $answers_without_it } उत्तरों ने ब्राउज़र से उसी पर टिकने को नहीं कहा
       *[other]
            { $loopback ->
                [1] यह प्रोग्राम केवल इसी मशीन पर मिलता है, जहाँ से कुछ बाहर नहीं जाता
               *[other] इस प्रोग्राम के लिए एक प्रॉक्सी TLS बोलता है; उसके आगे भेजे { $passed_on } निवेदनों में से { $passed_on_in_clear } उस तक TLS से नहीं आए थे, { $answers } में से { $answers_without_it } उत्तरों ने ब्राउज़र से उसी पर टिकने को नहीं कहा
            }
    }
evidence-password-hashed = { $passwords } पासवर्ड हैश के रूप में रखे हैं, { $not_hashed } किसी और रूप में; { $fewer_rounds_than_set } अगले साइन इन पर { $rounds_set } चक्रों तक पहुँचेंगे
evidence-password-robust = अभी आज़माए { $tried } आम पासवर्डों में से { $refused } लौटाए गए; { $accounts_with_a_second_factor } खातों में दूसरा चरण है, और कर्मचारियों के केवल पासवर्ड वाले { $staff_tried } सत्रों में से, जो अभी आज़माए गए, { $let_in } नियम के विरुद्ध खुले
evidence-session-lifetime = { $sessions } ब्राउज़र साइन इन हैं; { $older_than_allowed } की अवधि { $days } दिन, या कर्मचारियों के { $minutes } मिनट के ठहराव, से अधिक हो चुकी है; { $of_closed_accounts } बंद खातों के हैं। अभी आज़माए { $links_tried } मुलाक़ात के लिंकों में से { $open_too_long } अपने दिनों के बाद भी खुले और { $closed_too_soon } पहले ही बंद मिले
evidence-encryption-at-rest = { $columns } खानों में { $values } मान एन्क्रिप्ट हैं, { $clear } खुले पड़े हैं
evidence-access-need-to-know = पिछले 30 दिनों में { $openings } बार खोलने दिया गया और { $refusals } बार मना किया गया; अभी पूछने वाले { $strangers_tried } अजनबियों में से { $strangers_let_in } को आने दिया गया और { $strangers_not_written_down } लिखे नहीं गए। पिछले 90 दिनों में { $emergencies } अभिलेख आपात स्थिति में खोले गए; { $emergencies_not_looked_at } अभी देखे नहीं गए, और { $emergencies_not_told } के बारे में किसी को नहीं बताया गया
evidence-access-visible = { $entries } बार खोलना लिखा गया, { $unsealed } एक मिनट से अधिक अपनी मुहर की प्रतीक्षा में; { $broken ->
        [0] लॉग उससे आगे चलता है
       *[other] लॉग उससे आगे नहीं चलता
    } जो उसका कुंजियों के पास रखा है; { $minutes ->
        [-1] वह अभी अंत तक पढ़ा नहीं गया
        [0] पिछले एक मिनट में { $verified } मुहरबंद पंक्तियाँ एक-एक करके पढ़ी गईं, और वैसी ही थीं जैसी मुहर लगी थी
       *[other] { $minutes } मिनट पहले { $verified } मुहरबंद पंक्तियाँ एक-एक करके पढ़ी गईं, और वैसी ही थीं जैसी मुहर लगी थी
    }{ $altered ->
        [0] { "" }
       *[other] ; तब से कुछ ऐसा मिला जो बदला, हटाया या खिसकाया गया
    }
evidence-logs-without-people =
    { $running ->
        [1] लॉग चल रहा है और उसमें { $fields } खाने हो सकते हैं; { $lines } पंक्तियाँ { $other_fields } दूसरे खानों के साथ लिखी गईं; { $naming_somebody } में कोई ईमेल पता या पहचान थी, और { $talkative_libraries } लाइब्रेरियाँ चेतावनियों से अधिक लिखती हैं
       *[other] लॉग नहीं चल रहा, इसलिए उसके बारे में कुछ ज्ञात नहीं
    }
evidence-security-alerts = 30 दिनों में साइन इन के तरीक़े से जुड़ी { $noted } घटनाएँ लिखी गईं, उनमें से { $untold } समय पर नहीं बताई गईं; { $unnoticed } ने बहुत सारे अभिलेख खोले और किसी का ध्यान नहीं गया
evidence-security-evaluated = { $audits } जाँचें रखी हैं{ $hours ->
    [-1] , अभी कोई नहीं हुई
   *[other] , पिछली { $hours } घंटे पहले, { $standing } बातों के साथ
}; { $late ->
    [0] कोई देर से नहीं
   *[other] अगली देर से है
}, { $missed } पहले देर से हुईं; { $changed } बाद में बदली गईं, { $missing } ग़ायब हैं
evidence-notice-published = सूचना अभी संस्करण { $version } कहती है, { $languages } भाषाओं में ({ $current ->
        [1] जैसा लिखा गया था
       *[other] जैसा लिखा गया था वैसा नहीं
    }); प्रोग्राम चलने के बाद बने { $pages } पन्नों में से { $without_it } उस तक नहीं ले गए
evidence-notice-versions = यहाँ { $versions } संस्करण हैं; { $changed_afterwards } लिखे जाने के बाद बदले गए, { $missing } ग़ायब हैं
evidence-collection-declared = { $columns } खाने घोषित हैं, { $undeclared } डेटाबेस से अलग हैं
evidence-collection-source = { $clients } ग्राहक, उनमें से { $without_source } का स्रोत नहीं लिखा
evidence-consent-recorded = हाँ की { $given } रसीदें और उसके अंत की { $withdrawn }; { $altered } बाद में बदली गईं, { $ends_of_nothing } उसका अंत करती हैं जो कभी दी ही नहीं गई; { $uses_without_one } उपयोगों के समय कोई मान्य रसीद नहीं थी
evidence-cookies-listed = { $listed } सूची में हैं; चलने के बाद { $answers } उत्तरों ने { $set } अलग-अलग रखीं, उनमें से { $not_listed } सूची में नहीं
evidence-cookies-choice = चलने के बाद { $answers } उत्तरों ने { $set } अलग-अलग कुकियाँ रखीं, उनमें से { $before_a_choice } ऐसी जिनके बिना पन्ना चल सकता था और जिन्हें किसी ने नहीं चुना था
evidence-tracking-signals = चलने के बाद { $signals } निवेदनों ने पीछा किए जाने से मना किया, साइन इन किए { $people } लोगों के; { $not_written_down } लिखे नहीं गए
evidence-tracking-none-by-third-parties = चलने के बाद { $answers } में से { $to_other_hosts } उत्तरों ने ब्राउज़र को किसी और से माँगने दिया
evidence-links-marked = चलने के बाद { $pages } पन्ने बने। उनके { $marked } लिंक बाहर ले जाते हैं और यह बताते हैं; { $unmarked } जगहों तक कोई लिंक बिना बताए ले गया
evidence-location-asked = { $metres } मीटर से अधिक महीन नहीं। { $pages_that_ask } ऐसे पन्ने गए जो पूछ सकते हैं; { $by_others } दूसरों को पूछने देते हैं, और { $columns } खानों में कोई ठिकाना रखा जा सकता है
evidence-age-minimum = { $accounts } खाते उनके धारकों ने खोले, { $without_the_age } ने { $age } या अधिक की उम्र नहीं बताई
evidence-purpose-limited = { $columns } एन्क्रिप्ट किए खाने बताते हैं कि वे किसलिए पढ़े जाते हैं; अभी आज़माई { $keys_tried } कुंजियों में से { $keys_that_opened_otherwise } ने सूची से अलग खोला; { $purposes_not_listed } ऐसे उद्देश्यों की अनुमति है जो किसी खाने की सूची में नहीं
evidence-phi-as-clinic-permits = { $run_by_others ->
        [0] प्रोग्राम क्लिनिक ख़ुद चलाता है।
       *[other] प्रोग्राम दूसरे चलाते हैं, { $without_an_agreement ->
            [0] ऐसे समझौते के अधीन जो क्लिनिक ने माना।
           *[other] और क्लिनिक ने उनके साथ कोई मान्य समझौता नहीं माना।
        }
    } पिछले 90 दिनों में { $let_in } को मदद के लिए आने दिया गया और उन्होंने { $opened } बार खोला, जिनमें { $opened_outside } उस समय के बाहर जिसके लिए उन्हें आने दिया गया था; { $not_told } के बारे में किसी को नहीं बताया गया, और { $without_an_end } बिना किसी अंत के साइन इन हैं। { $of_another_text } पाठ उनसे अलग हैं जो माने गए थे
evidence-service-messages-frequency = { $choices } लोगों ने चुना कि उन्हें कब याद दिलाया जाए। उनके लिए { $reminders_waiting } याद दिलाने वाले पत्र प्रतीक्षा में हैं, और चुनने के बाद { $reminders_sent } गए; { $against_a_choice } किसी की पसंद के विरुद्ध
evidence-messages-from-shown = { $letters } पत्र लिखे गए, { $automatic } पर लिखा है कि वे अपने आप बने, { $unmarked } पर भेजने वाले का चिह्न नहीं
evidence-sharing-never-sold = पिछले वर्ष { $left } प्रश्न और पत्र बाहर गए और { $refused } रोके गए; { $for_advertising_or_sale } विज्ञापन या बिक्री के लिए, { $beyond_the_list } ऐसे काम के लिए जो सूची में नहीं; सूची की { $entries_that_say_so } प्रविष्टियाँ इसकी अनुमति देती हैं
evidence-sharing-recipients-listed = सूची में { $recipients }, { $to_be_named } का समझौता अभी लिखा जाना है, { $not_bound } अब बँधे नहीं; पिछले वर्ष { $left } प्रश्न और पत्र बाहर गए, { $refused } रोके गए, { $to_nobody_bound } ऐसे के पास गए जो बँधा नहीं था
evidence-sharing-deidentified-only = { $releases } निर्गम, हर एक फिर पढ़ा गया: { $not_as_signed } वैसे नहीं जैसे उन पर हस्ताक्षर हुए, { $too_small } में कोई वर्ग कहे से छोटा है, { $unapproved } स्वीकृत नहीं हुए, { $files_not_as_signed } फ़ाइलें वैसी नहीं जैसी उन पर हस्ताक्षर हुए; शोर के साथ { $questions } प्रश्न, { $budgets_overspent } बजट से अधिक; अभी की { $trials } परीक्षाओं में से { $trials_failed } असफल
evidence-sharing-disclosures-recorded = { $recorded } लिखे गए; इनमें { $statements_left_out } उस कथन के बिना जो साथ जाना था, { $hidden_past_their_day } अपने दिन के बाद भी छिपे, { $told_before_their_day } उससे पहले बताए गए, { $changed_afterwards } बाद में बदले गए; निवेदनों के { $answered_short } उत्तरों में उतने नहीं गिनाए गए जितने थे
evidence-rights-self-service = { $details } प्रकार के ब्योरे एन्क्रिप्ट रखे हैं; उनमें से { $shown_nowhere } अपने व्यक्ति को कहीं नहीं दिखते, और उन्हें दिखाने वाले पन्नों में से { $pages_missing } ग़ायब हैं। 30 दिनों में लोगों ने ख़ुद { $changed_by_themselves } बदलाव किए
evidence-rights-access = एक वर्ष के { $requests } निवेदनों में से { $overdue } की अवधि निकल चुकी है और { $answered_late } का उत्तर देर से दिया गया; { $refused_without_a_ground } बिना आधार मना किए गए, { $done_in_part } पूरे कहे गए जिनका कोई भाग असफल रहा या किसी ने नहीं लिखा कि किसने किया
evidence-rights-correct = एक वर्ष में माँगे { $requests } सुधारों में से { $overdue } की अवधि निकल चुकी है और { $answered_late } का उत्तर देर से दिया गया; { $refused_without_a_ground } बिना आधार मना किए गए, { $done_in_part } पूरे कहे गए जिनका कोई भाग असफल रहा या किसी ने नहीं लिखा कि किसने किया
evidence-rights-delete = { $erased } अभिलेख मिटाए गए, { $locked } क़ानून से बंद; मिटाए गए लोगों की { $keys } कुंजियाँ और { $rows } पंक्तियाँ बची हैं, और { $late } बंद अभिलेख अपने दिन से आगे हैं
evidence-rights-anonymise = { $rows } पंक्तियाँ किसी के बारे में नहीं रहीं; उनमें से { $telling } किसी के बारे में कुछ कहती हैं
evidence-rights-object = { $standing } लागू हैं, { $lifted } वापस लिए गए; उन अभिलेखों में से { $tried } के लिए अभी पूछा गया, { $opened_all_the_same } फिर भी खुले, { $refused_without_a_note } बिना लिखे मना हुए; { $letters_sent_all_the_same } पत्र फिर भी भेजे गए
evidence-rights-close-account = { $closed } खाते उनके धारकों ने बंद किए; उनमें से { $still_open } अब भी किसी को आने देते हैं, { $with_somebody_signed_in } में कोई साइन इन है, { $with_a_key_left } में कोई कुंजी बची है; { $feeds_of_closed_accounts } कैलेंडर उनके लिए पढ़े जाते हैं जिन्होंने अपना बंद किया
evidence-retention-limited = { $classes } वर्ग, उनमें से { $classes_without_a_rule } बिना नियम के; { $rows_past_their_time } पंक्तियाँ और { $persons_past_their_time } लोग अपने समय से आगे; { $holds } रोकें लागू हैं; { $minutes_since_the_last_sweep ->
        [-1] अभी कोई सफ़ाई नहीं हुई
       *[other] पिछली सफ़ाई { $minutes_since_the_last_sweep } मिनट पहले पूरी हुई
    }
evidence-deletion-reaches-backups = { $certificates } प्रमाणपत्र, उनमें से { $broken } वैसे नहीं जैसे उन पर हस्ताक्षर हुए; मिटाए गए लोगों की { $keys } कुंजियाँ चालू कुंजी-भंडार में बची हैं; बैकअप यहाँ से नहीं दिखते
evidence-termination-removes-service-data = { $left ->
        [0] इस स्थापना से अभी कोई क्लिनिक नहीं गया।
       *[other] गए हुए क्लिनिक: { $left }। सभी तालिकाओं, कुंजियों और फ़ाइलों में उनकी { $found } चीज़ें मिलीं, और { $not_looked_for } को हाल में नहीं खोजा गया। { $receipts_not_signed } रसीदों पर हस्ताक्षर नहीं।
    } { $late } जितना चाहिए उससे अधिक प्रतीक्षा में हैं, और { $held } रुके हैं क्योंकि कोई विवाद उनका डेटा रोकता है। क्लिनिकों की पंक्तियों वाली { $tables } तालिकाओं में से { $tables_not_covered } छूट जातीं
evidence-directory-fields = अभी इस नियंत्रण को भेजे किसी व्यक्ति के { $sent } गुणों में से वादे वाले { $kept } लौटे, और { $kept_beside_them } दूसरे
evidence-directory-follows-leavers = { $people } लोग किसी निर्देशिका से आए हैं; जिन { $shut_out_or_removed } को उसने बाहर किया या हटाया, उनके { $still_open } खाते खुले या साइन इन हैं; { $directories_not_followed } निर्देशिकाएँ एक दिन से अधिक नहीं पढ़ी गईं; गए हुए { $not_erased_in_time } को एक दिन पहले मिटा दिया जाना था
evidence-complaints-answered = एक वर्ष की, और सभी प्रतीक्षारत, { $complaints } शिकायतों में से { $open } खुली हैं; { $answered_in_time } का उत्तर और { $settled_in_time } का निपटारा समय पर हुआ। { $overdue } अभी देर से हैं, { $answered_or_settled_late } का उत्तर या निपटारा देर से हुआ; { $closed_without_a_word } बिना पत्र के निपटी कही गईं, { $late_and_nobody_told } देर से हैं और किसी को नहीं बताया गया
evidence-notice-change-ahead = एक वर्ष में सूचना के { $versions } बदलाव देखे गए: { $too_soon } ने कहे समय से पहले कम का वादा किया; { $announced } की घोषणा { $letters } पत्रों से हुई, { $not_written_to } खाताधारक छूट गए, लागू होने पर भी { $letters_that_wait_still } पत्र रुके हैं, { $told_late } उसके बाद ही गए, और { $reached_nobody } किसी तक नहीं पहुँचे; डेटा के { $uses_added } उपयोग जोड़े गए, जिन पर { $agreed } लोग सहमत हुए, { $refused } ने मना किया और { $not_answered } ने उत्तर नहीं दिया; { $asked_nobody } उपयोगों के बारे में किसी से नहीं पूछा जा रहा; अभी माँगे गए { $tried } और सारे खोले गए में से { $read_all_the_same } बिना हाँ के पढ़े गए, { $sent_all_the_same } पत्र बिना हाँ के गए, { $without_a_receipt } हाँ की रसीद नहीं; { $recipients_announced } पाने वालों की घोषणा { $letters_about_them } पत्रों से हुई, जिनमें से { $letters_given_up } जा नहीं सके, और उनमें से { $told_afterwards } की बाद में, क्योंकि कोई डाक-मार्ग खुला नहीं था; { $recipients_too_soon } कहे समय से पहले या बिना घोषणा के लागू हुए, { $received_too_soon } प्रश्न और पत्र किसी के पास उसके दिन से पहले गए
evidence-residency-stated = { $differs ->
    [0] हमारी सूचना और हमारा प्रोग्राम चलाने वाला एक ही देश बताते हैं
   *[other] हमारी सूचना और हमारा प्रोग्राम चलाने वाला दोनों एक ही देश नहीं बताते
}; { $told } लोगों को उसी फ़ॉर्म ने बताया जिससे वे आए, उनमें से { $had_to_agree } को सहमत होना था, { $without_a_receipt } की रसीद नहीं; तीस दिनों में { $clients_untold } ग्राहक, { $accounts_untold } खाते और { $complaints_untold } शिकायतें ऐसे फ़ॉर्म से आईं जिसने कुछ नहीं बताया; { $used_after_a_no } के लिए कुछ चल रहा है जिन्होंने हाँ वापस ली, { $ran_out } के लिए जिनकी हाँ की अवधि निकल गई, और { $agreed_elsewhere } के लिए जो किसी और देश या और शब्दों पर सहमत हुए थे
evidence-incident-notified = किसी घटना की सूचना देने के { $open } दायित्व खुले हैं, उनमें से { $late } देर से; एक वर्ष में { $told_late } देर से पूरे हुए। { $undecided } संदेह या घटनाएँ बहुत देर तक अनिर्णीत रहीं, { $not_told } बंद घटनाओं में ऐसे लोग हैं जिन्हें नहीं बताया गया, { $missing } दायित्व उठते ही नहीं लिखे गए; { $unreached } लोगों तक कोई पत्र या सार्वजनिक सूचना नहीं पहुँचती, जबकि उसका दिन निकल चुका है, { $not_posted } सूचनाएँ पहले पन्ने से ग़ायब हैं। खोलने के लेखे की { $unsealed } पंक्तियाँ एक घंटे से अधिक बिना मुहर की हैं, उसमें { $altered } दोष मिले; { $said_why_not } को लिखे गए कारण से नहीं बताया गया
