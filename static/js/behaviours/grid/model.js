// The grid as the other modules see it: rows, cells, columns, what the server last said about a cell, and the one
// function that paints a cell. A cell shows, in this order: an editor, an unsaved edit, a fresh change, the server's text.

import { icon } from '../../icon.js';
import { wordsOf } from '../../words.js';
import { queue } from './save_queue.js';

const UNNOTICED = 150; // a save that takes less shows no sign at all
const QUIET = '[aria-hidden="true"], .vh, .by, .who-tag, .mark';
const PASSING = new Set(['is-cursor', 'is-range']); // painted by the cursor, kept through a repaint

const looks = new WeakMap();

function look(cell) {
  return { html: cell.innerHTML, className: cell.className, v: cell.dataset.v, n: cell.dataset.n };
}

export class Grid {
  editing = null;
  flashes = new Map(); // cell → person
  remote = () => null; // cell → person; set by others.js

  constructor(table) {
    this.table = table;
    this.wrap = table.closest('.grid-wrap');
    this.body = table.tBodies[0];
    this.words = wordsOf(document.getElementById('grid-words'));
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
      queue.all().forEach((e) => e.id === row.dataset.id && this.paint(this.cell(row, e.col)));
    }
  }

  // The grid is one stop for Tab, so nothing inside its rows takes part; in a list of links everything does.
  still(part) {
    const index = this.isList ? 0 : -1;
    part.querySelectorAll('a, input, button').forEach((inner) => (inner.tabIndex = index));
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
    const { v, html, className } = looks.get(cell);
    if (v !== undefined) return v;
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
    if (!cell || cell === this.editing) return;
    const { html, className, v } = looks.get(cell);
    const passing = [...cell.classList].filter((c) => PASSING.has(c));
    cell.className = className;
    cell.classList.add(...passing);
    cell.innerHTML = html;
    this.still(cell);
    if (v === undefined) delete cell.dataset.v;
    else cell.dataset.v = v;
    cell.removeAttribute('aria-invalid');
    const entry = this.entry(cell);
    if (entry) return this.paintEntry(cell, entry);
    const flash = this.flashes.get(cell);
    const person = flash ?? this.remote(cell);
    if (!person) return;
    cell.classList.add('who', `who-${person.hue}`, flash ? 'is-flash' : 'is-remote');
    const tag = document.createElement('span');
    tag.className = flash ? 'by' : 'who-tag';
    tag.setAttribute('aria-hidden', 'true');
    const room = cell.offsetWidth > 140; // a whole name would hide a number
    tag.textContent = !flash && person.editing && room ? person.name : person.initials;
    cell.append(tag);
  }

  paintEntry(cell, entry) {
    cell.textContent = entry.value;
    cell.setAttribute('aria-invalid', String(entry.state === 'refused'));
    if (entry.state === 'refused') return cell.classList.add('is-invalid');
    if (entry.state === 'conflict') {
      cell.classList.add('is-conflict');
      return cell.prepend(icon('warn', 'i mark'));
    }
    const age = Date.now() - entry.at;
    if (age >= UNNOTICED) cell.classList.add('is-saving');
    else setTimeout(() => this.entry(cell) === entry && this.paint(cell), UNNOTICED - age);
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
    for (const name of ['version', 'readonly', 'unmatched']) {
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
      if (before.html === after.html && before.className === after.className && before.v === after.v)
        continue;
      looks.set(cell, after);
      this.paint(cell);
      changed.push(cell);
    }
    return changed;
  }
}
