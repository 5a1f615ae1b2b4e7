// Others' moves: cards that changed are asked for, together and at most each 300 ms; while a card is dragged they wait.

import { getRows } from '../../http.js';

const GATHER = 300;

export default function live(api) {
  const { root, words } = api;
  const waiting = new Set();
  let timer = null;
  let all = false;

  async function run() {
    timer = null;
    if (api.isDragging?.()) return;
    if (all) {
      all = false;
      waiting.clear();
      return reload();
    }
    const ids = [...waiting].splice(0, 100);
    ids.forEach((id) => waiting.delete(id));
    if (!ids.length) return;
    const answer = await getRows(`/board/cards?ids=${ids.join(',')}&${api.query()}`).catch(() => null);
    if (answer?.status === 200) api.apply(answer.content);
    if (waiting.size) soon();
  }

  function soon() {
    timer ??= setTimeout(() => run().catch(() => {}), GATHER);
  }

  async function reload() {
    const response = await fetch(location.href, { credentials: 'same-origin', redirect: 'manual' });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.getElementById('board');
    if (!fresh) return;
    const places = new Map(
      [...root.querySelectorAll('.col > ol')].map((list) => [list.parentElement.dataset.col, list.scrollTop]),
    );
    const focused = document.activeElement?.closest?.('.card')?.dataset.card;
    root.replaceChildren(...[...fresh.children].map((column) => document.adoptNode(column)));
    root.querySelectorAll('.col > ol').forEach((list) => {
      list.scrollTop = places.get(list.parentElement.dataset.col) ?? 0;
    });
    const [card] = focused ? api.cardsOf(focused) : [];
    if (card) api.focus(card);
    api.watch();
  }

  api.refresh = (ids) => {
    ids.forEach((id) => waiting.add(id));
    soon();
  };
  api.settle = soon;

  document.body.addEventListener('project_rows', ({ detail }) => api.refresh(detail.rows.map(([id]) => id)));
  const everything = () => {
    all = true;
    soon();
  };
  document.body.addEventListener('list_changed', everything);
  document.body.addEventListener('resync', ({ detail }) => detail.first || everything());

  // Who holds which card.
  document.body.addEventListener('people:moved', ({ detail }) => {
    root.querySelectorAll('.card.is-remote').forEach((card) => {
      card.classList.remove('is-remote', 'who', ...[...card.classList].filter((c) => c.startsWith('who-')));
      card.querySelector(':scope > .who-tag')?.remove();
    });
    for (const person of detail.people.filter((p) => p.row)) {
      for (const card of api.cardsOf(person.row)) {
        card.classList.add('is-remote', 'who', `who-${person.hue}`);
        const tag = document.createElement('span');
        tag.className = 'who-tag';
        tag.textContent = words('editing', { name: person.name });
        card.prepend(tag);
      }
    }
  });
}
