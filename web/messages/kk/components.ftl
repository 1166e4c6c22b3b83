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
filter-title = Сүзгі
filter-applied = Қолданылған сүзгілер:
filter-remove = сүзгіні алып тастау
filter-clear = Барлығын тазалау
filter-apply = Қолдану
list-empty = Мұндай жазба жоқ. Сүзгіні өзгертіп көріңіз.
list-count = { $n ->
    [one] { $n } жазба
   *[other] { $n } жазба
}
list-exports = Тізімді жүктеу
list-choose = Жазбаларды таңдау
list-all-page = Осы беттегінің бәрі ({ $n })
list-all-matching = Сүзгіге сәйкес келетіннің бәрі ({ $n })
job-waiting = Кезекте
job-running = Орындалуда
job-done = Аяқталды
job-failed = Орындалмады
job-cancelled = Тоқтатылды
job-counted = { $total } ішінен { $done } өңделді.
job-refused = { $n ->
    [one] Қате: { $n }.
   *[other] Қате: { $n }.
}
job-left = { $n ->
    [one] Шамамен { $n } минут қалды.
   *[other] Шамамен { $n } минут қалды.
}
job-progress = Орындалу барысы
job-close = Бетті жаба беруге болады: жұмыс тоқтамайды.
job-files = Нәтиже файлдары
job-cancel = Тоқтату
sign-documents = { $n ->
    [one] Қол қойылатын құжат
   *[other] Қол қойылатын құжаттар: { $n }
}
sign-read = Құжатты оқу
sign-ways = Қол қою тәсілі
sign-upload = Басқа жерде қол қойылған файл
sign-upload-file = Қолтаңба файлы
sign-upload-hint = Құжатты жүктеп алып, ЭЦҚ бағдарламасында бөлек қолтаңба (CMS) жасаңыз.
sign-upload-send = Қолтаңбаны жіберу
step-done = орындалды
step-now = қазір осы кезеңде
step-late = мерзімі өтті
step-ahead = алда
step-due = Мерзімі: { $day }.
step-left = { $n ->
    [one] { $n } күн қалды.
   *[other] { $n } күн қалды.
}
step-overdue = { $n ->
    [one] { $n } күн кешікті.
   *[other] { $n } күн кешікті.
}
step-contact = Хабарласу: { $contact }
parts-by-month = Айлар бойынша
mark-legend = Белгілердің мағынасы
grid-child = Бала
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
