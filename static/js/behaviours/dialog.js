// Dialogs are <dialog>: opened by data-open="id", closed by Esc, a press beside them, or a form method="dialog".

export default function dialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-open]');
    if (opener) {
      const dialog = document.getElementById(opener.dataset.open);
      if (dialog && !dialog.open) dialog.showModal();
      return;
    }
    const closer = event.target.closest('[data-close]');
    if (closer) {
      const target = closer.closest(closer.dataset.close);
      if (target instanceof HTMLDialogElement) target.close();
      else if (target) target.hidden = true;
    }
  });
  // A press on the backdrop hits the dialog itself, never its content. It must also begin there:
  // a selection dragged out of a field is no wish to leave.
  document.addEventListener('pointerdown', (event) => {
    if (!(event.target instanceof HTMLDialogElement)) return;
    const dialog = event.target;
    const box = dialog.getBoundingClientRect();
    const outside =
      event.clientX < box.left ||
      event.clientX > box.right ||
      event.clientY < box.top ||
      event.clientY > box.bottom;
    if (outside && !dialog.querySelector('form[method="post"]')) dialog.close();
  });
}
