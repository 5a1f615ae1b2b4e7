// Files of a record: chosen, dropped anywhere on the page or pasted, they go one by one, with their progress; the list
// follows what others bring. Without script the form sends all at once.
// <section data-behaviour="files" data-record="project:…">

import { getRows } from '../../http.js';
import { wordsOf } from '../../words.js';
import { makeQueue } from './queue.js';

const GATHER = 300;

// A pasted picture has no name of its own worth keeping.
function named(file, word) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const now = new Date();
  const two = (n) => String(n).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('-');
  return new File([file], `${word} ${day} ${time}.${file.name.split('.').pop()}`, { type: file.type });
}

export default function files(panel) {
  const form = panel.querySelector('.file-form');
  const [kind, id] = panel.dataset.record.split(':');
  const words = wordsOf(panel);
  let timer;

  async function refresh() {
    const list = panel.querySelector('#file-list');
    const answer = await getRows(list.dataset.list);
    const fresh = answer.content.querySelector('#file-list');
    if (answer.status !== 200 || !fresh) return;
    const bin = fresh.querySelector('.file-bin');
    if (bin && list.querySelector('.file-bin[open]')) bin.open = true;
    list.replaceWith(fresh);
    panel.querySelector('[data-slot="count"]').textContent = fresh.dataset.count;
  }

  function refreshSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => panel.isConnected && refresh().catch(() => {}), GATHER);
  }

  document.body.addEventListener('record', ({ detail }) => {
    if (detail.kind === kind && detail.id === id) refreshSoon();
  });
  document.body.addEventListener('resync', ({ detail }) => detail.first || refreshSoon());
  if (!form) return;

  const input = form.querySelector('input[type="file"]');
  const queue = makeQueue({ form, panel, words, brought: refreshSoon });
  const take = (list) => queue.add([...list].filter((file) => file.size > 0 || file.type));
  form.querySelector('[data-slot="send"]').closest('.row').hidden = true;
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  form.addEventListener('submit', (event) => event.preventDefault());

  const carriesFiles = (event) => panel.isConnected && [...(event.dataTransfer?.types ?? [])].includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    panel.classList.add('is-over');
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget || panel.classList.remove('is-over'));
  document.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    panel.classList.remove('is-over');
    take(event.dataTransfer.files);
  });
  document.addEventListener('paste', (event) => {
    const pasted = panel.isConnected ? event.clipboardData?.files : null;
    if (!pasted?.length) return;
    event.preventDefault();
    take([...pasted].map((file) => named(file, words('pasted'))));
  });
}
