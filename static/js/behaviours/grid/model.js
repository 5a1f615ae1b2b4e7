// The grid as the other modules see it: rows, cells, columns, and what the server last said about each cell.

import { wordsOf } from '../../words.js';
import { paint } from './paint.js';
import { queue } from './save_queue.js';

const QUIET = '[aria-hidden="true"], .vh, .by, .who-tag, .mark';

const looks = new WeakMap();

function look(cell) {
  return { html: cell.innerHTML, className: cell.className, data: { ...cell.dataset } };
}

export class Grid {
  editing = null;
  flashes = new Map(); // cell → person
  remote = () => null; // cell → person; set by others.js

  constructor(table) {
    this.table = table;
    this.wrap = table.closest('.grid-wrap');
    this.body = table.tBodies[0];
    this.words = wordsOf(document.getElementById('grid-words'), document.getElementById('batch'));
    this.columns = [...table.tHead.rows[0].cells];
    this.rows = new Map();
    this.adopt(this.body.querySelectorAll('tr[data-id]'));
  }

  // On a phone the table is a list of links and none of the keys, cursors or editors apply.
  get isList() {
    return !this.table.tHead.offsetParent;
  }

  // New rows: remembers what the server wrote, shows what waits to be saved.
  adopt(rows) {
    for (const row of rows) {
      this.rows.set(row.dataset.id, row);
      for (const cell of row.cells) {
        if (!cell.dataset.col) continue;
        looks.set(cell, look(cell));
        cell.tabIndex = -1;
      }
      this.still(row);
      if (queue.all().length) for (const cell of row.cells) if (cell.dataset.col && this.entry(cell)) this.paint(cell);
    }
  }

  // The grid is one stop for Tab, so nothing inside its rows takes part; in a list of links everything does.
  still(part) {
    const index = this.isList ? 0 : -1;
    part.querySelectorAll('a, input, button').forEach((inner) => (inner.tabIndex = index));
  }

  // Rows in their order on the page.
  list() {
    return [...this.body.querySelectorAll('tr[data-id]')];
  }
  repaint() {
    this.rows.forEach((row) => [...row.cells].forEach((cell) => cell.dataset.col && this.paint(cell)));
  }
  head(cell) {
    return this.columns[cell.cellIndex];
  }
  label(cell) {
    return this.head(cell).dataset.label ?? this.head(cell).textContent.trim();
  }
  cell(row, col) {
    return row && [...row.cells].find((c) => c.dataset.col === col);
  }
  at(id, col) {
    return this.cell(this.rows.get(id), col);
  }
  entry(cell) {
    return queue.find(cell.parentElement.dataset.id, cell.dataset.col);
  }

  // What a person reads, and what they would edit.
  text(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(QUIET).forEach((x) => x.remove());
    return copy.textContent.trim();
  }
  raw(cell) {
    const { data, html, className } = looks.get(cell);
    if (data.v !== undefined) return data.v;
    const copy = document.createElement('td');
    Object.assign(copy, { innerHTML: html, className });
    return this.text(copy);
  }
  typed(cell) {
    return this.entry(cell)?.value ?? this.raw(cell);
  }

  // Why this cell cannot be edited, or nothing when it can.
  lock(cell) {
    const head = this.head(cell);
    if (!('edit' in head.dataset)) return head.dataset.readonly ?? this.words('readonly');
    return cell.dataset.readonly ?? cell.parentElement.dataset.readonly;
  }

  paint(cell) {
    if (cell && cell !== this.editing) paint(this, cell, looks.get(cell));
  }

  // The server's newer word about a row. Rows keep their place; returns the cells that now say something else.
  update(fresh) {
    const row = this.rows.get(fresh.dataset.id);
    if (!row) return [];
    if ('gone' in fresh.dataset) {
      row.classList.add('is-gone');
      row.dataset.readonly = fresh.dataset.gone || this.words('gone');
      return [];
    }
    if (Number(fresh.dataset.version) < Number(row.dataset.version)) return [];
    for (const name of ['version', 'readonly', 'unmatched', 'by']) {
      if (name in fresh.dataset) row.dataset[name] = fresh.dataset[name];
      else delete row.dataset[name];
    }
    row.classList.toggle('is-unmatched', 'unmatched' in fresh.dataset);
    row.title = fresh.dataset.unmatched ?? '';
    const changed = [];
    for (const next of fresh.cells) {
      const cell = next.dataset.col && this.cell(row, next.dataset.col);
      if (!cell) continue;
      const before = looks.get(cell);
      const after = look(next);
      if (JSON.stringify(before) === JSON.stringify(after)) continue;
      looks.set(cell, after);
      this.paint(cell);
      changed.push(cell);
    }
    return changed;
  }
}
