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
