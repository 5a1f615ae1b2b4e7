// Where a card may go, read from the server's own list of forms and reasons, and shown on the columns.

import { icon } from '../../icon.js';

export function readTargets(content) {
  const list = content.querySelector('.move-list');
  const open = new Map();
  for (const way of list.querySelectorAll('[data-to]')) {
    const form = way.matches('form') ? way : way.querySelector('form');
    open.set(way.dataset.to, { form, asks: 'asks' in way.dataset });
  }
  const reasons = new Map();
  for (const item of list.querySelectorAll('[data-blocked]')) {
    reasons.set(item.dataset.blocked, item.querySelector('span').textContent.trim());
  }
  const never = list.querySelector('[data-never]');
  const nevers = new Set((never?.dataset.never ?? '').split(' ').filter(Boolean));
  const why = (to) => list.dataset.lock ?? reasons.get(to) ?? (nevers.has(to) ? never.dataset.why : '');
  return { content, from: list.dataset.from, open, why };
}

export function showTargets(root, card, targets) {
  card.classList.add('is-ghost');
  for (const column of root.querySelectorAll('[data-col]')) {
    const key = column.dataset.col;
    if (key === targets.from) continue;
    const may = targets.open.has(key);
    column.classList.toggle('is-allowed', may);
    column.classList.toggle('is-forbidden', !may);
    if (may || !targets.why(key)) continue;
    const verdict = document.createElement('div');
    verdict.className = 'verdict';
    const words = document.createElement('span');
    words.textContent = targets.why(key);
    verdict.append(icon('lock'), words);
    column.querySelector('.col-head').after(verdict);
  }
}

export function hideTargets(root) {
  root.querySelectorAll('.verdict, .drop').forEach((mark) => mark.remove());
  root.querySelectorAll('.is-ghost').forEach((card) => card.classList.remove('is-ghost'));
  root.querySelectorAll('.col').forEach((column) => {
    column.classList.remove('is-allowed', 'is-forbidden', 'is-over');
  });
}
