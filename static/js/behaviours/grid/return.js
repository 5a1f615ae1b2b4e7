// Coming back to the list by the Back button: as many rows as there were, at the same place, the same cell under
// the cursor. Kept in the entry of the browser's history, so that each entry has its own place.

const SETTLED = 200;
const MOST = 3000; // further down a fresh list is quicker than the old place

export function returning(grid) {
  const { wrap } = grid;
  let timer = null;

  function keep() {
    const { cell } = grid.cursor;
    history.replaceState(
      {
        ...history.state,
        grid: {
          rows: grid.rows.size,
          top: wrap.scrollTop,
          left: wrap.scrollLeft,
          id: cell?.parentElement.dataset.id,
          col: cell?.dataset.col,
        },
      },
      '',
    );
  }
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLED);
  };

  async function goBack({ rows, top, left, id, col }) {
    await grid.window.ready;
    if (grid.window.isOn) {
      wrap.scrollTo(left, top);
      await grid.window.settle();
    } else await grid.paging.upTo(Math.min(rows, MOST));
    const cell = id && grid.at(id, col);
    if (cell) grid.cursor.go(cell, { focus: false });
    wrap.scrollTo(left, top);
  }

  const kept = history.state?.grid;
  const [entry] = performance.getEntriesByType('navigation');
  const isBack = entry?.type === 'back_forward' || entry?.type === 'reload';
  const ready = kept && isBack ? goBack(kept) : Promise.resolve();
  ready.finally(() => {
    wrap.addEventListener('scroll', soon, { passive: true });
    grid.table.addEventListener('grid:moved', soon);
  });
}
