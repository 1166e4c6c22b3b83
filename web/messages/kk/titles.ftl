# Names of codes, and words of every filter.
region-nation = Бүкіл ел
programme-preschool = Мектепке дейінгі білім
programme-school = Мектептегі білім
programme-tvet = Техникалық және кәсіптік білім
programme-extra = Қосымша білім
programme-preschool-accounts = Банк шоттары арқылы мектепке дейінгі білім
role-issuer = Эмитент
role-operator = Оператор
role-registrar = Тіркеуші
role-performer = Орындаушы
role-auditor = Аудитор
role-authority = Уәкілетті орган
role-beneficiary = Ата-ана немесе студент
role-public = Жұртшылық
filter-all = Барлығы
filter-month = Ай
filter-until = Жазылған күні (дейін)
filter-region = Өңір
filter-programme = Бағдарлама
list-download = Осы тізімді жүктеп алу:

# Menus of the desks.
nav-orders = Тапсырмалар
nav-statements = Үзінділер
nav-differences = Айырмашылықтар
nav-jobs = Тапсырмалар тізімі
nav-messages = Бас тартулар
nav-import = Файл жіберу
nav-sample = Іріктеу
nav-export = Шығарылым
