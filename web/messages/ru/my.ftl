# Страницы родителя, опекуна, студента.
nav-my = Дети
nav-my-log = Кто смотрел
nav-my-settings = Мои данные
my-title = Дети и ваучеры
my-self = (это вы)
my-nameless = Имя удалено
my-more = Ещё
my-rules = Как считается оплата
my-empty = Здесь пока никого нет.
my-empty-why = Реестр лиц не называет вас родителем или опекуном, и на ваше имя нет ваучера. Если это ошибка, обратитесь к нам.

# Одно предложение о месте.
my-status-person = По этому ваучеру вам ответит сотрудник. Контакты – по ссылке ниже.
my-status-no-voucher = Ваучера пока нет.
my-status-no-contract = Ваучер выдан, место ещё не выбрано: договора нет.
my-status-starts = { $place }: место забронировано с { $date }.
my-status-missing = { $place }: нет отметки посещаемости за { $n } { $n ->
    [one] день
    [few] дня
   *[other] дней
}, { $month }
my-status-sent-back = { $place }: банк вернул оплату за { $month } Плательщик отправит её снова.
my-status-booked = { $place }: место забронировано. Месяц ещё не закрыт: { $month }
my-status-unfunded = { $place }: место забронировано. Бюджет месяца ещё не опубликован: { $month }
my-status-accepted = { $place }: услуга за { $month } принята, государство её оплатит.
my-status-paying = { $place }: оплата за { $month } отправлена в банк.
my-status-paid = { $place }: место оплачено за { $month }
my-status-nothing-due = { $place }: за { $month } государство не платит, оплачиваемых дней нет.
my-status-ended-release = { $place }: место закончилось { $date }. Причина: { $reason }. Ваучер действует, можно выбрать другое место.
my-status-ended-pause = { $place }: место приостановлено с { $date }. Причина: { $reason }. Ваучер сохраняется.
my-status-ended-annul = Действие ваучера прекращено { $date }. Причина: { $reason }. Последнее место: { $place }.
my-status-over = Все месяцы ваучера прошли. Последний: { $month }
my-tag-person = Обратитесь к нам
my-tag-no-voucher = Нет ваучера
my-tag-no-contract = Нет договора
my-tag-starts = Скоро начало
my-tag-missing = Нет отметок
my-tag-sent-back = Возврат банка
my-tag-booked = Забронировано
my-tag-unfunded = Ждёт бюджета
my-tag-accepted = Ждёт оплаты
my-tag-paying = Платёж в банке
my-tag-paid = Оплачено
my-tag-nothing-due = Не оплачивается
my-tag-ended-release = Место закончилось
my-tag-ended-pause = Приостановлено
my-tag-ended-annul = Прекращён
my-tag-over = Завершён
my-next-begins = Начало: { $date }.
my-next-reports = Организация должна дополнить табель до { $date }.
my-next-closes = Текущий месяц заканчивается { $date }, потом считают его оплату.
my-next-pays = Государство должно заплатить до { $date }.
my-step-find = Найти место
my-step-voucher = Открыть ваучер
my-step-attendance = Посещаемость
my-step-payments = Оплата
my-step-ask = Куда обратиться
my-reason-transfer = переход в другую организацию
my-reason-parent-ended = договор закончен по желанию родителя
my-reason-performer-terminated = с организацией прекращён договор госзаказа
my-reason-expulsion = отчисление
my-reason-refusal = отказ от ваучера
my-reason-move = переезд
my-reason-academic-leave = академический отпуск
my-reason-account-contract-ended = закончился договор банковского счёта
my-reason-two-silent-months = два месяца подряд без подтверждения
my-reason-other = указана в договоре

# Ваучер и его части.
my-tabs = Страницы ребёнка
my-tab-voucher = Ваучер
my-tab-attendance = Посещаемость
my-tab-payments = Оплата
my-tab-extract = Выписка
my-voucher = Ваучер
my-voucher-none = На этого человека ваучер ещё не выдан. Кому и когда их выдают, сказано в правилах.
my-parts = Месяцы ваучера
my-parts-hint = Каждый квадрат – месяц. То же словами – в таблице.
my-month = Месяц
my-nominal-column = Номинал, ₸
my-due-paid-column = К оплате и оплачено, ₸
my-part-future = Не занят
my-part-reserved = Забронирован без бюджета
my-part-booked = Забронирован
my-part-active = Активный
my-part-written-off = Принят
my-part-redeemed = Погашен
my-part-annulled = Аннулирован
my-part-passed = Не использован
my-money-future = место не выбрано
my-money-reserved = бюджет ещё не опубликован
my-money-kept = деньги отложены под это место
my-money-closing = месяц закончился, готовится акт
my-money-owed = услуга принята, ждёт оплаты
my-money-by = услуга принята, оплата до { $date }
my-money-ordered = отправлено в банк { $date }
my-money-nothing = оплачивать нечего
my-money-paid = оплачено { $date }
my-money-set-off = зачтено в счёт долга организации
my-money-annulled = действие прекращено
my-money-passed = месяц прошёл без места
my-contracts-before = Прежние договоры: { $n }
my-contract = Договор № { $number }
my-place = Организация
my-place-card = Контакты и цены
my-address = Адрес
my-group = Группа
my-signed = Подписан
my-term = Срок договора
my-attends = Посещение
my-attends-open = по настоящее время
my-ended-because = Причина: { $reason }
my-number = Номер
my-programme = Программа
my-issuer = Эмитент
my-bin = БИН
my-iin = ИИН
my-born = Дата рождения:
my-issued = Дата выдачи
my-price = Цена
my-price-open = { $n ->
    [one] Ещё { $n } месяц без места: цена станет известна при брони.
    [few] Ещё { $n } месяца без места: цена станет известна при брони.
   *[other] Ещё { $n } месяцев без места: цена станет известна при брони.
}
my-others = Другие ваучеры

# Посещаемость.
my-attendance-title = Посещаемость
my-attendance-empty = В этом месяце места не было, поэтому отметок нет.
my-attendance-missing = Нет отметок за дни: { $days }.
my-attendance-ask = Без них месяц нельзя закрыть и оплатить. Отметки ставит организация – напомните ей.
my-attendance-counts = { $n ->
    [one] Всего { $n } учебный день
    [few] Всего { $n } учебных дня
   *[other] Всего { $n } учебных дней
}
my-attendance-told = Последние отметки переданы { $at }. Кто передал: { $place }.
my-attendance-untold = Отметок ещё нет. Кто передаёт: { $place }.
my-attendance-qr = { $n ->
    [one] По QR-коду отмечен { $n } день.
    [few] По QR-коду отмечено { $n } дня.
   *[other] По QR-коду отмечено { $n } дней.
}
my-attendance-list = Показать списком
my-turn = Другие месяцы
my-rule-title = Что это значит для оплаты
my-rule-allowed = Присутствие, болезнь со справкой и закрытие группы оплачиваются. { $n ->
    [one] Без уважительной причины оплачивается { $n } день в месяц, остальные – нет.
    [few] Без уважительной причины оплачиваются первые { $n } дня в месяц, остальные – нет.
   *[other] Без уважительной причины оплачиваются первые { $n } дней в месяц, остальные – нет.
} Отпуск родителя оплачивается до { $leave } дней в году.
my-rule-enrolled = Месяц оплачивается по дням зачисления, если ребёнок был хотя бы один день или все дни были болезнью со справкой или закрытием группы. Иначе месяц не оплачивается.
my-wrong = Отметка неверна?
my-wrong-text = Скажите об этом воспитателю или администрации: организация исправляет отметки, пока не подписала акт. После подписи болезнь можно подтвердить справкой, её передаёт организация.

# Оплата.
my-payments-title = Оплата
my-payments-empty = Оплаты ещё нет: ни один месяц с местом не начался.
my-payments-whom = Государство платит организации по ваучеру { $number }. Вам эти суммы платить не нужно.
my-due-total = К оплате за все месяцы
my-paid-total = Оплачено
my-nominal = Полная сумма месяца
my-due = К оплате
my-paid = Оплачено
my-track-reported = Посещаемость передана полностью
my-track-act = Организация подписала акт
my-track-accepted = Эмитент принял услугу
my-track-ordered = Отправлено в банк
my-track-paid = Оплата организации
my-track-by = до { $date }
my-explain = Почему такая сумма: { $month }
my-act = Акт { $number }
my-act-draft = черновик, расчёт предварительный
my-act-performer-signed = подписан организацией
my-act-issuer-signed = принят эмитентом
my-act-invoiced = выписан счёт-фактура
my-act-in-register = в реестре на оплату
my-act-ordered = отправлен на оплату
my-act-paid = оплачен
my-act-returned = возвращён организации
my-explain-formula = { $nominal } × { $payable } из { $study } учебных дней = { $due }
my-explain-whole = Все дни оплачены полностью.
my-explain-enrolled = Место было занято { $n } из { $study } учебных дней месяца.
my-explain-absent = Не оплачены дни { $days }: без уважительной причины сверх разрешённых в месяц дней ({ $n }).
my-explain-unseen = Не оплачен весь месяц: ребёнок не был ни одного дня.
my-explain-leave = Отпуск сверх { $n } дней в году считается как неявка: { $days }.
my-explain-unpaid = Не оплачено дней: { $n }. С тех пор данные о посещаемости изменились.
my-explain-cut = К оплате { $due }: остальное от полной суммы месяца получила организация, где ребёнок был раньше.
my-explain-correction = Исправление этого месяца: { $sum }.

# Выписка.
my-extract-title = Выписка о ваучере
my-extract-print = Напечатайте страницу из меню браузера: лишнее на бумагу не попадёт.
my-extract-parts = Части ваучера
my-extract-booking = { $from } – { $to }: { $place }, БИН { $bin }, договор { $contract }
my-extract-where = Где был ребёнок
my-extract-as-of = Сведения Национального реестра ваучеров на { $at }.
my-beneficiary = Бенефициар

# Кто смотрел данные.
my-log-title = Кто смотрел мои данные
my-log-lead = Каждый, кто открывал карточку вашу или ваших детей, назван здесь с целью. Ваши собственные просмотры не записываются.
my-log-person = О ком
my-log-all = Обо всех
my-log-filter = Показать
my-log-empty = Никто не смотрел.
my-log-empty-why = Запись появится, когда кто-то откроет карточку.
my-log-at = Когда
my-log-organisation = Кто
my-log-role = В роли
my-log-purpose = Для чего
my-log-pages = Страницы журнала
my-log-newest = К новым
my-log-older = Раньше
my-log-csv = Скачать (CSV)
my-log-no-organisation = Частное лицо
my-log-limits = Показаны просмотры карточек в этом реестре. Просмотры в системах организаций сюда не попадают.
my-role-issuer = эмитент
my-role-operator = оператор
my-role-registrar = регистратор
my-role-performer = организация образования
my-role-authority = уполномоченный орган
my-role-beneficiary = родитель или студент
my-role-auditor = аудитор

# Мои данные.
my-settings-title = Мои данные и роли
my-settings-data = Мои данные
my-settings-certificate = Имя в сертификате
my-settings-register = Имя в реестре лиц
my-settings-source = Эти сведения берутся из государственного реестра лиц. Ошибку в них исправляют там.
my-settings-children = Дети, которых я представляю
my-settings-no-children = Реестр лиц не называет детей, которых вы представляете.
my-settings-roles = Роли
my-settings-capacities = { $n ->
    [one] Вы можете действовать в { $n } роли.
   *[other] Вы можете действовать в { $n } ролях.
}
my-settings-change = Сменить роль
my-purpose-act = Акт: проверка и подписание сумм за месяц
my-purpose-attendance = Табель: отметки за месяц
my-purpose-contingent = Список зачисленных детей
my-confirmed = Подтверждён вами
my-confirmed-not = ещё не подтверждён
my-confirm = Подтвердить договор
my-confirm-what = Подтверждая договор, вы соглашаетесь с ним. До подтверждения месяцы не оплачиваются, после него оплачиваются и прошедшие.
my-money-unconfirmed = ждёт подтверждения договора: до него не оплачивается
done-my-confirmed = Договор подтверждён.
my-status-unconfirmed = { $place }: нужно ваше подтверждение договора. До него месяцы не оплачиваются.
my-tag-unconfirmed = Нужно подтвердить
my-step-confirm = Прочитать договор и подтвердить
