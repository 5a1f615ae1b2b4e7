# clients: what people read in this room.

kind-legal-entity = Организация
kind-sole-proprietor = Индивидуальный предприниматель
kind-person = Физическое лицо
kind-nonprofit = Некоммерческая организация
client-kind-needed = Выберите, кто это
client-name-needed = Введите наименование
last-name-needed = Введите фамилию
first-name-needed = Введите имя
inn-length = В ИНН {$n} цифр, сейчас {$now}
inn-check = Контрольная цифра ИНН не сходится: проверьте, нет ли опечатки
inn-taken = Клиент с этим ИНН уже есть: {$x}
ogrn-check = Контрольная цифра ОГРН не сходится: проверьте, нет ли опечатки
kpp-bad = В КПП девять знаков
clients-title = Клиенты
clients-find = Найти клиента
clients-find-hint = Название, ИНН, телефон
clients-empty = Клиентов пока нет.
clients-empty-way = Загрузите книгу Excel или создайте первого.
clients-none = Таких клиентов нет.
clients-none-way = Проверьте написание или ищите по ИНН.
clients-all = Показать всех
clients-more = Показать ещё
clients-alike = Похожие клиенты уже есть
clients-alike-accept = Это другой клиент, создать нового
clients-alike-decide = Выберите того, кто уже есть, или отметьте, что это другой клиент
client-none-found = Никого не нашли. Проверьте написание или создайте нового клиента.
client-new = Новый клиент
client-new-hint = Нужно только имя или наименование, остальное можно добавить потом.
client-save = Создать клиента
client-kind = Кто это
client-name = Полное наименование
client-short-name = Краткое наименование
client-projects = Проектов
client-inn = ИНН {$x}
client-kpp = КПП {$x}
client-accept-warnings = Номер верный, сохранить как есть
client-unknown = Такого клиента нет. Выберите из найденных
inn = ИНН
kpp = КПП
ogrn = ОГРН
inn-digits = ИНН состоит из цифр, их 10 или 12
ogrn-digits = ОГРН состоит из цифр, их 13 или 15
last-name = Фамилия
first-name = Имя
middle-name = Отчество
done-client-made = Клиент создан
client-look = Найти
client-address = Адрес
client-city = Населённый пункт
client-post-code = Индекс
client-other-names = Другие названия
client-street = Улица, дом
client-more = Ещё
post-code-bad = В индексе шесть цифр
client-since = В базе с
client-details = Реквизиты
client-responsible = Ведёт
clients-tab-all = Все клиенты
clients-tab-without = Без проектов
clients-table = Таблица клиентов, прокручивается
clients-caption = Реестр клиентов. Стрелки — по ячейкам, Enter — изменить.
clients-rows = { $n ->
    [one] {$n} клиент
    [few] {$n} клиента
    [many] {$n} клиентов
   *[other] {$n} клиента
}
print-card = Печать
print-on = по состоянию на {$x}
print-total = Всего:
print-more-projects = { $n ->
    [one] И ещё {$n} проект.
    [few] И ещё {$n} проекта.
    [many] И ещё {$n} проектов.
   *[other] И ещё {$n} проекта.
}
print-more-contacts = { $n ->
    [one] И ещё {$n} контакт.
    [few] И ещё {$n} контакта.
    [many] И ещё {$n} контактов.
   *[other] И ещё {$n} контакта.
}
