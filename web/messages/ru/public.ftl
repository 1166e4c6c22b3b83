# Главная страница.
home-title = Реестр ваучеров
home-lead = Деньги следуют за ребёнком: виден каждый тенге от бюджета до выплаты.
home-places = Найти место
home-places-text = Детский сад, школа или кружок: свободные места, цена и часть, которую платит государство.
home-money = Куда ушли деньги
home-money-text = Бюджет, акты и выплаты: от региона до организации, с таблицами и файлами.
home-rules = Правила и калькулятор
home-rules-text = Как рассчитывается сумма, формулы и проверка на ваших числах.
home-verify = Проверить документ
home-verify-text = Действительно ли справка или квитанция из этого реестра?
home-journal = Журнал
home-journal-text = Каждое изменение записано. Что ничего не стёрто, может проверить любой.
home-sign-in = Войти
home-sign-in-text = Родителям, организациям, акиматам – с электронной подписью.
home-now = Сейчас в реестре
home-children = Дети
home-vouchers = Ваучеры
home-performers = Исполнители
home-parts = Части ваучеров
home-flow = Движение денег, { $month }
home-flow-description = Бюджет делится на забронированное, принятое по актам и свободный остаток; по актам показано выплаченное, в оплате и к выплате.
home-budget = Бюджет
home-booked = Забронировано
home-acts = Акты
home-free = Свободный остаток
home-due = К выплате
home-ordered = В оплате
home-paid = Выплачено
home-states = Состояние актов
home-kept-out = Строки, не вошедшие в акты
home-none = Таких строк нет.
home-kept-out-count = { $n ->
    [one] { $n } строка
    [few] { $n } строки
    [many] { $n } строк
   *[other] { $n } строки
}
home-entries = Записей в журнале
home-waiting = Записей ждут своего места
home-head = Последнее подписанное состояние
home-empty = Закрытых месяцев пока нет.

act-state-draft = Проект
act-state-performer-signed = Подписан исполнителем
act-state-issuer-signed = Подписан эмитентом
act-state-invoiced = Счёт-фактура выписан
act-state-in-register = В реестре актов
act-state-ordered = Платёжное поручение
act-state-paid = Оплачен
act-state-returned = Возвращён
