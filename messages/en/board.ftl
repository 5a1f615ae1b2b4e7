# board: what people read in this room.

board-title = Board
board-label = Projects by column
board-hint = Drag a card, or take it with the M key
board-by = Columns:
board-by-support = Type of support
board-filters = Filters of the board
board-as-table = As a table
board-nobody = Not given
board-age = {$n} d.
board-more = Show more
board-empty = Nothing here
board-people-more = and {$x} more
board-move = Move “{$x}”
board-move-title = Move
board-back = Back to the board
board-open-card = Open the card
board-never = From “{$x}” nothing moves here
board-terminal = “{$x}” is an end
board-blocked = Not yet
board-others = Nothing moves from here to:
board-fold = Fold the column
board-drop = Drop to move it here
board-taken = “{"{"}name{"}"}” is taken. Arrows choose a column, Enter drops it, Escape puts it back.
board-over = Column “{"{"}column{"}"}”. It may be dropped here.
board-moved = “{"{"}name{"}"}” moved: {"{"}column{"}"}
board-back-again = “{"{"}name{"}"}” is back in its place.
board-refused = “{"{"}name{"}"}” stayed in its place: {"{"}reason{"}"}
board-no-target = This card cannot move now: {"{"}reason{"}"}
board-lost = No connection: the card stayed in its place
board-jobs = { $n ->
    [one] {$n} job
   *[other] {$n} jobs
}
