# The operator's desk.
operator-desk-title = Платежи
operator-desk-question = Сходятся ли реестр и банк?
operator-desk-agrees = Да, все строки сходятся
operator-desk-differs = { $n ->
    [one] Не сходится { $n } строка
    [few] Не сходятся { $n } строки
   *[other] Не сходится { $n } строк
}
operator-desk-see-differences = Посмотреть расхождения
operator-desk-sums = Деньги в пути
operator-count-and-sum = { $n } на сумму { $sum }
operator-to-order = Акты со счётом-фактурой без платёжного поручения
operator-differences = Расхождения к разбору
operator-oldest = Самое старое поручение без ответа
operator-waiting = Ждут платёжного поручения
operator-waiting-month = { $month }: { $n ->
    [one] { $n } акт
    [few] { $n } акта
   *[other] { $n } актов
} на сумму { $sum }
operator-form-orders = Сформировать поручения за { $month }
operator-orders-title = Платёжные поручения
operator-orders-none = Поручений по фильтру нет. Поручения формируются из актов со счётом-фактурой на первой странице.
operator-orders-sum = На сумму { $sum }
order-payee-or-number = Получатель или номер поручения
order-payee-or-number-hint = Часть названия, БИН или номер
order-of-register = Поручения одного реестра
register-all-orders = Все поручения этого реестра: { $n }
operator-registers-title = Реестры актов
operator-registers-none = Реестров пока нет. Реестры формируются вместе с платёжными поручениями.
operator-statements-title = Выписки банка
operator-statements-read = Прочитанные выписки
operator-statements-none = Выписок ещё не читали.
operator-differences-title = Расхождения с банком
operator-differences-lead = Строки выписок, которые ничего не погасили. Деньги по их поручениям в реестре не двигались.
operator-differences-none = Расхождений нет.
operator-differences-sum = Строк с расхождениями: { $n }, на сумму { $sum }
difference-of-code = { $words } ({ $n })
difference-of-statement = Строки одной выписки
difference-line-of = { $n }, файл { $file }
statement-name-hint = Часть имени файла
order-number = Номер
order-payee = Получатель
order-iban = Счёт
order-amount = Сумма, ₸
order-state = Состояние
order-act = Акт
order-state-sent = Отправлено, ответа нет
order-state-in-doubt = Исход неизвестен
order-state-confirmed = Подтверждено банком
order-state-rejected = Отклонено банком
order-state-draft = Черновик
order-state-signed = Подписано
register-title = Реестр { $number }
register-number = Номер
register-month = Месяц услуги
register-region = Регион
register-programme = Программа
register-formed = Сформирован
register-acts = Акты
register-orders = Поручения
register-total = Сумма
register-paid = Подтверждено банком
register-open = Ещё не подтверждено
register-file = Скачать платёжный файл (pain.001)
statement-name = Файл
statement-received = Получена
statement-lines = Строк
statement-amount = Сумма, ₸
statement-redeemed = Погашено, ₸
statement-verdict = Итог
statement-agrees = Сходится
statement-differs = Расхождений: { $n }
statement-file = Выписка банка
statement-file-hint = Файл camt.054 (XML) в том виде, в каком его прислал банк.
statement-send = Прочитать выписку
difference-code = Код
difference-order = Номер поручения
difference-paid = Банк сообщает
difference-ordered = Реестр поручил
difference-by = Разница
difference-iban = Счёт у банка
difference-ordered-iban = Счёт в поручении
difference-day = День
difference-line = Строка выписки
difference-remedy = Что делать
