// Who is here now, as the last presence event said; also who was here, to name the author of a change.

import { me } from './session.js';

const known = new Map();
let present = [];

export const person = (id) => known.get(id);
export const others = () => present.filter((p) => p.id !== me.user);

export function arrive(people) {
  present = people;
  people.forEach((p) => known.set(p.id, p));
}

// Initials in the person's colour; the name is said elsewhere, so it is hidden from readers.
export function avatar(p, className = 'av') {
  const mark = document.createElement('span');
  mark.className = `${className} who who-${p.hue}`;
  mark.setAttribute('aria-hidden', 'true');
  mark.textContent = p.initials;
  return mark;
}
