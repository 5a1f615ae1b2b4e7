# grid: what people read while they work in the cells of the register.

paste-too-large = At most {$n} cells at once: paste in parts, or bring the workbook by import
paste-client = The client is chosen on the project’s card
paste-starts-short = A new project begins as a short application
paste-changed = { $n ->
    [one] {$n} cell changed
   *[other] {$n} cells changed
}
paste-will-change = { $n ->
    [one] {$n} cell will change
   *[other] {$n} cells will change
}
paste-made = { $n ->
    [one] {$n} project made
   *[other] {$n} projects made
}
paste-will-make = { $n ->
    [one] {$n} new project will be made
   *[other] {$n} new projects will be made
}
paste-same = { $n ->
    [one] {$n} cell has this value already
   *[other] {$n} cells have these values already
}
paste-conflicts = { $n ->
    [one] {$n} cell was changed by a colleague meanwhile
   *[other] {$n} cells were changed by colleagues meanwhile
}
paste-refused = { $n ->
    [one] {$n} cell does not fit
   *[other] {$n} cells do not fit
}
paste-more = And {$x} more
paste-conflict-with = {$who} meanwhile: “{$x}”
grid-newrow = New row
grid-trying = Checking
grid-untried = You are offline: the paste cannot be checked now. It will be sent by itself, and what does not fit will be shown.
grid-unsent = The unsent edit is undone
grid-undo = Undo
grid-find = Find in the list
grid-pastego = Paste
grid-stop = Do not paste
grid-again = Send again
grid-giveup = Give the edits up
grid-refusedall = The edits are not saved
grid-cells-left = Cells that will not go in
grid-menu-edit = Edit
grid-menu-copy = Copy
grid-menu-clear = Clear
grid-menu-filldown = Fill down
grid-menu-fillright = Fill right
grid-menu-undo = Undo the last
grid-menu-record = Open the project
grid-paste-one = Paste: {"{"}n{"}"} cell
grid-paste-few = Paste: {"{"}n{"}"} cells
grid-paste-many = Paste: {"{"}n{"}"} cells
grid-paste-other = Paste: {"{"}n{"}"} cells
grid-left-one = {"{"}n{"}"} cell left
grid-left-few = {"{"}n{"}"} cells left
grid-left-many = {"{"}n{"}"} cells left
grid-left-other = {"{"}n{"}"} cells left
grid-found-one = {"{"}x{"}"} of {"{"}n{"}"}
grid-found-few = {"{"}x{"}"} of {"{"}n{"}"}
grid-found-many = {"{"}x{"}"} of {"{"}n{"}"}
grid-found-other = {"{"}x{"}"} of {"{"}n{"}"}
keys-undo = Undo, redo
keys-fill = Fill down, right
keys-paste = Cut, paste
keys-find = Find in the list
keys-menu = Menu of the cell
keys-row = Select the row
unsent-title = There are unsent edits
unsent-text = They stay in this browser and are sent when you sign in here again. Nobody else sees them.
unsent-stay = Stay
unsent-leave = Sign out
acts-mine = My actions
