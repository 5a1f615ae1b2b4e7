// The strip that says that the server is away or the session has ended, and what to do about it.
// <p class="strip strip--warn" id="connection" hidden data-behaviour="connection" data-offline="…" data-signed-out="…"
//    data-other-person="…"><svg…/><span data-slot="text"></span> <a data-slot="sign-in" target="_blank" hidden>…</a></p>
// Sources (the stream, the queue of edits) report on <body>: connection:state { source, state }.

import { me } from '../session.js';
import { wordsOf } from '../words.js';

const GRAVITY = ['up', 'offline', 'signed-out', 'other-person'];
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('session') : null;

export const report = (source, state) =>
  document.body.dispatchEvent(new CustomEvent('connection:state', { detail: { source, state } }));

export default function connection(strip) {
  const words = wordsOf(strip);
  const text = strip.querySelector('[data-slot="text"]');
  const signIn = strip.querySelector('[data-slot="sign-in"]');
  const states = new Map();
  let shown = 'up';

  function show() {
    const worst = [...states.values()].sort((a, b) => GRAVITY.indexOf(b) - GRAVITY.indexOf(a))[0] ?? 'up';
    if (worst === shown) return;
    shown = worst;
    strip.hidden = worst === 'up';
    text.textContent =
      { offline: words('offline'), 'signed-out': words('signedOut'), 'other-person': words('otherPerson') }[
        worst
      ] ?? '';
    if (signIn) signIn.hidden = worst === 'up' || worst === 'offline';
  }
  const set = (source, state) => {
    states.set(source, state);
    show();
  };

  document.body.addEventListener('connection:state', (event) => set(event.detail.source, event.detail.state));
  document.body.addEventListener('live:up', () => {
    set('live', 'up');
    set('session', 'up');
  });
  document.body.addEventListener('live:down', () => set('live', 'offline'));
  document.body.addEventListener('signed_out', () => set('session', 'signed-out'));

  // A tab in which somebody has just signed in tells the others that they may go on.
  channel?.addEventListener('message', (event) => {
    document.body.dispatchEvent(new CustomEvent('session:changed', { detail: event.data }));
  });
  if (me.user) channel?.postMessage({ ...me });
}
