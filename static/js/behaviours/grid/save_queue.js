// Sends edits one by one, in the order in which they were made, until each is taken, refused or in conflict.

import { me, tab, uuid } from '../../session.js';
import { report } from '../connection.js';
import { request, settle } from './deliver.js';
import { load } from './queue_store.js';
import { add, all, changed, drop, events, find, isWaiting, own, restore, tell } from './unsent.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TRIES = 5; // of one entry at a server that answers, but only with an error

let sending = null;
let wait = FIRST_WAIT;
let timer = null;
let state = 'up';

// True when the next entry may follow at once.
async function deliver(entry) {
  let answer;
  try {
    answer = await request(entry);
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
  await settle(entry, answer);
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
  while ((sending = all().find((e) => e.state === 'waiting'))) {
    const go = await deliver(sending);
    if (!go) break;
  }
  sending = null;
  tell('change', null);
}

export const queue = {
  on: (name, act) => events.addEventListener(name, (event) => act(event.detail)),
  find,
  all,
  isAway: () => state !== 'up',
  isOnItsWay: (entry) => entry === sending,

  // A second edit of a cell replaces the first one unless that is just on its way.
  put(edit) {
    const old = own(edit.id, edit.col);
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
      changed(entry);
    } else add(entry);
    pump();
    return entry;
  },

  putBatch(url, batch) {
    const entry = { url, batch, key: uuid(), tab, at: Date.now(), state: 'waiting' };
    add(entry);
    pump();
    return entry;
  },

  // What the server has refused already, kept for the person to mend.
  putRefused(edit, reason) {
    add({ ...edit, key: uuid(), tab, at: Date.now(), state: 'refused', reason });
  },

  // Resolves when nothing waits to be sent.
  sent() {
    if (!isWaiting()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (isWaiting()) return;
        events.removeEventListener('change', look);
        resolve();
      };
      events.addEventListener('change', look);
    });
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
    restore(kept);
    const wake = () => ((wait = FIRST_WAIT), pump());
    window.addEventListener('online', wake);
    window.addEventListener('focus', () => state !== 'up' && wake());
    document.body.addEventListener('live:up', wake);
    document.body.addEventListener('session:changed', (event) => event.detail.user === me.user && wake());
    pump();
  },
};
