# imports: what people read in this room.

imports-title = Импорт из Excel
imports-drop = Перетащите книгу сюда или выберите файл
imports-read = Прочитать файл
imports-none-way = Сначала файл только читается: ничего не запишется, пока вы не посмотрите на результат.
imports-before = Прежние загрузки
imports-file = Файл
imports-state = Состояние
imports-at = Когда
imports-all = Все загрузки
import-state-reading = Читаем файл
import-state-ready = Прочитано, ждёт записи
import-state-writing = Записываем
import-state-done = Загружено
import-state-failed = Не загружено
import-state-undone = Отменено
imports-may-close = Страницу можно закрыть: работа идёт на сервере
imports-nothing-written = В базу ничего не записано.
imports-nothing-found = Записывать нечего: в файле не нашлось ни клиентов, ни проектов
imports-nothing-found-way = Посмотрите ниже, что прочитано на каждом листе.
imports-again = Выбрать другой файл
imports-to-register = Открыть реестр
imports-write = Записать в базу
imports-write-hint = Всё или ничего: если что-то пойдёт не так, база останется прежней
imports-steps = Шаги импорта
step-file = Файл
step-reading = Чтение
step-check = Проверка
step-writing = Запись в реестр
imports-kinds = Что проверить
imports-who = Кто загрузил
imports-size = Размер
imports-sending = Отправляем
unit-kilobytes = КБ
import-clients-new = { $n ->
    [one] новый клиент
    [few] новых клиента
   *[other] новых клиентов
}
import-clients-matched = { $n ->
    [one] клиент уже есть
    [few] клиента уже есть
   *[other] клиентов уже есть
}
import-projects-new = { $n ->
    [one] новый проект
    [few] новых проекта
   *[other] новых проектов
}
import-projects-matched = { $n ->
    [one] проект уже есть
    [few] проекта уже есть
   *[other] проектов уже есть
}
import-supports-new = { $n ->
    [one] мера поддержки
    [few] меры поддержки
   *[other] мер поддержки
}
import-decisions-new = { $n ->
    [one] решение
    [few] решения
   *[other] решений
}
import-rows-skipped = { $n ->
    [one] строка пропущена: в ней нет данных
    [few] строки пропущены: в них нет данных
   *[other] строк пропущено: в них нет данных
}
import-problems = { $n ->
    [one] замечание
    [few] замечания
   *[other] замечаний
}
imports-sheets = Листы и столбцы
imports-hidden = скрытый
imports-taken = загружается
imports-column = Столбец файла
imports-becomes = Чем станет
sheet-register = Реестр
sheet-empty = Пустой лист
sheet-legend = Пояснения к цветам
sheet-summary = Сводка: в ней нет отдельных проектов
sheet-no-header = Не найдена строка заголовков
sheet-no-records = Нет ни клиентов, ни проектов
target-custom = Дополнительное поле
target-skip = Не загружается
import-column-unnamed = (без заголовка)
imports-problem-list = Замечания по ячейкам
severity-all = Все
severity-error = Не прочитано
severity-warning = Проверьте
severity-note = К сведению
imports-cell = Ячейка
imports-what = Что не так
imports-raw = Было в файле
imports-value = Станет
import-no-file = Выберите файл .xlsx, .xls, .ods или .csv.
import-too-large = Файл больше {$n} МБ. Сохраните его частями.
import-not-ready = Этот файл сейчас записать нельзя: {$state}.
import-row = строка {$n}
unit-megabytes = МБ
imports-drop-hint = .xlsx, .xls, .ods или .csv, до {$n} МБ
import-refused-unreadable = Файл не удалось открыть на сервере.
import-refused-not-a-spreadsheet = Это не таблица: по содержимому файл другого вида, как бы он ни назывался.
import-refused-html = Это страница HTML под именем таблицы. Откройте её в Excel и сохраните как .xlsx.
import-refused-unsupported = Такой вид книги не читается. Сохраните её как .xlsx.
import-refused-damaged = Файл повреждён. Откройте его в Excel и сохраните заново.
import-refused-encrypted = Файл защищён паролем. Снимите защиту и загрузите снова.
import-refused-doctype = В файле есть запрещённое объявление DOCTYPE: так прячут опасное содержимое.
import-refused-bomb = Файл распаковывается до недопустимого размера.
import-refused-too-large = В файле больше данных, чем читается за один раз. Разделите его.
import-refused-no-data = В файле нет данных.
import-refused-unclosed-quote = Кавычка в строке {$n} не закрыта, и за ней не видно остальных строк.
import-refused-broken = Что-то сломалось у нас. Файл сохранён, попробуйте ещё раз.
support-type-finance = Финансовая
support-type-credit = Кредитная
support-type-land = Земельная
support-type-equipment = Оборудование
support-type-technical = Техническая
import-rows = { $n ->
    [one] {$n} строка
    [few] {$n} строки
    [many] {$n} строк
   *[other] {$n} строки
}

# Problems by kind.
problem-hidden-sheet = Скрытый лист: загружен
problem-non-data-sheet = Лист не похож на реестр: пропущен
problem-duplicate-header = Два столбца с одним названием
problem-unnamed-column = Столбец без названия
problem-state-by-fill = Состояние взято из заливки строки
problem-section-row = Заголовок раздела, не проект
problem-shifted-row = Значения сдвинуты на столбец
problem-orphan-project = Проект без клиента
problem-duplicate-project = Тот же проект на другом листе
problem-duplicate-project-conflict = Тот же проект с другими значениями
problem-support-unmatched = Мера поддержки: проект не найден
problem-decision-unmatched = Решение: проект не найден
problem-inn-bad-checksum = ИНН: контрольная цифра не сходится
problem-inn-bad-length = ИНН: не 10 и не 12 цифр
problem-inn-lost-zero = ИНН: восстановлен нуль впереди
problem-inn-scientific-text = ИНН: часть цифр потеряна в Excel
problem-inn-two-in-cell = Два ИНН в одной ячейке
problem-inn-not-number = ИНН: не число
problem-inn-mismatch = ИНН не подходит к виду клиента
problem-kpp-bad = КПП: не девять знаков
problem-kpp-differs = Разные КПП при одном ИНН
problem-ogrn-bad-checksum = ОГРН: контрольная цифра не сходится
problem-ogrn-bad-length = ОГРН: не 13 и не 15 цифр
problem-renamed-same-inn = Другое название при том же ИНН
problem-same-name-other-inn = То же название, другой ИНН: это разные клиенты
problem-client-name-unsure = Похожее название: проверьте, тот ли это клиент
problem-phone-bad = Телефон: лишние или недостающие цифры
problem-phone-short = Телефон без кода города
problem-email-bad = Не похоже на адрес почты
problem-email-cyrillic-letter = Русская буква в адресе почты
problem-post-code-bad = Индекс: не шесть цифр
problem-error-cell = Ошибка формулы в ячейке
problem-amount-currency = Сумма в иностранной валюте
problem-amount-header-unit-mismatch = Сумма не в тех единицах, что столбец
problem-amount-negative = Отрицательная сумма
problem-amount-not-money = Не деньги в столбце сумм
problem-amount-not-number = Сумма: не число
problem-amount-range = Промежуток вместо суммы
problem-amount-two-values = Две суммы в одной ячейке
problem-amount-ambiguous = Сумма читается двояко
problem-amount-too-large = Слишком большая сумма
problem-total-mismatch = Итог не равен сумме частей
problem-date-impossible = Такой даты нет
problem-date-bad-year = Дата: странный год
problem-date-month-text = Известен только месяц
problem-date-quarter-text = Известен только квартал
problem-date-year-text = Известен только год
problem-date-not-date = Не дата
problem-jobs-unclear = Рабочие места: не одно число
problem-state-unknown = Неизвестное состояние
problem-responsible-unknown = Такого специалиста нет
problem-word-unknown = Слова нет в справочнике
problem-custom-value-unread = Значение не подходит к типу столбца
problem-value-conflict = Строки расходятся в значении

# Fields that a column can fill.
target-client-name = Клиент
target-client-full-name = Клиент, полное название
target-client-legal-form = Правовая форма
target-client-kind = Вид клиента
target-client-inn = ИНН
target-client-kpp = КПП
target-client-ogrn = ОГРН
target-client-address = Адрес
target-client-district = Район
target-client-city = Населённый пункт
target-client-post-code = Индекс
target-client-street = Улица, дом
target-client-contact = Контакты
target-client-contact-name = Контактное лицо
target-client-contact-position = Должность
target-client-phone = Телефон
target-client-email = Почта
target-project-name = Проект
target-project-number = Номер проекта
target-project-industry = Отрасль
target-project-description = Описание
target-project-own = Собственные средства
target-project-requested = Запрошено
target-project-total = Общая стоимость
target-project-jobs = Рабочие места
target-project-taxes = Налоги
target-project-state = Состояние
target-project-application-date = Дата заявки
target-project-responsible = Специалист
target-support-type = Вид поддержки
target-support-programme = Программа
target-support-level = Уровень программы
target-support-body = Кто предоставляет
target-support-amount = Размер поддержки
target-support-unit = Единица
target-support-start = Начало поддержки
target-support-end = Конец поддержки
target-support-description = Описание меры
target-decision-kind = Кто решил
target-decision-date = Дата решения
target-decision-protocol = Протокол
target-decision-outcome = Решение

imports-undo = Отменить импорт
imports-undone = Созданного этим файлом в реестре больше нет.
imports-undoing = Отменяем
imports-undo-hint = Удалит всё, что создал этот файл. То, что люди успели изменить, останется. Можно в течение 30 дней
import-not-undoable = Этот импорт уже нельзя отменить: {$state}.
imports-kept = Осталось: люди успели это изменить
