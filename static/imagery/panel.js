// The panel of a plot's pictures: everything in it works without this, by its links and its form.

import { film } from "./film.js";
import { follow } from "./follow.js";
import { swipe } from "./swipe.js";

for (const root of document.querySelectorAll("[data-imagery]:not([data-embedded])")) enhance(/** @type {HTMLElement} */ (root));

/** @param {HTMLElement} root */
export function enhance(root) {
  swipe(root);
  follow(root);
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
