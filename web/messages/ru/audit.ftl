# The auditor's desk.
audit-title = Выборка и пересчёт
audit-lead = Строки подписанных актов выбираются по слову и считаются заново по тому, что было известно при их составлении. Одно и то же слово даёт всем одни и те же строки.
audit-month = Месяц
audit-month-hint = Например, 2026-09
audit-lines = Сколько строк
audit-lines-hint = От 1 до 200
audit-seed = Слово выборки
audit-seed-hint = Любое слово или число до 40 знаков: запишите его в протокол, чтобы выборку могли повторить.
audit-draw = Сделать выборку
audit-again = Изменить выборку
audit-error-month = Напишите месяц в виде 2026-09
audit-error-seed = Напишите слово выборки от 1 до 40 знаков
audit-error-lines = Напишите число от 1 до 200
audit-sample-title = Выборка
audit-none = Подписанных строк для выборки нет. Выберите другой месяц, программу или регион.
audit-all-agree = Все строки сходятся до тиына
audit-some-differ = { $n ->
    [one] Не сходится { $n } строка
    [few] Не сходятся { $n } строки
   *[other] Не сходится { $n } строк
}
audit-population = Всего подписанных строк
audit-population-sum = Сумма по ним
audit-drawn = Выбрано строк
audit-drawn-sum = Сумма выбранных
audit-agreeing = Сходится строк
audit-lines-drawn = Выбранные строки
audit-act = Акт
audit-voucher = Ваучер
audit-line-month = Месяц
audit-days = Оплачено дней / учебных дней
audit-computed = Начислено, ₸
audit-due = К выплате, ₸
audit-verdict = Итог
audit-why = Почему
audit-agrees = Сходится
audit-differs = Не сходится
audit-differs-why = Пересчёт: { $computed }, оплачено дней: { $days }
audit-how = Порядок – по возрастанию SHA-256 от слово/акт/ваучер/месяц/вид. Отметки, зачисление и календарь взяты такими, какими были известны при составлении акта; ранее использованные дни отпуска взяты из строки.
audit-export-title = Выгрузка для аудита
audit-export-lead = Все файлы, по которым любой может пересчитать месяц: части ваучеров, периоды обслуживания, зачисления, группы, отметки, строки, акты, движения, бюджет. Дети – под псевдонимами.
audit-export-go = Перейти к выгрузке
audit-export-start = Сделать выгрузку
audit-formula = { $nominal } × { $paid } / { $study } = { $computed } ₸ ({ $clause }, { $version })

# The last audit, on the status page and the registrar's first screen.
audited = Последняя проверка
audited-never = Её ещё не было
audited-clean = Замечаний нет
audited-findings = { $n ->
    [one] { $n } замечание
    [few] { $n } замечания
    [many] { $n } замечаний
   *[other] { $n } замечания
}
audited-at = Проверено
audited-what = Что проверено
audited-on = { $entries } событий журнала и { $facts } записей; вершина журнала – { $head } событий.
