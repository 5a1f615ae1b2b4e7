// The board: cards are dragged, walked and taken by keys, moved by a menu; others' moves appear by themselves. Where a
// card may go and why not elsewhere is asked of the server each time; nothing of the lifecycle is known here.
// <div class="board" data-behaviour="board" data-query="…" data-moves> <section class="col" data-col="…"><ol>
//   <li class="card" data-card="…" data-column="…">

import { getRows, post, withParams } from '../../http.js';
import { say } from '../toast.js';
import { wordsOf } from '../../words.js';
import { showTargets, hideTargets } from './targets.js';
import dragging from './drag.js';
import keys from './keys.js';
import live from './live.js';
import menu from './menu.js';

export default function board(root) {
  const words = wordsOf(root);
  const voice = document.getElementById('board-say');
  const speak = (text) => (voice.textContent = text);
  const nameOf = (card) => card.querySelector('h3').textContent.trim();
  const columnOf = (key) => root.querySelector(`[data-col="${CSS.escape(key)}"]`);
  const titleOf = (key) => columnOf(key)?.querySelector('h2 span, .vert')?.textContent.trim() ?? '';
  const cardsOf = (id) => [...root.querySelectorAll(`[data-card="${id}"]`)];
  const query = () => root.dataset.query;

  const fetchMoves = (id) => getRows(`/board/cards/${id}/moves?${query()}`);

  function insert(card) {
    const list = columnOf(card.dataset.column)?.querySelector('ol');
    if (!list) return;
    list.querySelector('.col-empty')?.remove();
    list.prepend(card);
    card.classList.add('is-new');
  }

  // Cards and heads as the server sent them, each in its place.
  function apply(content) {
    for (const gone of content.querySelectorAll('[data-gone]')) {
      cardsOf(gone.dataset.gone).forEach((card) => card.remove());
    }
    const fresh = [...content.querySelectorAll('.card')];
    for (const card of fresh) {
      const before = cardsOf(card.dataset.card);
      const same = before.find((old) => old.dataset.column === card.dataset.column);
      const hadFocus = before.some((old) => old.contains(document.activeElement));
      if (same) same.replaceWith(card);
      before.filter((old) => old !== same).forEach((old) => old.remove());
      if (!same) insert(card);
      if (hadFocus && card.isConnected) focus(card);
    }
    for (const head of content.querySelectorAll('header[id]')) {
      document.getElementById(head.id)?.replaceWith(head);
    }
  }

  function focus(card) {
    root.querySelectorAll('.card[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
    card.tabIndex = 0;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function explain(card, reason) {
    card.querySelector('.card-why')?.remove();
    const why = document.createElement('p');
    why.className = 'card-why';
    why.textContent = reason;
    card.append(why);
    speak(words('refused', { name: nameOf(card), reason }));
    say(reason);
  }

  const reasonIn = (content) =>
    (content.querySelector('[data-refused], .cell-error') ?? content).textContent.trim();

  // Sends a form of the server's own; true if the card has moved.
  async function send(card, form) {
    const fields = Object.fromEntries(new FormData(form));
    let answer;
    try {
      answer = await post(form.getAttribute('action'), fields);
    } catch {
      explain(card, words('lost'));
      return null;
    }
    if (answer.status === 200) {
      const name = nameOf(card);
      apply(answer.content);
      const text = words('moved', { name, column: titleOf(fields.to) });
      speak(text);
      say(text);
      return answer;
    }
    return answer;
  }

  const api = { root, words, speak, nameOf, columnOf, titleOf, cardsOf, fetchMoves, apply, focus, explain, send, reasonIn, query };
  const dialog = menu(api);

  // A card is let fall on a column; a move that asks for a reason opens the form for it.
  async function drop(card, to, targets) {
    const way = targets.open.get(to);
    if (!way) return explain(card, targets.why(to));
    if (way.asks) return dialog.show(card, targets.content, to);
    const answer = await send(card, way.form);
    if (answer && answer.status !== 200) {
      explain(card, reasonIn(answer.content));
      api.refresh([card.dataset.card]);
    }
  }

  api.drop = drop;
  api.showTargets = (card, targets) => showTargets(root, card, targets);
  api.hideTargets = () => hideTargets(root);
  live(api);
  if ('moves' in root.dataset) dragging(api);
  keys(api);

  // The next cards come before the end of a column is seen.
  const seen = new IntersectionObserver(
    (entries) => entries.filter((e) => e.isIntersecting).forEach((e) => more(e.target)),
    { root: null, rootMargin: '300px' },
  );
  async function more(item) {
    seen.unobserve(item);
    const answer = await getRows(withParams(item.dataset.more, {})).catch(() => null);
    if (answer?.status !== 200) return;
    const cards = [...answer.content.children].filter(
      (next) => !next.dataset.card || !item.parentElement.querySelector(`[data-card="${next.dataset.card}"]`),
    );
    item.replaceWith(...cards);
    watch();
  }
  const watch = () => root.querySelectorAll('.more[data-more]').forEach((item) => seen.observe(item));
  api.watch = watch;
  watch();
}
