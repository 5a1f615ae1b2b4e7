# comments: what people read of what was said about a record.

comments-title = Timeline
comments-filter = Filter entries
comments-kind = What
comments-who = Who
comments-all = All
comments-none = No entries yet.
comments-none-such = There are no such entries.
comment-text = Text of the entry
comment-hint = What happened, what was agreed; @Lastname calls a colleague
comment-send = Write down
comment-comment = Comment
comment-call = Call
comment-letter = Letter
comment-needed = Write the text of the entry
comment-change = Change
comment-remove = Take back
comment-removed = taken back by its author
comment-changed = changed {$x}
comment-not-yours = Your own entry can be changed within a day
