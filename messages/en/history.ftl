# history: what people read of a record's past.

history-title = History
history-none = No changes yet.
history-made = record made
history-emptied = emptied
history-earlier = What came before
history-system = System
history-undo = move undone, entry
note-imported = From a file
note-cell = From a file: sheet “{$sheet}”, {$cell}
sources-title = Where this comes from
source-sheet = sheet “{$x}”
source-row = row {$x}
door-form = in a form
door-grid = in the register
door-import = by import
door-api = through the API
door-command = from the command line
door-system = by the system
