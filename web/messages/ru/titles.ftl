# Names of codes, and words of every filter.
region-nation = Вся страна
programme-preschool = Дошкольное образование
programme-school = Школьное образование
programme-tvet = Техническое и профессиональное образование
programme-extra = Дополнительное образование
programme-preschool-accounts = Дошкольное образование через банковские счета
role-issuer = Эмитент
role-operator = Оператор
role-registrar = Регистратор
role-performer = Исполнитель
role-auditor = Аудитор
role-authority = Уполномоченный орган
role-beneficiary = Родитель или студент
role-public = Публично
filter-all = Все
filter-month = Месяц
filter-until = Записано до
filter-region = Регион
filter-programme = Программа
list-download = Скачать этот список:

# Menus of the desks.
nav-orders = Поручения
nav-statements = Выписки
nav-differences = Расхождения
nav-jobs = Задания
nav-messages = Отказы
nav-import = Загрузить файл
nav-sample = Выборка
nav-export = Выгрузка
