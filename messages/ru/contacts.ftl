# contacts: what people read in this room.

room-contacts = Контакты
contacts-title = Контакты
contacts-none = Контактов пока нет.
contact-new = Новый контакт
contact-title = Контакт
contact-save-new = Добавить контакт
contact-change = Изменить контакт: {$x}
contact-name = Имя
contact-position = Должность
contact-phone = Телефон
contact-email = Почта
contact-notify = Получает письма о состоянии проектов
contact-notified = получает письма
contact-common = Общие
contact-more = Ещё в файле:
contact-empty = Введите имя, телефон или почту
contact-notify-email = Чтобы получать письма, нужна почта
contact-conflict = Разные значения
contact-conflict-way = Пока вы вводили, эти поля изменили. Ничего не потеряно: сохраните ещё раз, чтобы осталось ваше, или впишите чужое.
conflict-theirs = Чужое
phone-bad = Это не похоже на телефон, например +7 424 200-11-22
done-contact-made = Контакт добавлен
done-contact-saved = Контакт сохранён
contact-has-deals = С этим контактом есть сделки, поэтому удалить его нельзя.
contacts-find = Найти контакт
contacts-find-hint = Имя или почта
contacts-none-way = Контакт — человек, с которым вы говорите.
contacts-none-such = Таких контактов нет.
contacts-all = Все контакты
contacts-all-owners = Все ответственные
contacts-order = Порядок
contacts-by-name = По имени
contacts-newest = Сначала новые
contacts-show = Показать
contacts-count = { $n ->
    [one] {$n} контакт
    [few] {$n} контакта
    [many] {$n} контактов
   *[other] {$n} контакта
}
contact-client = Клиент
contact-owner = Ответственный
contact-facts = Как связаться
contact-edit = Изменить
contact-delete = Удалить контакт
done-contact-removed = Контакт удалён
