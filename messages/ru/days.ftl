# days: what people read about their tasks.

room-tasks = Задачи
tasks-title = Задачи
tasks-none = Задач пока нет.
task-new = Новая задача
task-title = Что сделать
task-who = Кому
task-due = К дню
task-in-days = или через рабочих дней
task-save = Поставить задачу
task-today = сегодня
task-finish = Выполнено: {$x}
task-reopen = Вернуть в работу: {$x}
day-title = Мой день
day-late = Просрочено
day-today = Сегодня
day-later = Позже
day-some-day = Без срока
day-empty = Задач нет.
day-empty-way = Поставить задачу можно на карточке проекта или клиента.
task-delete = В корзину: {$x}
tasks-late = { $n ->
    [one] {$n} просрочена
    [few] {$n} просрочены
    [many] {$n} просрочено
   *[other] {$n} просрочено
}
