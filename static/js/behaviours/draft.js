// What was typed into a form is kept in the browser until the server has it: through a reload, an ended session,
// a server that is away. <form data-behaviour="draft" data-draft="project:new">; the page that shows the saved thing
// says <… data-draft-saved="project:new">. Never keeps passwords, files and hidden fields.

import { me } from '../session.js';

const PREFIX = `draft:${me.organization}:${me.user}:`;
const SKIPPED = new Set(['hidden', 'password', 'file', 'submit', 'button', 'reset', 'image']);
const MONTH = 30 * 24 * 3600 * 1000;

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
const isChoice = (field) => field.type === 'checkbox' || field.type === 'radio';

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function keep(key, draft) {
  try {
    if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // No room or no storage: the form still works, it is just not kept.
  }
}

function collect(form) {
  return fieldsOf(form).map((field) =>
    isChoice(field) ? [field.name, field.value, field.checked] : [field.name, field.value],
  );
}

// True when anything in the form had to change.
function restore(form, values) {
  let changed = false;
  const left = fieldsOf(form);
  for (const [name, value, checked] of values) {
    const at = left.findIndex((f) => f.name === name && (!isChoice(f) || f.value === value));
    if (at < 0) continue;
    const [field] = left.splice(at, 1);
    const differs = isChoice(field) ? field.checked !== checked : field.value !== value;
    if (!differs) continue;
    if (isChoice(field)) field.checked = checked;
    else field.value = value;
    changed = true;
  }
  return changed;
}

function forgetSaved() {
  document
    .querySelectorAll('[data-draft-saved]')
    .forEach((element) => keep(element.dataset.draftSaved, null));
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const draft = read(name.slice(PREFIX.length));
    if (!draft || Date.now() - draft.at > MONTH) localStorage.removeItem(name);
  }
}

export default function draft(form) {
  if (!me.user) return;
  const key = form.dataset.draft;
  forgetSaved();
  if (!key) return; // the page that shows the saved thing
  const notice = form.querySelector('[data-draft-notice]');
  const kept = read(key);
  if (kept && restore(form, kept.values)) {
    if (notice) notice.hidden = false;
    form.dispatchEvent(new CustomEvent('draft:restored', { bubbles: true }));
  }
  let timer;
  const save = () => {
    clearTimeout(timer);
    keep(key, { at: Date.now(), values: collect(form) });
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(save, 300);
  });
  form.addEventListener('submit', save);
  window.addEventListener('pagehide', () => timer && save());
  form.querySelector('[data-draft-discard]')?.addEventListener('click', () => {
    clearTimeout(timer);
    timer = undefined;
    keep(key, null);
    form.reset();
    if (notice) notice.hidden = true;
  });
}
