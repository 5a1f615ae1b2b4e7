// Text of the clipboard as Excel and LibreOffice write and read it: cells parted by tabs, rows by line ends; a cell
// with a tab, a line end or a quote stands in quotes, and quotes in it are doubled.

const NUMERIC = new Set(['money', 'number']);

// A quote opens a cell only where a closing one ends it: LibreOffice leaves «"Ромашка" ООО» as it is.
function quoted(text, at) {
  let value = '';
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] !== '"') value += text[i];
    else if (text[i + 1] === '"') {
      value += '"';
      i += 1;
    } else if (i + 1 === text.length || '\t\r\n'.includes(text[i + 1])) return { value, end: i + 1 };
    else return null;
  }
  return null;
}

// Rows of cells; the line end behind the last row makes no row of its own.
export function parse(text) {
  const rows = [[]];
  let at = 0;
  for (;;) {
    const cell = text[at] === '"' ? quoted(text, at) : null;
    let end = cell?.end ?? at;
    if (!cell) while (end < text.length && !'\t\r\n'.includes(text[end])) end += 1;
    rows.at(-1).push((cell?.value ?? text.slice(at, end)).replace(/\r\n?/g, '\n'));
    if (end >= text.length) return rows;
    if (text[end] === '\t') at = end + 1;
    else {
      at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
      if (at >= text.length) return rows;
      rows.push([]);
    }
  }
}

const quote = (text) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// What a cell gives away: the exact value, numbers without spaces between thousands.
function given(grid, cell) {
  const value = grid.typed(cell);
  if (!NUMERIC.has(grid.head(cell).dataset.type)) return quote(value);
  return value.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
}

export const write = (grid, range) =>
  range.map((row) => row.map((cell) => given(grid, cell)).join('\t')).join('\r\n');
