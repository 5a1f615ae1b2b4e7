// The ways in which a script talks to the server: read rows, read JSON, post a form or many cells.

import { me, tab } from './session.js';

const token = () => document.querySelector('meta[name="csrf-token"]')?.content;
const PATIENCE = 15000;

// What the server answers with, parsed but not yet in the page. A redirect means that the session has ended.
async function ask(url, options) {
  const response = await fetch(url, {
    credentials: 'same-origin',
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
  });
  const status = response.type === 'opaqueredirect' ? 401 : response.status;
  const text = await response.text();
  const template = document.createElement('template');
  template.innerHTML = text;
  return { status, text, content: template.content, retryAfter: Number(response.headers.get('Retry-After')) };
}

export function getRows(url) {
  return ask(url, { headers: { 'X-Fragment': 'rows' } });
}

export async function getJson(url) {
  const answer = await ask(url, { headers: { Accept: 'application/json' } });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return JSON.parse(answer.text);
}

// `user` and `organization` say as whom the form was filled: the server must refuse it to anybody else.
export function post(url, fields, { as = me, keepalive = false } = {}) {
  const headers = { 'X-Fragment': 'row' };
  if (token()) headers['X-CSRF-Token'] = token();
  const body = new URLSearchParams({ tab, ...as, ...fields });
  return ask(url, { method: 'POST', headers, body, keepalive });
}

// The same for many cells.
export function postJson(url, body, { as = me } = {}) {
  const headers = { 'X-Fragment': 'row', 'Content-Type': 'application/json' };
  if (token()) headers['X-CSRF-Token'] = token();
  const patience = { signal: AbortSignal.timeout(4 * PATIENCE) };
  return ask(url, { method: 'POST', headers, body: JSON.stringify({ tab, ...as, ...body }), ...patience });
}

// The same address with more parameters, and perhaps one more step of the path.
export function withParams(url, params, step = '') {
  const full = new URL(url, location.href);
  full.pathname += step;
  for (const [name, value] of Object.entries(params)) full.searchParams.set(name, value);
  return full.pathname + full.search;
}
