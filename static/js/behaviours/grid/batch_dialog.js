// Before a large paste: what will change and what will not. After one: what was left, and why. One dialog for both,
// <dialog id="batch">, whose words the page brings.

import { postJson } from '../../http.js';
import { uuid } from '../../session.js';
import { number } from '../../words.js';

const dialog = () => document.getElementById('batch');
const slot = (name) => dialog().querySelector(`[data-slot="${name}"]`);

function item(grid, { id, col, why }) {
  const line = document.createElement('li');
  const cell = grid.at(id, col);
  const place = cell ? `${grid.rowName(cell)}, ${grid.label(cell)}` : grid.words('newrow');
  const name = document.createElement('b');
  name.textContent = place;
  line.append(name, ' — ', why);
  return line;
}

function draw(grid, shown) {
  const { title, lines = [], cells = [], more = '', busy = false, isQuestion = false, go, stop } = shown;
  slot('go').textContent = go ?? grid.words('pastego');
  if (stop) slot('stop').textContent = stop;
  slot('title').textContent = title;
  slot('lines').replaceChildren(
    ...lines.map((text) => Object.assign(document.createElement('li'), { textContent: text })),
  );
  slot('cells').replaceChildren(...cells.map((cell) => item(grid, cell)));
  slot('cells').hidden = cells.length === 0;
  slot('more').textContent = more;
  slot('go').hidden = !isQuestion;
  slot('go').disabled = busy;
  slot('stop').hidden = !isQuestion;
  slot('close').hidden = isQuestion;
  dialog().toggleAttribute('aria-busy', busy);
  if (!dialog().open) dialog().showModal();
}

const answered = () =>
  new Promise((resolve) => {
    dialog().returnValue = '';
    dialog().addEventListener('close', () => resolve(dialog().returnValue), { once: true });
  });

// A question with two answers; resolves with 'go', 'stop', or nothing when it was closed.
export function question(grid, shown) {
  draw(grid, { ...shown, isQuestion: true });
  slot('go').focus();
  return answered();
}

// Resolves with whether to go on.
export async function preview(grid, url, body, cells) {
  const title = grid.words('paste', { n: cells });
  slot('stop').textContent = dialog().dataset.stop;
  draw(grid, { title, lines: [grid.words('trying')], busy: true, isQuestion: true });
  const answer = answered().then((value) => value === 'go');
  try {
    const { status, text, content } = await postJson(url, { ...body, key: uuid(), trial: true });
    const told = status === 200 ? JSON.parse(text) : null;
    if (!dialog().open) return answer;
    const refusal = content.textContent.trim().replace(/\s+/g, ' ');
    draw(grid, { title, ...(told ?? { lines: [refusal || grid.words('failed')] }), isQuestion: true });
    slot('go').disabled = !told || !(told.changed || told.made.length);
    (slot('go').disabled ? slot('stop') : slot('go')).focus();
  } catch {
    // The line is away: it can be sent all the same, and what does not fit is said when it is back.
    draw(grid, { title, lines: [grid.words('untried')], isQuestion: true });
  }
  return answer;
}

export function showLeft(grid, { lines, cells, more }) {
  const left = cells.length;
  draw(grid, { title: grid.words('left', { n: left }), lines, cells, more });
  slot('close').focus();
}

export function showList(grid, title, lines) {
  draw(grid, { title: `${title} (${number(lines.length)})`, lines });
  slot('close').focus();
}
