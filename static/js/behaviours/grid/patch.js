// Changes of other people: which rows changed comes by the stream, what they say is fetched, the cells that differ are
// painted and tinted for a while in the colour of their author. Rows never move and an open editor is never touched.

import { getRows, withParams } from '../../http.js';
import { tab } from '../../session.js';
import { person } from '../../people.js';
import { say } from '../toast.js';

const REPAINT = 1000;
const MANY = 20;
const FLASH = 2400;
const AT_ONCE = 100; // rows in one request
const READ_OUT = 60000;

export function patching(grid) {
  const wanted = new Map(); // id → { version, actor }
  let timer = null;
  let last = 0;
  let unread = 0;

  const later = () => (timer ??= setTimeout(run, Math.max(0, last + REPAINT - Date.now())));

  function want(id, version, actor) {
    const row = grid.rows.get(id);
    if (!row || (version && Number(row.dataset.version) >= version)) return;
    wanted.set(id, { version, actor });
    later();
  }

  async function fetchRows(ids) {
    const versions = ids.map((id) => grid.rows.get(id).dataset.version);
    const params = { ids: ids.join(','), versions: versions.join(',') };
    const { status, content } = await getRows(withParams(grid.table.dataset.rowsUrl, params, '/by-id'));
    if (status !== 200) throw new Error(`rows answered ${status}`);
    return [...content.querySelectorAll('tr[data-id]')];
  }

  async function run() {
    const batch = new Map(wanted);
    wanted.clear();
    last = Date.now();
    try {
      const ids = [...batch.keys()];
      const chunks = [];
      for (let i = 0; i < ids.length; i += AT_ONCE) chunks.push(ids.slice(i, i + AT_ONCE));
      const rows = (await Promise.all(chunks.map(fetchRows))).flat();
      const changes = rows
        .map((row) => [batch.get(row.dataset.id)?.actor, grid.update(row)])
        .filter(([, cells]) => cells.length);
      if (changes.length > MANY) say(grid.words('updated', { n: changes.length }));
      else changes.forEach(([actor, cells]) => actor && cells.forEach((cell) => flash(cell, actor)));
      unread += changes.reduce((sum, [actor, cells]) => sum + (actor ? cells.length : 0), 0);
      if (changes.length) grid.table.dispatchEvent(new CustomEvent('grid:changed'));
    } catch {
      batch.forEach((what, id) => wanted.has(id) || wanted.set(id, what));
    }
    timer = null;
    if (wanted.size) later();
  }

  function flash(cell, actor) {
    if (cell === grid.editing) return;
    const who = { hue: 9, initials: '', name: '', ...person(actor) }; // a new one each time, for the timer below
    grid.flashes.set(cell, who);
    grid.paint(cell);
    setTimeout(
      () => {
        if (grid.flashes.get(cell) !== who) return;
        grid.flashes.delete(cell);
        grid.paint(cell);
      },
      matchMedia('(prefers-reduced-motion: reduce)').matches ? 2 * FLASH : FLASH,
    );
  }

  // One's own doing of many rows at once: asked for without delay.
  grid.refresh = async (ids) => {
    const here = ids.filter((id) => grid.rows.has(id));
    for (let i = 0; i < here.length; i += AT_ONCE) {
      (await fetchRows(here.slice(i, i + AT_ONCE))).forEach((row) => grid.update(row));
    }
    grid.table.dispatchEvent(new CustomEvent('grid:changed'));
  };

  const { topic, entity } = grid.table.dataset;
  document.body.addEventListener('project_rows', ({ detail }) => {
    if (detail.tab === tab || topic !== 'project_rows') return;
    detail.rows.forEach(([id, version]) => want(id, version, detail.actor));
    // Rows that show a project's values beside their own.
    if (entity !== 'project') {
      const ids = new Set(detail.rows.map(([id]) => id));
      grid.rows.forEach((row, id) => ids.has(row.dataset.project) && want(id, 0, detail.actor));
    }
  });
  document.body.addEventListener('record', ({ detail }) => {
    if (detail.tab !== tab && detail.kind === entity) want(detail.id, 0, detail.actor);
  });
  document.body.addEventListener('resync', () => grid.rows.forEach((_, id) => want(id)));
  // More rows changed than were named: those on the screen are asked for, and the list may hold others now.
  document.body.addEventListener('list_changed', () => {
    grid.rows.forEach((_, id) => want(id));
    grid.status.listChanged();
  });

  // Readers hear of colleagues' work once a minute, not cell by cell.
  setInterval(() => {
    if (unread) grid.status.readOut(grid.words('colleagues', { n: unread }));
    unread = 0;
  }, READ_OUT);
}
