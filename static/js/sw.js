// The service worker: when the server is away, the register opens as this browser last had it, with what waits to be
// sent. It keeps that one page and the files of /assets, and touches nothing else. Who signs out takes the page along.

const SHELL = 'shell';
const ASSETS = 'assets';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A browser without room for the copy still shows the page.
const keep = (cache, key, answer) => cache.put(key, answer).catch(() => {});

// Files carry their content in their address: what was had once is right for ever.
async function asset(request) {
  const cache = await caches.open(ASSETS);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await keep(cache, request, fresh.clone());
  return fresh;
}

const isAway = (status) => status >= 502 && status <= 504;

async function register(request) {
  const cache = await caches.open(SHELL);
  const fresh = await fetch(request).catch(() => null);
  if (fresh && !isAway(fresh.status)) {
    // Led away to sign in: the page is nobody's any more.
    if (fresh.ok && !fresh.redirected && fresh.type === 'basic') await keep(cache, '/register', fresh.clone());
    else await cache.delete('/register');
    return fresh;
  }
  return (await cache.match('/register')) ?? fresh ?? Response.error();
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && url.pathname === '/register') event.respondWith(register(request));
});
