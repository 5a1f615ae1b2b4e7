# board: what people read in this room.

board-title = Доска
board-label = Проекты по столбцам
board-hint = Перетащите карточку или возьмите её клавишей M
board-by = Столбцы:
board-by-support = Вид поддержки
board-filters = Фильтры доски
board-as-table = Таблицей
board-nobody = Не указано
board-age = {$n} дн.
board-more = Показать ещё
board-empty = Здесь пусто
board-people-more = и ещё {$x}
board-move = Переместить «{$x}»
board-move-title = Переместить
board-back = К доске
board-open-card = Открыть карточку
board-never = Из состояния «{$x}» сюда не переходят
board-terminal = Состояние «{$x}» конечное
board-blocked = Пока нельзя
board-others = Сюда отсюда не переходят:
board-fold = Свернуть столбец
board-drop = Отпустите, чтобы переместить
board-taken = Карточка «{"{"}name{"}"}» взята. Стрелками выберите столбец, Enter — поставить, Escape — вернуть.
board-over = Столбец «{"{"}column{"}"}». Можно поставить.
board-moved = Карточка «{"{"}name{"}"}» перемещена: {"{"}column{"}"}
board-back-again = Карточка «{"{"}name{"}"}» возвращена на место.
board-refused = Карточка «{"{"}name{"}"}» осталась на месте: {"{"}reason{"}"}
board-no-target = Эту карточку сейчас некуда переместить: {"{"}reason{"}"}
board-lost = Нет связи: карточка осталась на месте
board-jobs = { $n ->
    [one] {$n} место
    [few] {$n} места
    [many] {$n} мест
   *[other] {$n} места
}
