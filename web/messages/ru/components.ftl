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
block-filter-title = Фильтр
block-filter-applied = Применены фильтры:
block-filter-remove = убрать фильтр
block-filter-clear = Сбросить все
block-filter-apply = Применить
block-list-empty = Таких записей нет. Попробуйте изменить фильтр.
block-list-count = { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записи
}
block-list-exports = Скачать список
block-list-choose = Выбор записей
block-list-all-page = Все на этой странице ({ $n })
block-list-all-matching = Все, что подходит под фильтр ({ $n })
block-job-waiting = В очереди
block-job-running = Выполняется
block-job-done = Завершено
block-job-failed = Не выполнено
block-job-cancelled = Отменено
block-job-counted = Обработано { $done } из { $total }.
block-job-refused = { $n ->
    [one] { $n } ошибка.
    [few] { $n } ошибки.
    [many] { $n } ошибок.
   *[other] { $n } ошибки.
}
block-job-left = { $n ->
    [one] Осталась примерно { $n } минута.
    [few] Осталось примерно { $n } минуты.
    [many] Осталось примерно { $n } минут.
   *[other] Осталось примерно { $n } минуты.
}
block-job-progress = Ход выполнения
block-job-close = Страницу можно закрыть: работа не остановится.
block-job-files = Файлы результата
block-job-cancel = Отменить
block-sign-documents = { $n ->
    [one] { $n } документ на подпись
    [few] { $n } документа на подпись
    [many] { $n } документов на подпись
   *[other] { $n } документа на подпись
}
block-sign-read = Прочитать документ
block-sign-ways = Способ подписания
block-sign-upload = Файл, подписанный в другом месте
block-sign-upload-file = Файл подписи
block-sign-upload-hint = Скачайте документ и создайте отделённую подпись (CMS) в программе ЭЦП.
block-sign-upload-send = Отправить подпись
block-step-done = выполнено
block-step-now = сейчас здесь
block-step-late = просрочено
block-step-ahead = впереди
block-step-due = Срок: { $day }.
block-step-left = { $n ->
    [one] Остался { $n } день.
    [few] Осталось { $n } дня.
    [many] Осталось { $n } дней.
   *[other] Осталось { $n } дня.
}
block-step-overdue = { $n ->
    [one] Опоздание на { $n } день.
    [few] Опоздание на { $n } дня.
    [many] Опоздание на { $n } дней.
   *[other] Опоздание на { $n } дня.
}
block-step-contact = Обратиться: { $contact }
block-parts-by-month = По месяцам
mark-legend = Обозначения
block-grid-child = Ребёнок
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
