# Басты бет.
home-title = Ваучерлер тізілімі
home-lead = Ақша баланың соңынан жүреді: бюджеттен төлемге дейін әр теңге көрінеді.
home-places = Орын табу
home-places-text = Балабақша, мектеп немесе үйірме: бос орындар, бағасы және мемлекет төлейтін бөлігі.
home-money = Ақша қайда жұмсалды
home-money-text = Бюджет, актілер мен төлемдер: өңірден ұйымға дейін, кестелер мен файлдар.
home-rules = Ережелер мен есептегіш
home-rules-text = Соманың қалай есептелетіні, формулалар және өз сандарыңызбен тексеру.
home-verify = Құжатты тексеру
home-verify-text = Анықтама немесе түбіртек шынымен осы тізілімнен бе?
home-journal = Журнал
home-journal-text = Әр өзгеріс жазылады. Ешнәрсенің өшірілмегенін кез келген адам тексере алады.
home-sign-in = Жүйеге кіру
home-sign-in-text = Ата-аналарға, ұйымдарға, әкімдіктерге – электрондық қолтаңбамен.
home-now = Қазір тізілімде
home-children = Балалар
home-vouchers = Ваучерлер
home-performers = Орындаушылар
home-parts = Ваучер бөліктері
home-flow = Ақша қозғалысы, { $month }
home-flow-description = Бюджет брондалған, қабылданған және бос қаражатқа бөлінеді; актілер бойынша төленген, төлемдегі және берешек сомалар көрсетіледі.
home-budget = Бюджет
home-booked = Брондалған
home-acts = Актілер
home-free = Бос қаражат
home-due = Төлеуге тиіс
home-ordered = Төлемде
home-paid = Төленді
home-states = Актілердің күйі
home-kept-out = Актіге енбеген жолдар
home-none = Ондай жолдар жоқ.
home-kept-out-count = { $n ->
    [one] { $n } жол
   *[other] { $n } жол
}
home-entries = Журналдағы жазбалар
home-waiting = Ретін күткен жазбалар
home-head = Қол қойылған соңғы күй
home-empty = Әзірге жабылған ай жоқ.

act-state-draft = Жоба
act-state-performer-signed = Орындаушы қол қойды
act-state-issuer-signed = Эмитент қол қойды
act-state-invoiced = Шот-фактура берілді
act-state-in-register = Актілер тізілімінде
act-state-ordered = Төлем тапсырмасы берілді
act-state-paid = Төленді
act-state-returned = Қайтарылды
