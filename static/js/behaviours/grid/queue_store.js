// Edits that the server has not taken yet, kept in the browser: one list per person, organization and tab.
// A list whose tab is gone (closed, crashed) is taken over by the next tab of the same person.

import { me, tab } from '../../session.js';

const PREFIX = `unsaved:${me.organization}:${me.user}:`;
const OWN = PREFIX + tab;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

export function keep(entries) {
  try {
    if (entries.length) localStorage.setItem(OWN, JSON.stringify(entries));
    else localStorage.removeItem(OWN);
    return true;
  } catch {
    return false; // the list lives on in memory; the status bar still says that it waits
  }
}

function takeOver(name) {
  const entries = read(name);
  localStorage.removeItem(name);
  return entries;
}

// Resolves with the entries of tabs that no longer live. Without locks nobody can know, and each page load
// is a tab of its own, so all are taken: the idempotency key of an entry keeps a double one harmless.
async function orphans() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && name !== OWN);
  if (!navigator.locks) return names.flatMap(takeOver);
  const taken = names.map((name) =>
    navigator.locks.request(`tab:${name.slice(PREFIX.length)}`, { ifAvailable: true }, (lock) =>
      lock ? takeOver(name) : [],
    ),
  );
  return (await Promise.all(taken)).flat();
}

export async function load() {
  if (!me.user) return [];
  try {
    return [...read(OWN), ...(await orphans())];
  } catch {
    return [];
  }
}
