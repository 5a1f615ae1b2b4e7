// Ctrl+Z, Ctrl+Shift+Z and the buttons beside the status: the server takes the person's last act back or does it again.
// An edit that still waits for the line is simply taken out of the queue.

import { post } from '../../http.js';
import { say } from '../toast.js';
import { showList } from './batch_dialog.js';
import { queue } from './save_queue.js';

export function undoing(grid) {
  let busy = false;

  async function ask(way, act) {
    const fields = act ? { act } : {};
    const { status, text, content } = await post(way === 'back' ? '/undo' : '/redo', fields);
    if (status !== 200) return say(content.textContent.trim().replace(/\s+/g, ' ') || grid.words('failed'));
    const told = JSON.parse(text);
    await grid.refresh(told.rows.map(([id]) => id));
    if (told.list_changed) grid.status.listChanged();
    const { kept } = told;
    say(told.said, kept.length ? { label: grid.words('show'), act: () => showList(grid, told.said, kept) } : null);
  }

  async function go(way, act) {
    if (busy) return;
    const waiting = queue.all().findLast((e) => e.state === 'waiting' && !queue.isOnItsWay(e));
    if (way === 'back' && waiting && queue.isAway()) {
      queue.forget(waiting);
      grid.repaint();
      return say(grid.words('unsent'));
    }
    if (queue.isAway()) return say(grid.words('failed'));
    busy = true;
    try {
      await queue.sent();
      await ask(way, act);
    } catch {
      say(grid.words('failed'));
    } finally {
      busy = false;
      document.body.dispatchEvent(new CustomEvent('act_done'));
    }
  }

  document.addEventListener('keydown', (event) => {
    const ctrl = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!ctrl || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.target.closest?.('input, textarea, select, [contenteditable]')) return; // their own undo
    const back = event.code === 'KeyZ' && !event.shiftKey;
    const again = event.code === 'KeyY' || (event.code === 'KeyZ' && event.shiftKey);
    if (!back && !again) return;
    event.preventDefault();
    go(back ? 'back' : 'again');
  });
  document.addEventListener('submit', (event) => {
    const way = event.submitter?.dataset.undo;
    if (!way) return;
    event.preventDefault();
    go(way, new FormData(event.target).get('act'));
  });

  // One toast after a paste, a fill or a clearing, with the way back.
  const offer = (text) => say(text, { label: grid.words('undo'), act: () => go('back') });
  return { go, offer };
}
