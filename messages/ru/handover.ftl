# handover: what people read when the work of a colleague goes to another.

handover-title = Передать дела
handover-hint = Проекты в работе, которые коллега ведёт, и открытые задачи перейдут к другому одним действием. Отменить можно через Ctrl+Z. Сам коллега останется среди назначенных.
handover-from = Чьи дела
handover-to = Кому
handover-count = Посчитать
handover-do = Передать
handover-in-hand = Сейчас в работе: {$x}
handover-said = Передано: {$x}. Остались у прежнего ведущего:
handover-who-needed = Выберите сотрудника
handover-same = Это один и тот же сотрудник
handover-projects = { $n ->
    [one] {$n} проект
    [few] {$n} проекта
    [many] {$n} проектов
   *[other] {$n} проекта
}
handover-tasks = { $n ->
    [one] {$n} задача
    [few] {$n} задачи
    [many] {$n} задач
   *[other] {$n} задачи
}
done-handed-over = Дела переданы
