# Барлық бетте бірдей бөліктер.
error-prefix = Қате
error-summary-title = Қатені түзетіңіз
warning-prefix = Назар аударыңыз
date-day = Күні
date-month-box = Айы
date-year = Жылы
pages-landmark = Тізім беттері
pages-previous = Алдыңғы бет
pages-next = Келесі бет
figure-table = Сол деректер кестеде
figure-from = Қайдан
figure-to = Қайда
figure-sum = Сома, ₸
figure-as-of = { $at } жағдайы бойынша.
figure-csv = CSV жүктеу
block-filter-title = Сүзгі
block-filter-applied = Қолданылған сүзгілер:
block-filter-remove = сүзгіні алып тастау
block-filter-clear = Барлығын тазалау
block-filter-apply = Қолдану
block-list-empty = Мұндай жазба жоқ. Сүзгіні өзгертіп көріңіз.
block-list-count = { $n ->
    [one] { $n } жазба
   *[other] { $n } жазба
}
block-list-exports = Тізімді жүктеу
block-list-choose = Жазбаларды таңдау
block-list-all-page = Осы беттегінің бәрі ({ $n })
block-list-all-matching = Сүзгіге сәйкес келетіннің бәрі ({ $n })
block-job-waiting = Кезекте
block-job-running = Орындалуда
block-job-done = Аяқталды
block-job-failed = Орындалмады
block-job-cancelled = Тоқтатылды
block-job-counted = { $total } ішінен { $done } өңделді.
block-job-refused = { $n ->
    [one] Қате: { $n }.
   *[other] Қате: { $n }.
}
block-job-left = { $n ->
    [one] Шамамен { $n } минут қалды.
   *[other] Шамамен { $n } минут қалды.
}
block-job-progress = Орындалу барысы
block-job-close = Бетті жаба беруге болады: жұмыс тоқтамайды.
block-job-files = Нәтиже файлдары
block-job-cancel = Тоқтату
block-sign-documents = { $n ->
    [one] Қол қойылатын құжат
   *[other] Қол қойылатын құжаттар: { $n }
}
block-sign-read = Құжатты оқу
block-sign-ways = Қол қою тәсілі
block-sign-upload = Басқа жерде қол қойылған файл
block-sign-upload-file = Қолтаңба файлы
block-sign-upload-hint = Құжатты жүктеп алып, ЭЦҚ бағдарламасында бөлек қолтаңба (CMS) жасаңыз.
block-sign-upload-send = Қолтаңбаны жіберу
block-step-done = орындалды
block-step-now = қазір осы кезеңде
block-step-late = мерзімі өтті
block-step-ahead = алда
mark-legend = Белгілердің мағынасы
block-grid-child = Бала
weekday-1 = дс
weekday-2 = сс
weekday-3 = ср
weekday-4 = бс
weekday-5 = жм
weekday-6 = сб
weekday-7 = жс
design-title = Беттердің құрамдас бөліктері
mark-present = Болды
mark-excused = Ауырды, анықтама бар
mark-unexcused = Себепсіз келмеді
mark-leave = Ата-ананың демалысы
mark-closed = Топ жабық болды
mark-missing = Белгі жоқ
mark-conflict = Есепке алынбайтын белгі: бала тіркелмеген немесе топ жұмыс істемейді
mark-ahead = Белгі әлі келген жоқ
mark-weekend = Демалыс күні
mark-holiday = Мереке күні
mark-vacation = Каникул
mark-outside = Тіркелмеген
mark-letter-present = П
mark-letter-excused = Б
mark-letter-unexcused = Н
mark-letter-leave = О
mark-letter-closed = К
mark-letter-missing = ?
mark-letter-conflict = !
weekday-long-1 = дүйсенбі
weekday-long-2 = сейсенбі
weekday-long-3 = сәрсенбі
weekday-long-4 = бейсенбі
weekday-long-5 = жұма
weekday-long-6 = сенбі
weekday-long-7 = жексенбі
block-grid-unknown = Ай толық болғанда белгілі болады
file-about = Мәліметтер
file-about-source = Дереккөз
file-about-filter = Сүзгі
file-about-at = Жасалған уақыты
file-about-whom = Кім жасады
file-about-all = барлық жазбалар
file-about-anyone = кіргенсіз, кез келген адам
