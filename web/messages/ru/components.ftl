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
mark-legend = Обозначения
block-grid-child = Ребёнок
weekday-1 = пн
weekday-2 = вт
weekday-3 = ср
weekday-4 = чт
weekday-5 = пт
weekday-6 = сб
weekday-7 = вс
design-title = Из чего сделаны страницы
mark-present = Присутствовал
mark-excused = Болел, есть справка
mark-unexcused = Отсутствовал без причины
mark-leave = Отпуск родителей
mark-closed = Группа закрыта
mark-missing = Нет отметки
mark-conflict = Отметка не учитывается: ребёнок не зачислен или группа не работает
mark-ahead = Отметка ещё не пришла
mark-weekend = Выходной
mark-holiday = Праздник
mark-vacation = Каникулы
mark-outside = Не зачислен
mark-letter-present = П
mark-letter-excused = Б
mark-letter-unexcused = Н
mark-letter-leave = О
mark-letter-closed = К
mark-letter-missing = ?
mark-letter-conflict = !
weekday-long-1 = понедельник
weekday-long-2 = вторник
weekday-long-3 = среда
weekday-long-4 = четверг
weekday-long-5 = пятница
weekday-long-6 = суббота
weekday-long-7 = воскресенье
block-grid-unknown = Станет известно, когда месяц будет заполнен
file-about = Сведения
file-about-source = Источник
file-about-filter = Фильтр
file-about-at = Сформирован
file-about-whom = Кем сформирован
file-about-all = все записи
file-about-anyone = без входа, любой читатель
