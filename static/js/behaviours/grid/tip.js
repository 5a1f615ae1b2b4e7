// One line of words at a cell: why a value was refused, or why the cell cannot be edited.

import { icon } from '../../icon.js';
import { place } from './place.js';

export function tips(grid) {
  const tip = document.createElement('div');
  tip.id = 'cell-tip';
  tip.setAttribute('role', 'status');
  let owner = null;

  function hide() {
    owner?.removeAttribute('aria-describedby');
    owner = null;
    tip.remove();
  }

  function show(cell, text, danger = false) {
    hide();
    if (!text) return;
    tip.className = danger ? 'cell-tip cell-tip--danger' : 'cell-tip';
    tip.replaceChildren(icon(danger ? 'error' : 'lock'), text);
    owner = cell;
    cell.setAttribute('aria-describedby', tip.id);
    place(tip, cell, grid.wrap);
  }

  const reason = (entry) => entry.reason || grid.words('failed');
  const explain = (cell) => {
    const entry = cell && grid.entry(cell);
    if (entry?.state === 'refused') show(cell, reason(entry), true);
    else hide();
  };

  grid.table.addEventListener('grid:moved', (event) => explain(event.detail.cell));
  return { show, hide, explain };
}
