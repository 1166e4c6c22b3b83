# Барлық беттің жақтауы.
layout-name = Qazyna
layout-subtitle = Ваучерлер тізілімі
layout-skip = Негізгі мазмұнға өту
layout-language = Тіл
layout-service = Қызмет
layout-menu = Мәзір
layout-crumbs = Жоғарғы беттер
layout-back = Артқа
layout-done = Орындалды
layout-failed = Қате:
layout-sign-in = Кіру
layout-sign-out = Шығу
layout-sandbox = Сынақ
layout-sandbox-text = Адамдар, ұйымдар мен ақша ойдан шығарылған.
layout-footer = Қосымша мәлімет
layout-help = Көмек
layout-contact = Байланыс
layout-accessibility = Қолжетімділік
layout-privacy = Құпиялылық
layout-promise = Жарнама да, бақылау құралдары да жоқ. Өз деректеріңізді қарау әрқашан тегін.

# Мәзір.
nav-places = Орын табу
nav-money = Ақша
nav-rules = Ережелер
nav-verify = Тексеру
nav-journal = Журнал
nav-data = Ашық деректер

# Көрсету мүмкін болмаған беттер.
refused-401 = Жүйеге кіріңіз
refused-403 = Бұл бетке рұқсат жоқ
refused-404 = Бет табылмады
refused-409 = Деректер өзгеріп кетті
refused-422 = Сұрауды орындау мүмкін болмады
refused-429 = Сұраулар тым жиі
refused-500 = Бізде қате болды
refused-503 = Қызмет уақытша жұмыс істемейді
refused-fault = Қате тіркелді, біз оны көріп отырмыз. Жіберген деректеріңіз сақталмады.
refused-fault-remedy = Бірнеше минуттан кейін қайталаңыз. Қайталанса, төмендегі нөмірді көрсетіп хабарласыңыз.
refused-home = Басты бетке оралу
refused-status = Жауап коды:
refused-request = Сұрау нөмірі:

# Формадан кейінгі хабарлар.
done-sent = Жіберілді.
done-saved = Сақталды.
done-signed = Қол қойылды.
done-started = Жұмыс басталды. Бетті жаба беруге болады: нәтижесі осы жерде қалады.
