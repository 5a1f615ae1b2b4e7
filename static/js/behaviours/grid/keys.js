// The keys of the grid while no cell is being edited. Keys of an open editor are in editor.js.

import { today } from '../../words.js';

export function keys(grid) {
  const { cursor, editor } = grid;

  const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function move(event, ctrl) {
    const extend = event.shiftKey;
    if (event.key === 'ArrowUp' && !extend && !ctrl && grid.heading.enter(cursor.cell)) return true;
    if (event.key in arrows) {
      const [down, right] = arrows[event.key];
      cursor.move(ctrl && down ? down * Infinity : down, ctrl && right ? right * Infinity : right, {
        extend,
      });
      return true;
    }
    if (event.key === 'Home' || event.key === 'End') {
      const end = event.key === 'End' ? Infinity : -Infinity;
      cursor.move(ctrl ? end : 0, end, { extend });
      return true;
    }
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      cursor.move(cursor.pageSize() * (event.key === 'PageUp' ? -1 : 1), 0, { extend });
      return true;
    }
    return false;
  }

  function act(event, cell, ctrl) {
    if (ctrl && event.key === 'Enter') return open(cell, event);
    if (ctrl && event.code === 'Semicolon') return writeToday(cell);
    if (ctrl && event.code === 'KeyA') return cursor.all();
    if (ctrl && event.code === 'KeyD') return grid.ranges.fill('down');
    if (ctrl && event.code === 'KeyR' && !event.shiftKey) return grid.ranges.fill('right');
    if (ctrl && event.code === 'KeyF') return grid.find.open();
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) return grid.menu.open(cell);
    if (ctrl || event.altKey) {
      if (event.altKey && event.key === 'ArrowDown') return editor.open(cell, { list: true });
      return false;
    }
    if (event.key === 'Enter' && grid.lock(cell) && cell.querySelector('a[href]')) return follow(cell);
    if (event.key === 'Enter' || event.key === 'F2') return editor.open(cell);
    if (event.key === 'Delete') return grid.ranges.clear();
    if (event.key === 'Escape') return cursor.collapse();
    if (event.code === 'Space') {
      const tick = cell.parentElement.querySelector('.s0 input');
      if (event.shiftKey && tick) tick.click();
      else if (event.shiftKey) cursor.row();
      return true;
    }
    return false;
  }

  function open(cell, event) {
    const link = grid.cardOf(cell.parentElement);
    if (link && event.shiftKey) window.open(link.href, '_blank', 'noopener');
    else if (link) location.assign(link.href);
  }

  // A cell that only leads somewhere is followed by Enter.
  const follow = (cell) => cell.querySelector('a[href]').click();

  function writeToday(cell) {
    if (grid.head(cell).dataset.type === 'date') editor.write(cell, today());
  }

  grid.table.addEventListener('keydown', (event) => {
    if (grid.editing || event.defaultPrevented || event.isComposing) return;
    const cell = event.target;
    if (!cell.matches('tbody [data-col]') || grid.isList) return; // a link inside a cell keeps its own keys
    const ctrl = event.ctrlKey || event.metaKey;
    if ((!event.altKey && move(event, ctrl)) || act(event, cell, ctrl) !== false) {
      event.preventDefault();
      return;
    }
    // A letter replaces what was there. The editor takes the focus now, so the letter itself lands in it.
    const letter = event.key.length === 1 || event.key === 'Process' || event.key === 'Dead';
    if (letter && !ctrl && !event.altKey) editor.open(cell, { text: '' });
  });

  grid.table.addEventListener('dblclick', (event) => {
    const cell = event.target.closest('tbody [data-col]');
    if (cell && !grid.isList && !event.target.closest('a, button, input')) editor.open(cell);
  });
}
