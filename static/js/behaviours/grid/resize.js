// The edge of a heading is drawn to make its column wider; a double click makes it as wide as usual. The width stands
// in the address like everything else of a view. By the keyboard widths are set on the page of the columns.

const [LEAST, MOST] = [40, 900];

export function resizing(grid) {
  const cols = [...grid.table.querySelectorAll('colgroup col')];

  // Widths as the address has them: "name-300.own-120".
  function widths(url) {
    const pieces = (url.searchParams.get('w') ?? '').split('.').filter(Boolean);
    return new Map(pieces.map((piece) => [piece.slice(0, piece.lastIndexOf('-')), piece.slice(piece.lastIndexOf('-') + 1)]));
  }

  function keep(col, width) {
    const url = new URL(location.href);
    const all = widths(url);
    if (width) all.set(col, String(width));
    else all.delete(col);
    if (all.size) url.searchParams.set('w', [...all].map(([name, w]) => `${name}-${w}`).join('.'));
    else url.searchParams.delete('w');
    history.replaceState(history.state, '', url);
    location.reload(); // the links of the page carry the widths too, and the place in the list is kept
  }

  function begin(event, th) {
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget;
    const from = event.clientX;
    const before = th.offsetWidth;
    const col = cols[th.cellIndex];
    const width = (x) => Math.round(Math.max(LEAST, Math.min(MOST, before + x - from)));
    grip.setPointerCapture(event.pointerId);
    grip.classList.add('is-held');
    const move = (e) => (col.style.width = `${width(e.clientX)}px`);
    const end = (e) => {
      grip.removeEventListener('pointermove', move);
      grip.classList.remove('is-held');
      if (Math.abs(e.clientX - from) > 2) keep(th.dataset.col, width(e.clientX));
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end, { once: true });
  }

  for (const th of grid.columns.filter((c) => c.dataset.col)) {
    const grip = document.createElement('span');
    grip.className = 'col-grip';
    grip.setAttribute('aria-hidden', 'true');
    grip.addEventListener('pointerdown', (event) => event.button === 0 && begin(event, th));
    grip.addEventListener('dblclick', () => keep(th.dataset.col, null));
    grip.addEventListener('click', (event) => event.stopPropagation());
    th.append(grip);
  }
}
