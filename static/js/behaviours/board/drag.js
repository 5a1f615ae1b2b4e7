// Dragging by mouse or pen. A finger scrolls, and has the menu of the grip.

import { iAmAt } from '../presence.js';
import { readTargets } from './targets.js';

const FAR_ENOUGH = 6;
const EDGE = 60;
const STEP = 18;

export default function dragging(api) {
  const { root, words } = api;
  let held = null; // { card, x, y, float, targets, over, dx, dy }

  const columnAt = (x, y) => document.elementFromPoint(x, y)?.closest?.('[data-col]') ?? null;

  function lift() {
    const { card } = held;
    const box = card.getBoundingClientRect();
    held.dx = held.x - box.left;
    held.dy = held.y - box.top;
    const float = document.createElement('div');
    float.className = 'board-float';
    float.setAttribute('aria-hidden', 'true');
    const copy = card.cloneNode(true);
    copy.classList.add('is-dragged');
    copy.removeAttribute('data-card');
    copy.style.width = `${box.width}px`;
    float.append(copy);
    document.body.append(float);
    held.float = float;
    card.classList.add('is-ghost');
    root.classList.add('is-dragging');
    iAmAt(card.dataset.card, '', true);
    const mine = held;
    api
      .fetchMoves(card.dataset.card)
      .then((answer) => {
        if (held !== mine || answer.status !== 200) return;
        held.targets = readTargets(answer.content);
        api.showTargets(card, held.targets);
        if (held.at) over(...held.at);
      })
      .catch(() => {});
  }

  function over(x, y) {
    const column = columnAt(x, y);
    if (column === held.over) return;
    held.over?.classList.remove('is-over');
    root.querySelectorAll('.drop').forEach((slot) => slot.remove());
    held.over = column;
    if (!column || !held.targets?.open.has(column.dataset.col)) return;
    column.classList.add('is-over');
    const list = column.querySelector('ol');
    if (!list) return;
    const slot = document.createElement('li');
    slot.className = 'drop';
    slot.setAttribute('aria-hidden', 'true');
    slot.textContent = words('drop');
    list.prepend(slot);
  }

  function move(event) {
    if (!held) return;
    const { clientX: x, clientY: y } = event;
    if (!held.float) {
      if (Math.hypot(x - held.x, y - held.y) < FAR_ENOUGH) return;
      lift();
    }
    event.preventDefault();
    held.at = [x, y];
    held.float.style.transform = `translate(${x - held.dx}px, ${y - held.dy}px)`;
    const box = root.getBoundingClientRect();
    if (x > box.right - EDGE) root.scrollLeft += STEP;
    if (x < box.left + EDGE) root.scrollLeft -= STEP;
    if (held.targets) over(x, y);
  }

  function letGo() {
    const was = held;
    held = null;
    if (!was?.float) return null;
    was.float.remove();
    root.classList.remove('is-dragging');
    api.hideTargets();
    iAmAt('', '', false);
    api.settle?.();
    return was;
  }

  async function up(event) {
    const to = held?.float && columnAt(event.clientX, event.clientY)?.dataset.col;
    const was = letGo();
    if (!was) return;
    // The click that ends a drag opens nothing.
    const stop = (click) => (click.preventDefault(), click.stopPropagation());
    document.addEventListener('click', stop, { capture: true, once: true });
    setTimeout(() => document.removeEventListener('click', stop, { capture: true }), 0);
    if (!to || to === was.card.dataset.column) return;
    let { targets } = was;
    if (!targets) {
      // Dropped before the answer came: it is waited for, the card stays where it is.
      const answer = await api.fetchMoves(was.card.dataset.card).catch(() => null);
      if (answer?.status !== 200) {
        api.explain(was.card, answer ? api.reasonIn(answer.content) : words('lost'));
        return;
      }
      targets = readTargets(answer.content);
    }
    api.drop(was.card, to, targets);
  }

  root.addEventListener('pointerdown', (event) => {
    const card = event.target.closest('.card');
    if (!card || event.button !== 0 || event.pointerType === 'touch') return;
    if (!card.querySelector('[data-grip]')) return;
    held = { card, x: event.clientX, y: event.clientY };
  });
  root.addEventListener('dragstart', (event) => event.preventDefault());
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', letGo);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !held?.float) return;
    const { card } = held;
    letGo();
    api.speak(words('back', { name: api.nameOf(card) }));
  });
  api.isDragging = () => Boolean(held?.float);
}
