# grid: what people read while they work in the cells of the register.

paste-too-large = Не больше {$n} ячеек за раз: вставьте по частям или загрузите книгу через импорт
paste-client = Клиента выбирают на карточке проекта
paste-starts-short = Новый проект начинается неполной заявкой
paste-changed = { $n ->
    [one] Изменена {$n} ячейка
    [few] Изменены {$n} ячейки
    [many] Изменено {$n} ячеек
   *[other] Изменены {$n} ячейки
}
paste-will-change = { $n ->
    [one] Изменится {$n} ячейка
    [few] Изменятся {$n} ячейки
    [many] Изменится {$n} ячеек
   *[other] Изменятся {$n} ячейки
}
paste-made = { $n ->
    [one] Создан {$n} проект
    [few] Созданы {$n} проекта
    [many] Создано {$n} проектов
   *[other] Созданы {$n} проекта
}
paste-will-make = { $n ->
    [one] Будет создан {$n} новый проект
    [few] Будут созданы {$n} новых проекта
    [many] Будет создано {$n} новых проектов
   *[other] Будут созданы {$n} новых проекта
}
paste-same = { $n ->
    [one] {$n} ячейка уже такая
    [few] {$n} ячейки уже такие
    [many] {$n} ячеек уже такие
   *[other] {$n} ячейки уже такие
}
paste-conflicts = { $n ->
    [one] {$n} ячейку тем временем изменил другой сотрудник
    [few] {$n} ячейки тем временем изменили другие
    [many] {$n} ячеек тем временем изменили другие
   *[other] {$n} ячейки тем временем изменили другие
}
paste-refused = { $n ->
    [one] {$n} ячейка не подходит
    [few] {$n} ячейки не подходят
    [many] {$n} ячеек не подходят
   *[other] {$n} ячейки не подходят
}
paste-more = И ещё {$x}
paste-conflict-with = {$who} тем временем: «{$x}»
grid-newrow = Новая строка
grid-trying = Проверяем
grid-untried = Нет связи: проверить вставку сейчас нельзя. Она уйдёт сама, а что не подойдёт, будет показано.
grid-unsent = Неотправленная правка отменена
grid-undo = Отменить
grid-find = Найти в списке
grid-pastego = Вставить
grid-stop = Не вставлять
grid-again = Отправить снова
grid-giveup = Отказаться от правок
grid-refusedall = Правки не сохранены
grid-cells-left = Ячейки, которые не войдут
grid-menu-edit = Изменить
grid-menu-copy = Копировать
grid-menu-clear = Очистить
grid-menu-filldown = Заполнить вниз
grid-menu-fillright = Заполнить вправо
grid-menu-undo = Отменить последнее
grid-menu-record = Открыть проект
grid-paste-one = Вставка: {"{"}n{"}"} ячейка
grid-paste-few = Вставка: {"{"}n{"}"} ячейки
grid-paste-many = Вставка: {"{"}n{"}"} ячеек
grid-paste-other = Вставка: {"{"}n{"}"} ячейки
grid-left-one = Осталась {"{"}n{"}"} ячейка
grid-left-few = Остались {"{"}n{"}"} ячейки
grid-left-many = Осталось {"{"}n{"}"} ячеек
grid-left-other = Остались {"{"}n{"}"} ячейки
grid-found-one = {"{"}x{"}"} из {"{"}n{"}"}
grid-found-few = {"{"}x{"}"} из {"{"}n{"}"}
grid-found-many = {"{"}x{"}"} из {"{"}n{"}"}
grid-found-other = {"{"}x{"}"} из {"{"}n{"}"}
keys-undo = Отменить, повторить
keys-fill = Заполнить вниз, вправо
keys-paste = Вырезать, вставить
keys-find = Найти в списке
keys-menu = Меню ячейки
keys-row = Выделить строку
unsent-title = Есть неотправленные правки
unsent-text = Они останутся в этом браузере и уйдут, когда вы войдёте здесь снова. Другому человеку они не видны.
unsent-stay = Остаться
unsent-leave = Выйти
acts-mine = Мои действия
