// The next rows come when the end of the list is near: <tr class="grid-more" data-next="/register/rows?…&after=…">.
// Without script the link inside leads to the next page.

import { getRows } from '../../http.js';

const AHEAD = '800px';

export function paging(grid) {
  const scrolls = getComputedStyle(grid.wrap).overflowY !== 'visible';
  const watcher = new IntersectionObserver(
    (seen) => seen.forEach((entry) => entry.isIntersecting && fetchNext(entry.target)),
    { root: scrolls ? grid.wrap : null, rootMargin: `${AHEAD} 0px` },
  );

  const asked = new WeakMap(); // nobody asks twice for the same rows
  function fetchNext(more) {
    if (!asked.has(more)) asked.set(more, load(more).finally(() => asked.delete(more)));
    return asked.get(more);
  }

  async function load(more) {
    watcher.unobserve(more);
    more.setAttribute('aria-busy', 'true');
    try {
      const { status, content } = await getRows(more.dataset.next);
      if (status !== 200) throw new Error(`rows answered ${status}`);
      if (!more.isConnected) return; // the list is somewhere else by now
      const rows = [...content.querySelectorAll('tr')];
      // A row that moved meanwhile may come again; the one on the screen stays where it is.
      rows.forEach((row) => row.dataset.id && grid.rows.has(row.dataset.id) && row.remove());
      const fresh = rows.filter((row) => content.contains(row));
      more.replaceWith(...fresh);
      adopt(fresh);
    } catch {
      more.removeAttribute('aria-busy');
      more.classList.add('is-late'); // its link is the way out; so is coming near again, or the line coming back
      setTimeout(() => more.isConnected && watcher.observe(more), 5000);
    }
  }

  function adopt(rows) {
    grid.adopt(rows.filter((row) => row.dataset.id));
    grid.table.dispatchEvent(new CustomEvent('grid:rows', { detail: { rows } }));
    watch();
  }

  function watch() {
    const more = grid.body.querySelector('tr.grid-more');
    if (!more) return;
    grid.still(more);
    more.querySelector('a')?.addEventListener('click', (event) => {
      event.preventDefault();
      fetchNext(more);
    });
    watcher.observe(more);
  }

  watch();

  return {
    adopt,
    watch,
    // So many rows from the first that is here, as far as there are any.
    async upTo(count) {
      grid.window?.hold(true);
      let more;
      while (grid.rows.size < count && (more = grid.body.querySelector('tr.grid-more'))) {
        await fetchNext(more);
        if (more.isConnected) break;
      }
      grid.window?.hold(false);
    },
  };
}
