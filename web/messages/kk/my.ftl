# Ата-ананың, қамқоршының, студенттің беттері.
nav-my = Балалар
nav-my-log = Кім қарады
nav-my-settings = Деректерім
my-title = Балалар мен ваучерлер
my-self = (бұл сіз)
my-nameless = Аты-жөні жойылған
my-more = Тағы
my-rules = Төлем қалай есептеледі
my-empty = Мұнда әзірге ешкім жоқ.
my-empty-why = Жеке тұлғалар тізілімі сізді ата-ана немесе қамқоршы деп атамайды және сіздің атыңызда ваучер жоқ. Бұл қате болса, бізге хабарласыңыз.

# Орын туралы бір сөйлем.
my-status-person = Бұл ваучер бойынша сізге қызметкер көмектеседі. Байланыс деректері төмендегі сілтемеде.
my-status-no-voucher = Ваучер әзірге жоқ.
my-status-no-contract = Ваучер берілді, орын әлі таңдалмаған: шарт жоқ.
my-status-starts = { $place }: орын { $date } күнінен бастап брондалды.
my-status-missing = { $place }: { $month } айының { $n } { $n ->
    [one] күніне
   *[other] күніне
} қатысу белгісі қойылмаған.
my-status-sent-back = { $place }: банк { $month } айының төлемін қайтарды. Төлеуші оны қайта жібереді.
my-status-booked = { $place }: орын брондалды. Ай әлі жабылған жоқ: { $month }.
my-status-unfunded = { $place }: орын брондалды. Айдың бюджеті әлі жарияланған жоқ: { $month }.
my-status-accepted = { $place }: { $month } айының қызметі қабылданды, оны мемлекет төлейді.
my-status-paying = { $place }: { $month } айының төлемі банкке жіберілді.
my-status-paid = { $place }: орын { $month } айы үшін төленді.
my-status-nothing-due = { $place }: { $month } айы үшін мемлекет төлемейді, төленетін күн жоқ.
my-status-ended-release = { $place }: орын { $date } күні аяқталды. Себебі: { $reason }. Ваучер күшінде, басқа орын таңдауға болады.
my-status-ended-pause = { $place }: орын { $date } күні тоқтатыла тұрды. Себебі: { $reason }. Ваучер сақталады.
my-status-ended-annul = Ваучердің қолданылуы { $date } күні тоқтатылды. Себебі: { $reason }. Соңғы орын: { $place }.
my-status-over = Ваучердің барлық айы өтті. Соңғысы: { $month }.
my-tag-person = Бізге хабарласыңыз
my-tag-no-voucher = Ваучер жоқ
my-tag-no-contract = Шарт жоқ
my-tag-starts = Жақында басталады
my-tag-missing = Белгі жоқ
my-tag-sent-back = Банк қайтарды
my-tag-booked = Брондалды
my-tag-unfunded = Бюджетті күтуде
my-tag-accepted = Төлемді күтуде
my-tag-paying = Төлем банкте
my-tag-paid = Төленді
my-tag-nothing-due = Төленбейді
my-tag-ended-release = Орын аяқталды
my-tag-ended-pause = Тоқтатыла тұрды
my-tag-ended-annul = Тоқтатылды
my-tag-over = Аяқталды
my-next-begins = Басталуы: { $date }.
my-next-reports = Ұйым табельді { $date } күніне дейін толықтыруы тиіс.
my-next-closes = Ағымдағы ай { $date } күні аяқталады, содан кейін оның төлемі есептеледі.
my-next-pays = Мемлекет { $date } күніне дейін төлеуі тиіс.
my-step-find = Орын табу
my-step-voucher = Ваучерді ашу
my-step-attendance = Қатысу
my-step-payments = Төлем
my-step-ask = Кімге хабарласу керек
my-reason-transfer = басқа ұйымға ауысу
my-reason-parent-ended = шарт ата-ананың қалауымен аяқталды
my-reason-performer-terminated = ұйыммен мемлекеттік тапсырыс шарты тоқтатылды
my-reason-expulsion = оқудан шығару
my-reason-refusal = ваучерден бас тарту
my-reason-move = көшу
my-reason-academic-leave = академиялық демалыс
my-reason-account-contract-ended = банк шотының шарты аяқталды
my-reason-two-silent-months = қатарынан екі ай растау болмады
my-reason-other = шартта көрсетілген

# Ваучер және оның бөліктері.
my-tabs = Баланың беттері
my-tab-voucher = Ваучер
my-tab-attendance = Қатысу
my-tab-payments = Төлем
my-tab-extract = Үзінді көшірме
my-voucher = Ваучер
my-voucher-none = Бұл адамға ваучер әлі берілген жоқ. Кімге және қашан берілетіні ережелерде айтылған.
my-parts = Ваучердің айлары
my-parts-hint = Әр шаршы – бір ай. Кестеде сол туралы сөзбен жазылған.
my-month = Ай
my-nominal-column = Номинал, ₸
my-due-paid-column = Төленуге тиіс және төленді, ₸
my-part-future = Бос
my-part-reserved = Бюджетсіз брондалды
my-part-booked = Брондалды
my-part-active = Белсенді
my-part-written-off = Қабылданды
my-part-redeemed = Өтелді
my-part-annulled = Күші жойылды
my-part-passed = Пайдаланылмады
my-money-future = орын таңдалмаған
my-money-reserved = бюджет әлі жарияланған жоқ
my-money-kept = осы орынға ақша сақталған
my-money-closing = ай аяқталды, акт дайындалуда
my-money-owed = қызмет қабылданды, төлемді күтуде
my-money-by = қызмет қабылданды, төлем мерзімі: { $date }
my-money-ordered = банкке { $date } күні жіберілді
my-money-nothing = төлейтін сома жоқ
my-money-paid = { $date } күні төленді
my-money-set-off = ұйымның қарызына есепке жатқызылды
my-money-annulled = қолданылуы тоқтатылды
my-money-passed = ай орынсыз өтті
my-contracts-before = Бұрынғы шарттар: { $n }
my-contract = № { $number } шарт
my-place = Ұйым
my-place-card = Байланыс деректері мен бағалар
my-address = Мекенжайы
my-group = Топ
my-signed = Қол қойылған күні
my-term = Шарттың мерзімі
my-attends = Қатысу кезеңі
my-attends-open = бүгінге дейін
my-ended-because = Себебі: { $reason }
my-number = Нөмірі
my-programme = Бағдарлама
my-issuer = Эмитент
my-bin = БСН
my-iin = ЖСН
my-born = Туған күні:
my-issued = Берілген күні
my-price = Бағасы
my-price-open = { $n ->
    [one] Тағы { $n } айда орын жоқ: бағасы брондағанда белгілі болады.
   *[other] Тағы { $n } айда орын жоқ: бағасы брондағанда белгілі болады.
}
my-others = Басқа ваучерлер

# Қатысу.
my-attendance-title = Қатысу
my-attendance-empty = Бұл айда орын болмаған, сондықтан белгі жоқ.
my-attendance-missing = Белгі қойылмаған күндер: { $days }.
my-attendance-ask = Оларсыз айды жабуға және төлеуге болмайды. Белгіні ұйым қояды – оған ескертіңіз.
my-attendance-counts = { $n ->
    [one] Барлығы { $n } оқу күні
   *[other] Барлығы { $n } оқу күні
}
my-attendance-told = Соңғы белгілер берілген уақыт: { $at }. Кім берді: { $place }.
my-attendance-untold = Белгі әлі жоқ. Кім береді: { $place }.
my-attendance-qr = { $n ->
    [one] QR-код арқылы { $n } күн белгіленді.
   *[other] QR-код арқылы { $n } күн белгіленді.
}
my-attendance-list = Тізіммен көрсету
my-turn = Басқа айлар
my-rule-title = Бұл төлемге қалай әсер етеді
my-rule-allowed = Қатысқан, анықтамамен ауырған және топ жабылған күндер төленеді. { $n ->
    [one] Себепсіз келмеген күннің айына { $n } күні төленеді, қалғаны төленбейді.
   *[other] Себепсіз келмеген күндердің айына алғашқы { $n } күні төленеді, қалғаны төленбейді.
} Ата-ананың демалысы жылына { $leave } күнге дейін төленеді.
my-rule-enrolled = Бала кемінде бір күн қатысса немесе барлық күн анықтамамен ауыру не топтың жабылуы болса, ай тіркелген күндер бойынша төленеді. Әйтпесе ай төленбейді.
my-wrong = Белгі қате ме?
my-wrong-text = Тәрбиешіге немесе әкімшілікке айтыңыз: ұйым актіге қол қойғанға дейін белгілерді түзетеді. Қол қойылғаннан кейін ауыруды анықтамамен растауға болады, оны ұйым жібереді.

# Төлем.
my-payments-title = Төлем
my-payments-empty = Төлем әлі жоқ: орын бар бірде-бір ай басталған жоқ.
my-payments-whom = Мемлекет ұйымға { $number } ваучері бойынша төлейді. Бұл сомаларды сізге төлеудің қажеті жоқ.
my-due-total = Барлық ай үшін төленуге тиіс
my-paid-total = Төленді
my-nominal = Айдың толық сомасы
my-due = Төленуге тиіс
my-paid = Төленді
my-track-reported = Қатысу толық берілді
my-track-act = Ұйым актіге қол қойды
my-track-accepted = Эмитент қызметті қабылдады
my-track-ordered = Банкке жіберілді
my-track-paid = Ұйымға төлеу
my-track-by = мерзімі { $date }
my-explain = Неге осындай сома: { $month }
my-act = { $number } актісі
my-act-draft = жоба, алдын ала есеп
my-act-performer-signed = ұйым қол қойды
my-act-issuer-signed = эмитент қабылдады
my-act-invoiced = шот-фактура жазылды
my-act-in-register = төлем тізілімінде
my-act-ordered = төлемге жіберілді
my-act-paid = төленді
my-act-returned = ұйымға қайтарылды
my-explain-formula = { $nominal } × { $study } оқу күнінің { $payable } күні = { $due }
my-explain-whole = Барлық күн толық төленді.
my-explain-enrolled = Айдың { $study } оқу күнінің { $n } күнінде орын болды.
my-explain-absent = Төленбеген күндер: { $days }. Себепсіз келмеу бір айда рұқсат етілген күн санынан асты ({ $n }).
my-explain-unseen = Ай түгел төленбейді: бала бірде-бір күн қатыспады.
my-explain-leave = Жылына { $n } күннен асқан демалыс келмеу болып есептеледі: { $days }.
my-explain-unpaid = Төленбеген күн саны: { $n }. Содан бері қатысу деректері өзгерді.
my-explain-cut = Төленуге тиіс { $due }: айдың толық сомасының қалғанын бала бұрын болған ұйым алды.
my-explain-correction = Осы айдың түзетуі: { $sum }.

# Үзінді көшірме.
my-extract-title = Ваучер туралы үзінді көшірме
my-extract-print = Бетті браузер мәзірінен басып шығарыңыз: артығы қағазға түспейді.
my-extract-parts = Ваучердің бөліктері
my-extract-booking = { $from } – { $to }: { $place }, БСН { $bin }, шарт { $contract }
my-extract-where = Бала қайда болды
my-extract-as-of = Ұлттық ваучерлер тізілімінің мәліметі, { $at }.
my-beneficiary = Бенефициар

# Деректерді кім қарады.
my-log-title = Деректерімді кім қарады
my-log-lead = Сіздің немесе балаларыңыздың картасын ашқан әр адам мұнда мақсатымен аталады. Өзіңіз қарағаныңыз жазылмайды.
my-log-person = Кім туралы
my-log-all = Барлығы
my-log-filter = Көрсету
my-log-empty = Ешкім қараған жоқ.
my-log-empty-why = Біреу картаны ашқанда жазба пайда болады.
my-log-at = Қашан
my-log-organisation = Кім
my-log-role = Рөлі
my-log-purpose = Мақсаты
my-log-pages = Журнал беттері
my-log-newest = Жаңалары
my-log-older = Бұрынғылары
my-log-csv = Жүктеу (CSV)
my-log-no-organisation = Жеке тұлға
my-log-limits = Осы тізілімде ашылған карталар көрсетілген. Ұйымдардың өз жүйелерінде қарағаны мұнда түспейді.
my-role-issuer = эмитент
my-role-operator = оператор
my-role-registrar = тіркеуші
my-role-performer = білім беру ұйымы
my-role-authority = уәкілетті орган
my-role-beneficiary = ата-ана немесе студент
my-role-auditor = аудитор

# Менің деректерім.
my-settings-title = Деректерім мен рөлдерім
my-settings-data = Деректерім
my-settings-certificate = Сертификаттағы аты-жөні
my-settings-register = Тізілімдегі аты-жөні
my-settings-source = Бұл мәліметтер мемлекеттік жеке тұлғалар тізілімінен алынады. Қате сол жерде түзетіледі.
my-settings-children = Мен өкілдік ететін балалар
my-settings-no-children = Жеке тұлғалар тізілімі сіз өкілдік ететін балаларды атамайды.
my-settings-roles = Рөлдер
my-settings-capacities = { $n ->
    [one] Сіз { $n } рөлде әрекет ете аласыз.
   *[other] Сіз { $n } рөлде әрекет ете аласыз.
}
my-settings-change = Рөлді ауыстыру
my-purpose-act = Акт: ай сомаларын тексеру және қол қою
my-purpose-attendance = Табель: айдағы күндердің белгілері
my-purpose-contingent = Қабылданған балалар тізімі
my-confirmed = Келісім күні
my-confirmed-not = келісім әлі берілген жоқ
my-confirm = Шартты растау
my-confirm-what = Шартты растау — сіздің онымен келісуіңіз. Растағанға дейін айлар төленбейді, растағаннан кейін олар төленеді.
my-money-unconfirmed = шартты растауыңыз күтілуде: растағанша төленбейді
done-my-confirmed = Шарт расталды.
my-status-unconfirmed = { $place }: шартты растауыңыз керек. Растағанға дейін айлар төленбейді.
my-tag-unconfirmed = Растау керек
my-step-confirm = Шартты оқып, растау
