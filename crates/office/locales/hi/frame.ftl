## हिन्दी केवल सूचना के पन्नों पर दी जाती है: बाक़ी पन्नों के शब्द अभी हिन्दी में नहीं हैं।

language-name = हिन्दी
language-offered = notice

law-unverified = { $law } (सत्यापित नहीं)

number-group = ,
number-decimal = .
number-percent = { $n }%

weekday-1 = सोमवार
weekday-2 = मंगलवार
weekday-3 = बुधवार
weekday-4 = गुरुवार
weekday-5 = शुक्रवार
weekday-6 = शनिवार
weekday-7 = रविवार
weekday-short-1 = सोम
weekday-short-2 = मंगल
weekday-short-3 = बुध
weekday-short-4 = गुरु
weekday-short-5 = शुक्र
weekday-short-6 = शनि
weekday-short-7 = रवि

month-1 = जनवरी
month-2 = फ़रवरी
month-3 = मार्च
month-4 = अप्रैल
month-5 = मई
month-6 = जून
month-7 = जुलाई
month-8 = अगस्त
month-9 = सितंबर
month-10 = अक्तूबर
month-11 = नवंबर
month-12 = दिसंबर
month-short-1 = जन॰
month-short-2 = फ़र॰
month-short-3 = मार्च
month-short-4 = अप्रै॰
month-short-5 = मई
month-short-6 = जून
month-short-7 = जुल॰
month-short-8 = अग॰
month-short-9 = सित॰
month-short-10 = अक्तू॰
month-short-11 = नव॰
month-short-12 = दिस॰

date-long = { $weekday }, { $day } { $month }
date-full = { $weekday }, { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-short = { $weekday }, { $day } { $month }
date-today = आज
date-tomorrow = कल
date-yesterday = बीता कल
date-time = { $date }, { $time }
list-two = { $first } और { $second }
list-more = { $first }, { $rest }

shell-skip = सीधे पन्ने पर जाएँ
shell-comma = {", "}
shell-nav = मुख्य
shell-feet = इन पन्नों के बारे में
shell-notice = आप जो बताते हैं उसे हम कैसे रखते हैं
shell-ahead = आपके बताए हुए के बारे में हमारा वादा { $day } को बदलता है।
shell-ahead-read = पढ़ें कि क्या बदलता है
shell-posted = यहाँ आने वाले लोगों के डेटा के साथ कुछ गलत हुआ, और सब को लिखा नहीं जा सका।
shell-posted-read = पढ़ें कि क्या यह आपके बारे में है
shell-contact = हमसे बात करें
shell-own = आपके पन्ने
shell-demo = यह एक नमूना है। यहाँ हर व्यक्ति काल्पनिक है, और कुछ भी भेजा नहीं जाता।
shell-sign-out = साइन आउट
link-away = हमारे पन्नों से बाहर ले जाता है।
requests-foot = अपने डेटा के बारे में पूछें
complaints-foot = इसकी शिकायत करें
