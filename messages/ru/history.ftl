# history: what people read of a record's past.

history-title = История
history-none = Изменений пока нет.
history-made = запись создана
history-emptied = очищено
history-earlier = Что было раньше
history-system = Система
history-undo = отменённый переход, запись
note-imported = Из файла
note-cell = Из файла: лист «{$sheet}», {$cell}
sources-title = Откуда это
source-sheet = лист «{$x}»
source-row = строка {$x}
door-form = в форме
door-grid = в реестре
door-import = при импорте
door-api = через API
door-command = из командной строки
door-system = само
