## सूचना ने जो उपयोग जोड़े, और लोग उन पर क्या कहते हैं
agreement-title = { $purpose } के लिए: { $kinds }
agreement-text = { $day } से हमारी सूचना (संस्करण { $version }) कहती है कि { $clinic } { $purpose } के लिए { $kinds } पढ़ सकता है। आप उससे पहले आए, इसलिए हम ऐसा तभी करते हैं जब आप हाँ कहें। आप जो भी चुनें, बाकी सब वैसा ही चलता है, और आप उसे जब चाहें बदल सकते हैं; वह तुरंत लागू होता है।
agreement-version = इस संस्करण ने जो उपयोग जोड़े
agreement-version-text = जो { $day } से पहले हमारे पास आए उनसे पूछा जाता है, और जब तक वे हाँ न कहें हम ऐसा उपयोग नहीं करते।

consent-purpose-scheduling = मुलाक़ातें तय करना
consent-purpose-care = इलाज
consent-purpose-administration = क्लिनिक चलाना
consent-purpose-billing = बिल और भुगतान
consent-purpose-marketing = प्रचार
consent-purpose-analytics = हमारे पन्नों के उपयोग की गिनती
consent-purpose-import = अभिलेख लाना
consent-purpose-reporting = बहुतों के आँकड़े
consent-purpose-research = ऐसा शोध और आँकड़े जो किसी तक नहीं ले जाते
consent-category-reference = संदर्भ
consent-category-schedule = मुलाक़ातों की डायरी
consent-category-identity = नाम और जन्मतिथि
consent-category-contact = संपर्क के तरीक़े
consent-category-health = स्वास्थ्य
consent-category-biometric = जिससे शरीर पहचाना जाता है
consent-category-location = स्थान
consent-category-message = पत्र
consent-category-account = खाता और साइन-इन
consent-category-technical = तकनीकी टिप्पणियाँ
consent-category-finance = दाम और भुगतान
consent-category-public = जो सार्वजनिक है
