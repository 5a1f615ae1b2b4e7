// Keeps the register at hand for when the server is away; see sw.js. Needs https (or this machine itself): without it
// edits still wait in the browser, only the page cannot be opened anew.

import { me } from './session.js';

const OWNER = 'shell-of';
const whose = `${me.organization}:${me.user}`;

export const forget = () => (window.caches ? caches.delete('shell') : Promise.resolve());

// Files that this page has loaded; those of an older version go once the register itself is of this one.
async function keepFiles() {
  const cache = await caches.open('assets');
  const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name));
  const files = loaded.filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'));
  const base = new URL('..', import.meta.url).pathname;
  if (location.pathname === '/register') {
    for (const kept of await cache.keys()) {
      if (!new URL(kept.url).pathname.startsWith(base)) await cache.delete(kept);
    }
  }
  const keep = async ({ href }) => (await cache.match(href)) ?? cache.add(href).catch(() => {});
  await Promise.all(files.map(keep));
}

// The first time the worker was not there yet when this page came.
async function keepPage() {
  const cache = await caches.open('shell');
  const page = await fetch('/register', { redirect: 'manual', headers: { Accept: 'text/html' } });
  if (page.ok) await cache.put('/register', page);
}

async function keepAll() {
  // Somebody else worked here before: their page is not shown to this person.
  if (localStorage.getItem(OWNER) !== whose) {
    await forget();
    localStorage.setItem(OWNER, whose);
  }
  await navigator.serviceWorker.register('/sw.js');
  const isNew = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.ready;
  await keepFiles();
  if (isNew && location.pathname === '/register') await keepPage();
}

// Says how it went where one who looks can read it; the next page tries again.
export async function start() {
  if (!me.user || !navigator.serviceWorker || !window.caches) return;
  const { dataset } = document.documentElement;
  try {
    await keepAll();
    dataset.shell = 'kept';
  } catch (error) {
    dataset.shell = `not kept: ${error.message}`;
  }
}
