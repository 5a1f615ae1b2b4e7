// An icon of the sprite, for the few places where a script has to draw one.

const SVG = 'http://www.w3.org/2000/svg';
const sprite = new URL('../icons.svg', import.meta.url).pathname;

export function icon(name, className = 'i') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${sprite}#i-${name}`);
  svg.append(use);
  return svg;
}
