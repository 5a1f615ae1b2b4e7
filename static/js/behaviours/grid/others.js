// Colleagues' cursors in the grid: an outline in their colour, their name while they type. A hint, not a lock.

import { iAmAt } from '../presence.js';

export function others(grid) {
  let marked = new Map(); // cell → person

  const find = (p) => grid.at(p.row, p.col);

  function show(people) {
    const next = new Map(people.flatMap((p) => (find(p) ? [[find(p), p]] : [])));
    const touched = new Set([...marked.keys(), ...next.keys()]);
    const same = (a, b) => a && b && a.id === b.id && a.editing === b.editing;
    const before = marked;
    marked = next;
    for (const cell of touched) if (!same(before.get(cell), next.get(cell))) grid.paint(cell);
  }

  let people = [];
  grid.remote = (cell) => marked.get(cell);
  document.body.addEventListener('people:moved', (event) => show((people = event.detail.people)));
  grid.table.addEventListener('grid:rows', () => show(people));
  grid.table.addEventListener('grid:moved', ({ detail: { cell } }) => {
    if (!cell) return;
    iAmAt(cell.parentElement.dataset.id, cell.dataset.col, false);
    const here = marked.get(cell);
    if (here?.editing) grid.tips.show(cell, grid.words('typing', { name: here.name }));
  });
}
