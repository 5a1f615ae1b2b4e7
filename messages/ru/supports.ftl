# supports: what people read in this room.

support-new = Новая мера поддержки
support-title = Мера поддержки
support-add = Добавить меру
support-type = Вид поддержки
support-programme = Программа
support-level = Уровень
support-body = Орган, который предоставляет
support-requested = Запрошено
support-unit = Единица
support-granted = Предоставлено
support-paid = Выплачено
support-granted-short = предоставлено
support-paid-short = выплачено
support-start = Начало
support-end = Окончание
support-choose = Выберите из списка
support-required = Заполните это поле
support-negative = Количество не может быть отрицательным
support-amount-bad = Нужно число, например 48,5 млн или 2,5
support-date-bad = Нужен день, например 14.10.2026
support-end-bad = Окончание раньше начала
support-unit-bad = Единица не подходит виду поддержки: деньги — в рублях, земля — в гектарах или метрах, остальное — в штуках
support-remove = Удалить меру
support-is-decided = О мере уже есть решение или она стоит в повестке. Её можно снять решением
decision-is-annulled = Это решение уже отменено другим
decision-annulled = отменено
decision-instead = Взамен отменённого: {$x}
done-support-made = Мера добавлена
done-support-removed = Мера удалена
measures-title = Меры поддержки
measures-tab-all = Все меры
measures-tab-requested = Запрошенные
measures-tab-granted = Предоставленные
measures-table = Таблица мер поддержки, прокручивается
measures-caption = Реестр мер поддержки. Стрелки — по ячейкам, Enter — изменить.
measures-empty = Мер поддержки пока нет.
measures-empty-way = Их добавляют в карточке проекта.
measures-none = Мер с такими условиями нет.
measures-none-way = Уберите один из фильтров.
supports-on-project = Меру добавляют в карточке её проекта
measures-rows = { $n ->
    [one] {$n} мера
    [few] {$n} меры
    [many] {$n} мер
   *[other] {$n} меры
}
