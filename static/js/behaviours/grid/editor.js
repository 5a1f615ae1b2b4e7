// Editing one cell in place: the text as the server writes it, saved by Enter, Tab or leaving, left alone by Esc.

import { iAmAt } from '../presence.js';
import { listbox } from './listbox.js';
import { queue } from './save_queue.js';
import { today } from '../../words.js';

const LISTED = new Set(['state', 'choice', 'person']);
const KEYBOARD = { money: 'decimal', number: 'decimal', date: 'numeric' };

export function editor(grid) {
  let input = null;
  let list = null;
  let start = null; // what the edit is based on
  let replacing = false;

  const rowOf = (cell) => cell.parentElement;
  const kind = (cell) => grid.head(cell).dataset.type;

  function basis(cell) {
    const entry = grid.entry(cell);
    // Typed over a part of what is still on its way: that is what it is based on.
    if (entry?.part) return { base: entry.value, version: rowOf(cell).dataset.version };
    return entry
      ? { base: entry.base, version: entry.version, entry }
      : { base: grid.raw(cell), version: rowOf(cell).dataset.version };
  }

  function save(cell, { value, choice }, { base, version, entry }) {
    const settled = value === (entry ? entry.value : base);
    if (settled && entry?.state !== 'refused') return;
    if (entry && value === base && !queue.isOnItsWay(entry)) {
      queue.forget(entry); // back to what the server has
    } else if (!settled) {
      const { id } = rowOf(cell).dataset;
      const { col } = cell.dataset;
      const params = Object.fromEntries(new URL(grid.table.dataset.rowsUrl, location.href).searchParams);
      queue.put({
        url: `${grid.table.dataset.cellUrl}/${id}/${col}`,
        params,
        id,
        col,
        value,
        choice,
        base,
        version,
      });
    }
    grid.paint(cell);
  }

  function open(cell, { text, list: wanted = false } = {}) {
    const reason = grid.lock(cell);
    if (reason) return grid.tips.show(cell, reason);
    const entry = grid.entry(cell);
    if (entry?.state === 'conflict' && text === undefined) return grid.conflicts.open(entry, { focus: true });
    if (grid.editing) close(true);
    grid.flashes.delete(cell);
    grid.cursor.go(cell);
    start = basis(cell);
    replacing = text !== undefined;

    input = document.createElement('input');
    input.className = 'cell-input';
    input.classList.toggle('num', cell.classList.contains('num'));
    input.value = text ?? grid.typed(cell);
    input.autocomplete = 'off';
    input.spellcheck = kind(cell) === 'text';
    input.inputMode = KEYBOARD[kind(cell)] ?? 'text';
    input.setAttribute('aria-label', `${grid.label(cell)}, ${grid.rowName(cell)}`);
    if (entry?.state === 'refused') {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', 'cell-tip');
    }
    grid.editing = cell;
    cell.classList.add('is-editing');
    cell.append(input);
    input.focus({ preventScroll: true });
    if (LISTED.has(kind(cell))) {
      if (!replacing) input.select();
      list = listbox(grid, cell, input);
      list.onPick(() => close(true) || grid.cursor.go(cell));
      if (wanted) list.step(0);
    } else input.setSelectionRange(input.value.length, input.value.length);
    if (entry?.state !== 'refused') grid.tips.hide();

    input.addEventListener('keydown', onKey);
    input.addEventListener('blur', () => close(true));
    iAmAt(rowOf(cell).dataset.id, cell.dataset.col, true);
  }

  function close(keep) {
    const cell = grid.editing;
    if (!cell) return;
    const answer = list ? list.value() : { value: input.value.trim() };
    const from = start;
    const box = input;
    grid.editing = null; // first: removing the input blurs it, which comes here again
    list?.close();
    input = list = start = null;
    box.remove();
    cell.classList.remove('is-editing');
    if (keep) save(cell, answer, from);
    else if (from.entry?.state === 'refused') queue.forget(from.entry); // Esc gives up what was refused
    grid.paint(cell);
    iAmAt(rowOf(cell).dataset.id, cell.dataset.col, false);
    grid.tips.explain(cell);
  }

  function onKey(event) {
    if (event.isComposing) return;
    const cell = grid.editing;
    const { key, shiftKey } = event;
    const stop = () => (event.preventDefault(), event.stopPropagation());
    event.stopPropagation();
    if (list && (key === 'ArrowDown' || key === 'ArrowUp'))
      return (stop(), list.step(key === 'ArrowDown' ? 1 : -1));
    if (key === 'Escape') return (stop(), close(false), grid.cursor.go(cell));
    if (key === 'Enter' && !event.altKey) {
      stop();
      close(true);
      return (grid.cursor.go(cell), grid.cursor.move(shiftKey ? -1 : 1, 0));
    }
    if (key === 'Tab') {
      stop();
      close(true);
      return (grid.cursor.go(cell), grid.cursor.next(shiftKey ? -1 : 1));
    }
    // As in Excel: after typing over a value the arrows save and go on; after F2 they walk in the text.
    if (replacing && (key === 'ArrowDown' || key === 'ArrowUp')) {
      stop();
      close(true);
      return (grid.cursor.go(cell), grid.cursor.move(key === 'ArrowDown' ? 1 : -1, 0));
    }
    if ((event.ctrlKey || event.metaKey) && event.code === 'Semicolon' && kind(cell) === 'date') {
      stop();
      input.value = today();
    }
  }

  return {
    open,
    close,
    // Straight into the cell, without an editor: Delete, today.
    write(cell, value) {
      const reason = grid.lock(cell);
      if (reason) return grid.tips.show(cell, reason);
      save(cell, { value }, basis(cell));
      grid.tips.explain(cell);
    },
  };
}
