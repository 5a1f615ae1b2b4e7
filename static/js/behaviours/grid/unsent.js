// The list of what the server has not taken yet: kept in the browser, looked up by cell. save_queue.js sends it.
// An entry: { key, url, params, id, col, value, choice?, base, version, tab, at, state, reason?, fields? (how a conflict
// was settled), panel? (the server's words about a conflict; not kept) }.
// Many cells of one act are one entry: { key, url, batch: { kind, columns, rows, new_rows }, tab, at, state, reason? }.
// States: waiting → (sending) → gone | refused | conflict. Refused and conflicting ones stay until the person settles them.

import { keep } from './queue_store.js';

export const events = new EventTarget();
let entries = [];

export const all = () => entries;
export const isWaiting = () => entries.some((e) => e.state === 'waiting');
export const tell = (name, entry, more = {}) =>
  events.dispatchEvent(new CustomEvent(name, { detail: { entry, ...more } }));
export const own = (id, col) => entries.findLast((e) => e.id === id && e.col === col);

// Values of a batch by cell, made once.
const indexes = new WeakMap();
function inBatch(entry, id, col) {
  if (!entry.batch) return undefined;
  if (!indexes.has(entry)) indexes.set(entry, new Map(entry.batch.rows.map((row) => [row.id, row])));
  const value = indexes.get(entry).get(id)?.values[entry.batch.columns.indexOf(col)];
  return value ?? undefined;
}

// What waits for a cell, of itself or as a part of more.
export function find(id, col) {
  for (let n = entries.length - 1; n >= 0; n -= 1) {
    const entry = entries[n];
    if (entry.id === id && entry.col === col) return entry;
    const value = inBatch(entry, id, col);
    if (value !== undefined) return { value, state: entry.state, reason: entry.reason, at: entry.at, part: entry };
  }
  return undefined;
}

export function changed(entry) {
  keep(entries.map(({ panel, ...kept }) => kept));
  tell('change', entry);
}

export function drop(entry) {
  entries = entries.filter((e) => e !== entry);
  changed(entry);
}

export function add(entry) {
  entries.push(entry);
  changed(entry);
}

// What an earlier page left behind comes first.
export function restore(kept) {
  entries = [...kept.sort((a, b) => a.at - b.at), ...entries];
  kept.forEach((e) => tell('change', e));
  if (entries.length) changed(null);
}
