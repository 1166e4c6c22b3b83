# Меню.
nav-org-home = Месяц
nav-org-attendance = Табель
nav-org-acts = Акты
nav-org-payments = Платежи
nav-org-children = Дети
nav-org-groups = Группы
nav-org-import = Загрузка файлов

# Общее.
org-title = Дела месяца
org-months = Месяцы
org-month-before = Предыдущий месяц
org-month-after = Следующий месяц
org-download = Скачать показанное:
org-name-erased = Данные ребёнка стёрты
org-filter-apply = Показать
org-filter-group = Группа
org-filter-state = Состояние части ваучера
org-filter-show = Фильтр
org-filter-problems = Только строки с проблемами
org-filter-all-months = Все месяцы
org-filter-all-states = Все состояния
org-filter-all-groups = Все группы

# Первая страница.
org-home-next = Ваш следующий шаг:
org-home-nothing = От вас сейчас ничего не требуется. Ниже видно, чего и от кого ждём.
org-home-checklist = Дела месяца: { $programme }
org-home-numbers = В цифрах
org-home-children = Дети
org-home-groups = Группы
org-home-empty = Здесь появятся дела месяца. Пока нет ни одного зачисленного ребёнка: загрузите список, и откроется первый месяц.
org-home-empty-do = Загрузить список детей
org-next-attendance = Заполнить табель
org-next-exceptions = Разобрать строки, не вошедшие в акт
org-next-draft = Посмотреть проект акта
org-next-sign = Подписать акт
org-next-invoice = Приложить счёт-фактуру
org-next-paid = Следить за оплатой
org-task-attendance = Табель заполнен
org-task-exceptions = Исключения разобраны
org-task-draft = Проект акта готов
org-task-sign = Акт подписан
org-task-invoice = Счёт-фактура приложен
org-task-paid = Деньги получены
org-task-attendance-goes-on = Отметки есть за все прошедшие дни.
org-task-attendance-missing = Нет отметок за { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    } у { $children ->
        [one] { $children } ребёнка
       *[other] { $children } детей
    }.
org-task-exceptions-count = { $n ->
    [one] { $n } строка не вошла в акт.
    [few] { $n } строки не вошли в акт.
    [many] { $n } строк не вошли в акт.
   *[other] { $n } строки не вошли в акт.
}
org-standing-title = Важно
org-standing-good = Всё в порядке. { $reason } { $since }
org-standing-suspended = Выплаты приостановлены с { $since }: { $reason }. Услуга и акты продолжаются, удержанное выплатят сразу после устранения причины.
org-standing-terminated = Договор прекращён с { $since }: { $reason }.

# Состояния и шаги.
org-state-done = Готово
org-state-done-late = Готово с опозданием
org-state-overdue = Срок прошёл
org-state-yours = Ждёт вас
org-state-waits = Ждём других
org-state-ahead = Ещё не начато
org-state-needless = Не требуется
org-holder-performer = вы
org-holder-issuer = эмитент
org-holder-registry = реестр
org-holder-operator = оператор
org-holder-treasury = казначейство и банк
org-step-drafted = Акт составлен
org-step-performer-signed = Подписан исполнителем
org-step-checked = Проверен реестром
org-step-issuer-signed = Подписан эмитентом
org-step-invoiced = Счёт-фактура приложен
org-step-ordered = Поручение в казначействе
org-step-paid = Оплачен
org-step-done-at = { $at }
org-step-done-late-at = { $at }; срок был { $until }
org-step-open = У кого: { $holder }.
org-step-open-left = У кого: { $holder }. Срок до { $until }, осталось { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
org-step-overdue = У кого: { $holder }. Срок { $until } прошёл, просрочено на { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    }.
org-step-ahead = Кто сделает: { $holder }.
org-step-needless = Платить нечего.

# Табель.
org-attendance-title = Табель, { $month }
org-attendance-missing = Нет отметок за { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[other] { $days } дней
    } у { $children ->
        [one] { $children } ребёнка
       *[other] { $children } детей
    }.
org-attendance-until = Табель заполняется до { $until }.
org-attendance-complete = Полный
org-attendance-complete-text = Отметки есть за все прошедшие дни.
org-attendance-share = Заполнено
org-attendance-conflicts = Отметки, которые не учитываются
org-attendance-import = Загрузить табель
org-attendance-no-problems = В этой группе проблем нет.
org-attendance-empty = В этом месяце нет зачисленных детей, поэтому табель пуст.
org-attendance-row = Присутствовал: { $present }. Нет отметок: { $missing }.
org-attendance-row-missing = Не заполнено
org-attendance-row-conflict = Не учитывается
org-attendance-limits = Дни к оплате считаются, когда месяц заполнен; окончательное число – в акте. Звёздочка – отметка по QR.
org-attendance-latest = Последние данные: { $at }.
org-grid-caption = { $group }, { $month }
org-group-choice = { $group } ({ $children })
org-payable-unknown = Станет известно, когда месяц будет заполнен
org-child-days = Дни и откуда отметки
org-told = { $at }: { $letter }, { $method }; { $source }
org-told-file = ваш файл { $file }
org-told-registry = внесено через реестр
org-method-manual = вручную
org-method-qr = по QR
org-method-face = по лицу
org-method-card = по карте
org-method-online = дистанционно

# Столбцы.
org-col-act = Номер акта
org-col-address = Адрес
org-col-ages = Возраст
org-col-at = Когда
org-col-born = Дата рождения
org-col-capacity = Мест
org-col-child = Ребёнок
org-col-children = Детей
org-col-closed = Дней закрытия
org-col-code = Код
org-col-code-of-group = Код группы
org-col-contract = Договор
org-col-days-now = Дней: стало
org-col-days-was = Дней: было
org-col-detail = Подробности
org-col-due = К оплате, ₸
org-col-due-now = Сумма: стало, ₸
org-col-due-tiyn = К оплате, тиын
org-col-due-was = Сумма: было, ₸
org-col-enrolled = Дни зачисления
org-col-enrolled-days = Детодней зачисления
org-col-exceptions = Исключений
org-col-excused = Дней болезни
org-col-file = Файл
org-col-free = Свободно
org-col-from = С дня
org-col-group = Группа
org-col-how = Как рассчитано
org-col-invoice = Счёт-фактура
org-col-issuer = Эмитент
org-col-kind = Вид
org-col-leave = Дней отпуска
org-col-lines = Строк
org-col-missing = Нет отметок
org-col-month = Месяц
org-col-n = №
org-col-nominal = Номинал, ₸
org-col-nominal-tiyn = Номинал, тиын
org-col-order = Платёжное поручение
org-col-paid-tiyn = Оплачено, тиын
org-col-payable = К оплате
org-col-performer = Исполнитель
org-col-present = Был
org-col-programme = Программа
org-col-qr-days = Детодней по QR
org-col-remedy = Что сделать
org-col-row = Строка
org-col-rule = Правило
org-col-signed = Дата договора
org-col-state = Состояние
org-col-study = Учебных дней
org-col-to = По день
org-col-total = Сумма, ₸
org-col-total-tiyn = Сумма, тиын
org-col-unexcused = Дней без причины
org-col-version = Версия
org-col-voucher = Ваучер
org-col-weekdays = Дни работы
org-col-why = Почему

# Акты.
org-acts-title = Акты
org-acts-empty = Акты появляются после закрытия месяца: его закрывает эмитент по табелю.
org-acts-empty-do = Проверить табель
org-act-title = Акт, { $month }
org-act-sign = Подписать акт
org-act-stale = Подписать нельзя: после составления акта изменились табель или договоры. Новая версия появится, когда эмитент снова закроет месяц.
org-act-exceptions = Строки, не вошедшие в акт
org-act-exceptions-count = { $n ->
    [one] Не вошла в акт { $n } строка
    [few] Не вошли в акт { $n } строки
    [many] Не вошло в акт { $n } строк
   *[other] Не вошли в акт { $n } строки
}
org-act-exceptions-text = После исправления они войдут в новую версию этого акта или в следующий акт корректировкой.
org-act-whole = Акт целиком
org-act-summary = Сводка
org-act-in-words = Сумма прописью:
org-act-version = версия { $version }, данные на { $at }
org-act-set-off = Зачтённая задолженность
org-act-set-off-text = { $sum }; по строкам { $due }
org-act-lines = Строки
org-act-lines-text = Имя ребёнка ведёт на страницу, где объяснено, как рассчитана сумма.
org-act-no-lines = В этой версии нет строк.
org-line-short = { $nominal } × { $payable } / { $study }
org-line-adjusts = Корректировка: { $month }
org-act-changes = Отличия от предыдущей версии
org-act-changes-text = Изменилось строк: { $n }. Разница: { $sum }.
org-act-signatures = Подписи
org-act-no-signatures = Акт ещё никто не подписал.
org-side-performer = Исполнитель
org-side-issuer = Эмитент
org-signature-name = Кто
org-signature-serial = Серийный номер сертификата
org-signature-algorithm = Алгоритм
org-signature-check = Результат проверки
org-signature-bin = БИН в сертификате
org-signature-claimed = Поставлена (по данным подписи)
org-signature-at = Принята
org-act-xml = Скачать XML акта (именно эти байты подписываются)
org-act-events = Что произошло
org-event-version = Составлена версия { $document }, { $sum }
org-event-performer-signed = Исполнитель подписал версию { $document }{ $sum }
org-event-issuer-signed = Эмитент подписал версию { $document }{ $sum }
org-event-invoiced = Счёт-фактура { $document }, { $sum }
org-event-ordered = Платёжное поручение { $document }, { $sum }
org-event-paid = Оплачено, выписка { $document }, { $sum }

# Объяснение строки.
org-line-caption = Как рассчитана сумма, { $month }
org-line-how = Расчёт
org-line-formula = Номинал { $nominal } × дни к оплате { $payable } ÷ учебные дни { $study } = { $computed }
org-line-all-paid = Оплачены все дни зачисления.
org-unpaid-allowed = Не оплачено дней: { $days }. Без причины пропущено { $absent }, допускается { $allowed }.
org-unpaid-not-seen = Не оплачено дней: { $days }. За месяц ребёнок ни разу не присутствовал.
org-line-cut = Срезано { $sum }: номинал месяца уже использован более ранними периодами этого месяца.
org-line-before = Это корректировка: { $computed } (известно сейчас) − { $before } (принято раньше) = { $due }.
org-rule-allowed = Правило: до { $days } дней без причины за месяц оплачиваются, дни сверх этого – нет.
org-rule-enrolled = Правило: если ребёнок был хотя бы раз за месяц или все дни уважительные, оплачиваются все дни зачисления.
org-line-days = Дни
org-line-days-changed = После составления акта отметки изменились. Разница войдёт корректировкой в следующий акт.
org-line-attendance = Откуда взяты отметки
org-line-sources = На чём основано
org-line-rate = Норматив
org-line-rate-text = { $sum } в месяц с { $from }; акт № { $number } от { $date }.
org-line-clause = Пункт
org-line-known = Данные на
org-line-rules = Правила и калькулятор

# Подписание.
org-sign-title = Подписание акта
org-sign-sandbox = Подписать ключом песочницы
org-sign-sandbox-hint = Только в песочнице: сервер подпишет байты, показанные ниже, вашим испытательным ключом.
org-sign-file = Подпись, сделанная в другой программе
org-sign-step-xml = Скачайте XML акта
org-sign-step-tool = Подпишите его в NCALayer или другом средстве: отсоединённая подпись CMS, ЭЦП руководителя или сотрудника с правом подписи
org-sign-step-bring = Загрузите файл подписи сюда
org-sign-cms = Файл подписи (CMS)
org-sign-cms-hint = DER или PEM, до 1 МБ. Подпись должна быть вашей личной.
org-sign-send = Отправить подпись
org-sign-document = Подписываемый документ
org-sign-document-text = Ниже показано прочитанное из сохранённых байтов: подписываются именно они.
org-sign-declaration = Заявление об ответственности
org-sign-due = По строкам
org-sign-more-lines = Ещё { $n } строк есть в документе.
org-sign-hash = SHA-256 документа
done-org-signed = Акт подписан. Теперь ждём подпись эмитента.

# Платежи.
org-payments-title = Платежи
org-payments-sign = Подписать: { $month }
org-payments-overdue = { $n ->
    [one] Просрочен шаг у { $n } акта.
    [few] Просрочены шаги у { $n } актов.
    [many] Просрочены шаги у { $n } актов.
   *[other] Просрочены шаги у { $n } актов.
}
org-payments-limits = Срок поручения и оплаты считается от подписи эмитента. Сумма считается оплаченной, когда её подтвердила выписка.
org-sum-due = К выплате
org-sum-ordered = В оплате
org-sum-paid = Выплачено
org-sum-held = Из них удержано
org-sum-receivable = Будет зачтено в следующих актах
org-sum-year = По актам за месяцы { $year } года.
org-held-text = { $programme }: выплаты приостановлены с { $since }, причина: { $reason }.
org-way-now = Ждём шаг «{ $step }».
org-way-over = Все шаги пройдены
org-way-steps = Семь шагов, пройдено: { $done }

# Группы и дети.
org-groups-title = Объекты и группы
org-groups-empty = Здесь видны допущенные объекты и группы. Пока нет ни одного.
org-groups-none = В этом объекте нет групп.
org-groups-of = Группы: { $address }
org-groups-ordered = { $programme }: госзаказ на этот месяц – { $places } мест, { $sum }.
org-groups-building = { $programme }. Код { $code }. Мест: { $capacity }, свободно: { $free }.
org-groups-as-of = На сегодня, { $day }. Свободные места считаются по действующим договорам.
org-ages = { $from }–{ $to } лет
org-children-title = Дети
org-children-empty = По выбранному месяцу и фильтру детей нет.
org-children-count = { $n ->
    [one] Всего { $n } ребёнок
    [few] Всего { $n } ребёнка
    [many] Всего { $n } детей
   *[other] Всего { $n } ребёнка
}
org-contract-text = № { $number }, до { $until }
org-part-booked = Забронирован
org-part-active = Активный
org-part-written-off = Списан
org-part-redeemed = Погашен
org-part-annulled = Аннулирован
org-part-returned = Возвращён ребёнку

# Загрузка файлов.
org-import-title = Загрузка файлов
org-import-file = Файл
org-import-file-hint = CSV, XLSX или zip, до 64 МБ.
org-import-choice = { $kind }, сначала проверка. Изменить
org-import-choice-earnest = { $kind }, сразу принять. Изменить
org-import-kind = Что это?
org-kind-timesheet = Табель
org-kind-hint-timesheet = Отметки за месяц или по дням, CSV или XLSX.
org-kind-oneroster = Список детей
org-kind-hint-oneroster = OneRoster 1.2, zip: дети, группы, договоры.
org-kind-invoices = Счета-фактуры
org-kind-hint-invoices = Регистрационные номера ЭСФ, CSV или XLSX.
org-import-how = Проверка
org-import-how-hint = Без этой отметки файл только проверяется: ошибки видны, ничего не меняется.
org-import-at-once = Проверить и сразу принять
org-import-send = Отправить
org-import-own-only = Принимаются только группы и акты вашей организации; строки другого БИН возвращаются.
org-import-latest = Последние загрузки
org-import-check = Только проверка
org-import-earnest = Приём
org-import-no-file = Выберите файл
org-import-no-kind = Выберите, что это за файл
org-import-whole = Файл
org-imported-title = Загрузка файла
org-imported-checked = Проверка файла
org-imported-rows = Строк
org-imported-would = Будет принято
org-imported-taken = Принято
org-imported-in-part = Частично
org-imported-refused = Не принято
org-imported-take = { $n ->
    [one] Принять { $n } строку
    [few] Принять { $n } строки
    [many] Принять { $n } строк
   *[other] Принять { $n } строки
}
org-imported-done = Строки приняты.
org-imported-next = Следующее дело
org-imported-errors = Ошибки
org-imported-errors-text = В копии файла со столбцом qazyna_error каждая ошибка стоит рядом со своей строкой. Исправьте и отправьте снова.
org-imported-errors-more = Показано { $shown } из { $all }. Остальные – в файле.
org-imported-again = Загрузить другой файл
