// The box over everything: hits drop below it while somebody types. Arrows walk them, Enter opens the first or the
// chosen one, Esc closes. What the box holds is sent as a plain form where no hit is there yet.

export default function search(form) {
  const input = form.querySelector('input');
  const drop = form.querySelector('.search-drop');
  const links = () => [...drop.querySelectorAll('a[href]')];
  const isCurrent = () => drop.querySelector('.hits')?.dataset.for.trim() === input.value.trim();

  const open = () => {
    drop.hidden = !drop.firstElementChild;
  };
  const close = () => {
    drop.hidden = true;
  };

  function walk(step) {
    const all = [input, ...links()];
    const at = all.indexOf(document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  }

  input.addEventListener('focus', open);
  new MutationObserver(() => form.contains(document.activeElement) && open()).observe(drop, { childList: true });
  form.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  document.addEventListener('pointerdown', (event) => form.contains(event.target) || close());

  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      if (drop.hidden) input.blur();
      else if (document.activeElement !== input) input.focus();
      else close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (drop.hidden) open();
      walk(event.key === 'ArrowDown' ? 1 : -1);
    } else if (document.activeElement !== input && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      input.focus(); // typing goes on in the box
    }
  });
  form.addEventListener('submit', (event) => {
    const [first] = links();
    if (!drop.hidden && first && input.value.trim() && isCurrent()) {
      event.preventDefault();
      first.click();
    }
  });
}
