// The page of a checked file: how many changes are approved, and the preview map.

import { drawPreview } from "./preview.js";

countChosen();
const place = document.querySelector("[data-preview]");
if (place instanceof HTMLElement) drawPreview(place);

function countChosen() {
  const told = document.querySelector("[data-chosen]");
  if (!told) return;
  /** @type {HTMLInputElement[]} */
  const boxes = [...document.querySelectorAll('input[name="accept"]')].map((box) => /** @type {HTMLInputElement} */ (box));
  const show = () => {
    told.textContent = `${boxes.filter((box) => box.checked).length} / ${boxes.length}`;
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      show();
      const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector('input[name="approve"][value="chosen"]'));
      if (chosen) chosen.checked = true;
    });
  }
  show();
}
