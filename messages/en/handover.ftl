# handover: what people read when the work of a colleague goes to another.

handover-title = Hand work over
handover-hint = The projects in work that a colleague leads and their open tasks go to another person in one act. Ctrl+Z takes it back. The colleague stays among the people assigned.
handover-from = Whose work
handover-to = To whom
handover-count = Count
handover-do = Hand over
handover-in-hand = In work now: {$x}
handover-said = Handed over: {$x}. These stayed with the former lead:
handover-who-needed = Choose a person
handover-same = This is one and the same person
handover-projects = { $n ->
    [one] {$n} project
   *[other] {$n} projects
}
handover-tasks = { $n ->
    [one] {$n} task
   *[other] {$n} tasks
}
done-handed-over = The work is handed over
