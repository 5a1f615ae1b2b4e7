// The agenda of a meeting: what a secretary writes is sent at once, question by question, and kept in the browser
// until the server has it. Keys 1 to 5 decide the question in which the focus is and go on to the next.
// <form data-behaviour="agenda" action="/meetings/…/draft" data-unsaved="…">

import { post } from '../http.js';
import { me } from '../session.js';

const TYPING = 500;
const AGAIN = 3000;

export default function agenda(form) {
  const url = form.getAttribute('action');
  const key = `agenda:${me.organization}:${me.user}:${url}`;
  const timers = new Map();
  const sending = new Set();

  const kept = () => JSON.parse(localStorage.getItem(key) ?? '{}');
  function keep(item, fields) {
    const all = kept();
    if (fields) all[item] = fields;
    else delete all[item];
    localStorage.setItem(key, JSON.stringify(all));
  }
  const rowOf = (item) => document.getElementById(`item-${item}`);

  // The fields of one question; those that stand several times are joined.
  function fieldsOf(row) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!name.endsWith(row.dataset.item)) continue;
      fields[name] = name in fields ? `${fields[name]} ${value}` : value;
    }
    return fields;
  }

  function markUnsaved(row, is) {
    row.classList.toggle('is-unsaved', is);
    row.title = is ? form.dataset.unsaved : '';
  }

  async function save(item) {
    const row = rowOf(item);
    if (!row) return;
    if (sending.has(item)) return void later(item, TYPING);
    const sent = fieldsOf(row);
    sending.add(item);
    keep(item, sent);
    try {
      const answer = await post(url, sent);
      if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
      keep(item, null);
      taken(row, answer);
    } catch {
      markUnsaved(row, true);
      later(item, AGAIN);
    } finally {
      sending.delete(item);
    }
  }

  // What somebody types meanwhile stays; only the version goes on, unless there is a choice to be made.
  function taken(row, answer) {
    const fresh = answer.content.getElementById(row.id);
    markUnsaved(row, false);
    for (const part of ['agenda-sums', 'batch']) {
      const anew = answer.content.getElementById(part);
      if (anew) document.getElementById(part)?.replaceWith(anew);
    }
    if (!fresh) return;
    if (answer.status === 409) {
      row.replaceWith(fresh);
      return;
    }
    const version = `version_${row.dataset.item}`;
    row.querySelector(`[name="${version}"]`).value = fresh.querySelector(`[name="${version}"]`).value;
    for (const field of row.querySelectorAll('input:not([type="radio"], [type="checkbox"]), textarea')) {
      field.defaultValue = field.value;
    }
    row.querySelectorAll('[data-keep]').forEach((button) => button.closest('p').remove());
  }

  function later(item, wait) {
    clearTimeout(timers.get(item));
    timers.set(
      item,
      setTimeout(() => save(item), wait),
    );
  }

  form.addEventListener('input', (event) => {
    const row = event.target.closest('[data-item]');
    if (!row || event.target.name === 'pick') return;
    keep(row.dataset.item, fieldsOf(row));
    later(row.dataset.item, event.target.matches('[type="radio"], [type="checkbox"], select') ? 0 : TYPING);
  });

  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-keep]');
    if (!button) return;
    const row = button.closest('[data-item]');
    const name = `${button.dataset.keep}_${row.dataset.item}`;
    const field = form.elements[name];
    field.value = button.dataset.value;
    button.closest('p').remove();
    save(row.dataset.item);
  });

  // The question in which the focus is; else the first that nobody decided.
  function current() {
    const rows = [...form.querySelectorAll('[data-item]')];
    return (
      document.activeElement?.closest('[data-item]') ??
      rows.find((row) => !row.querySelector('.seg input:checked')) ??
      rows[0]
    );
  }

  document.addEventListener('keydown', (event) => {
    const n = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
    if (!n || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches('input:not([type="radio"], [type="checkbox"]), textarea, select')) return;
    const row = current();
    const choice = row?.querySelectorAll('.seg input')[n - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    keep(row.dataset.item, fieldsOf(row));
    save(row.dataset.item);
    const next = row.nextElementSibling ?? row;
    (next.querySelector('.seg input:checked') ?? next.querySelector('.seg input')).focus();
  });

  form.dataset.ready = 'yes';

  // What an earlier page could not send any more.
  for (const [item, fields] of Object.entries(kept())) {
    const row = rowOf(item);
    if (!row) continue;
    for (const [name, value] of Object.entries(fields)) {
      if (name.startsWith('version_') || name.startsWith('recused_')) continue;
      const field = form.elements[name];
      if (field && field.value !== value) field.value = value;
    }
    later(item, 0);
  }
}
