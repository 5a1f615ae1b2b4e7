# settings: what people read in this room.

settings-profile = Профиль
settings-password = Пароль
settings-sessions = Сеансы
settings-members = Сотрудники
settings-organization = Организация
settings-save = Сохранить
settings-cancel = Отмена
settings-change = Изменить
settings-yes = да
settings-conflict-way = Ваше не сохранено. Сравните отмеченные поля и сохраните ещё раз.
field-conflict = Сейчас здесь: {$x}
shown-name = Имя для коллег
shown-name-hint = Так вас видят в реестре и в истории
language = Язык
theme = Оформление
theme-system = Как в системе
theme-light = Светлое
theme-dark = Тёмное
density = Высота строк в таблицах
density-compact = Низкие
density-regular = Средние
density-comfortable = Высокие
density-hint = Чем ниже строки, тем больше их на экране
done-profile = Профиль сохранён
password-change = Сменить пароль
password-present = Нынешний пароль
password-present-wrong = Это не нынешний пароль. Проверьте раскладку и Caps Lock
password-new = Новый пароль
password-ends-sessions = После смены пароля все другие сеансы закончатся, этот останется.
done-password = Пароль сменён, другие сеансы закончены
sessions-title = Где вы вошли
sessions-end-others = Закончить все другие
sessions-hint = Незнакомое устройство? Закончите его сеанс и смените пароль.
session-this = этот сеанс
session-signed-in = Вход {$x}
session-seen = последний раз {$x}
session-end = Закончить
session-unknown-device = Неизвестное устройство
done-session = Сеанс закончен
done-sessions = Все другие сеансы закончены
member-me = (вы)
member-since = с {$x}
member-export = выгрузка
member-rights = Права
member-may-export = Может выгружать списки и отчёты
member-may-export-hint = Владелец, администратор и руководитель могут это и без отметки.
member-end = Исключить из организации
member-leave = Выйти из организации
member-end-text = Доступ закончится сразу, выданные приглашения перестанут действовать. Имя останется в проектах и в истории, пригласить снова можно в любое время.
member-owner-only = Права владельца меняет только владелец.
last-owner = Это последний владелец, а организация без владельца не бывает. Сначала назначьте другого.
role = Роль
role-owner-hint = Всё, что администратор, и передача или закрытие организации
role-admin-hint = Сотрудники, настройки и справочники, весь реестр
role-manager-hint = Весь реестр, импорт, корзина, массовые изменения
role-member-hint = Клиенты и проекты: создаёт и ведёт
role-viewer-hint = Только смотрит
done-rights = Права сохранены
done-member-ended = Сотрудник исключён
invite-title = Пригласить
invite-role = Кем
invite-do = Создать ссылку
invite-hint = Ссылка действует 7 дней и для одного человека.
invitation-ready = Ссылка-приглашение готова
invitation-link = Ссылка
invitation-once = Скопируйте её сейчас и передайте человеку: больше она нигде не покажется.
invitations-open = Открытые приглашения
invitation-by = пригласил(а) {$x}
invitation-until = до {$x}
invitation-withdraw = Отозвать
done-invitation-withdrawn = Приглашение отозвано
copy-link = Скопировать
copied-link = Скопировано
time-zone-hint = По нему считаются «сегодня», сроки и отчёты
zones-russia = Россия
zones-others = Другие
number-prefix = Начало номера проекта
number-prefix-hint = Например, «ИП-»: следующий проект получит номер «ИП-0433»
members-edit = Специалист может изменять
members-edit-all = Все проекты и клиентов
members-edit-assigned = Только свои
members-edit-hint = Руководитель, администратор и владелец изменяют всё
choose-one = Выберите одно из предложенного
done-organization = Настройки организации сохранены
members-count = { $n ->
    [one] {$n} человек
    [few] {$n} человека
    [many] {$n} человек
   *[other] {$n} человека
}
settings-keys = Ключи API
keys-none = Ключей пока нет. Ключ нужен программе, которая работает без человека: сайту, выгрузке, боту.
key-title = Ключ
key-new = Новый ключ
key-name = Название
key-name-hint = Например, «Сайт агентства»
key-scope = Что можно
key-scope-read = Только читать
key-scope-read-hint = Видит всё, что видят люди в организации, и ничего не меняет
key-scope-write = Читать и записывать
key-scope-write-hint = Как руководитель: клиенты, проекты, контакты, сделки, задачи
key-scope-manage = Управлять
key-scope-manage-hint = Ещё справочники, дополнительные поля и сотрудники
key-lasts = Действует
key-days = { $n ->
    [one] {$n} день
    [few] {$n} дня
    [many] {$n} дней
   *[other] {$n} дня
}
key-until = До
key-over = срок прошёл
key-used = Последнее обращение
key-never-used = не было
key-make = Создать ключ
key-hint = Ключ действует от вашего имени и не может больше, чем вы.
key-ready = Ключ создан
key-once = Скопируйте его сейчас: больше он нигде не покажется.
key-end = Отозвать
key-name-needed = Назовите ключ: от 1 до 200 знаков
done-key-ended = Ключ отозван
parts = Что нужно организации
parts-register = Реестр проектов
parts-pipeline = Сделки
parts-both = И то и другое
parts-hint = Реестр — проекты, поддержка, комиссии. Сделки — контакты и воронка. Изменить можно в любое время.
