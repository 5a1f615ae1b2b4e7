// What may stand in a column of choices: asked for once per page and column. [{ v: id, t: name }]

import { getJson } from '../../http.js';

const asked = new Map();

export function options(grid, col) {
  const url = `${grid.table.dataset.optionsUrl}/${col}`;
  if (!asked.has(url)) {
    const answer = getJson(url);
    answer.catch(() => asked.delete(url)); // asked again with the next editor; what is typed goes to the server as text
    asked.set(url, answer);
  }
  return asked.get(url);
}

const fold = (text) => text.toLocaleLowerCase().replaceAll('ё', 'е').trim();

// Those that begin with the words first, then those that contain them.
export function matching(list, typed) {
  const wanted = fold(typed);
  if (!wanted) return list;
  const rank = (option) => {
    const at = fold(option.t).indexOf(wanted);
    return at < 0 ? 2 : at === 0 ? 0 : 1;
  };
  return list
    .map((option) => [rank(option), option])
    .filter(([r]) => r < 2)
    .sort(([a], [b]) => a - b)
    .map(([, option]) => option);
}

export const exact = (list, typed) => list.find((option) => fold(option.t) === fold(typed));
