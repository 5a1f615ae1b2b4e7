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
