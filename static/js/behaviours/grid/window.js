// A long list keeps a bounded number of its rows in the page: an empty stretch stands for those above and one for those
// below, so that the scrollbar tells the truth. Rows that come near are asked for, rows far away are taken out, and a
// jump anywhere asks from the nearest mark of the list.

import { remembering } from './lost.js';
import { gap, marksOf, moreFrom } from './marks.js';
import { queue } from './save_queue.js';

const MOST = 600; // rows in the page
const MARGIN = 150; // of these so many stay on either side of what is seen
const PAGE = 60; // rows of one answer
const NEAR = 30; // rows above what is seen that should be here

export function windowing(grid) {
  const { wrap, body, table } = grid;
  let marks = null;
  let first = 0; // place of the first row that is here
  let height = 27;
  let holds = 0;
  let going = null;
  const remember = remembering(grid, (index) => reach(index));

  const [above, below] = [gap(grid.columns.length), gap(grid.columns.length)];
  const more = () => body.querySelector('tr.grid-more');
  const seen = () => [
    Math.floor(wrap.scrollTop / height),
    Math.ceil((wrap.scrollTop + wrap.clientHeight) / height),
  ];

  function layout() {
    const rows = grid.list();
    if (!marks || !rows.length) return;
    const last = rows.at(-1);
    const room = last.getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top;
    if (room) height = room / rows.length;
    const end = first + rows.length;
    marks.count = more() ? Math.max(marks.count, end) : end;
    above.stretch(first, height);
    below.stretch(marks.count - end, height);
    rows.forEach((row, at) => (row.ariaRowIndex = first + at + 2));
    table.setAttribute('aria-rowcount', marks.count + 1);
  }

  function drop(row) {
    remember(row);
    grid.rows.delete(row.dataset.id);
    row.remove();
  }

  // Everything else goes: these rows are from another place of the list.
  async function jump(index) {
    const from = Math.max(0, Math.min(index - NEAR, marks.count - PAGE));
    const rows = await marks.rowsAt(from);
    if (!rows.length) return;
    // Whoever measures before the empty stretches fit finds the list too short, and the browser scrolls back.
    const top = wrap.scrollTop;
    grid.list().forEach(drop);
    more()?.remove();
    first = from;
    below.row.before(...rows);
    grid.paging.adopt(rows);
    wrap.scrollTop = top;
  }

  async function before() {
    const from = Math.max(0, first - PAGE);
    const rows = (await marks.rowsAt(from)).filter((row) => row.dataset.id && !grid.rows.has(row.dataset.id));
    const fresh = rows.slice(0, first - from);
    const top = wrap.scrollTop;
    above.row.after(...fresh);
    const [wanted, got] = [first - from, fresh.length];
    first = from;
    grid.paging.adopt(fresh);
    wrap.scrollTop = top + (got - wanted) * height; // what is looked at stays where it is
  }

  const isBusy = (row) =>
    row.contains(grid.editing) || queue.all().some((entry) => entry.id === row.dataset.id);

  // Rows of both ends, as far as nobody is at work in them.
  function trim() {
    const rows = grid.list();
    if (rows.length <= MOST || holds || grid.cursor.range().length > 1) return;
    const [from, to] = seen();
    const keep = [Math.max(0, from - MARGIN - first), to + MARGIN - first];
    const top = wrap.scrollTop;
    let start = 0;
    while (start < keep[0] && start < rows.length && !isBusy(rows[start])) start += 1;
    let end = rows.length;
    while (end > keep[1] && end > start && !isBusy(rows[end - 1])) end -= 1;
    rows.slice(0, start).forEach(drop);
    rows.slice(end).forEach(drop);
    first += start;
    // What comes next begins where the rows now end; what was asked for from another end is not waited for.
    if (end < rows.length) {
      more()?.remove();
      below.row.before(moreFrom(marks.urlAt(first + end - start)));
      grid.paging.watch();
    }
    layout();
    wrap.scrollTop = top;
  }

  async function show() {
    const [from, to] = seen();
    const end = first + grid.list().length;
    if (to < first || from > end) await jump(from);
    else if (first && from < first + NEAR) await before();
    else return trim();
  }

  // One step at a time; where the person has scrolled on meanwhile, another follows.
  function settle() {
    going ??= (async () => {
      try {
        for (let at = -1; at !== wrap.scrollTop; ) {
          at = wrap.scrollTop;
          await show();
        }
      } catch {
        setTimeout(settle, 5000); // the line is away
      } finally {
        going = null;
      }
    })();
    return going;
  }

  async function start() {
    if (grid.isList || !more() || body.querySelector('.grid-group')) return;
    marks = await marksOf(table.dataset).catch(() => null);
    const pageIsFirst = !new URL(location.href).searchParams.get('after');
    if (!marks || !pageIsFirst) return (marks = null);
    body.prepend(above.row);
    body.append(below.row);
    layout();
    wrap.addEventListener('scroll', () => requestAnimationFrame(settle), { passive: true });
  }
  table.addEventListener('grid:rows', layout);

  // The row at a place of the list, wherever that is.
  async function reach(index) {
    const at = Math.max(0, Math.min(index, marks.count - 1));
    if (at < first || at >= first + grid.list().length) {
      wrap.scrollTop = at * height - wrap.clientHeight / 2;
      await going;
      await jump(at);
    }
    const rows = grid.list();
    return rows[Math.min(at - first, rows.length - 1)];
  }

  return {
    ready: start(),
    settle,
    reach,
    get isOn() {
      return Boolean(marks);
    },
    get first() {
      return first;
    },
    get count() {
      return marks?.count ?? grid.rows.size;
    },
    // While something goes through all rows none is taken out.
    hold: (on) => (holds += on ? 1 : -1),
  };
}
