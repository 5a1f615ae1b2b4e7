# bulk: what people read when they change one field in many projects.

bulk-title = Изменить во всех найденных
bulk-note = Значение получат все проекты по текущим фильтрам. Сначала вы увидите, сколько строк изменится и какие нет.
bulk-field = Поле
bulk-choose = Выбрать поле
bulk-value = Новое значение: {$x}
bulk-try = Проверить
bulk-checking = Проверяем
bulk-writing = Изменяем
bulk-may-close = Страницу можно закрыть
bulk-not-ready = Проверка ещё идёт
bulk-failed = Изменение прервано. Что успело измениться, можно отменить.
bulk-nothing = Изменять нечего.
bulk-undo = Отменить всё изменение
bulk-left = Без изменений
bulk-done-rows = изменено
bulk-ready-rows = изменится
bulk-same-rows = уже такие
bulk-conflict-rows = изменены другими
bulk-refused-rows = не подходят
bulk-go = { $n ->
    [one] Изменить {$n} проект
    [few] Изменить {$n} проекта
    [many] Изменить {$n} проектов
   *[other] Изменить {$n} проекта
}
bulk-changed = { $n ->
    [one] Изменён {$n} проект.
    [few] Изменены {$n} проекта.
    [many] Изменено {$n} проектов.
   *[other] Изменены {$n} проекта.
}
bulk-open = Изменить все
