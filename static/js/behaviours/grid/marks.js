// The marks of a view: { count, step, marks: [place of every so many rows] }, and the rows from any place of the list.

import { getJson, getRows, withParams } from '../../http.js';

export async function marksOf({ marksUrl, rowsUrl }) {
  const told = await getJson(marksUrl);

  // The nearest mark before the place, and how many rows lie between.
  function urlAt(index) {
    const mark = Math.min(Math.floor(index / told.step), told.marks.length);
    const skip = Math.min(index - mark * told.step, told.step);
    return withParams(rowsUrl, mark ? { after: told.marks[mark - 1], skip } : { skip });
  }

  return {
    count: told.count,
    urlAt,
    async rowsAt(index) {
      const { status, content } = await getRows(urlAt(index));
      if (status !== 200) throw new Error(`rows answered ${status}`);
      return [...content.querySelectorAll('tr')];
    },
  };
}

// Stands where the next rows come.
export function moreFrom(url) {
  const row = document.createElement('tr');
  row.className = 'grid-more';
  row.dataset.next = url;
  return row;
}

// An empty stretch of the list: as high as the rows that it stands for.
export function gap(columns) {
  const row = document.createElement('tr');
  row.className = 'grid-gap';
  row.setAttribute('aria-hidden', 'true');
  const cell = row.insertCell();
  cell.colSpan = columns;
  return {
    row,
    stretch(rows, height) {
      row.hidden = rows <= 0;
      cell.style.height = `${Math.max(0, rows) * height}px`;
    },
  };
}
