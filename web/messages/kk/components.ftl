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
block-step-due = Мерзімі: { $day }.
block-step-left = { $n ->
    [one] { $n } күн қалды.
   *[other] { $n } күн қалды.
}
block-step-overdue = { $n ->
    [one] { $n } күн кешікті.
   *[other] { $n } күн кешікті.
}
block-step-contact = Хабарласу: { $contact }
block-parts-by-month = Айлар бойынша
mark-legend = Белгілердің мағынасы
block-grid-child = Бала
mark-present = келді
mark-ill = ауырды
mark-excused = себепті
mark-absent = келмеді
mark-no-service = қызмет болмады
mark-conflict = деректер қайшы
mark-unknown = дерек жоқ
mark-letter-present = ●
mark-letter-ill = а
mark-letter-excused = с
mark-letter-absent = к
mark-letter-no-service = –
mark-letter-conflict = !
mark-letter-unknown = ·
weekday-1 = дс
weekday-2 = сс
weekday-3 = ср
weekday-4 = бс
weekday-5 = жм
weekday-6 = сб
weekday-7 = жс
design-title = Беттердің құрамдас бөліктері
