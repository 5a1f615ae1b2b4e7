// A button that copies the value of a field: <button data-behaviour="copy" data-copy="#link" data-done="…" hidden>.
// Hidden in the page, since without script the field is there to be copied from by hand.

const LABEL_LASTS = 3000;

// An office may reach the server by plain http, where there is no navigator.clipboard.
async function copyFrom(field) {
  field.focus();
  field.select();
  if (navigator.clipboard) return navigator.clipboard.writeText(field.value);
  if (!document.execCommand('copy')) throw new Error('not copied');
}

export default function copy(button) {
  const field = document.querySelector(button.dataset.copy);
  const label = button.querySelector('span');
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await copyFrom(field);
    } catch {
      return; // the field stays selected: Ctrl+C does it
    }
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = before), LABEL_LASTS);
  });
}
