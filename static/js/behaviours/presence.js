// Who else is on this page: avatars in the top bar, a list on press. Also tells the server where we are.
// <details class="menu" id="people" hidden data-behaviour="presence" data-place="register"
//    data-label="… {names}" data-editing="{name} …"><summary class="people"></summary><ul class="menu-pop right"></ul></details>

import { post } from '../http.js';
import { arrive, avatar, others } from '../people.js';
import { wordsOf } from '../words.js';

const SHOWN = 4;
const OFTEN = 400;
const ALIVE = 20000;

let place = '';
let where = { row: '', col: '', editing: 0 };
let last = 0;
let timer = null;

function send() {
  clearTimeout(timer);
  timer = null;
  last = Date.now();
  if (!place || document.hidden) return;
  post('/live/presence', { place, ...where }).catch(() => {}); // the next move or the next minute says it again
}

// Called by whoever knows the cell; at most one message each 400 ms, the last place always gets through.
export function iAmAt(row, col, editing) {
  const next = { row, col, editing: editing ? 1 : 0 };
  if (next.row === where.row && next.col === where.col && next.editing === where.editing) return;
  where = next;
  timer ??= setTimeout(send, Math.max(0, last + OFTEN - Date.now()));
}

function draw(menu, people) {
  const words = wordsOf(menu);
  const summary = menu.querySelector('summary');
  const list = menu.querySelector('.menu-pop');
  menu.hidden = people.length === 0;
  const said = document.createElement('span');
  said.className = 'vh';
  said.textContent = words('label', { names: people.map((p) => p.name).join(', ') });
  summary.replaceChildren(said, ...people.slice(0, SHOWN).map((p) => avatar(p)));
  if (people.length > SHOWN) {
    const more = document.createElement('span');
    more.className = 'more';
    more.setAttribute('aria-hidden', 'true');
    more.textContent = `+${people.length - SHOWN}`;
    summary.append(more);
  }
  list.replaceChildren(
    ...people.map((p) => {
      const item = document.createElement('li');
      item.className = 'sub person';
      item.append(avatar(p, 'av av-sm'), p.editing ? words('editing', { name: p.name }) : p.name);
      return item;
    }),
  );
}

export default function presence(menu) {
  place = menu.dataset.place ?? '';
  document.body.addEventListener('presence', (event) => {
    arrive(event.detail.people);
    const here = others().filter((p) => p.place === place);
    draw(menu, [...new Map(here.map((p) => [p.id, p])).values()]);
    document.body.dispatchEvent(new CustomEvent('people:moved', { detail: { people: here } }));
  });
  document.body.addEventListener('live:up', send);
  document.addEventListener('visibilitychange', () => document.hidden || send());
  setInterval(send, ALIVE);
  send();
}
