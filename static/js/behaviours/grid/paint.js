// The one place that writes into a cell. It shows, in this order: an editor (left alone, see model.js), an unsaved edit,
// a fresh change or the cursor of a colleague over the server's text.

import { icon } from '../../icon.js';

const UNNOTICED = 150; // a save that takes less shows no sign at all
const PASSING = new Set(['is-cursor', 'is-range']); // painted by the cursor, kept through a repaint
const ROOM = 140; // in a narrower cell a whole name would hide the number

export function paint(grid, cell, { html, className, data }) {
  const passing = [...cell.classList].filter((c) => PASSING.has(c));
  cell.className = className;
  cell.classList.add(...passing);
  cell.innerHTML = html;
  grid.still(cell);
  for (const name of Object.keys(cell.dataset)) if (!(name in data)) delete cell.dataset[name];
  Object.assign(cell.dataset, data);
  cell.removeAttribute('aria-invalid');
  const entry = grid.entry(cell);
  if (entry) paintEntry(grid, cell, entry);
  else paintPerson(grid, cell);
}

function paintEntry(grid, cell, entry) {
  cell.textContent = entry.value;
  if (entry.state === 'refused') {
    cell.setAttribute('aria-invalid', 'true');
    return cell.classList.add('is-invalid');
  }
  if (entry.state === 'conflict') {
    cell.classList.add('is-conflict');
    return cell.prepend(icon('warn', 'i mark'));
  }
  const age = Date.now() - entry.at;
  if (age >= UNNOTICED) cell.classList.add('is-saving');
  else setTimeout(() => grid.entry(cell)?.at === entry.at && grid.paint(cell), UNNOTICED - age);
}

function paintPerson(grid, cell) {
  const flash = grid.flashes.get(cell);
  const person = flash ?? grid.remote(cell);
  if (!person) return;
  cell.classList.add('who', `who-${person.hue}`, flash ? 'is-flash' : 'is-remote');
  const tag = document.createElement('span');
  tag.className = flash ? 'by' : 'who-tag';
  tag.setAttribute('aria-hidden', 'true');
  tag.textContent = !flash && person.editing && cell.offsetWidth > ROOM ? person.name : person.initials;
  cell.append(tag);
}
