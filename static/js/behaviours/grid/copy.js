// The chosen rectangle as tab-separated text, as Excel and LibreOffice read it: numbers without spaces between thousands.

const NUMERIC = new Set(['money', 'number']);

function field(grid, cell) {
  const kind = grid.head(cell).dataset.type;
  if (!NUMERIC.has(kind)) return quote(grid.entry(cell)?.value ?? grid.text(cell));
  return grid
    .typed(cell)
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace('\u2212', '-');
}

const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function copying(grid) {
  grid.table.addEventListener('copy', (event) => {
    if (grid.editing || !grid.cursor.cell || !getSelection()?.isCollapsed) return;
    const lines = grid.cursor.range().map((row) => row.map((cell) => field(grid, cell)).join('\t'));
    event.clipboardData.setData('text/plain', lines.join('\r\n'));
    event.preventDefault();
  });
}
