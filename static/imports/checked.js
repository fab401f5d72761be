// The page of a checked file: which changes are approved, and the preview map.

import { drawPreview } from "./preview.js";

countChosen();
const place = document.querySelector("[data-preview]");
if (place instanceof HTMLElement) drawPreview(place);

function countChosen() {
  const told = document.querySelector("[data-chosen]");
  if (!(told instanceof HTMLElement)) return;
  const { elsewhere, all } = told.dataset; // on the other pages of the table, and of the whole file
  /** @type {HTMLInputElement[]} */
  const boxes = [...document.querySelectorAll('input[name="accept"]')].map((box) => /** @type {HTMLInputElement} */ (box));
  const show = () => {
    told.textContent = `${Number(elsewhere) + boxes.filter((box) => box.checked).length} / ${all}`;
  };
  const choose = () => {
    show();
    const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector('input[name="approve"][value="chosen"]'));
    if (chosen) chosen.checked = true;
  };
  for (const box of boxes) box.addEventListener("change", choose);
  tickPage(boxes, choose);
  show();
}

/**
 * One press ticks the whole page, the next unticks it.
 * @param {HTMLInputElement[]} boxes
 * @param {() => void} choose
 */
function tickPage(boxes, choose) {
  const button = document.querySelector("[data-tick-page]");
  if (!(button instanceof HTMLElement) || !boxes.length) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const ticked = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = ticked;
    choose();
  });
}
