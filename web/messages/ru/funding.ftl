nav-issuer-funding = Сметы и капитальные затраты
funding-title = Сметы и капитальная составляющая
funding-lead = Смета оплачивается государственной организации независимо от контингента. Капитальная составляющая платится за места, введённые до 2026 года. То и другое входит в акты месяца рядом со строками детей.
funding-enter = Внести сметы или обязательства
funding-estimates = Сметы месяца государственных организаций
funding-estimates-none = Смет за { $year } год не внесено.
funding-obligations = Обязательства капитальной составляющей
funding-obligations-none = Обязательств не внесено.
funding-performer = Исполнитель
funding-month = Месяц
funding-amount = Смета
funding-document = Документ
funding-document-of = № { $number } от { $date }
funding-recorded = Внесено
funding-number = Обязательство
funding-kind = Вид
funding-kind-new = Новое здание
funding-kind-reconstruction = Реконструкция
funding-places = Места
funding-accepted = Принято
funding-months = Оплачивается
funding-span = { $from } – { $to }
funding-entry-title = Внести сметы или обязательства
funding-entry-lead = Вставьте из таблицы строки вместе с заголовком. Они сразу проверяются, затем другое лицо вашей организации подтверждает их подписью. Больше нескольких сотен строк передаются файлом.
funding-what = Что вносится
funding-what-estimates = Сметы месяца
funding-what-capital = Капитальные обязательства
funding-what-wrong = Выберите, что вносится
funding-pasted = Строки
funding-pasted-hint = Первая строка называет столбцы. Суммы в тиынах, месяцы вида 2026-09, даты вида 2026-09-01.
funding-pasted-wrong = Вставьте строки с заголовком, не больше 200 КБ
funding-pasted-refused = Часть строк отклонена: список ниже. Ничего не записано
funding-entry-check = Проверить
funding-refused = Отклонённые строки
funding-row = Строка
funding-detail = О чём речь
funding-columns = Столбцы
funding-check-title = Проверка внесения
funding-rows = Строк
funding-waits-other = Внесение подтверждает другое лицо вашей организации.
funding-confirm = Подтвердить и внести
funding-line-estimate = Смета сверх частей
funding-line-capital = Капитальная составляющая, обязательство { $number }
funding-how-part = Оплачивается по смете исполнителя независимо от посещаемости: на эту часть приходится { $due }, не более { $computed }.
funding-how-beside = Смета месяца { $nominal }; из неё сверх частей { $due }.
funding-how-capital = { $n ->
    [one] { $n } ученик
    [few] { $n } ученика
    [many] { $n } учеников
   *[other] { $n } ученика
} в пределах мест, по дням зачисления; целый месяц места – { $nominal }. Всего { $computed }.
funding-rule-estimate = Месяц государственной организации оплачивается по смете; посещаемость её не уменьшает.
funding-rule-capital = Места, введённые до 2026 года, оплачиваются ежемесячно по дням зачисления учеников.
file-kind-estimates = Сметы государственных исполнителей
file-kind-capital = Обязательства по капитальной составляющей
job-kind-import-estimates = Загрузка смет государственных исполнителей
job-kind-import-capital = Загрузка обязательств по капитальной составляющей
