// The bar under the grid: whether all is saved, which cell this is, sum and mean of the chosen range.
// <footer class="statusbar" id="grid-status"><span class="live" role="status"><svg…/><span data-slot="save"></span></span>
//   <button class="link" data-slot="problem" hidden>…</button><a class="link" data-slot="fresh" hidden>…</a>
//   <span class="where" data-slot="where"></span><span class="agg"><span data-slot="range"></span>…</span></footer>

import { icon } from '../../icon.js';
import { number, readNumber } from '../../words.js';
import { queue } from './save_queue.js';

const NUMERIC = new Set(['money', 'number']);
const ICONS = {
  saved: 'check',
  saving: 'clock',
  waiting: 'clock',
  offline: 'offline',
  problem: 'error',
  conflict: 'warn',
};
const UNNOTICED = 400;

export function status(grid) {
  const bar = document.getElementById('grid-status');
  const slot = (name) => bar?.querySelector(`[data-slot="${name}"]`);
  const said = document.createElement('p');
  said.className = 'vh';
  said.setAttribute('aria-live', 'polite');
  const alarm = said.cloneNode();
  alarm.setAttribute('aria-live', 'assertive');
  grid.wrap.after(said, alarm);
  let timer;

  function state() {
    const all = queue.all();
    const count = (name) => all.filter((e) => e.state === name).length;
    const [refused, conflicts, waiting] = ['refused', 'conflict', 'waiting'].map(count);
    if (refused) return ['problem', grid.words('refused', { n: refused })];
    if (conflicts) return ['conflict', grid.words('conflicts', { n: conflicts })];
    if (waiting && queue.isAway()) return ['offline', grid.words('waiting', { n: waiting })];
    if (waiting) return ['saving', grid.words('saving')];
    return ['saved', grid.words('saved')];
  }

  function drawSave() {
    const place = slot('save');
    if (!place) return;
    const [name, text] = state();
    const owner = place.parentElement;
    if (owner.dataset.state === name && place.textContent === text) return;
    owner.dataset.state = name;
    place.textContent = text;
    owner.querySelector('svg')?.replaceWith(icon(ICONS[name]));
    const way = slot('problem');
    if (way) way.hidden = name !== 'problem' && name !== 'conflict';
  }

  function drawWhere(cell) {
    const place = slot('where');
    if (!place || !cell) return;
    const label = document.createElement('b');
    label.textContent = grid.label(cell);
    const by = cell.dataset.by ?? cell.parentElement.dataset.by;
    place.replaceChildren(grid.rowName(cell), ' · ', label, ...(by ? [' · ', by] : []));
  }

  function drawRange() {
    const place = slot('range');
    if (!place) return;
    const cells = grid.cursor.range().flat();
    const parts = [];
    if (cells.length > 1) {
      const values = cells
        .filter((cell) => NUMERIC.has(grid.head(cell).dataset.type))
        .map((cell) => (cell.dataset.n !== undefined ? Number(cell.dataset.n) : readNumber(grid.text(cell))))
        .filter((value) => value !== null && !Number.isNaN(value));
      const sum = values.reduce((a, b) => a + b, 0);
      parts.push(['cells', cells.length]);
      if (values.length) parts.push(['sum', sum], ['mean', sum / values.length]);
    }
    place.replaceChildren(
      ...parts.map(([name, value]) => {
        const part = document.createElement('span');
        const figure = document.createElement('b');
        figure.textContent = number(value);
        part.append(grid.words(name), ' ', figure);
        return part;
      }),
    );
  }

  // That all is saved or something is wrong is said at once; that it is being saved, only if it takes a while.
  const soon = () => {
    clearTimeout(timer);
    if (state()[0] === 'saving') timer = setTimeout(drawSave, UNNOTICED);
    else drawSave();
  };
  queue.on('change', ({ entry }) => {
    if (entry) grid.paint(grid.at(entry.id, entry.col));
    soon();
  });
  document.body.addEventListener('connection:state', soon);

  // The way to the first cell that was refused or is in conflict.
  slot('problem')?.addEventListener('click', () => {
    const entry = queue.all().find((e) => e.state !== 'waiting' && (e.batch || grid.at(e.id, e.col)));
    if (!entry) return;
    if (entry.batch) return grid.batches.settle(entry);
    grid.cursor.go(grid.at(entry.id, entry.col));
    if (entry.state === 'conflict') grid.conflicts.open(entry, { focus: true });
  });

  grid.table.addEventListener('grid:moved', (event) => {
    drawWhere(event.detail.cell);
    drawRange();
  });
  grid.table.addEventListener('grid:changed', () => (drawWhere(grid.cursor.cell), drawRange()));
  drawSave();

  return {
    readOut: (text) => (said.textContent = text),
    alert: (text) => (alarm.textContent = text),
    // New or vanished rows: the list on the screen stays until the person asks for the new one.
    listChanged() {
      const link = slot('fresh');
      if (link) link.hidden = false;
    },
  };
}
