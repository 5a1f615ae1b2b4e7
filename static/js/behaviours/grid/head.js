// The head of the grid belongs to the same stop for Tab: Up from the first row enters it, arrows walk, Enter sorts.

export function heading(grid) {
  const head = grid.table.tHead;
  const inner = (index) => grid.columns[index]?.querySelector('a, button, input');
  grid.still(head);

  head.addEventListener('keydown', (event) => {
    const th = event.target.closest('th');
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      for (let index = th.cellIndex + step; grid.columns[index]; index += step) {
        if (inner(index)) return (event.preventDefault(), inner(index).focus());
      }
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      const row = grid.body.querySelector('tr[data-id]');
      const cell = row?.cells[th.cellIndex];
      grid.cursor.go(cell?.dataset.col ? cell : row?.querySelector('[data-col]'));
    }
  });

  return {
    // True when the cell is in the first row and the head above it can be pressed.
    enter(cell) {
      const first = grid.body.querySelector('tr[data-id]');
      if (grid.window?.first || cell.parentElement !== first || !inner(cell.cellIndex)) return false;
      inner(cell.cellIndex).focus();
      return true;
    },
  };
}
