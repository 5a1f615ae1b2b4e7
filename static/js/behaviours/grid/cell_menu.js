// The menu of a cell: Shift+F10, the menu key, or the right button of the mouse. Says with each verb the keys that do it.

import { place } from './place.js';

export function cellMenu(grid) {
  let menu = null;

  const copy = () => {
    grid.cursor.cell.focus();
    document.execCommand('copy'); // fires the event of the keys, which works without a permission too
  };
  const verbs = [
    ['menuEdit', 'F2', (cell) => grid.editor.open(cell), (cell) => !grid.lock(cell)],
    ['menuCopy', 'Ctrl+C', copy],
    ['menuClear', 'Delete', () => grid.ranges.clear()],
    ['menuFilldown', 'Ctrl+D', () => grid.ranges.fill('down')],
    ['menuFillright', 'Ctrl+R', () => grid.ranges.fill('right')],
    ['menuUndo', 'Ctrl+Z', () => grid.undo.go('back')],
    ['menuRecord', 'Ctrl+Enter', (cell) => grid.cardOf(cell.parentElement)?.click()],
  ];

  function close(giveFocusBack) {
    const { cell } = grid.cursor;
    const box = menu;
    menu = null; // first: removing what has the focus comes here again
    box?.remove();
    if (giveFocusBack && cell) grid.cursor.go(cell);
  }

  function item([name, keys, act], cell) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('role', 'menuitem');
    const hint = document.createElement('kbd');
    hint.textContent = keys;
    button.append(grid.words(name), hint);
    button.addEventListener('click', () => {
      close(true);
      act(cell);
    });
    return button;
  }

  function open(cell) {
    close(false);
    menu = document.createElement('div');
    menu.className = 'cell-menu';
    menu.setAttribute('role', 'menu');
    menu.setAttribute('aria-label', grid.label(cell));
    menu.append(...verbs.filter(([, , , may]) => !may || may(cell)).map((verb) => item(verb, cell)));
    place(menu, cell, grid.wrap);
    const items = [...menu.children];
    items[0].focus();
    menu.addEventListener('keydown', (event) => {
      const at = items.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) items[(at + step + items.length) % items.length].focus();
      else if (event.key === 'Escape' || event.key === 'Tab') close(true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    menu.addEventListener('focusout', (event) => menu && !menu.contains(event.relatedTarget) && close(false));
    return true;
  }

  grid.table.addEventListener('contextmenu', (event) => {
    const cell = event.target.closest('tbody [data-col]');
    if (!cell || grid.isList || grid.editing || event.target.closest('a') || event.shiftKey) return;
    event.preventDefault();
    if (!grid.cursor.range().flat().includes(cell)) grid.cursor.go(cell);
    if (!menu) open(grid.cursor.cell);
  });

  return { open };
}
