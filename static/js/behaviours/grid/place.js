// Puts a small panel under a cell (above it where there is no room below), inside the scrolled area so that it goes along.

export function place(panel, cell, wrap) {
  const box = cell.getBoundingClientRect();
  const frame = wrap.getBoundingClientRect();
  wrap.append(panel);
  const { offsetWidth: width, offsetHeight: height } = panel;
  const gap = panel.matches('.conflict') ? 10 : 2;
  const below = box.bottom + gap + height <= frame.bottom || box.top - gap - height < frame.top;
  const y = below ? box.bottom + gap : box.top - gap - height;
  const x = Math.max(frame.left + 4, Math.min(box.left, frame.left + wrap.clientWidth - width - 8));
  panel.classList.toggle('is-above', !below);
  panel.style.setProperty('--x', `${x - frame.left + wrap.scrollLeft - wrap.clientLeft}px`);
  panel.style.setProperty('--y', `${y - frame.top + wrap.scrollTop - wrap.clientTop}px`);
  panel.style.setProperty('--w', `${box.width}px`);
  panel.style.setProperty(
    '--arrow',
    `${Math.max(12, Math.min(width - 28, box.left + box.width / 2 - x - 7))}px`,
  );
}
