// The row of the cursor may be taken out of the page: the place is remembered, the focus waits at the list, and comes
// back to its cell when that is here again or an arrow is pressed.

export function remembering(grid, reach) {
  const { wrap, table } = grid;
  let lost = null;

  table.addEventListener('grid:rows', () => {
    const back = lost && grid.at(lost.id, lost.col);
    if (!back) return;
    grid.cursor.go(back, { focus: document.activeElement === wrap, scroll: false });
    lost = null;
  });
  wrap.addEventListener('keydown', async (event) => {
    if (!lost || event.target !== wrap || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const { index, col } = lost;
    lost = null;
    grid.cursor.go(grid.cell(await reach(index), col));
  });

  // Called before the row goes.
  return (row) => {
    const cell = document.activeElement;
    if (!row.contains(cell)) return;
    lost = { index: Number(row.ariaRowIndex) - 2, id: row.dataset.id, col: cell.dataset.col };
    wrap.tabIndex = -1;
    wrap.focus({ preventScroll: true });
  };
}
