# undo: what people read when they take an act back or do it again.

acts-title = Мои действия
acts-note = Последние сто. Отменить можно и после перезагрузки, и после нового входа; что с тех пор изменили другие, останется.
acts-none = Отменять пока нечего.
acts-back = К реестру
act-cell = Правка
act-paste = Вставка
act-fill = Заполнение
act-clear = Очистка
act-cut = Вырезание
act-bulk = Массовое изменение
act-move = Смена состояния
act-create = Создание
act-merge = Объединение
act-import = Импорт
act-cells = { $n ->
    [one] {$n} ячейка
    [few] {$n} ячейки
    [many] {$n} ячеек
   *[other] {$n} ячейки
}
act-state-undone = отменено
act-state-over = не отменить
act-state-going = отменяется
act-changed-by-others = с тех пор изменил другой сотрудник
act-changed-later = позже здесь записано другое значение
undo-do = Отменить: {$x}
redo-do = Повторить: {$x}
undo-done = Отменено: {$x}
redo-done = Повторено: {$x}
undo-goes-on = Отменяем: {$x}. Действие большое, это займёт время
redo-goes-on = Повторяем: {$x}. Действие большое, это займёт время
undo-kept-all = Ничего не изменилось: {$x}
undo-nothing = Отменять нечего
redo-nothing = Повторять нечего
undo-another = Последнее действие уже другое. Посмотрите ещё раз, что будет отменено
undo-kept = { $n ->
    [one] Осталось без изменений {$n} значение
    [few] Остались без изменений {$n} значения
    [many] Осталось без изменений {$n} значений
   *[other] Осталось без изменений {$n} значения
}
done-act-undone = Действие отменено
done-act-redone = Действие повторено
done-undo-nothing = Отменять нечего
value-gone = «{$x}» больше нет в списке
client-not-one = Клиента «{$x}» нет или их несколько: выберите его на карточке
person-several = Сотрудников «{$x}» несколько. Выберите из списка
act-made-stays = Клиент остаётся: удалить его можно в карточке
