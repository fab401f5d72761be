// Two days over each other, parted by a handle; the choice of days stands in the address.

/** @param {HTMLElement} root */
export function swipe(root) {
  const box = /** @type {HTMLElement} */ (root.querySelector("[data-swipe]"));
  const form = /** @type {HTMLFormElement} */ (root.querySelector("[data-tools]"));
  const handle = /** @type {HTMLInputElement} */ (root.querySelector("[data-handle]"));
  const error = /** @type {HTMLElement} */ (box.querySelector("[data-error]"));
  box.classList.add("is-live");
  handle.hidden = false;
  /** @type {HTMLElement} */ (form.querySelector("[data-show]")).hidden = true;

  const part = (/** @type {number} */ percent) => box.style.setProperty("--at", `${percent}%`);
  handle.addEventListener("input", () => part(Number(handle.value)));
  box.addEventListener("dragstart", (event) => event.preventDefault()); // a browser would carry the picture away
  box.addEventListener("pointerdown", (event) => {
    if (event.button || /** @type {Element} */ (event.target).closest("button")) return;
    const follow = (/** @type {PointerEvent} */ { clientX }) => {
      const { left, width } = box.getBoundingClientRect();
      handle.value = String(Math.max(0, Math.min(100, ((clientX - left) / width) * 100)));
      part(Number(handle.value));
    };
    follow(event);
    box.setPointerCapture(event.pointerId);
    box.addEventListener("pointermove", follow);
    box.addEventListener("pointerup", () => box.removeEventListener("pointermove", follow), { once: true });
    box.addEventListener("pointercancel", () => box.removeEventListener("pointermove", follow), { once: true });
  });

  let failed = () => {};
  const show = (/** @type {string} */ side) => {
    const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem(side));
    const chosen = select.selectedOptions[0];
    const figure = /** @type {HTMLElement} */ (box.querySelector(`[data-side="${side}"]`));
    const image = /** @type {HTMLImageElement} */ (figure.querySelector("img"));
    box.setAttribute("aria-busy", "true");
    image.onload = () => {
      box.removeAttribute("aria-busy");
      error.hidden = true;
    };
    image.onerror = () => {
      box.removeAttribute("aria-busy");
      error.hidden = false;
      failed = () => show(side);
    };
    image.removeAttribute("src"); // the same address must be asked for again after a failure
    image.src = chosen.dataset.picture ?? "";
    image.alt = chosen.textContent ?? "";
    /** @type {HTMLElement} */ (figure.querySelector("figcaption")).textContent = (chosen.textContent ?? "").split("·")[0].trim();
  };
  /** @type {HTMLElement} */ (error.querySelector("[data-again]")).addEventListener("click", () => failed());
  for (const side of ["before", "after"]) {
    const image = /** @type {HTMLImageElement} */ (box.querySelector(`[data-side="${side}"] img`));
    image.addEventListener("error", () => {
      error.hidden = false;
      failed = () => show(side);
    });
  }

  const embedded = root.dataset.embedded !== undefined; // in a page whose address is another's to keep
  const tell = (/** @type {boolean} */ anew) => root.dispatchEvent(new CustomEvent("chosen", { detail: { ...Object.fromEntries(new FormData(form)), anew } }));
  const keep = () => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of new FormData(form)) query.set(name, String(value));
    if (embedded) tell(false);
    else history.replaceState(history.state, "", `?${query}#imagery`);
    for (const link of root.querySelectorAll("[data-day]")) {
      const current = link.getAttribute("data-day") === value(form, "after");
      if (current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
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
      /** @type {HTMLSelectElement} */ (form.elements.namedItem("after")).value = link.getAttribute("data-day") ?? "";
      show("after");
      keep();
      if (link.closest(".strip")) box.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }
}

/** @param {HTMLFormElement} form @param {string} name */
const value = (form, name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(name)).value;
