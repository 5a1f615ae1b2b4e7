// <details class="menu">: one open at a time, closed by Esc or a press outside, walked by arrows.

const OPEN = 'details.menu[open]';
const ITEMS = 'a[href], button, input, select';

function close(menu, giveFocusBack) {
  menu.open = false;
  if (giveFocusBack) menu.querySelector('summary').focus();
}

function walk(menu, step) {
  const items = [...menu.querySelectorAll(`.menu-pop :is(${ITEMS})`)].filter((x) => x.offsetParent);
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
}

export default function menus() {
  document.addEventListener('pointerdown', (event) => {
    document.querySelectorAll(OPEN).forEach((menu) => menu.contains(event.target) || close(menu, false));
  });
  document.addEventListener(
    'toggle',
    (event) => {
      if (!event.target.matches?.(OPEN)) return;
      document.querySelectorAll(OPEN).forEach((menu) => {
        if (menu !== event.target && !menu.contains(event.target)) close(menu, false);
      });
    },
    true, // toggle does not bubble
  );
  document.addEventListener('keydown', (event) => {
    const menu = event.target.closest?.(OPEN);
    if (!menu) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      close(menu, true);
    }
    if (event.target.matches('input:not([type="checkbox"]), select, textarea')) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      walk(menu, event.key === 'ArrowDown' ? 1 : -1);
    }
  });
  document.addEventListener('focusout', (event) => {
    const menu = event.target.closest?.(OPEN);
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
  });
}
