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
