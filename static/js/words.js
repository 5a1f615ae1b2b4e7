// Words come from the server in data attributes of an element; no script holds any of its own.
// A plural has one attribute per form: data-updated-one, -few, -many, -other; {n} and other names are filled in.

const root = document.documentElement;
const plural = new Intl.PluralRules(root.lang || 'ru');
const decimals = new Intl.NumberFormat(root.lang || 'ru', { maximumFractionDigits: 2 });

export const number = (value) => decimals.format(value).replace('-', '\u2212');

export function wordsOf(...elements) {
  const data = Object.assign({}, ...elements.map((element) => element?.dataset));
  return (name, values = {}) => {
    const form = 'n' in values ? plural.select(values.n) : 'other';
    const forms = [name + form[0].toUpperCase() + form.slice(1), name, `${name}Other`];
    const text = forms.map((key) => data[key]).find((words) => words !== undefined);
    const shown = 'n' in values ? { ...values, n: number(values.n) } : values;
    return (text ?? '').replace(/\{(\w+)\}/g, (_, key) => shown[key] ?? '');
  };
}

// Today as people here write it, by the clock of the agency.
export const today = () =>
  new Intl.DateTimeFormat('ru', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: root.dataset.timeZone || undefined,
  }).format(new Date());

// Money, counts and dates are written as people write them: spaces between thousands, a comma or a point.
export function readNumber(text) {
  let plain = text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  plain = (root.lang || 'ru').startsWith('en') ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null;
}
