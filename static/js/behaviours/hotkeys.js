// Keys that work on the whole page. By place on the keyboard, not by letter, so that the layout does not matter.
// Ctrl+K searches; ? explains; data-hotkey="KeyN" or "KeyG KeyR" on any link or button presses it.

const FIELD =
  'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable], [role="grid"]';
const CHORD = 1000;

export default function hotkeys() {
  const lettersAllowed = document.documentElement.dataset.hotkeys !== 'off';
  let first = null;

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && !event.altKey && !event.shiftKey && event.code === 'KeyK') {
      event.preventDefault();
      document.getElementById('q')?.select();
      document.getElementById('q')?.focus();
      return;
    }
    if (!lettersAllowed || ctrl || event.altKey || event.repeat) return;
    if (event.target.closest?.(FIELD) || document.querySelector('dialog[open]')) return;

    if (event.key === '?' || (event.shiftKey && event.code === 'Slash')) {
      const help = document.getElementById('keys');
      if (help) help.showModal();
      return;
    }
    const chord = first && event.timeStamp - first.at < CHORD ? `${first.code} ${event.code}` : event.code;
    first = event.code === 'KeyG' ? { code: event.code, at: event.timeStamp } : null;
    const target = document.querySelector(`[data-hotkey="${chord}"]`);
    if (target && target.offsetParent) {
      event.preventDefault();
      target.click();
    }
  });
}
