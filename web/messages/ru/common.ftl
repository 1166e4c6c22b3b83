# Рамка каждой страницы.
layout-name = Qazyna
layout-subtitle = Реестр ваучеров
layout-skip = Перейти к содержанию
layout-language = Язык
layout-service = Услуга
layout-menu = Меню
layout-crumbs = Страницы выше
layout-back = Назад
layout-done = Готово
layout-failed = Ошибка:
layout-sign-in = Войти
layout-sign-out = Выйти
layout-sandbox = Песочница
layout-sandbox-text = Люди, организации и деньги вымышлены.
layout-footer = Дополнительные сведения
layout-help = Помощь
layout-contact = Контакты
layout-accessibility = Доступность
layout-privacy = Конфиденциальность
layout-promise = Без рекламы и средств слежения. Смотреть свои данные всегда бесплатно.

# Меню.
nav-places = Найти место
nav-money = Деньги
nav-rules = Правила
nav-verify = Проверить
nav-journal = Журнал
nav-data = Открытые данные

# Страницы, которые не удалось показать.
refused-401 = Войдите в систему
refused-403 = Эта страница вам недоступна
refused-404 = Страница не найдена
refused-409 = Данные уже изменились
refused-422 = Запрос не выполнен
refused-429 = Слишком частые запросы
refused-500 = У нас произошла ошибка
refused-503 = Услуга временно не работает
refused-fault = Ошибка записана, и мы её видим. Отправленные вами данные не сохранены.
refused-fault-remedy = Повторите через несколько минут. Если ошибка повторится, обратитесь к нам с номером ниже.
refused-home = Вернуться на главную страницу
refused-status = Код ответа:
refused-request = Номер запроса:

# Сообщения после формы.
done-sent = Отправлено.
done-saved = Сохранено.
done-signed = Подписано.
done-started = Работа началась. Страницу можно закрыть: результат останется здесь.
