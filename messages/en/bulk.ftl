# bulk: what people read when they change one field in many projects.

bulk-title = Change all that were found
bulk-note = All projects of the present filters get the value. First you see how many rows will change and which will not.
bulk-field = Field
bulk-choose = Choose the field
bulk-value = New value: {$x}
bulk-try = Check
bulk-checking = Checking
bulk-writing = Changing
bulk-may-close = You may close this page
bulk-not-ready = The check is still going on
bulk-failed = The change broke off. What has changed can be undone.
bulk-nothing = There is nothing to change.
bulk-undo = Undo the whole change
bulk-left = Unchanged
bulk-done-rows = changed
bulk-ready-rows = will change
bulk-same-rows = already so
bulk-conflict-rows = changed by others
bulk-refused-rows = do not fit
bulk-go = { $n ->
    [one] Change {$n} project
   *[other] Change {$n} projects
}
bulk-changed = { $n ->
    [one] {$n} project changed.
   *[other] {$n} projects changed.
}
bulk-open = Change all
