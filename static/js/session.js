// Who works here: the person, the organization and the tab, as every request from a script names them.

const page = document.documentElement.dataset;
export const me = { user: page.user ?? '', organization: page.organization ?? '' };

// crypto.randomUUID needs https; an office may reach the server by plain http.
export function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

function remembered() {
  try {
    return sessionStorage.getItem('tab');
  } catch {
    return null;
  }
}

function remember(id) {
  try {
    sessionStorage.setItem('tab', id);
  } catch {
    // A browser that keeps nothing: the tab is a new one after each reload.
  }
  return id;
}

// A duplicated tab copies its storage, so the id is taken only if no living tab holds its lock.
// Without locks (plain http) every page load counts as a new tab.
function claim() {
  const known = remembered();
  if (!known || !navigator.locks) return Promise.resolve(hold(remember(uuid())));
  return new Promise((resolve) => {
    navigator.locks.request(`tab:${known}`, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(hold(remember(uuid())));
      resolve(known);
      return new Promise(() => {}); // held for the life of the page
    });
  });
}

function hold(id) {
  navigator.locks?.request(`tab:${id}`, () => new Promise(() => {}));
  return id;
}

export const tab = await claim();
