// Entry of every page: finds elements that ask for a behaviour and loads only what they ask for.
// A page without script works; nothing here may be the only way to do a thing.

const behaviours = {
  appearance: () => import('./behaviours/theme.js'),
  connection: () => import('./behaviours/connection.js'),
  draft: () => import('./behaviours/draft.js'),
  dropzone: () => import('./behaviours/dropzone.js'),
  grid: () => import('./behaviours/grid/index.js'),
  hotkeys: () => import('./behaviours/hotkeys.js'),
  live: () => import('./behaviours/live.js'),
  narrow: () => import('./behaviours/narrow.js'),
  presence: () => import('./behaviours/presence.js'),
  toasts: () => import('./behaviours/toast.js'),
};
const everywhere = [() => import('./behaviours/menu.js'), () => import('./behaviours/dialog.js')];

const bound = new WeakMap();

async function bind(element) {
  for (const name of element.dataset.behaviour.split(' ')) {
    const done = bound.get(element) ?? new Set();
    if (done.has(name) || !behaviours[name]) continue;
    bound.set(element, done.add(name));
    (await behaviours[name]()).default(element);
  }
}

function bindAll(root) {
  if (root.matches?.('[data-behaviour]')) bind(root);
  root.querySelectorAll?.('[data-behaviour]').forEach(bind);
}

bindAll(document);
everywhere.forEach((load) => load().then((module) => module.default()));

// Parts that htmx swaps in bring their behaviours along.
document.addEventListener('htmx:after:swap', () => bindAll(document.body));

// Edits that a closed tab left behind are sent from whatever page is opened next.
import('./behaviours/grid/save_queue.js').then(({ queue }) => queue.start());
