# How vouchers end, pause and move.
my-status-annulled = Ваучер { $date } күні тоқтатылды. Себебі: { $reason }. Орын таңдалмаған еді.
my-tag-annulled = Тоқтатылды
nav-issuer-ends = Тоқтату және көшу
ends-title = Ваучерлерді тоқтату және көшу
ends-lead = Алдымен сынақ есебі бюджетке не қайтатынын көрсетеді; әзірге ештеңе тоқтамайды. Күшін жоюды басқа адам бекітеді.
ends-voucher = Ваучер нөмірі
ends-reason = Негіз
ends-last = Қызмет көрсетілетін соңғы күн
ends-last-hint = Ай осы күнді қоса алғанда күндер бойынша жабылады.
ends-document = Құжат: нөмірі мен күні
ends-document-hint = Бұйрық, өтініш, жазба: 200 таңбадан аспайды.
ends-moves = Жеке тұлғалар тізілімі бойынша көшу
ends-moves-lead = Бұл балалар енді сіздің өңірде тұрады. Тізілім мәліметі құжат болып табылады.
ends-moves-empty = Рәсімделетін көшу жоқ.
ends-move-where = Қайдан – қайда (ӘАОЖ)
ends-move-told = Мәлімет күні
ends-move-keeps = Осында жалғастырушы ваучер шығарылады, бұрынғының ашық бөліктерінің күші жойылады.
ends-move-annuls = Ваучердің күші жойылады: бағдарлама шарты осындай.
ends-move-do = Көшуді рәсімдеу
done-ends-moved = Көшу рәсімделді.
done-ends-ended = Тоқтату орындалды.
ends-protocol-title = Ваучерді тоқтату
ends-done = Орындалды
ends-approve = Орындау
ends-annuls-warning = Күші жойылған ваучер енді брондалмайды.
ends-effect = Салдары
ends-effect-release = Күндер балаға, ақша бюджетке қайтады; ваучер жарамды
ends-effect-pause = Айлар бюджетке қайтады; ваучер сақталады
ends-effect-annul = Ваучердің күші жойылады
ends-contracts = Тоқтатылатын шарттар
ends-portions = Күндері азаятын айлар
ends-returned = Бюджетке қайтады
transfer-title = Басқа ұйымға ауысқанда не болады
transfer-link = Басқа ұйымға ауысуды қарау
transfer-lead = Жаңа ұйым мен күнді көрсетіңіз: бет күндер мен ақшаны көрсетеді. Ештеңе өзгермейді.
transfer-bin = Жаңа ұйымның БСН
transfer-bin-hint = Ол ұйымның бетінде көрсетілген.
transfer-bin-wrong = Ваучер өңірінде бағдарламаның мұндай ұйымы жоқ.
transfer-group = Топ
transfer-on = Ондағы бірінші күн
transfer-on-wrong = Күнді жазыңыз: күні, айы, жылы.
transfer-look = Көрсету
transfer-again = Басқа ұйым немесе күн
transfer-places = Ұйым табу
transfer-last = Бұрынғы ұйымдағы соңғы төленетін күн
transfer-last-none = Әзірге орын жоқ
transfer-first = Жаңа ұйымдағы бірінші күн
transfer-nominal = Айдың номиналы
transfer-nominal-none = Норматив белгіленбеген
transfer-rest = Бюджетке қайтады
transfer-later = Келесі айлар
transfer-shares = { $month } үшін кімге төленеді
transfer-col-place = Ұйым (БСН)
transfer-col-dates = Кезең
transfer-col-days = Айдағы оқу күндері
transfer-col-amount = Ең көбі
transfer-limits = Сомалар барлық оқу күніне қатысқанда дұрыс; қатыспау оларды бағдарлама ережесімен азайтады.
transfer-moved = Сіз { $wished } көрсеттіңіз; ауысу { $first } болады. { $why }
transfer-later-months = { $n ->
    [one] { $n } ай сол номиналмен қайта брондалады
   *[other] { $n } ай сол номиналмен қайта брондалады
}
transfer-gap = { $n ->
    [one] Екі ұйым арасындағы { $n } оқу күні ешкімдікі емес: ол төленбейді.
   *[other] Екі ұйым арасындағы { $n } оқу күні ешкімдікі емес: олар төленбейді.
}
ends-reason-death = баланың қайтыс болуы

# Қағаздағы келісім және жаңа жыл
consents-title = Қағаздағы келісімдер
consent-title = Қағаздағы келісімді енгізу
consents-lead = Ата-ана әлі растамаған шарттар. Отбасының порталға қолы жетпесе, қол қойылған қағазды енгізіңіз.
consents-none = Ата-ананың келісімінсіз шарт жоқ.
consents-filter = Шарт, ваучер немесе орындаушы
consents-filter-hint = Толық нөмір, БСН немесе атауының бөлігі
consents-contract = Шарт
consents-from = Шарттың басталуы
consents-signed = Орындаушы қол қойған күн
consents-iin = Қол қойғанның ЖСН
consents-iin-hint = Жеке куәліктегі 12 цифр
consents-signed-on = Қағаздағы қол қойылған күн
consents-document = Қағаздың нөмірі
consents-document-hint = Мысалы, № 17 өтініш
consents-enter = Келісімді енгізу
consents-date-wrong = Күнді, айды және жылды жазыңыз, бүгінгі күннен кеш емес
consents-iin-wrong = ЖСН тексеріңіз: онда қате бар
consents-document-wrong = Қағаздың нөмірін жазыңыз, 100 таңбаға дейін
done-consent-entered = Келісім енгізілді.
issuer-dispute-file = Қосымша
renew-title = { $year } жылы жалғастыру
renew-lead = Бөліктері жылмен бірге аяқталатын бағдарламалардың ваучерлері сол шарттармен жалғасады. Қайта іске қосу тек жетіспейтінін жасайды.
renew-do = { $year } жылы жалғастыру
