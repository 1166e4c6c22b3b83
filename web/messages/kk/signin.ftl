# Кіру, рөлді таңдау, растау.
signin-title = Кіру
signin-lead = Электрондық цифрлық қолтаңбамен (ЭЦҚ) кіруге болады: аутентификация кілтімен (AUTH).
signin-how = Қалай қол қою керек
signin-step-1 = Қол қоятын мәтінді алыңыз. Ол екі минутқа жарамды.
signin-step-2 = Оған өз компьютеріңізде, мысалы NCALayer арқылы қол қойыңыз. Қолтаңба – CMS файлы.
signin-step-3 = Қолтаңбаны жүктеңіз.
signin-begin = Мәтінді алу
signin-sandbox = Ойдан шығарылған адамды таңдау
signin-sandbox-text = Бұл сынақ ортасында өз кілтіңізсіз, ойдан шығарылған адам ретінде кіруге болады.
signin-sandbox-key = Сынақ ортасының кілтімен қол қою
signin-sign-title = Мәтінге қол қойыңыз
signin-sign-lead = Бұл мәтінге аутентификация кілтіңізбен қол қойып, қолтаңбаны жүктеңіз.
signin-text = Қол қоятын мәтін
signin-until = { $at } дейін жарамды.
signin-download = Мәтінді жүктеп алу
signin-file = Қолтаңба файлы
signin-file-hint = Мәтіні ішінде немесе бөлек CMS: .p7s, .cms, .sig, PEM немесе base64.
signin-submit = Кіру
signin-role-title = Кімнің атынан әрекет етесіз?
signin-role-submit = Жалғастыру
signin-role-issuer = Эмитент
signin-role-operator = Оператор
signin-role-registrar = Тіркеуші
signin-role-authority = Уәкілетті орган
signin-role-performer = Орындаушы
signin-role-beneficiary = Ата-ана немесе студент
signin-role-auditor = Аудитор
signin-role-public = Келуші
signin-step-title = Бұл сіз екеніңізді растаңыз
signin-step-lead = Ақша қозғалар алдында қолтаңбаңызды тағы бір рет сұраймыз. Ол бес минутқа жарамды.
signin-step-submit = Растау
done-confirmed = Бес минутқа расталды.
done-session-ended = Сеанс аяқталды.
done-oldest-session-ended = { $n ->
    [one] Бестен көп сеанс ашылмайды: ең ескісі аяқталды. Бұл сіз емес пе? Сеанстарыңызды қараңыз.
   *[other] Бестен көп сеанс ашылмайды: ең ескі { $n } сеанс аяқталды. Бұл сіз емес пе? Сеанстарыңызды қараңыз.
}
sessions-title = Сіздің сеанстарыңыз
sessions-lead = Бір уақытта бестен көп сеанс ашылмайды: тағы бір кіру ең ескісін жабады.
sessions-no-role = Рөл таңдалмаған
sessions-begun = Басталды
sessions-used = Соңғы әрекет
sessions-ended = Аяқталды
sessions-why = Себебі
sessions-why-signed-out = Өзіңіз аяқтадыңыз
sessions-why-too-many = Бестен көп сеанс ашылды
sessions-why-capacity = Өкілеттік аяқталды
sessions-why-time = Уақыты бітті
sessions-this = осы
sessions-over = аяқталған
sessions-live = ашық
sessions-end = Сеансты аяқтау, басталғаны: { $at }
done-signed-out = Сіз жүйеден шықтыңыз.

# Сынақ ортасы.
sandbox-title = Кім болғыңыз келеді?
sandbox-lead = Бұл адамдар ойдан шығарылған. Кілттері осы машинада жатыр: нағыз кілтпен бірдей кіру, тек қолды машина қояды.
sandbox-person-operator = Оператор: төлемдерді тапсырады
sandbox-person-registrar = Тіркеуші: журналды жүргізеді
sandbox-person-authority = Уәкілетті орган: бүкіл елді көреді
sandbox-person-auditor = Аудитор: бір өңірді қарайды
sandbox-person-issuer-head = Эмитент, басшы: актілерге қол қояды
sandbox-person-issuer-preparer = Эмитент, маман: дайындайды
sandbox-person-performer-director = Орындаушы, директор: актілерге қол қояды
sandbox-person-performer-accountant = Орындаушы, бухгалтер
sandbox-person-parent = Ата-ана
sandbox-sign-in = Кіру
