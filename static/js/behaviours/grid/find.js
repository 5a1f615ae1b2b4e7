// Ctrl+F: finds a text in the rows of the view, those that are not here yet among them. Enter goes on, Shift+Enter goes
// back, Esc leaves the cursor at what was found.

const FARTHEST = 3000; // further down the search over the list is the way

const fold = (text) => text.toLocaleLowerCase().replaceAll('ё', 'е');

export function finding(grid) {
  let bar = null;
  let input = null;
  let told = null;

  const cells = () =>
    grid.list().flatMap((row) => [...row.cells].filter((c) => c.dataset.col && c.offsetParent));
  const wanted = () => fold(input.value.trim());
  const holds = (cell) => fold(grid.text(cell)).includes(wanted());

  async function step(by) {
    if (!wanted()) return;
    for (;;) {
      const all = cells();
      const found = all.filter(holds);
      const here = all.indexOf(grid.cursor.cell);
      const next = by > 0
        ? found.find((c) => all.indexOf(c) > here)
        : found.findLast((c) => all.indexOf(c) < here);
      const more = grid.body.querySelector('tr.grid-more');
      if (next || by < 0 || !more || grid.rows.size >= FARTHEST) {
        const go = next ?? (by > 0 ? found[0] : found.at(-1)); // round the end
        if (go) grid.cursor.go(go, { focus: false });
        go?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        told.textContent = go
          ? grid.words('found', { n: found.length, x: found.indexOf(go) + 1 })
          : grid.words('nothing');
        return;
      }
      const before = grid.rows.size;
      await grid.paging.upTo(before + 1);
      if (grid.rows.size === before) return; // the line is away
    }
  }

  function close() {
    if (bar) grid.window.hold(false);
    bar?.remove();
    bar = null;
    if (grid.cursor.cell) grid.cursor.go(grid.cursor.cell);
  }

  function open() {
    if (bar) return input.select();
    grid.window.hold(true);
    bar = document.createElement('search');
    bar.className = 'find-bar';
    input = document.createElement('input');
    input.className = 'input input-sm';
    input.type = 'search';
    input.setAttribute('aria-label', grid.words('find'));
    input.placeholder = grid.words('find');
    told = document.createElement('span');
    told.setAttribute('role', 'status');
    bar.append(input, told);
    grid.wrap.before(bar);
    input.focus();
    input.addEventListener('input', () => {
      told.textContent = '';
    });
    bar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      else if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return true;
  }

  return { open, close };
}
