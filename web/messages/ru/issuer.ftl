nav-issuer = Главная
nav-issuer-acts = Акты
nav-issuer-close = Закрытие месяца
nav-issuer-budget = Бюджет
nav-issuer-issue = Выпуск ваучеров
nav-issuer-exceptions = Исключения
nav-issuer-performers = Исполнители
done-issuer-approved = Утверждено. Ваучеры выпускаются.
done-issuer-nothing-chosen = Ничего не выбрано: отметьте акты, которые ждут подписи.
done-issuer-nothing-to-sign = Подписывать нечего: всё уже подписано.
done-issuer-withdrawn = Отозвано. Ничего не изменилось.
issuer-title = Кабинет эмитента
issuer-total = Итого
issuer-month = Месяц
issuer-programme = Программа
issuer-region = Регион
issuer-source = Источник финансирования
issuer-source-local = Местный бюджет
issuer-source-republican = Республиканский бюджет
issuer-kbk = КБК (код бюджетной классификации)
issuer-kbk-hint = Только цифры, например 464003
issuer-financial-year = Финансовый год
issuer-line = Строка бюджета
issuer-lines = Строки
issuer-state = Состояние
issuer-performer = Исполнитель
issuer-performers = Исполнители
issuer-bin = БИН
issuer-bin-of = БИН { $bin }
issuer-sum = Сумма
issuer-sum-tenge = Сумма, ₸
issuer-sums-in-tenge = Суммы указаны в тенге.
issuer-when = Когда
issuer-why = Причина
issuer-remedy = Что делать
issuer-code = Код
issuer-all = Все
issuer-none = Нет
issuer-choose = Выберите
issuer-act = Акт
issuer-waits = Что ждёт вас
issuer-nothing-waits = Ничего не ждёт
issuer-wait-acts = Акты на подпись
issuer-wait-acts-hint = { $n ->
    [one] { $n } акт на { $sum }. Ждёт с { $since }.
    [few] { $n } акта на { $sum }. Самый давний ждёт с { $since }.
   *[other] { $n } актов на { $sum }. Самый давний ждёт с { $since }.
}
issuer-wait-exceptions = Строки, не вошедшие в акты
issuer-wait-exceptions-hint = До подписи их можно исправить: при повторном закрытии месяца строки войдут в акт.
issuer-wait-budget = Части ваучеров без бюджета
issuer-wait-budget-hint = Сумма номиналов { $sum }. Деньги закрепятся, когда бюджет этих месяцев будет опубликован.
issuer-wait-jobs = Задания в работе
issuer-wait-jobs-hint = Страницу можно закрыть: результат сохранится.
issuer-year = Деньги { $year } года
issuer-year-caption = Деньги года по месяцам
issuer-year-free = Свободно до конца года: { $sum }.
issuer-year-empty = Бюджет этого года ещё не внесён. Месяцы без бюджета не закрываются.
issuer-budget-open = Открыть бюджет по строкам
issuer-budget-add = Внести бюджет
issuer-allotted = Выделено
issuer-committed = Забронировано
issuer-accepted-unpaid = Принято, не оплачено
issuer-due = К оплате
issuer-ordered = В оплате
issuer-paid = Оплачено
issuer-free = Свободно
issuer-jobs = Последние задания
issuer-jobs-all = Все задания
issuer-job-begun = Начато
issuer-job-open = Ход и результат задания
issuer-budget = Бюджет
issuer-budget-title = Бюджет { $year } года
issuer-years = Годы
issuer-budget-empty = На { $year } год бюджет не внесён. Когда он будет внесён, здесь появятся месяцы, брони и выплаты.
issuer-budget-line = { $programme }, { $region }, { $source }, КБК { $kbk }
issuer-budget-all = Все строки
issuer-budget-free = Свободно: { $sum }.
issuer-budget-change = Изменить суммы
issuer-budget-limits = Выделено всегда не меньше суммы забронированного, к оплате, в оплате и оплаченного. Месяц – месяц услуги, а не выплаты.
issuer-budget-changes = Последние изменения
issuer-changed-by = Изменение, ₸
issuer-used = Использование
issuer-used-share = Использовано { $share }
issuer-entry-title = Внести бюджет
issuer-entry-lead = Внесите суммы одной строки по месяцам. Перед записью вы увидите сравнение с тем, что стоит сегодня.
issuer-entry-sums = Суммы по месяцам
issuer-entry-sums-lead = Вставьте из Excel или заполните по месяцам. Пустой месяц не меняется; ноль убирает сумму.
issuer-entry-paste = Вставка из Excel
issuer-entry-paste-hint = Двенадцать сумм строкой или столбцом, либо два столбца: месяц и сумма. Пробелы и запятая принимаются.
issuer-entry-by-months = Или по месяцам
issuer-control-total = Контрольная сумма
issuer-control-total-hint = Итог по документу. Должен совпасть с суммой внесённых месяцев до тиына.
issuer-entry-check = Проверить
issuer-entry-region-wrong = Выберите свой регион
issuer-entry-programme-wrong = Выберите программу
issuer-entry-source-wrong = Выберите источник финансирования
issuer-entry-kbk-wrong = Введите КБК цифрами
issuer-entry-year-wrong = Введите финансовый год: { $from } – { $to }
issuer-entry-total-wrong = Введите контрольную сумму, например 1 234 567,89
issuer-entry-total-differs = Сумма месяцев { $sum }, разница с контрольной суммой { $difference }. Проверьте суммы
issuer-entry-both = Либо вставка, либо поля месяцев: не то и другое сразу
issuer-entry-nothing = Внесите сумму хотя бы одного месяца
issuer-entry-sum-wrong = Введите сумму цифрами, например 1 234 567,89
issuer-paste-empty = Во вставленном тексте нет сумм
issuer-paste-shape = Вставлено строк: { $rows }, столбцов: { $columns }. Нужны двенадцать сумм или два столбца: месяц и сумма
issuer-paste-sum = Строка { $row }, столбец { $column }: это не сумма
issuer-paste-month = Строка { $row }: это не месяц этого года. Строку с итогом уберите
issuer-paste-twice = Строка { $row }: этот месяц уже был
issuer-check-title = Проверьте бюджет
issuer-check-caption = Сравнение по месяцам
issuer-check-lead = После подтверждения будут записаны эти суммы. Части ваучеров, ожидающие бюджета, сразу забронируются.
issuer-check-now = Сейчас, ₸
issuer-check-then = Будет, ₸
issuer-check-difference = Разница, ₸
issuer-check-note = Примечание
issuer-check-same = Без изменений
issuer-check-too-low = Меньше обещанного и оплаченного: { $held }
issuer-check-nothing = Эти суммы уже стоят: записывать нечего.
issuer-check-confirm = Подтвердить и записать
issuer-check-withdraw = Отозвать
issuer-entered = Внесено, ₸
issuer-entry-confirmed = Подтверждено { $at }.
issuer-entry-withdrawn = Отозвано { $at }. Ничего не записано.
issuer-step-up = Это действие движет деньги. Сначала подтвердите личность ЭЦП: подтверждение действует пять минут.
issuer-step-up-go = Подтвердить личность
issuer-issue-title = Выпуск ваучеров
issuer-issue-lead = Сначала пробный расчёт покажет, скольким детям положен ваучер. Затем утверждает другой человек, и ваучеры выпускаются.
issuer-voucher-year = Год ваучеров
issuer-voucher-year-hint = Ваучеры, первый месяц которых приходится на этот год
issuer-issue-year-wrong = Введите год четырьмя цифрами: прошлый, этот или следующий
issuer-dry-run = Выполнить пробный расчёт
issuer-proposals = Предложения и протоколы
issuer-proposals-empty = Выпусков ещё не предлагали. Начните с пробного расчёта выше.
issuer-proposal = Предложение
issuer-issue-what = { $programme }, { $year } год, { $region }
issuer-prepared-at = Подготовлено
issuer-prepared-by = Подготовил
issuer-decided-at = Решено
issuer-decided-by = Решил
issuer-person-you = { $name } (вы)
issuer-person-other = Другой человек, отметка в журнале { $mark }
issuer-entitled = Получат ваучер
issuer-held = Уже имеют ваучер
issuer-proposal-waits-other = Ждёт утверждения другим лицом
issuer-proposal-waits-you = Ждёт вашего утверждения
issuer-proposal-approved = Утверждено
issuer-proposal-withdrawn = Отозвано
issuer-protocol-title = Протокол выпуска
issuer-protocol-wait = Это предложение подготовили вы, поэтому утвердить его должен другой человек. Он откроет эту страницу в своём кабинете.
issuer-protocol-result = Что выпущено
issuer-protocol-found = Результат пробного расчёта
issuer-protocol-hash = Хеш предложения в журнале:
issuer-approve = Утвердить и выпустить
issuer-issued = Выпущено
issuer-finished-at = Завершено
issuer-refused = Кому ваучер не положен, по причинам
issuer-refused-none = Таких детей нет.
issuer-children = Дети
issuer-acts-title = Акты
issuer-tabs = Акты по состоянию
issuer-tab-waiting = Ждут вас
issuer-tab-draft = Закрыть заново
issuer-tab-performer = У исполнителя
issuer-tab-signed = Подписаны
issuer-tab-invoiced = Со счётом-фактурой
issuer-tab-ordered = В оплате
issuer-tab-paid = Оплачены
issuer-tab-all = Все
issuer-stands-waiting = Ждёт вашей подписи
issuer-stands-draft = Данные изменились
issuer-stands-performer = Ждёт подписи исполнителя
issuer-stands-signed = Ждёт счёта-фактуры
issuer-stands-invoiced = Ждёт платёжного поручения
issuer-stands-ordered = В оплате
issuer-stands-paid = Оплачен
issuer-stands-all = Акт
issuer-acts-empty-waiting = Актов на подпись нет. Акт появится здесь, когда его подпишет исполнитель.
issuer-acts-empty-draft = Заново закрывать нечего: данные не менялись с закрытия.
issuer-acts-empty-performer = Актов у исполнителей нет. Акты формируются при закрытии месяца.
issuer-acts-empty-signed = Актов, ожидающих счёта-фактуры, нет.
issuer-acts-empty-invoiced = Актов, ожидающих платёжного поручения, нет.
issuer-acts-empty-ordered = Актов в оплате нет.
issuer-acts-empty-paid = Оплаченных актов нет.
issuer-acts-empty-all = Подходящих актов нет. Акты формируются при закрытии месяца.
issuer-filter = Фильтр и порядок
issuer-filter-performer = Исполнитель
issuer-filter-performer-hint = Часть названия или БИН
issuer-filter-from = Сумма от
issuer-filter-to = Сумма до
issuer-filter-kept-out = Исключения
issuer-filter-exceptions = Только с не вошедшими строками
issuer-filter-apply = Показать
issuer-filter-clear = Сбросить фильтр
issuer-filter-month-wrong = Выберите месяц из списка
issuer-sort = Порядок
issuer-sort-age = Сначала самые давние
issuer-sort-sum = Сначала крупные суммы
issuer-sort-exceptions = Сначала с исключениями
issuer-sort-performer = По названию исполнителя
issuer-sort-month = Сначала новые месяцы
issuer-acts-found = { $n ->
    [one] { $n } акт на { $sum }; с исключениями: { $exceptions }.
    [few] { $n } акта на { $sum }; с исключениями: { $exceptions }.
   *[other] { $n } актов на { $sum }; с исключениями: { $exceptions }.
}
issuer-choose-all = { $n ->
    [one] Выбрать { $n } подходящий акт
    [few] Выбрать все { $n } подходящих акта
   *[other] Выбрать все { $n } подходящих актов
}
issuer-choose-marked = Выбрать отмеченные
issuer-mark = Отметка
issuer-mark-act = Выбрать: { $performer }, { $month }
issuer-exceptions = Исключения
issuer-exceptions-count = { $n ->
    [one] { $n } строка вне акта
    [few] { $n } строки вне акта
   *[other] { $n } строк вне акта
}
issuer-since = с { $date }
issuer-until = до { $date }
issuer-due-on = Срок по закону
issuer-no-term = Срок не идёт
issuer-due-left = { $n ->
    [one] Остался { $n } рабочий день
    [few] Осталось { $n } рабочих дня
   *[other] Осталось { $n } рабочих дней
}
issuer-due-over = { $n ->
    [one] Просрочено на { $n } рабочий день
    [few] Просрочено на { $n } рабочих дня
   *[other] Просрочено на { $n } рабочих дней
}
issuer-act-title = Акт
issuer-act-sign = Перейти к подписанию
issuer-act-stale = После формирования акта изменились договоры или посещаемость. Исполнитель не сможет его подписать.
issuer-act-close-again = Закрыть месяц заново
issuer-batch-title = Подписание актов
issuer-batch-acts = Акты на подпись
issuer-batch-total = Общая сумма
issuer-batch-exceptions = С исключениями
issuer-batch-with = Акты с исключениями: посмотрите их сначала
issuer-batch-without = Акты без исключений
issuer-batch-gone = Больше не ждут подписи
issuer-batch-new-version = Создана новая версия
issuer-batch-more = { $n ->
    [one] Ещё { $n } акт не показан, но входит в пакет.
    [few] Ещё { $n } акта не показаны, но входят в пакет.
   *[other] Ещё { $n } актов не показаны, но входят в пакет.
}
issuer-batch-done = В этом пакете подписывать больше нечего.
issuer-batch-back = Вернуться к актам
issuer-batch-sign = { $n ->
    [one] Подписать { $n } акт
    [few] Подписать { $n } акта
   *[other] Подписать { $n } актов
}
issuer-batch-sandbox = В песочнице сервер подпишет вашим вымышленным ключом. Настоящий ключ никогда не передаётся на сервер.
issuer-batch-elsewhere = Подписать своим ключом
issuer-batch-step-1 = Скачайте документы.
issuer-batch-download = Архив acts.zip
issuer-batch-step-2 = Подпишите каждый файл отсоединённой подписью CMS (CAdES). Имя файла сохраните: A-…-v1.xml.cms.
issuer-batch-step-3 = Загрузите подписи одним архивом. Каждая проверяется отдельно.
issuer-batch-signatures = Архив с подписями
issuer-batch-signatures-hint = ZIP до 64 МБ
issuer-batch-upload = Загрузить подписи
issuer-signed-title = Подписи проверены
issuer-signed-count = { $n ->
    [one] Принята { $n } подпись.
    [few] Приняты { $n } подписи.
   *[other] Принято { $n } подписей.
}
issuer-signed-refused = Не принятые подписи
issuer-signed-strangers = Посторонние файлы
issuer-signed-strangers-text = Имена этих файлов не подходят ни к одному акту пакета, поэтому они не рассматривались.
issuer-signed-back = Вернуться к пакету
issuer-exceptions-title = Строки, не вошедшие в акты
issuer-exceptions-lead = Строки, не прошедшие сверку при закрытии месяца. Устраните причину и закройте месяц снова: строка войдёт в акт, а если он подписан – корректировкой в следующий.
issuer-exceptions-by-code = По причинам
issuer-exceptions-lines = Строки
issuer-exceptions-all = Все причины
issuer-exceptions-empty = Таких строк нет: в акты вошло всё.
issuer-close-title = Закрытие месяца
issuer-close-lead = Закрытие формирует проект акта по табелю и договорам каждого исполнителя. Повторять можно: подписанные акты не меняются, а проекты без изменений не переписываются.
issuer-close-which = Какой месяц закрыть
issuer-close-choice = { $month }, { $programme }
issuer-close-month-wrong = Выберите месяц для закрытия
issuer-close-start = Закрыть месяц
issuer-close-nothing = Закрывать нечего: все акты подписаны или нет размещённых детей.
issuer-close-months = Как обстоят месяцы
issuer-close-jobs = Последние закрытия
issuer-close-not-closed = { $n ->
    [one] Не закрыт у { $n } исполнителя
    [few] Не закрыт у { $n } исполнителей
   *[other] Не закрыт у { $n } исполнителей
}
issuer-close-stale = { $n ->
    [one] Данные изменились у { $n } исполнителя
    [few] Данные изменились у { $n } исполнителей
   *[other] Данные изменились у { $n } исполнителей
}
issuer-close-drafts = { $n ->
    [one] { $n } акт у исполнителя
    [few] { $n } акта у исполнителей
   *[other] { $n } актов у исполнителей
}
issuer-close-signed = Все подписаны исполнителями
issuer-close-signed-acts = Подписано актов
issuer-performers-title = Исполнители региона
issuer-performers-about = { $month }: дети и места; суммы – по актам { $year } года.
issuer-performers-empty = Подходящих исполнителей нет. Исполнитель появляется с договором государственного заказа.
issuer-standing = Статус
issuer-standing-good = Действует
issuer-standing-suspended = Приостановлен
issuer-standing-terminated = Прекращён
issuer-children-places = Дети и места
issuer-children-of = { $n } / { $places }
issuer-ordered-places = Мест по заказу
issuer-accepted-year = Принято, ₸
issuer-paid-year = Оплачено, ₸
actview-title = { $performer }: акт за { $month }
actview-summary = Об акте
actview-number = Номер акта
actview-state = Состояние
actview-month = Месяц
actview-programme = Программа
actview-performer = Исполнитель
actview-issuer = Эмитент
actview-total = К оплате
actview-due = Всего по строкам
actview-set-off = Удерживается в счёт прежней задолженности
actview-lines = Строки
actview-exceptions = Не вошло в акт
actview-days = Дето-дней зачисления
actview-qr = Из них по QR
actview-version = Версия
actview-known-at = Данные на момент
actview-lines-title = Строки и объяснение каждой суммы
actview-lines-caption = Строки акта
actview-lines-empty = Таких строк нет.
actview-n = №
actview-voucher = Ваучер
actview-marks = Отметки, дней
actview-days-paid = Оплачиваемые дни
actview-paid-of = { $paid } из { $study }
actview-nominal = Номинал, ₸
actview-due-tenge = К оплате, ₸
actview-how-head = Объяснение
actview-how = Как посчитано
actview-adjusts = { $voucher }: корректировка за { $month }
actview-period = { $voucher }, период { $n }
actview-present = был: { $n }
actview-excused = болел: { $n }
actview-leave = отпуск: { $n }
actview-closed = группа закрыта: { $n }
actview-unexcused = без причины: { $n }
actview-formula = { $nominal } × { $paid } / { $study } = { $result }.
actview-unpaid-allowed = Не оплачено дней: { $n }; без причины пропущено { $absent }, допустимо { $allowed }.
actview-unpaid-unseen = Не оплачено дней: { $n }; за месяц нет ни одного дня присутствия.
actview-enrolled = Ребёнок зачислен { $n } из { $study } учебных дней.
actview-cut = Срезано { $sum } до номинала: остальное использовали другие периоды этого месяца.
actview-before = За этот месяц раньше принято { $before }, разница { $due }.
actview-plain = Оплачены все учебные дни месяца.
actview-rule = Правило: { $version }.
actview-why = Причина
actview-remedy = Что делать
actview-code = Код
actview-whole-act = Акт целиком
actview-more = { $n ->
    [one] Ещё { $n } строка не показана.
    [few] Ещё { $n } строки не показаны.
   *[other] Ещё { $n } строк не показаны.
}
actview-find-voucher = Номер ваучера
actview-find = Найти
actview-xml-is-signed = Подписывается документ XML; таблицы показывают его данные.
actview-changes = Отличия от предыдущей версии
actview-changes-none = Предыдущей версии нет или отличий от неё нет.
actview-changes-text = { $n ->
    [one] Изменилась { $n } строка, разница { $sum }.
    [few] Изменились { $n } строки, разница { $sum }.
   *[other] Изменилось { $n } строк, разница { $sum }.
}
actview-no-line = нет
actview-days-was = Дней было
actview-days-now = Дней стало
actview-due-was = Было, ₸
actview-due-now = Стало, ₸
actview-difference = Разница, ₸
actview-signatures = Подписи
actview-signatures-none = Ещё никто не подписал.
actview-signed-by = Сторона
actview-side-performer = Исполнитель
actview-side-issuer = Эмитент
actview-bin = БИН сертификата
actview-signed-at = Подписано
actview-accepted-at = Принято реестром
actview-algorithm = Алгоритм
actview-checked = Проверка
actview-signature-valid = Действительна
actview-events = Путь акта
actview-when = Когда
actview-what = Что произошло
actview-sum = Сумма
actview-event-version = Сформирована версия { $document }
actview-event-performer-signed = Исполнитель подписал версию { $document }
actview-event-issuer-signed = Эмитент подписал версию { $document }
actview-event-invoiced = Счёт-фактура { $document }
actview-event-ordered = Платёжное поручение { $document }
actview-event-paid = Оплачено, выписка { $document }
