// A form that is sent once: the pressed button says what is being done and takes no second press.
// <form data-behaviour="busy"><button data-busy="…">. The server counts double ones as one anyway.

export default function busy(form) {
  let pressed = null;
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented || !event.submitter) return;
    const button = event.submitter;
    pressed = { button, words: button.textContent };
    // After the form has been read: a disabled button is not sent along.
    setTimeout(() => {
      button.disabled = true;
      button.setAttribute('aria-busy', 'true');
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted || !pressed) return;
    pressed.button.disabled = false;
    pressed.button.removeAttribute('aria-busy');
    pressed.button.textContent = pressed.words;
  });
}
