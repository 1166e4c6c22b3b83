# Вход, выбор роли, подтверждение.
signin-title = Вход
signin-lead = Войти можно с электронной цифровой подписью (ЭЦП): ключом для аутентификации (AUTH).
signin-how = Как подписать
signin-step-1 = Получите текст для подписи. Он действует две минуты.
signin-step-2 = Подпишите его на своём компьютере, например в NCALayer. Подпись – это файл CMS.
signin-step-3 = Загрузите подпись.
signin-begin = Получить текст
signin-sandbox = Выбрать вымышленного человека
signin-sandbox-text = В этой песочнице можно войти как вымышленный человек, без своего ключа.
signin-sandbox-key = Подписать ключом песочницы
signin-sign-title = Подпишите текст
signin-sign-lead = Подпишите этот текст своим ключом для аутентификации и загрузите подпись.
signin-text = Текст для подписи
signin-until = Действует до { $at }.
signin-download = Скачать текст
signin-file = Файл подписи
signin-file-hint = CMS с текстом внутри или без него: .p7s, .cms, .sig, PEM или base64.
signin-submit = Войти
signin-role-title = От чьего имени вы действуете?
signin-role-submit = Продолжить
signin-role-issuer = Эмитент
signin-role-operator = Оператор
signin-role-registrar = Регистратор
signin-role-authority = Уполномоченный орган
signin-role-performer = Исполнитель
signin-role-beneficiary = Родитель или студент
signin-role-auditor = Аудитор
signin-role-public = Посетитель
signin-step-title = Подтвердите, что это вы
signin-step-lead = Перед движением денег мы просим вашу подпись ещё раз. Она действует пять минут.
signin-step-submit = Подтвердить
done-confirmed = Подтверждено на пять минут.
done-session-ended = Сеанс завершён.
done-oldest-session-ended = { $n ->
    [one] Открыто не больше пяти сеансов: самый старый закончен. Это были не вы? Посмотрите свои сеансы.
    [few] Открыто не больше пяти сеансов: закончены { $n } самых старых. Это были не вы? Посмотрите свои сеансы.
    [many] Открыто не больше пяти сеансов: закончены { $n } самых старых. Это были не вы? Посмотрите свои сеансы.
   *[other] Открыто не больше пяти сеансов: закончены { $n } самых старых. Это были не вы? Посмотрите свои сеансы.
}
sessions-title = Ваши сеансы
sessions-lead = Одновременно открыто не больше пяти сеансов: ещё один вход закрывает самый старый.
sessions-no-role = Роль не выбрана
sessions-begun = Начат
sessions-used = Последнее действие
sessions-ended = Закончен
sessions-why = Почему
sessions-why-signed-out = Завершён вами
sessions-why-too-many = Открыто больше пяти сеансов
sessions-why-capacity = Полномочия закончились
sessions-why-time = Время вышло
sessions-this = этот
sessions-over = закончен
sessions-live = открыт
sessions-end = Завершить сеанс, начатый { $at }
done-signed-out = Вы вышли.

# Песочница.
sandbox-title = Кем вы хотите быть?
sandbox-lead = Эти люди вымышлены. Их ключи лежат на этой машине: тот же вход, что и с настоящим ключом, только подписывает она.
sandbox-person-operator = Оператор: поручает платежи
sandbox-person-registrar = Регистратор: ведёт журнал
sandbox-person-authority = Уполномоченный орган: видит всю страну
sandbox-person-auditor = Аудитор: смотрит один регион
sandbox-person-issuer-head = Эмитент, руководитель: подписывает акты
sandbox-person-issuer-preparer = Эмитент, специалист: готовит
sandbox-person-performer-director = Исполнитель, директор: подписывает акты
sandbox-person-performer-accountant = Исполнитель, бухгалтер
sandbox-person-parent = Родитель
sandbox-sign-in = Войти
