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
sheet-register = Реестр
sheet-empty = Пустой лист
sheet-legend = Пояснения к цветам
sheet-summary = Сводка: в ней нет отдельных проектов
sheet-no-header = Не найдена строка заголовков
sheet-no-records = Нет ни клиентов, ни проектов
target-custom = Дополнительное поле
target-skip = Не загружается
import-column-unnamed = (без заголовка)
imports-cell = Ячейка
imports-raw = Было в файле
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
import-refused-too-many-rows = { $n ->
    [one] В файле больше {$n} строки с данными. Разделите его на части.
   *[other] В файле больше {$n} строк с данными. Разделите его на части.
}
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
problem-too-many-columns = Слишком много столбцов: лишние не станут полями
problem-state-by-fill = Состояние взято из заливки строки
problem-section-row = Заголовок раздела, не проект
problem-shifted-row = Значения стояли на столбец в стороне и возвращены на место: проверьте
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
target-project-note = Заметка в ленту
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

# The wizard.
import-state-stopped = Остановлено
step-columns = Столбцы и проверка
step-matches = Совпадения с базой
step-result = Итог
imports-stop = Остановить
imports-stopping = Останавливаем
imports-read-again = Прочитать ещё раз
imports-header-row = Строка заголовков
imports-to-columns = Столбцы
imports-hidden-ask = В книге есть скрытые листы. Проверьте, нужны ли они: снимите галочку с тех, что загружать не надо.
imports-sheets-hint = Галочка — лист загружается. Если строка заголовков найдена неверно, впишите её номер и проверьте ещё раз.
imports-check-again = Проверить ещё раз
imports-next = Дальше
imports-back = Назад
imports-which-rows = Какие строки показать
imports-rows-all = { $n ->
    [one] строка данных
    [few] строки данных
   *[other] строк данных
}
imports-rows-ready = { $n ->
    [one] готова к загрузке
   *[other] готово к загрузке
}
imports-rows-warned = с замечаниями
imports-rows-bad = { $n ->
    [one] с непрочитанным
   *[other] с непрочитанным
}
imports-rows-here = уже есть в базе
imports-preview = Столбцы файла и его строки
imports-columns-before = Столбцы левее
imports-columns-after = Столбцы правее
imports-columns-shown = Столбцы {$from}–{$to} из {$all}
imports-row = Строка
imports-field-for = Чем станет столбец «{$x}»
imports-unit-for = В каких единицах столбец «{$x}»
imports-fills-of-rows = Что значит заливка строк
imports-no-fill = без заливки: {$x}
imports-fill-means = Состояние для заливки, {$x}
imports-fill-nothing = ничего
imports-leave-row = не загружать
imports-row-stays = не сдвигать
imports-no-rows = Таких строк на этом листе нет.
imports-replace-in = { $n ->
    [one] Заменить в {$n} ячейке
   *[other] Заменить в {$n} ячейках
}
imports-replace-for = Чем заменить «{$x}»
imports-next-rows = { $n ->
    [one] Дальше: {$n} строка
    [few] Дальше: {$n} строки
   *[other] Дальше: {$n} строк
}
imports-problem-book = Замечания в Excel
imports-problem-book-way = Строки с замечаниями можно исправить в Excel и загрузить отдельно: найденное здесь не удвоится.
imports-problem-file = Исправить
imports-remarks = Замечания импорта
imports-accept-all = Принять всё и записать
imports-words = Слова, которых нет в справочниках
imports-word = Слово в файле
imports-word-list = Справочник
imports-word-means = Что это
imports-word-uses = { $n ->
    [one] {$n} раз
    [few] {$n} раза
   *[other] {$n} раз
}
imports-means-for = Что значит «{$x}»
imports-leave-empty = оставить пустым
imports-words-accept = Принять ответы
imports-words-hint = Ответ запомнится и для следующих файлов. Название, которого нет в справочнике, станет новой записью.
word-list-district = Районы
word-list-city = Населённые пункты
word-list-industry = Отрасли
word-list-programme = Программы
word-list-body = Органы
word-list-person = Сотрудники
word-list-state = Состояния
money-unit-rub = руб.
money-unit-thousand = тыс. руб.
money-unit-million = млн руб.
money-unit-billion = млрд руб.
imports-no-questions = Вопросов нет: ничего из того, что уже есть в базе, не изменится.
imports-pairs = Один клиент или разные
imports-pairs-answer = Сохранить ответы
imports-pairs-hint = Ответ запомнится, и об этой паре больше не спросят.
pair-same-name-other-inn = Одно название, разные ИНН
pair-same-name = Одно название, у одного нет ИНН
pair-like-name = Похожие названия и общий телефон или почта
pair-other-kpp = Один ИНН, разные КПП
pair-same-name-here = Такое же название у клиента в базе
pair-doubled-here = Один ИНН у нескольких клиентов в базе
pair-reached = Телефоны и почта
pair-projects = Проекты
pair-rows = Строки файла
pair-here = в базе
pair-same = Один клиент
pair-other = Разные
imports-policies = Что делать с полями, которые отличаются
imports-field = Поле
imports-fills = Пустых в базе
imports-conflicts = Отличаются
imports-policy = Что делать
imports-policy-for = Что делать с полем «{$x}»
policy-fill = Заполнить только пустые
policy-overwrite = Заменить на значения файла
policy-skip = Не трогать
imports-policies-save = Применить
imports-differences = Что изменится
imports-take = Взять из файла
imports-record = Запись
imports-here = Сейчас
imports-there = В файле
imports-values-save = Сохранить выбор
imports-will-be-written = Что будет записано
imports-refused = Не записано: правила не дают этого изменить
imports-unplaced = Решения, для которых не нашлось проекта
imports-unplaced-way = Впишите номер проекта, и решение появится на его карточке. Остальные решения хранятся здесь.
imports-project-number = номер проекта
imports-project-of = Номер проекта для решения: {$x}
imports-place = Записать
imports-protocol = протокол {$x}
import-no-project = Проекта с таким номером нет.
imports-source = Строка файла, как она была
import-projects-changed = { $n ->
    [one] проект изменится
    [few] проекта изменятся
   *[other] проектов изменятся
}
import-projects-same = { $n ->
    [one] проект без изменений
    [few] проекта без изменений
   *[other] проектов без изменений
}
import-projects-conflict = { $n ->
    [one] проект расходится с файлом
    [few] проекта расходятся с файлом
   *[other] проектов расходятся с файлом
}
import-supports-changed = { $n ->
    [one] мера поддержки изменится
    [few] меры поддержки изменятся
   *[other] мер поддержки изменится
}
import-values-written = { $n ->
    [one] значение изменено
    [few] значения изменены
   *[other] значений изменено
}
import-values-kept = { $n ->
    [one] значение оставлено как есть
    [few] значения оставлены как есть
   *[other] значений оставлено как есть
}
api-import-sheet = Такого листа в файле нет.
api-import-column = Такого столбца на листе нет.
api-import-field = Такого поля или единицы нет.
