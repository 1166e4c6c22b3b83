# Части, одинаковые на всех страницах.
error-prefix = Ошибка
error-summary-title = Исправьте ошибки
warning-prefix = Внимание
date-day = День
date-month-box = Месяц
date-year = Год
pages-landmark = Страницы списка
pages-previous = Предыдущая страница
pages-next = Следующая страница
figure-table = Те же данные таблицей
figure-from = Откуда
figure-to = Куда
figure-sum = Сумма, ₸
figure-as-of = По состоянию на { $at }.
figure-csv = Скачать CSV
filter-title = Фильтр
filter-applied = Применены фильтры:
filter-remove = убрать фильтр
filter-clear = Сбросить все
filter-apply = Применить
list-empty = Таких записей нет. Попробуйте изменить фильтр.
list-count = { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записи
}
list-exports = Скачать список
list-choose = Выбор записей
list-all-page = Все на этой странице ({ $n })
list-all-matching = Все, что подходит под фильтр ({ $n })
job-waiting = В очереди
job-running = Выполняется
job-done = Завершено
job-failed = Не выполнено
job-cancelled = Отменено
job-counted = Обработано { $done } из { $total }.
job-refused = { $n ->
    [one] { $n } ошибка.
    [few] { $n } ошибки.
    [many] { $n } ошибок.
   *[other] { $n } ошибки.
}
job-left = { $n ->
    [one] Осталась примерно { $n } минута.
    [few] Осталось примерно { $n } минуты.
    [many] Осталось примерно { $n } минут.
   *[other] Осталось примерно { $n } минуты.
}
job-progress = Ход выполнения
job-close = Страницу можно закрыть: работа не остановится.
job-files = Файлы результата
job-cancel = Отменить
sign-documents = { $n ->
    [one] { $n } документ на подпись
    [few] { $n } документа на подпись
    [many] { $n } документов на подпись
   *[other] { $n } документа на подпись
}
sign-read = Прочитать документ
sign-ways = Способ подписания
sign-upload = Файл, подписанный в другом месте
sign-upload-file = Файл подписи
sign-upload-hint = Скачайте документ и создайте отделённую подпись (CMS) в программе ЭЦП.
sign-upload-send = Отправить подпись
step-done = выполнено
step-now = сейчас здесь
step-late = просрочено
step-ahead = впереди
step-due = Срок: { $day }.
step-left = { $n ->
    [one] Остался { $n } день.
    [few] Осталось { $n } дня.
    [many] Осталось { $n } дней.
   *[other] Осталось { $n } дня.
}
step-overdue = { $n ->
    [one] Опоздание на { $n } день.
    [few] Опоздание на { $n } дня.
    [many] Опоздание на { $n } дней.
   *[other] Опоздание на { $n } дня.
}
step-contact = Обратиться: { $contact }
parts-by-month = По месяцам
mark-legend = Обозначения
grid-child = Ребёнок
mark-present = присутствовал
mark-ill = болел
mark-excused = уважительная причина
mark-absent = отсутствовал
mark-no-service = услуги не было
mark-conflict = данные расходятся
mark-unknown = данных нет
mark-letter-present = ●
mark-letter-ill = б
mark-letter-excused = у
mark-letter-absent = н
mark-letter-no-service = –
mark-letter-conflict = !
mark-letter-unknown = ·
weekday-1 = пн
weekday-2 = вт
weekday-3 = ср
weekday-4 = чт
weekday-5 = пт
weekday-6 = сб
weekday-7 = вс
design-title = Из чего сделаны страницы
