// The drop zone of the importer: shows what was chosen, takes a dropped file.

const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

export default function dropzone(zone) {
  const input = zone.querySelector('input[type="file"]');
  const chosen = zone.querySelector('[data-slot="chosen"]');
  const show = () => {
    const [file] = input.files;
    zone.classList.toggle('has-file', Boolean(file));
    if (chosen) {
      chosen.hidden = !file;
      chosen.textContent = file
        ? `${file.name} · ${size.format(file.size / 1048576)} ${chosen.dataset.unit ?? 'MB'}`
        : '';
    }
  };
  input.addEventListener('change', show);
  ['dragenter', 'dragover'].forEach((kind) =>
    zone.addEventListener(kind, () => zone.classList.add('is-over')),
  );
  ['dragleave', 'drop'].forEach((kind) =>
    zone.addEventListener(kind, () => zone.classList.remove('is-over')),
  );
  // A file let fall beside the zone must not replace the page.
  ['dragover', 'drop'].forEach((kind) =>
    document.addEventListener(kind, (event) => event.target === input || event.preventDefault()),
  );
  show();
}
