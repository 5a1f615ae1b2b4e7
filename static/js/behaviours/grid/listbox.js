// The list under the editor of a column of choices (ARIA combobox with a list). The input keeps the focus.

import { exact, matching, options } from './options.js';
import { place } from './place.js';

export function listbox(grid, cell, input) {
  const box = document.createElement('ul');
  box.className = 'listbox';
  box.id = 'cell-list';
  box.setAttribute('role', 'listbox');
  box.setAttribute('aria-label', grid.label(cell));
  Object.entries({
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': box.id,
    'aria-autocomplete': 'list',
  }).forEach(([name, value]) => input.setAttribute(name, value));
  const allowed = cell.dataset.to?.split(' '); // the server may name what this row can become
  const before = input.value;
  let all = [];
  let shown = [];
  let active = -1;
  let touched = false; // nothing is chosen for the person before they typed or walked

  function mark(index) {
    active = shown.length ? (index + shown.length) % shown.length : -1;
    [...box.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === active)));
    const item = box.children[active];
    if (item && active >= 0) {
      input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  function draw() {
    const typed = input.value;
    shown = touched && typed !== before ? matching(all, typed) : all;
    box.replaceChildren(
      ...shown.map((option, index) => {
        const item = document.createElement('li');
        item.id = `cell-list-${index}`;
        item.setAttribute('role', 'option');
        item.textContent = option.t;
        return item;
      }),
    );
    if (!shown.length) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = grid.words('nothing');
      box.append(none);
    }
    const current = shown.indexOf(exact(all, typed));
    mark(current >= 0 ? current : touched && typed.trim() ? 0 : -1);
    place(box, cell, grid.wrap);
  }

  options(grid, cell.dataset.col).then(
    (list) => {
      all = allowed ? list.filter((option) => allowed.includes(option.v) || option.t === before) : list;
      if (input.isConnected) draw();
    },
    () => box.remove(),
  );

  input.addEventListener('input', () => {
    touched = true;
    if (all.length) draw();
  });
  box.addEventListener('pointerdown', (event) => event.preventDefault()); // the input stays focused

  return {
    box,
    step(by) {
      touched = true;
      mark(active < 0 && by < 0 ? shown.length - 1 : active + by);
    },
    onPick(act) {
      box.addEventListener('click', (event) => {
        const item = event.target.closest('[role="option"]');
        if (!item) return;
        mark([...box.children].indexOf(item));
        touched = true;
        act();
      });
    },
    // The chosen option; the exact one if nobody chose; nothing for a text that no option has (the server will say).
    value() {
      const typed = input.value.trim();
      if (!typed && (active < 0 || typed !== before)) return { value: '' };
      const option = (touched && shown[active]) || exact(all, typed);
      return option ? { value: option.t, choice: option.v } : { value: typed };
    },
    close: () => box.remove(),
  };
}
