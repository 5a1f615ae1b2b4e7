// "Move to…": the grip opens the server's own list of moves in a dialog, for touch, for readers, and where a move asks
// for a reason.

export default function menu(api) {
  const { root } = api;
  const dialog = document.getElementById('move-dialog');
  const slot = dialog.querySelector('[data-slot="moves"]');
  let card = null;

  function fill(content, to) {
    const list = document.importNode(content, true);
    slot.replaceChildren(list);
    if (!to) return;
    slot.querySelectorAll('details').forEach((way) => (way.open = way.dataset.to === to));
    slot.querySelector(`details[data-to="${to}"] textarea`)?.focus();
  }

  function show(of, content, to) {
    card = of;
    if (!dialog.open) dialog.showModal();
    fill(content, to);
  }

  root.addEventListener('click', async (event) => {
    const grip = event.target.closest('[data-grip]');
    if (!grip || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const of = grip.closest('.card');
    const answer = await api.fetchMoves(of.dataset.card).catch(() => null);
    if (answer?.status === 200) show(of, answer.content);
    else location.assign(grip.href);
  });

  dialog.addEventListener('submit', async (event) => {
    if (event.target.method === 'dialog') return;
    event.preventDefault();
    const of = api.cardsOf(card.dataset.card)[0] ?? card;
    const answer = await api.send(of, event.target);
    if (!answer) return dialog.close();
    if (answer.status === 200) {
      dialog.close();
      const [moved] = api.cardsOf(of.dataset.card);
      if (moved) api.focus(moved);
      return;
    }
    if (answer.content.querySelector('.move-list')) fill(answer.content, new FormData(event.target).get('to'));
    else {
      dialog.close();
      api.explain(of, api.reasonIn(answer.content));
    }
  });
  dialog.addEventListener('close', () => slot.replaceChildren());
  return { show };
}
