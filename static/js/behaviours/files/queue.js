// Files on their way: one at a time, each shown with its progress. What broke off stays in the list and goes again,
// by hand or when the line is back; what the server refuses stays with the reason.

import { tab, uuid } from '../../session.js';

const SHOWN = 4000;
const GONE = 401;
const mayGoAgain = (status) => status === 0 || status === GONE || status >= 500;

function part(tag, className, text = '') {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(text, act) {
  const made = part('button', 'btn btn-sm', text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

// What the server says in the place of the page.
function reasonOf(text) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  return (page.querySelector('.cell-error') ?? page.body).textContent.trim();
}

export function makeQueue({ form, panel, words, brought }) {
  const place = form.querySelector('[data-slot="queue"]');
  const all = [];
  let going = null;

  function show(entry, said, why = '') {
    entry.said.textContent = said;
    entry.why.textContent = why;
    entry.why.hidden = !why;
    entry.bar.hidden = entry.state !== 'going';
    entry.ways.hidden = entry.state !== 'broken' && entry.state !== 'refused';
    entry.again.hidden = entry.state !== 'broken';
  }

  function forget(entry) {
    all.splice(all.indexOf(entry), 1);
    entry.row.remove();
    place.hidden = all.length === 0;
  }

  function failed(entry, status, text) {
    entry.state = mayGoAgain(status) ? 'broken' : 'refused';
    if (status === 0) return show(entry, words('broken'));
    show(entry, '', status === GONE ? words('signedOut') : reasonOf(text));
  }

  function send(entry) {
    const body = new FormData();
    body.set('id', entry.id);
    body.set('kind', entry.kind);
    body.set('file', entry.file, entry.file.name);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('X-Fragment', 'files');
    request.setRequestHeader('X-Tab', tab);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      entry.bar.value = total ? loaded / total : 0;
    });
    request.addEventListener('loadend', () => {
      going = null;
      if (request.status >= 200 && request.status < 300) {
        entry.state = 'sent';
        show(entry, words('sent'));
        setTimeout(() => forget(entry), SHOWN);
        brought();
      } else {
        failed(entry, request.status, request.responseText);
      }
      next();
    });
    request.send(body);
  }

  function next() {
    going ??= all.find((entry) => entry.state === 'waiting') ?? null;
    if (!going || going.state !== 'waiting') return;
    going.state = 'going';
    show(going, words('sending'));
    send(going);
  }

  function again(entry) {
    entry.state = 'waiting';
    show(entry, words('waiting'));
    next();
  }

  function enter(file) {
    const entry = { file, id: uuid(), kind: form.elements.kind.value, state: 'waiting', row: part('li', '') };
    entry.said = part('span', 'said');
    entry.why = part('span', 'why');
    entry.bar = document.createElement('progress');
    entry.bar.setAttribute('aria-label', file.name);
    entry.ways = part('span', 'ways');
    entry.again = button(words('again'), () => again(entry));
    entry.ways.append(entry.again, button(words('forget'), () => forget(entry)));
    entry.row.append(part('span', 'name', file.name), entry.said, entry.bar, entry.why, entry.ways);
    place.append(entry.row);
    all.push(entry);
    if (file.size > Number(panel.dataset.limit) * 1048576) {
      entry.state = 'refused';
      return show(entry, '', words('tooLarge'));
    }
    show(entry, words('waiting'));
  }

  window.addEventListener('online', () => all.filter((entry) => entry.state === 'broken').forEach(again));
  window.addEventListener('beforeunload', (event) => {
    if (all.some((entry) => entry.state === 'going' || entry.state === 'waiting')) event.preventDefault();
  });

  return {
    add(files) {
      files.forEach(enter);
      place.hidden = all.length === 0;
      next();
    },
  };
}
