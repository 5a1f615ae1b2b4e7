// Short messages: 8 s, longer while pointed at or focused. The server may put its own into #toasts as well.

const LIFE = 8000;

function letGo(toast) {
  let timer;
  const wait = () => (timer = setTimeout(() => toast.remove(), LIFE));
  const stay = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', stay);
  toast.addEventListener('focusin', stay);
  toast.addEventListener('pointerleave', () => !toast.contains(document.activeElement) && wait());
  toast.addEventListener('focusout', wait);
  toast.addEventListener('click', (event) => event.target.closest('[data-dismiss]') && toast.remove());
  wait();
}

// One message with at most one way on: { label, act }.
export function say(text, way) {
  const place = document.getElementById('toasts');
  if (!place) return;
  const toast = document.createElement('div');
  toast.className = 'toast';
  const words = document.createElement('span');
  words.textContent = text;
  toast.append(words);
  if (way) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm';
    button.textContent = way.label;
    button.addEventListener('click', () => {
      toast.remove();
      way.act();
    });
    toast.append(button);
  }
  place.append(toast);
}

export default function toasts(place) {
  [...place.children].forEach(letGo);
  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach((node) => node.nodeType === 1 && letGo(node)));
  }).observe(place, { childList: true });
}
