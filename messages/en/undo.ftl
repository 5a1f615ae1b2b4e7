# undo: what people read when they take an act back or do it again.

acts-title = My actions
acts-note = The last hundred. They can be undone after a reload and after signing in again; what others changed since stays.
acts-none = Nothing to undo yet.
acts-back = To the register
act-cell = Edit
act-paste = Paste
act-fill = Fill
act-clear = Clear
act-cut = Cut
act-bulk = Bulk change
act-move = Change of state
act-create = Creation
act-merge = Merge
act-import = Import
act-cells = { $n ->
    [one] {$n} cell
   *[other] {$n} cells
}
act-state-undone = undone
act-state-over = cannot be undone
act-state-going = being undone
act-changed-by-others = a colleague has changed it since
act-changed-later = another value was saved here later
undo-do = Undo: {$x}
redo-do = Redo: {$x}
undo-done = Undone: {$x}
redo-done = Redone: {$x}
undo-goes-on = Undoing: {$x}. It is large and takes a while
redo-goes-on = Redoing: {$x}. It is large and takes a while
undo-kept-all = Nothing changed: {$x}
undo-nothing = Nothing to undo
redo-nothing = Nothing to redo
undo-another = The last action is another one by now. Please look again at what will be undone
undo-kept = { $n ->
    [one] {$n} value stays as it is
   *[other] {$n} values stay as they are
}
done-act-undone = The action is undone
done-act-redone = The action is redone
done-undo-nothing = Nothing to undo
value-gone = “{$x}” is no longer in the list
client-not-one = There is no client “{$x}”, or there are several: choose one on the card
person-several = There are several people called “{$x}”. Choose from the list
act-made-stays = The client stays: remove it on its card
