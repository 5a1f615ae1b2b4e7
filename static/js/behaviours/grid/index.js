// The register grid: a table of the server's rows that can be walked, edited in place, and follows others' changes.
// Without script it is a plain table with links; see the template of the register for the markup this expects.

import { Grid } from './model.js';
import { cursor } from './cursor.js';
import { heading } from './head.js';
import { editor } from './editor.js';
import { keys } from './keys.js';
import { ranges } from './ranges.js';
import { batches } from './batches.js';
import { undoing } from './undo.js';
import { finding } from './find.js';
import { cellMenu } from './cell_menu.js';
import { tips } from './tip.js';
import { conflicts } from './conflict.js';
import { status } from './status.js';
import { paging } from './paging.js';
import { windowing } from './window.js';
import { resizing } from './resize.js';
import { patching } from './patch.js';
import { returning } from './return.js';
import { others } from './others.js';
import { ticking } from './ticks.js';
import { queue } from './save_queue.js';

const MOST_ON_PAPER = 5000;

export default function grid(table) {
  const g = new Grid(table);
  const title = (row) => row.querySelector('.s1') ?? row.querySelector('th');
  g.rowName = (cell) => title(cell.parentElement)?.textContent.trim() ?? '';
  g.cardOf = (row) => title(row)?.querySelector('a[href]');
  g.wrap.removeAttribute('tabindex'); // the cells take the focus now
  g.cursor = cursor(g);
  g.heading = heading(g);
  g.tips = tips(g);
  g.editor = editor(g);
  g.conflicts = conflicts(g);
  g.status = status(g);
  g.ranges = ranges(g);
  g.undo = undoing(g);
  g.find = finding(g);
  g.menu = cellMenu(g);
  keys(g);
  ticking(g);
  g.paging = paging(g);
  g.window = windowing(g);
  resizing(g);
  others(g);
  patching(g);
  g.batches = batches(g);
  returning(g);

  matchMedia('(max-width: 44rem)').addEventListener('change', () => {
    g.still(table.tHead);
    g.rows.forEach((row) => g.still(row));
  });

  // On paper stand all rows, not those that happen to be here.
  const print = document.querySelector('[data-print]');
  if (print) print.hidden = false;
  print?.addEventListener('click', async () => {
    print.setAttribute('aria-busy', 'true');
    g.window.hold(true);
    if (g.window.isOn) await g.window.reach(0);
    await g.paging.upTo(MOST_ON_PAPER);
    print.removeAttribute('aria-busy');
    window.print();
    g.window.hold(false);
  });

  queue.on('saved', ({ entry, row }) => {
    g.update(row);
    g.paint(g.at(entry.id, entry.col));
    g.tips.explain(g.cursor.cell);
    table.dispatchEvent(new CustomEvent('grid:changed'));
    document.body.dispatchEvent(new CustomEvent('grid_saved'));
  });
  queue.on('refused', ({ entry }) => {
    const cell = g.at(entry.id, entry.col);
    g.paint(cell);
    if (!cell || g.editing) return;
    if (cell === g.cursor.cell) g.tips.explain(cell);
    else g.tips.show(cell, entry.reason || g.words('failed'), true);
  });
}
