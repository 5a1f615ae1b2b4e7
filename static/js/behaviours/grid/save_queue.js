// Sends edits one by one, in the order in which they were made, until each is taken, refused or in conflict.
// An entry: { key, url, params, id, col, value, choice?, base, version, tab, at, state, reason?, fields? (how a conflict
// was settled), panel? (the server's words about a conflict; not kept) }.
// States: waiting → (sending) → gone | refused | conflict. Refused and conflicting ones stay until the person settles them.

import { me, tab, uuid } from '../../session.js';
import { post } from '../../http.js';
import { report } from '../connection.js';
import { keep, load } from './queue_store.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TRIES = 5; // of one entry at a server that answers, but only with an error

const events = new EventTarget();
let entries = [];
let sending = null;
let wait = FIRST_WAIT;
let timer = null;
let state = 'up';

const tell = (name, entry, more = {}) =>
  events.dispatchEvent(new CustomEvent(name, { detail: { entry, ...more } }));
const find = (id, col) => entries.findLast((e) => e.id === id && e.col === col);

function changed(entry) {
  keep(entries.map(({ panel, ...kept }) => kept));
  tell('change', entry);
}

function drop(entry) {
  entries = entries.filter((e) => e !== entry);
  changed(entry);
}

function settle(entry, answer) {
  const { status, content } = answer;
  const row = content.querySelector('tr[data-id]');
  const panel = content.querySelector('.conflict');
  if (status === 200 && row) {
    for (const later of entries) {
      if (later !== entry && later.id === entry.id && later.col === entry.col) {
        Object.assign(later, { base: entry.value, version: row.dataset.version });
      }
    }
    drop(entry);
    return tell('saved', entry, { row });
  }
  // Meanwhile the person has typed something newer into that cell: only the newest matters.
  if (find(entry.id, entry.col) !== entry) return drop(entry);
  if (status === 409 && panel) {
    Object.assign(entry, { state: 'conflict', panel });
    changed(entry);
    return tell('conflict', entry);
  }
  const reason = content.querySelector('.cell-error')?.textContent.trim() ?? '';
  Object.assign(entry, { state: 'refused', reason, status });
  changed(entry);
  tell('refused', entry);
}

// True when the next entry may follow at once.
async function deliver(entry) {
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
  let answer;
  try {
    answer = await post(entry.url, fields);
  } catch {
    return later('offline');
  }
  const { status, retryAfter } = answer;
  if (status === 401)
    return later(answer.content.querySelector('[data-other-person]') ? 'other-person' : 'signed-out');
  if (status === 429 || status >= 500) {
    entry.tries = (entry.tries ?? 0) + (status === 500 ? 1 : 0);
    if (entry.tries < TRIES || status !== 500) return later('offline', retryAfter * 1000);
  }
  now('up');
  settle(entry, answer);
  return true;
}

function now(next) {
  if (next === 'up') wait = FIRST_WAIT;
  if (state !== next) report('queue', (state = next));
}

function later(next, ms) {
  now(next);
  clearTimeout(timer);
  timer = setTimeout(pump, ms || wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  return false;
}

async function pump() {
  clearTimeout(timer);
  if (sending) return;
  while ((sending = entries.find((e) => e.state === 'waiting'))) {
    const go = await deliver(sending);
    if (!go) break;
  }
  sending = null;
  tell('change', null);
}

export const queue = {
  on: (name, act) => events.addEventListener(name, (event) => act(event.detail)),
  find,
  all: () => entries,
  isAway: () => state !== 'up',
  isOnItsWay: (entry) => entry === sending,

  // A second edit of a cell replaces the first one unless that is just on its way.
  put(edit) {
    const old = find(edit.id, edit.col);
    let entry = { ...edit, key: uuid(), tab, at: Date.now(), state: 'waiting' };
    if (old && old !== sending) {
      Object.assign(old, {
        ...entry,
        base: old.base,
        version: old.version,
        fields: null,
        panel: null,
        tries: 0,
        reason: '',
      });
      entry = old;
    } else entries.push(entry);
    changed(entry);
    pump();
    return entry;
  },

  // Sends an entry again as it is, or settled with other fields.
  again(entry, edit = {}) {
    Object.assign(entry, { ...edit, key: uuid(), state: 'waiting', reason: '', panel: null, tries: 0 });
    changed(entry);
    pump();
  },

  forget: drop,

  async start() {
    const kept = await load();
    // A conflict is asked about anew: by now theirs may be another value.
    kept.forEach((e) => e.state === 'conflict' && (e.state = 'waiting'));
    entries = [...kept.sort((a, b) => a.at - b.at), ...entries];
    kept.forEach((e) => tell('change', e));
    if (entries.length) keep(entries);
    const wake = () => ((wait = FIRST_WAIT), pump());
    window.addEventListener('online', wake);
    window.addEventListener('focus', () => state !== 'up' && wake());
    document.body.addEventListener('live:up', wake);
    document.body.addEventListener('session:changed', (event) => event.detail.user === me.user && wake());
    pump();
  },
};
