# How vouchers end, pause and move.
my-status-annulled = Ваучер прекращён { $date }. Причина: { $reason }. Место не было выбрано.
my-tag-annulled = Прекращён
nav-issuer-ends = Прекращение и переезд
ends-title = Прекращение ваучеров и переезды
ends-lead = Сначала пробный расчёт покажет, что вернётся в бюджет; ничего ещё не прекращается. Аннулирование утверждает другое лицо.
ends-voucher = Номер ваучера
ends-reason = Основание
ends-last = Последний день обслуживания
ends-last-hint = Месяц закрывается по дням до этой даты включительно.
ends-document = Документ: номер и дата
ends-document-hint = Приказ, заявление, запись: не более 200 знаков.
ends-moves = Переезды по реестру физических лиц
ends-moves-lead = Эти дети теперь живут в вашем регионе. Документом служат сведения реестра.
ends-moves-empty = Переездов для проведения нет.
ends-move-where = Откуда – куда (КАТО)
ends-move-told = Дата сведений
ends-move-keeps = Здесь выпускается ваучер-преемник, открытые части прежнего аннулируются.
ends-move-annuls = Ваучер аннулируется: таковы условия программы.
ends-move-do = Провести переезд
done-ends-moved = Переезд проведён.
done-ends-ended = Прекращение проведено.
ends-protocol-title = Прекращение ваучера
ends-done = Проведено
ends-approve = Провести
ends-annuls-warning = Аннулированный ваучер больше не бронируется.
ends-effect = Последствие
ends-effect-release = Дни возвращаются ребёнку, деньги бюджету; ваучер действует
ends-effect-pause = Месяцы возвращаются в бюджет; ваучер сохраняется
ends-effect-annul = Ваучер аннулируется
ends-contracts = Прекращаемые договоры
ends-portions = Месяцы, теряющие дни
ends-returned = Возвращается в бюджет
transfer-title = Что даст переход в другую организацию
transfer-link = Посмотреть переход в другую организацию
transfer-lead = Укажите новую организацию и дату: страница покажет даты и деньги. Ничего не меняется.
transfer-bin = БИН новой организации
transfer-bin-hint = Он указан на странице организации.
transfer-bin-wrong = В регионе ваучера такой организации в программе нет.
transfer-group = Группа
transfer-on = Первый день там
transfer-on-wrong = Укажите дату: день, месяц, год.
transfer-look = Показать
transfer-again = Другая организация или дата
transfer-places = Найти организацию
transfer-last = Последний оплачиваемый день в прежней организации
transfer-last-none = Места ещё нет
transfer-first = Первый день в новой организации
transfer-nominal = Номинал месяца
transfer-nominal-none = Норматив не установлен
transfer-rest = Вернётся в бюджет
transfer-later = Следующие месяцы
transfer-shares = Кому платят за { $month }
transfer-col-place = Организация (БИН)
transfer-col-dates = Период
transfer-col-days = Учебные дни из месяца
transfer-col-amount = Не более
transfer-limits = Суммы верны при посещении всех учебных дней; пропуски уменьшают их по правилу программы.
transfer-moved = Вы указали { $wished }; переход будет { $first }. { $why }
transfer-later-months = { $n ->
    [one] { $n } месяц бронируется заново с тем же номиналом
    [few] { $n } месяца бронируются заново с теми же номиналами
   *[other] { $n } месяцев бронируются заново с теми же номиналами
}
transfer-gap = { $n ->
    [one] { $n } учебный день между организациями не принадлежит никому: он не оплачивается.
    [few] { $n } учебных дня между организациями не принадлежат никому: они не оплачиваются.
   *[other] { $n } учебных дней между организациями не принадлежат никому: они не оплачиваются.
}
ends-reason-death = смерть ребёнка

# Согласия на бумаге и новый год
consents-title = Согласия на бумаге
consent-title = Внести согласие на бумаге
consents-lead = Договоры, по которым родитель ещё не подтвердил. Если у семьи нет доступа к порталу, внесите подписанную бумагу.
consents-none = Договоров без согласия родителя нет.
consents-filter = Договор, ваучер или исполнитель
consents-filter-hint = Номер целиком, БИН или часть названия
consents-contract = Договор
consents-from = Начало договора
consents-signed = Подписан исполнителем
consents-iin = ИИН подписавшего
consents-iin-hint = 12 цифр из удостоверения
consents-signed-on = Дата подписи на бумаге
consents-document = Номер бумаги
consents-document-hint = Например, заявление № 17
consents-enter = Внести согласие
consents-date-wrong = Напишите день, месяц и год, не позже сегодняшнего
consents-iin-wrong = Проверьте ИИН: в нём ошибка
consents-document-wrong = Напишите номер бумаги, до 100 знаков
done-consent-entered = Согласие внесено.
issuer-dispute-file = Приложение
renew-title = Продолжение в { $year } году
renew-lead = Ваучеры программ, части которых кончаются вместе с годом, продолжаются на тех же договорах. Повторный запуск делает только недостающее.
renew-do = Продолжить в { $year } году
