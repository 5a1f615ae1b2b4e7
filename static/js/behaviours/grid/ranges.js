// Many cells at one stroke: paste, fill, clear, cut. What is to stand where is worked out here and goes to the server as
// one request and one act; up to 200 cells at once, more after a look at what will become of them.

import { uuid } from '../../session.js';
import { parse, write } from './clipboard.js';
import { preview } from './batch_dialog.js';
import { queue } from './save_queue.js';

const AT_ONCE = 200;

export function ranges(grid) {
  const { cursor } = grid;
  const rowOf = (cell) => cell.parentElement;
  const inRange = () => !grid.editing && cursor.cell && document.activeElement === cursor.cell;

  // Cells by row: { cell, value } for those that are to change. `columns` are the words of the columns.
  function batch(kind, columns, lines, fresh = []) {
    const rows = [];
    for (const line of lines) {
      const values = columns.map((col) => line.values.get(col) ?? null);
      if (values.some((v) => v !== null)) {
        rows.push({ id: line.row.dataset.id, version: Number(line.row.dataset.version), values });
      }
    }
    return { kind, columns, rows, new_rows: fresh.map((values) => ({ id: uuid(), values })) };
  }

  const size = ({ columns, rows, new_rows: fresh }) =>
    rows.reduce((sum, r) => sum + r.values.filter((v) => v !== null).length, 0) +
    fresh.length * columns.length;

  async function send(body) {
    const cells = size(body);
    if (!cells) return;
    const url = grid.table.dataset.cellUrl;
    if ((cells > AT_ONCE || body.new_rows.length) && !queue.isAway()) {
      if (!(await preview(grid, url, body, cells))) return cursor.go(cursor.cell);
    }
    queue.putBatch(url, body);
  }

  // The values of a block laid over rows from here on, as often as it fits into what is chosen.
  async function lay(block) {
    const chosen = cursor.range();
    const [height, width] = [block.length, Math.max(...block.map((row) => row.length))];
    const one = height === 1 && width === 1;
    const fits = chosen.length % height === 0 && chosen[0].length % width === 0;
    const [down, right] = one || fits ? [chosen.length, chosen[0].length] : [height, width];
    const indexes = cursor.columns();
    const left = indexes.indexOf(chosen[0][0].cellIndex);
    const columns = indexes.slice(left, left + right).map((index) => grid.columns[index].dataset.col);
    const first = grid.list().indexOf(rowOf(chosen[0][0]));
    await grid.paging.upTo(first + down);
    const there = grid.list().slice(first, first + down);
    const value = (r, c) => block[r % height][c % width];
    const lines = there.map((row, r) => {
      const values = new Map();
      columns.forEach((col, c) => {
        const cell = grid.cell(row, col);
        // What is there already, and may not be changed here, need not be refused.
        if (value(r, c) !== undefined && !(grid.lock(cell) && grid.typed(cell) === value(r, c).trim())) {
          values.set(col, value(r, c));
        }
      });
      return { row, values };
    });
    const fresh = [];
    for (let r = there.length; r < down; r += 1) {
      const values = columns.map((_, c) => value(r, c) ?? null);
      if (values.some((v) => v?.trim())) fresh.push(values);
    }
    await send(batch('paste', columns, lines, fresh));
  }

  const words = (cells) => cells.map((cell) => cell.dataset.col);
  const may = (cell) => !grid.lock(cell);

  // Each row gets what stands in the first one (or above it), each column what stands in the first (or left of it).
  function fill(way) {
    const chosen = cursor.range();
    const single = way === 'down' ? chosen.length === 1 : chosen[0]?.length === 1;
    const lines = chosen.map((cells, r) => {
      const values = new Map();
      cells.forEach((cell, c) => {
        const from = way === 'down' ? source(chosen, 0, c, single) : source(chosen, r, 0, single, true);
        if (from && from !== cell && may(cell)) values.set(cell.dataset.col, grid.typed(from));
      });
      return { row: rowOf(cells[0]), values };
    });
    send(batch('fill', words(chosen[0]), lines));
  }

  function source(chosen, r, c, single, isLeft) {
    const cell = chosen[r][c];
    if (!single) return cell;
    if (!isLeft) {
      const list = grid.list();
      return grid.cell(list[list.indexOf(rowOf(cell)) - 1], cell.dataset.col);
    }
    const indexes = cursor.columns();
    return rowOf(cell).cells[indexes[indexes.indexOf(cell.cellIndex) - 1]];
  }

  function empty(kind) {
    const chosen = cursor.range();
    const lines = chosen.map((cells) => ({
      row: rowOf(cells[0]),
      values: new Map(cells.filter((c) => may(c) && grid.typed(c) !== '').map((c) => [c.dataset.col, ''])),
    }));
    send(batch(kind, words(chosen[0]), lines));
  }

  function clear() {
    const chosen = cursor.range();
    if (chosen.flat().length === 1) grid.editor.write(cursor.cell, '');
    else empty('clear');
  }

  const onClipboard = (name, act) =>
    grid.table.addEventListener(name, (event) => {
      if (!inRange() || !getSelection()?.isCollapsed || grid.isList) return;
      event.preventDefault();
      act(event.clipboardData);
    });
  const copy = (data) => data.setData('text/plain', write(grid, cursor.range()));
  onClipboard('copy', copy);
  onClipboard('cut', (data) => (copy(data), empty('cut')));
  onClipboard('paste', (data) => {
    const text = data.getData('text/plain');
    if (text) lay(parse(text));
  });

  return { fill, clear, lay };
}
