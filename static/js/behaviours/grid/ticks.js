// Ticked rows: their look, the box in the head that ticks all, Shift for all between, and the bar of verbs if the page has one.

export function ticking(grid) {
  const all = grid.table.tHead.querySelector('.s0 input');
  const bar = document.getElementById('bulk');
  const boxes = () => [...grid.body.querySelectorAll('tr[data-id] > .s0 input')];
  let last = null;

  function show() {
    const list = boxes();
    const ticked = list.filter((box) => box.checked);
    for (const box of list) {
      const row = box.closest('tr');
      row.classList.toggle('is-selected', box.checked);
      row.setAttribute('aria-selected', String(box.checked));
    }
    if (all) {
      all.checked = ticked.length > 0 && ticked.length === list.length;
      all.indeterminate = ticked.length > 0 && ticked.length < list.length;
    }
    if (!bar) return;
    bar.hidden = ticked.length === 0;
    const words = bar.querySelector('strong');
    if (words) words.textContent = grid.words('ticked', { n: ticked.length });
  }

  grid.table.addEventListener('click', (event) => {
    const box = event.target.closest('.s0 input');
    if (!box || box === all) return;
    const list = boxes();
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((b) => (b.checked = box.checked));
    }
    last = box;
    show();
  });
  all?.addEventListener('change', () => {
    boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  bar?.querySelector('[data-untick]')?.addEventListener('click', () => {
    boxes().forEach((box) => (box.checked = false));
    show();
  });
}
