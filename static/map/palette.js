// Map colours are tokens of static/css/tokens.css: resolved here, because MapLibre cannot read custom properties.

const NAMES = [
  "sea", "around", "around-label", "land", "coast", "border", "label", "sea-label", "halo", "grid", "outline", "select", "select-halo", "point",
  "measure",
];

/** @typedef {Record<string, string>} Palette */

/** @returns {Palette} name -> rgb() in the page's present appearance */
export function palette() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  /** @type {Palette} */
  const found = {};
  for (const name of NAMES) {
    probe.style.color = `var(--map-${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}
