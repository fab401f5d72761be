// The panel of a plot's pictures: everything in it works without this, by its links and its form.

import { swipe } from "./swipe.js";

for (const root of document.querySelectorAll("[data-imagery]:not([data-embedded])")) enhance(/** @type {HTMLElement} */ (root));

/** @param {HTMLElement} root */
export function enhance(root) {
  swipe(root);
  film(root);
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-curves]"));
  if (!place) return;
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    import("./curves.js").then(({ curves }) => curves(root, place)).catch(() => undefined); // the table says the same
  });
  place.hidden = false;
  watch.observe(place);
}

/** The film plays where it was asked for. @param {HTMLElement} root */
function film(root) {
  const link = /** @type {HTMLAnchorElement | null} */ (root.querySelector("[data-film]"));
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-film-place]"));
  if (!link || !place) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    place.hidden = !place.hidden;
    link.setAttribute("aria-expanded", String(!place.hidden));
    if (place.hidden || place.querySelector("img")) return;
    const picture = new Image();
    picture.alt = link.dataset.filmTitle ?? "";
    picture.src = link.href;
    place.append(picture);
  });
  link.setAttribute("aria-expanded", "false");
}
