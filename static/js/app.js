// Entry of every page: finds elements that ask for a behaviour and loads only what they ask for.
// A page without script works; nothing here may be the only way to do a thing.

const behaviours = {
  agenda: () => import('./behaviours/agenda.js'),
  appearance: () => import('./behaviours/theme.js'),
  board: () => import('./behaviours/board/index.js'),
  busy: () => import('./behaviours/busy.js'),
  connection: () => import('./behaviours/connection.js'),
  copy: () => import('./behaviours/copy.js'),
  draft: () => import('./behaviours/draft.js'),
  dropzone: () => import('./behaviours/dropzone.js'),
  files: () => import('./behaviours/files/index.js'),
  grid: () => import('./behaviours/grid/index.js'),
  hotkeys: () => import('./behaviours/hotkeys.js'),
  leave: () => import('./behaviours/leave.js'),
  live: () => import('./behaviours/live.js'),
  narrow: () => import('./behaviours/narrow.js'),
  presence: () => import('./behaviours/presence.js'),
  print: () => import('./behaviours/print.js'),
  record: () => import('./behaviours/record.js'),
  search: () => import('./behaviours/search.js'),
  toasts: () => import('./behaviours/toast.js'),
};
const everywhere = [() => import('./behaviours/menu.js'), () => import('./behaviours/dialog.js')];

const bound = new WeakMap();

async function bind(element, name) {
  const done = bound.get(element) ?? new Set();
  if (done.has(name) || !behaviours[name]) return;
  bound.set(element, done.add(name));
  (await behaviours[name]()).default(element);
}

// The stream of events comes last: it may speak at once, and by then everybody has to listen.
async function bindAll(root) {
  const asked = [...root.querySelectorAll('[data-behaviour]')].flatMap((element) =>
    element.dataset.behaviour.split(' ').map((name) => [element, name]),
  );
  const bindThose = (test) => Promise.all(asked.filter(test).map(([element, name]) => bind(element, name)));
  await bindThose(([, name]) => name !== 'live');
  await bindThose(([, name]) => name === 'live');
}

everywhere.forEach((load) => load().then((module) => module.default()));
await bindAll(document);

// Edits that a reload interrupted or a closed tab left behind are sent from whatever page is opened next.
import('./behaviours/grid/save_queue.js').then(({ queue }) => queue.start());

// The register opens without the server, too. Not a part of anything that must work: a failure is nobody's business.
import('./shell.js')
  .then(({ start }) => start())
  .catch(() => {});

// Parts that htmx swaps in bring their behaviours along; some may have come while the first were bound.
document.addEventListener('htmx:after:swap', () => bindAll(document));
bindAll(document);
