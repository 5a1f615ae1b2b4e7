# tasks: what people read about what is to be done.

task-title-needed = Say what is to be done.
task-due-past = The due date cannot be in the past.
task-waking = Look at the frozen project “{$x}” again
