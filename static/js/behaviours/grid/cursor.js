// Where the person is: one cell that takes the focus (roving tabindex), and a rectangle from it when Shift is held.

export function cursor(grid) {
  const { table } = grid;
  let at = null;
  let anchor = null;
  let painted = [];

  const rows = () => [...grid.body.querySelectorAll('tr[data-id]')];
  const columns = () =>
    grid.columns.flatMap((th, index) => (th.dataset.col && th.offsetParent ? [index] : []));
  const moved = () => table.dispatchEvent(new CustomEvent('grid:moved', { detail: { cell: at } }));

  function stop(cell) {
    table.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    cell.tabIndex = 0;
  }

  function paintRange() {
    for (const cell of painted) {
      cell.classList.remove('is-range');
      cell.removeAttribute('aria-selected');
    }
    painted = range().flat();
    if (painted.length < 2) painted = [];
    for (const cell of painted) {
      cell.classList.add('is-range');
      cell.setAttribute('aria-selected', 'true');
    }
  }

  // The chosen rectangle, row by row; a single cell when nothing is chosen.
  function range() {
    if (!at?.isConnected) return [];
    if (!anchor?.isConnected || anchor === at) return [[at]];
    const list = rows();
    const [top, bottom] = [anchor, at].map((c) => list.indexOf(c.parentElement)).sort((a, b) => a - b);
    const [left, right] = [anchor.cellIndex, at.cellIndex].sort((a, b) => a - b);
    const inside = columns().filter((index) => index >= left && index <= right);
    return list.slice(top, bottom + 1).map((row) => inside.map((index) => row.cells[index]));
  }

  function go(cell, { extend = false, focus = true, scroll = true } = {}) {
    if (!cell) return;
    at?.classList.remove('is-cursor');
    if (!extend) anchor = cell;
    at = cell;
    cell.classList.add('is-cursor');
    stop(cell);
    paintRange();
    if (focus) {
      cell.focus({ preventScroll: true });
      if (scroll) cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    moved();
  }

  // By so many rows and columns, as far as there are any. Infinity goes to the edge.
  function move(down, right, options) {
    if (!at) return;
    const list = rows();
    const cols = columns();
    if (Math.abs(down) === Infinity && grid.window?.isOn) return toEdge(down, right, options);
    const clamp = (value, length) => Math.max(0, Math.min(length - 1, value));
    const row = list[clamp(list.indexOf(at.parentElement) + down, list.length)];
    const col = cols[clamp(cols.indexOf(at.cellIndex) + right, cols.length)];
    go(row?.cells[col], options);
  }

  // The first or the last row of the view may not be here yet.
  async function toEdge(down, right, options) {
    const cols = columns();
    const col = right > 0 ? cols.at(-1) : right < 0 ? cols[0] : at.cellIndex;
    const row = await grid.window.reach(down > 0 ? grid.window.count - 1 : 0);
    go(row?.cells[col], options);
  }

  // After Tab in an editor: the next cell that can be edited, over the end of the row if need be.
  function next(step) {
    const cols = columns().filter((index) => 'edit' in grid.columns[index].dataset);
    const list = rows();
    let row = list.indexOf(at.parentElement);
    let col = cols.indexOf(at.cellIndex) + step;
    if (col < 0) [row, col] = [row - 1, cols.length - 1];
    if (col >= cols.length) [row, col] = [row + 1, 0];
    if (list[row]) go(list[row].cells[cols[col]]);
  }

  const pageSize = () => Math.max(1, Math.floor((grid.wrap.clientHeight - 60) / (at?.offsetHeight || 27)));

  // The stop for Tab exists before anybody has been here.
  const first = rows()[0];
  if (first && !grid.isList) first.cells[columns()[0]].tabIndex = 0;

  table.addEventListener('focusin', (event) => {
    const cell = event.target.closest('[data-col]');
    if (cell && cell === event.target && cell !== at && cell.closest('tbody')) go(cell, { focus: false });
  });

  let dragging = false;
  table.addEventListener('pointerdown', (event) => {
    const cell = event.target.closest('tbody [data-col]');
    if (
      !cell ||
      grid.isList ||
      event.button !== 0 ||
      cell.contains(grid.editing) ||
      event.target.closest('a, button, input')
    )
      return;
    if (event.shiftKey) event.preventDefault(); // no selection of text
    go(cell, { extend: event.shiftKey && Boolean(at) });
    dragging = event.pointerType === 'mouse';
  });
  table.addEventListener('pointerover', (event) => {
    const cell = dragging && event.buttons === 1 && event.target.closest('tbody [data-col]');
    if (!cell || cell === at) return;
    getSelection()?.removeAllRanges();
    go(cell, { extend: true });
  });
  window.addEventListener('pointerup', () => (dragging = false));

  return {
    go,
    move,
    next,
    range,
    pageSize,
    get cell() {
      return at?.isConnected ? at : null;
    },
    columns,
    collapse: () => go(at),
    // The whole row of the cursor.
    row() {
      const cols = columns();
      const cells = at.parentElement.cells;
      go(cells[cols[0]], { focus: false });
      go(cells[cols.at(-1)], { extend: true });
    },
    all() {
      const list = rows();
      const cols = columns();
      go(list[0]?.cells[cols[0]], { focus: false });
      go(list.at(-1)?.cells[cols.at(-1)], { extend: true, focus: false });
    },
  };
}
