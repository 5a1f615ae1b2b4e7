// One entry of the queue to the server, and what its answer means for it.

import { post, postJson } from '../../http.js';
import { all, changed, drop, events, own, tell } from './unsent.js';

function settleCell(entry, answer) {
  const { status, content } = answer;
  const row = content.querySelector('tr[data-id]');
  const panel = content.querySelector('.conflict');
  if (status === 200 && row) {
    for (const later of all()) {
      if (later !== entry && later.id === entry.id && later.col === entry.col) {
        Object.assign(later, { base: entry.value, version: row.dataset.version });
      }
    }
    drop(entry);
    return tell('saved', entry, { row });
  }
  // Meanwhile the person has typed something newer into that cell: only the newest matters.
  if (own(entry.id, entry.col) !== entry) return drop(entry);
  if (status === 409 && panel) {
    Object.assign(entry, { state: 'conflict', panel });
    changed(entry);
    return tell('conflict', entry);
  }
  const reason = reasonOf(content);
  Object.assign(entry, { state: 'refused', reason, status });
  changed(entry);
  tell('refused', entry);
}

// Of a cell, or of the whole request: a right that was taken away, a membership that ended.
const reasonOf = (content) =>
  (content.querySelector('.cell-error') ?? content).textContent.trim().replace(/\s+/g, ' ');

async function settleBatch(entry, { status, text, content }) {
  if (status !== 200) {
    Object.assign(entry, { state: 'refused', reason: reasonOf(content), status });
    changed(entry);
    return tell('batch_refused', entry);
  }
  // Whoever shows the rows asks for them first: what was typed stays in sight until then.
  const detail = { entry, answer: JSON.parse(text), hold: null };
  events.dispatchEvent(new CustomEvent('batch', { detail }));
  await detail.hold;
  drop(entry);
}

export function request(entry) {
  if (entry.batch) return postJson(entry.url, { ...entry.batch, key: entry.key, tab: entry.tab });
  const { value, base, version, key, tab: from, choice, params } = entry;
  const fields = {
    ...params,
    value,
    base,
    version,
    key,
    tab: from,
    ...(choice && { choice }),
    ...entry.fields,
  };
  return post(entry.url, fields);
}

export const settle = (entry, answer) =>
  entry.batch ? settleBatch(entry, answer) : settleCell(entry, answer);
