// One stream of events for the page. Each becomes a DOM event on <body> that carries the data of the server:
// the grid, presence and hx-trigger="… from:body" all listen there. Ids and versions only; parts re-fetch themselves.
// The first stream begins where the page was rendered (data-live-since), so that nothing falls between the two.
// <body data-behaviour="live" data-live-url="/live?topics=register" data-live-since="…" data-live-events="project_42">

import { me, tab } from '../session.js';
import { withParams } from '../http.js';

const EVENTS = ['project_rows', 'record', 'list_changed', 'resync', 'presence', 'signed_out'];
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const UNNOTICED = 2000; // a stream that comes back sooner is nobody's business
const HIDDEN_FOR = 60000; // browsers allow six streams per server: a tab nobody looks at gives its own up

export default function live(body) {
  const names = new Set([...EVENTS, ...(body.dataset.liveEvents ?? '').split(' ').filter(Boolean)]);
  const url = withParams(body.dataset.liveUrl, { tab });
  let stream = null;
  let wait = FIRST_WAIT;
  let opened = 0;
  let downTimer;
  let hiddenTimer;

  const tell = (name, detail = {}) => body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

  function up() {
    clearTimeout(downTimer);
    downTimer = null;
    wait = FIRST_WAIT;
    body.dataset.live = 'up';
    tell('live:up');
    // What happened while nobody listened is not sent again: those who show rows ask what has changed.
    tell('resync', { first: opened === 0 });
    opened += 1;
  }

  function down() {
    downTimer ??= setTimeout(() => tell('live:down'), UNNOTICED);
    if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    close();
    setTimeout(open, wait * (0.75 + Math.random() / 2)); // not all nine at the same moment
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function open() {
    if (stream || document.hidden) return;
    const { liveSince } = body.dataset;
    stream = new EventSource(opened === 0 && liveSince ? withParams(url, { since: liveSince }) : url);
    stream.onopen = up;
    stream.onerror = down;
    for (const name of names) {
      stream.addEventListener(name, (event) => {
        const data = event.data ? JSON.parse(event.data) : {};
        if (data.kind !== 'notice') tell(name, data);
        else if (data.id === me.user) tell('notice', data);
      });
    }
  }

  function close() {
    stream?.close();
    stream = null;
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(close, HIDDEN_FOR);
    else open();
  });
  window.addEventListener('online', () => (close(), open()));
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', (event) => event.persisted && open());
  open();
}
