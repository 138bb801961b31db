## क्लिनिक के डेटा के लिए कौन उत्तरदायी है
responsible-controller = उत्तरदायी
responsible-representative = संघ में उनकी ओर से
responsible-officer = डेटा संरक्षण अधिकारी
