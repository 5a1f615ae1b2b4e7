// The board by keys: arrows walk the cards, M takes one, left and right skip to columns that take it, Enter drops it,
// Escape puts it back. Each step is said.

import { readTargets } from './targets.js';

export default function keys(api) {
  const { root, words } = api;
  let taken = null; // { card, targets, columns, at }

  const lists = () => [...root.querySelectorAll('.col > ol')].filter((list) => list.querySelector('.card'));
  const cardsIn = (list) => [...list.querySelectorAll('.card')];

  function first() {
    if (!root.querySelector('.card[tabindex="0"]')) {
      const card = root.querySelector('.card');
      if (card) card.tabIndex = 0;
    }
  }

  function walk(card, key) {
    const list = card.parentElement;
    const here = cardsIn(list);
    const at = here.indexOf(card);
    const all = lists();
    const column = all.indexOf(list);
    const beside = (step) => {
      const next = all[column + step];
      return next && cardsIn(next)[Math.min(at, cardsIn(next).length - 1)];
    };
    const next = {
      ArrowDown: here[at + 1],
      ArrowUp: here[at - 1],
      ArrowRight: beside(1),
      ArrowLeft: beside(-1),
      Home: here[0],
      End: here.at(-1),
    }[key];
    if (next) api.focus(next);
  }

  async function take(card) {
    const answer = await api.fetchMoves(card.dataset.card).catch(() => null);
    if (answer?.status !== 200) return;
    const targets = readTargets(answer.content);
    const columns = [...root.querySelectorAll('[data-col]')].map((c) => c.dataset.col);
    const open = columns.filter((key) => targets.open.has(key));
    if (!open.length) {
      const next = columns[columns.indexOf(targets.from) + 1] ?? columns[0];
      const reason = targets.why(next);
      api.speak(words('noTarget', { reason }));
      api.explain(card, reason);
      return;
    }
    taken = { card, targets, open, all: columns, at: null };
    api.showTargets(card, targets);
    card.classList.remove('is-ghost');
    card.classList.add('is-taken');
    api.speak(words('taken', { name: api.nameOf(card) }));
  }

  function aim(step) {
    const { open, all, targets } = taken;
    const from = all.indexOf(taken.at ?? targets.from);
    const ordered = step > 0 ? open : [...open].reverse();
    const next = ordered.find((key) => (step > 0 ? all.indexOf(key) > from : all.indexOf(key) < from));
    if (!next) return;
    root.querySelectorAll('.is-over').forEach((column) => column.classList.remove('is-over'));
    taken.at = next;
    const column = api.columnOf(next);
    column.classList.add('is-over');
    column.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    api.speak(words('over', { column: api.titleOf(next) }));
  }

  function letGo() {
    const was = taken;
    taken = null;
    was.card.classList.remove('is-taken');
    api.hideTargets();
    return was;
  }

  root.addEventListener('keydown', (event) => {
    const card = event.target.closest('.card');
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const handled = () => (event.preventDefault(), event.stopPropagation());
    if (taken) {
      if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
        handled();
        aim(event.key === 'ArrowRight' ? 1 : -1);
      } else if (event.key === 'Enter' && taken.at) {
        handled();
        const { at, targets } = letGo() ?? {};
        api.drop(card, at, targets);
      } else if (event.key === 'Escape') {
        handled();
        letGo();
        api.speak(words('back', { name: api.nameOf(card) }));
      } else if (event.key === 'Tab') {
        letGo();
      }
      return;
    }
    if (/^(Arrow|Home|End)/.test(event.key) && event.target === card) {
      handled();
      walk(card, event.key);
    } else if (event.code === 'KeyM' && 'moves' in root.dataset && card.querySelector('[data-grip]')) {
      handled();
      take(card);
    } else if (event.key === 'Enter' && event.target === card) {
      handled();
      card.querySelector('h3 a').click();
    }
  });
  root.addEventListener('focusin', (event) => {
    const card = event.target.closest('.card');
    if (!card) return;
    root.querySelectorAll('.card[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
    card.tabIndex = 0;
  });
  first();
}
