# days: what people read about their tasks.

room-tasks = Tasks
tasks-title = Tasks
tasks-none = No tasks yet.
task-new = New task
task-title = What is to be done
task-who = Who
task-due = By
task-in-days = or in working days
task-save = Add the task
task-today = today
task-finish = Done: {$x}
task-reopen = Back to work: {$x}
day-title = My day
day-late = Overdue
day-today = Today
day-later = Later
day-some-day = No date
day-empty = There are no tasks.
day-empty-way = A task is added on the card of a project or client.
task-delete = To the bin: {$x}
tasks-late = { $n ->
    [one] {$n} overdue
   *[other] {$n} overdue
}
