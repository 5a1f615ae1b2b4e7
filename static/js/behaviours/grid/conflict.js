// Two people wrote into one cell: the server's panel (before, mine, theirs, result) stands at the cell until it is
// settled. It blocks nothing; "later" leaves the mark and both values.

import { place } from './place.js';
import { queue } from './save_queue.js';

export function conflicts(grid) {
  let shown = null; // { entry, panel }

  const cellOf = (entry) => grid.at(entry.id, entry.col);

  function close(giveFocusBack) {
    if (!shown) return;
    const cell = cellOf(shown.entry);
    shown.panel.remove();
    shown = null;
    cell?.removeAttribute('aria-describedby');
    if (giveFocusBack && cell) grid.cursor.go(cell);
  }

  function open(entry, { focus = false } = {}) {
    const cell = cellOf(entry);
    if (!cell || !entry.panel) return;
    close(false);
    const panel = entry.panel;
    shown = { entry, panel };
    place(panel, cell, grid.wrap);
    const title = panel.querySelector('h2[id]');
    if (title) cell.setAttribute('aria-describedby', title.id);
    if (focus) panel.querySelector('button[name="take"]:not([hidden])')?.focus();
    else grid.status.alert(title?.textContent ?? '');
  }

  // The form goes through the queue like any edit, so that a lost line loses no decision either.
  grid.wrap.addEventListener('submit', (event) => {
    if (!shown || !shown.panel.contains(event.target)) return;
    event.preventDefault();
    const { entry } = shown;
    const { take, version, theirs, merged } = Object.fromEntries(new FormData(event.target, event.submitter));
    const value = { mine: entry.value, theirs, merged }[take] ?? entry.value;
    const choice = take === 'mine' ? entry.choice : undefined;
    close(true);
    queue.again(entry, { value, choice, version, base: theirs, fields: { take } });
  });
  grid.wrap.addEventListener('click', (event) => {
    if (shown?.panel.contains(event.target) && event.target.closest('[data-later]')) close(true);
    else if (event.target.closest('.is-conflict > .mark')) {
      open(grid.entry(event.target.closest('[data-col]')), { focus: true });
    }
  });
  grid.wrap.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown?.panel.contains(event.target)) {
      event.preventDefault();
      close(true);
    }
  });

  queue.on('conflict', ({ entry }) => {
    grid.paint(cellOf(entry));
    if (!grid.editing && !shown) open(entry);
  });
  // Typed anew, settled, or settled elsewhere: the panel has nothing more to say.
  queue.on('change', () => shown && shown.entry.state !== 'conflict' && close(false));

  return { open, close, all: () => queue.all().filter((e) => e.state === 'conflict') };
}
