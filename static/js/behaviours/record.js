// The page of a record follows what others change: when it is told, it asks for itself again and takes those parts
// (data-live, by their ids) that differ. A part in which somebody types stays as it is.
// <div class="page" data-behaviour="record" data-record="project:…">

import { person } from '../people.js';
import { tab } from '../session.js';

const GATHER = 250;
const MARKED = 5000;

const isBusy = (part) => {
  const at = document.activeElement;
  if (part.classList.contains('is-open') || part.querySelector('details[open]')) return true;
  if (part.contains(at) && at.matches('input, textarea, select')) return true;
  return [...part.querySelectorAll('textarea, input:not([type="hidden"]):not([type="checkbox"])')].some(
    (field) => field.value !== field.defaultValue,
  );
};

function mark(part, who) {
  if (!who || !part.matches('.ie')) return;
  part.classList.add('is-flash', 'who', `who-${who.hue}`);
  const name = document.createElement('span');
  name.className = 'who-tag';
  name.textContent = who.name;
  part.querySelector('.v')?.append(name);
  setTimeout(() => {
    part.classList.remove('is-flash', 'who', `who-${who.hue}`);
    name.remove();
  }, MARKED);
}

export default function record(page) {
  const [kind, id] = page.dataset.record.split(':');
  let timer;
  let who = null;

  async function refresh() {
    const response = await fetch(location.pathname, { credentials: 'same-origin', redirect: 'manual' });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    for (const part of page.querySelectorAll('[data-live][id]')) {
      const now = fresh.getElementById(part.id);
      if (!now || isBusy(part) || now.outerHTML === part.outerHTML) continue;
      const next = document.adoptNode(now);
      part.replaceWith(next);
      window.htmx?.process(next);
      mark(next, who);
    }
    document.dispatchEvent(new CustomEvent('htmx:after:swap'));
  }

  function told(by) {
    who = by ? person(by) : null;
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(() => {}), GATHER);
  }

  document.body.addEventListener('project_rows', ({ detail }) => {
    if (kind === 'project' && detail.tab !== tab && detail.rows.some(([row]) => row === id)) told(detail.actor);
  });
  document.body.addEventListener('record', ({ detail }) => {
    if (detail.kind === kind && detail.id === id && detail.tab !== tab) told(detail.actor);
  });
  document.body.addEventListener('list_changed', () => told(null));
  document.body.addEventListener('resync', ({ detail }) => detail.first || told(null));
}
