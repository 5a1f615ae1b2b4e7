// Theme and density apply at once and are told to the server behind the page's back.
// <form method="post" action="/settings/appearance" data-behaviour="appearance"><button name="theme" value="dark">

import { post } from '../http.js';

const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches);

function apply(name, value) {
  if (value === 'system') delete root.dataset[name];
  else root.dataset[name] = value;
}

export default function appearance(form) {
  const toggle = form.querySelector('[data-theme-toggle]');
  const turn = () => toggle && (toggle.value = isDark() ? 'light' : 'dark');
  turn();
  dark.addEventListener('change', turn);

  const send = (event, name, value) => {
    if (name !== 'theme' && name !== 'density') return; // a language needs the whole page again
    event.preventDefault();
    apply(name, value);
    turn();
    post(form.action, { [name]: value }).catch(() => {}); // it is a matter of taste: lost at worst for the next page
  };
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.name) send(event, button.name, button.value);
  });
  form.addEventListener('change', (event) => send(event, event.target.name, event.target.value));
}
