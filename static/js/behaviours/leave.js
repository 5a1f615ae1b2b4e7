// Signing out while edits wait to be sent asks first: they stay in this browser, for this person alone.
// <form action="/sign-out" data-behaviour="leave">, with <dialog id="unsent"> on the page.

import { forget } from '../shell.js';
import { queue } from './grid/save_queue.js';

export default function leave(form) {
  const dialog = document.getElementById('unsent');
  let sure = false;

  form.addEventListener('submit', async (event) => {
    if (sure) return;
    event.preventDefault();
    if (queue.all().length && dialog) {
      dialog.returnValue = '';
      dialog.showModal();
      await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
      if (dialog.returnValue !== 'leave') return;
    }
    await forget().catch(() => {});
    sure = true;
    form.requestSubmit();
  });
}
