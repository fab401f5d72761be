// Two days over each other, parted by a handle; the choice of days stands in the address.

import { sides } from "./sides.js";

/** @param {HTMLElement} root */
export function swipe(root) {
  const box = /** @type {HTMLElement} */ (root.querySelector("[data-swipe]"));
  const form = /** @type {HTMLFormElement} */ (root.querySelector("[data-tools]"));
  box.classList.add("is-live");
  /** @type {HTMLElement} */ (form.querySelector("[data-show]")).hidden = true;
  part(box, /** @type {HTMLInputElement} */ (root.querySelector("[data-handle]")));

  const ask = sides(box);
  const show = (/** @type {string} */ side) => {
    const chosen = select(form, side).selectedOptions[0];
    const figure = /** @type {HTMLElement} */ (box.querySelector(`[data-side="${side}"]`));
    ask(figure, chosen.dataset.picture ?? "");
    /** @type {HTMLImageElement} */ (figure.querySelector("img")).alt = chosen.textContent ?? "";
    /** @type {HTMLElement} */ (figure.querySelector("figcaption")).textContent = (chosen.textContent ?? "").split("·")[0].trim();
  };

  const embedded = root.dataset.embedded !== undefined; // in a page whose address is another's to keep
  const tell = (/** @type {boolean} */ anew) => root.dispatchEvent(new CustomEvent("chosen", { detail: { ...Object.fromEntries(new FormData(form)), anew } }));
  const keep = () => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of new FormData(form)) query.set(name, String(value));
    if (!embedded) history.replaceState(history.state, "", `?${query}#imagery`);
    tell(false);
  };
  form.addEventListener("change", (event) => {
    const { name } = /** @type {HTMLSelectElement} */ (event.target);
    if (name === "look") return embedded ? tell(true) : form.requestSubmit(); // every picture of the panel changes
    show(name);
    keep();
  });
  for (const link of root.querySelectorAll("[data-day]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      select(form, "after").value = link.getAttribute("data-day") ?? "";
      show("after");
      keep();
      if (link.closest(".strip")) box.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }
}

/** By the handle, or by a finger or a mouse on the pictures. @param {HTMLElement} box @param {HTMLInputElement} handle */
function part(box, handle) {
  const put = () => box.style.setProperty("--at", `${handle.value}%`);
  handle.hidden = false;
  handle.addEventListener("input", put);
  box.addEventListener("dragstart", (event) => event.preventDefault()); // a browser would carry the picture away
  box.addEventListener("pointerdown", (event) => {
    if (event.button || /** @type {Element} */ (event.target).closest("button")) return;
    const follow = (/** @type {PointerEvent} */ { clientX }) => {
      const { left, width } = box.getBoundingClientRect();
      handle.value = String(Math.max(0, Math.min(100, ((clientX - left) / width) * 100)));
      put();
    };
    follow(event);
    box.setPointerCapture(event.pointerId);
    box.addEventListener("pointermove", follow);
    box.addEventListener("pointerup", () => box.removeEventListener("pointermove", follow), { once: true });
    box.addEventListener("pointercancel", () => box.removeEventListener("pointermove", follow), { once: true });
  });
}

/** @param {HTMLFormElement} form @param {string} name */
const select = (form, name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
