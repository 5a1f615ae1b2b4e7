// What the grid does when the server has taken many cells: asks for the rows as they are now, says what came of it, and
// turns what was left into cells that the person can settle one by one.

import { getRows, withParams } from '../../http.js';
import { question, showLeft } from './batch_dialog.js';
import { queue } from './save_queue.js';

const MOST_CONFLICTS = 20;
const MOST_REFUSED = 200;
const MOST_NEW = 100; // more new rows come with the next list

export function batches(grid) {
  async function append(ids) {
    if (!ids.length || ids.length > MOST_NEW) return ids.length && grid.status.listChanged();
    const { status, content } = await getRows(withParams(grid.table.dataset.rowsUrl, { ids: ids.join(',') }, '/by-id'));
    const rows = [...content.querySelectorAll('tr[data-version]')].filter((row) => !grid.rows.has(row.dataset.id));
    if (status !== 200 || !rows.length) return grid.status.listChanged();
    const more = grid.body.querySelector('tr.grid-more');
    if (more) return grid.status.listChanged();
    const order = (row) => ids.indexOf(row.dataset.id);
    rows.sort((a, b) => order(a) - order(b));
    grid.body.append(...rows);
    grid.adopt(rows);
  }

  // Each cell that was left goes on as an edit of its own: a conflict brings up both values, a refusal its reason.
  function keep(batch, answer) {
    const value = (id, col) =>
      batch.rows.find((row) => row.id === id)?.values[batch.columns.indexOf(col)] ?? undefined;
    const params = Object.fromEntries(new URL(grid.table.dataset.rowsUrl, location.href).searchParams);
    let [conflicts, refused] = [0, 0];
    for (const { id, col, why, status } of answer.cells) {
      const typed = value(id, col);
      const cell = grid.at(id, col);
      if (typed === undefined || !cell || !('edit' in grid.head(cell).dataset)) continue;
      const version = String(batch.rows.find((row) => row.id === id).version);
      const edit = { url: `${grid.table.dataset.cellUrl}/${id}/${col}`, params, id, col, value: typed, base: grid.raw(cell), version };
      if (status === 'conflict' && (conflicts += 1) <= MOST_CONFLICTS) queue.put(edit);
      else if (status === 'refused' && (refused += 1) <= MOST_REFUSED) queue.putRefused(edit, why);
    }
  }

  queue.on('batch', (detail) => {
    const { entry, answer } = detail;
    detail.hold = (async () => {
      await grid.refresh(entry.batch.rows.map((row) => row.id));
      await append(answer.made ?? []);
    })().catch(() => grid.status.listChanged());
    detail.hold.then(() => {
      if (answer.repeated) return;
      keep(entry.batch, answer);
      const said = answer.lines.join('. ');
      if (answer.changed || answer.made.length) grid.undo.offer(said);
      if (answer.cells.length) showLeft(grid, answer);
      grid.table.dispatchEvent(new CustomEvent('grid:changed'));
      document.body.dispatchEvent(new CustomEvent('grid_saved'));
    });
  });
  // The whole of it was refused: nothing was written, and what was typed is still there to be sent again.
  async function settle(entry) {
    const lines = [entry.reason || grid.words('failed')];
    const [title, go, stop] = ['refusedall', 'again', 'giveup'].map((w) => grid.words(w));
    const answer = await question(grid, { title, lines, go, stop });
    if (answer === 'go') queue.again(entry);
    if (answer === 'stop') queue.forget(entry);
  }
  queue.on('batch_refused', ({ entry }) => {
    grid.status.alert(entry.reason);
    settle(entry);
  });
  queue.on('change', ({ entry }) => {
    const rows = entry?.batch ? entry.batch.rows.map((row) => grid.rows.get(row.id)) : [];
    rows.forEach((row) => row && [...row.cells].forEach((cell) => cell.dataset.col && grid.paint(cell)));
  });

  return { settle };
}
