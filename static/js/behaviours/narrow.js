// A field that narrows the list under it: <input data-behaviour="narrow" data-list="#districts">.

export default function narrow(input) {
  const items = () => [...document.querySelector(input.dataset.list).children];
  const plain = (text) => text.toLocaleLowerCase().replaceAll('ё', 'е');
  input.addEventListener('input', () => {
    const wanted = plain(input.value.trim());
    items().forEach((item) => (item.hidden = !plain(item.textContent).includes(wanted)));
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    items()
      .find((item) => !item.hidden)
      ?.querySelector('input, a, button')
      ?.focus();
  });
}
