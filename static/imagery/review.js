// Walking through candidates by keyboard; everything is a link, a form or a fold that works without this.

const root = /** @type {HTMLElement} */ (document.querySelector("[data-review]"));
const TYPING = "input:not([type=radio]):not([type=range]), textarea, select";

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  if (ctrlKey || altKey || metaKey || /** @type {Element} */ (target).closest(TYPING)) return;
  if (act(key.toLowerCase())) event.preventDefault();
});

/** @param {string} key @returns {boolean} whether it means something here */
function act(key) {
  if (key === "j" || key === "k") return go(key === "j" ? "after" : "before");
  if (key === "x" || key === "l") return open(key === "x" ? "confirm" : "dismiss");
  if (key === "b") return flip();
  if (key === "escape") return close();
  return /^[1-9]$/.test(key) && choose(Number(key));
}

/** @param {string} where */
function go(where) {
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(`[data-go="${where}"]`));
  link?.click();
  return Boolean(link);
}

/** @param {string} name */
function open(name) {
  for (const step of steps()) step.open = step.dataset.step === name;
  const step = steps().find(({ open }) => open);
  if (step) enter(step);
  return Boolean(step);
}

/** What is open stands in view, with the choice to be made under the keys. @param {HTMLDetailsElement} step */
function enter(step) {
  const wrong = step.querySelector(".has-error :is(input, textarea)");
  const radio = step.querySelector("input:checked") ?? step.querySelector("input[type=radio]");
  /** @type {HTMLElement | null} */ (wrong ?? radio)?.focus({ preventScroll: true });
  step.scrollIntoView({ block: "nearest" });
}

function close() {
  const opened = steps().filter((step) => step.open);
  for (const step of opened) step.open = false;
  return opened.length > 0;
}

/** @param {number} number */
function choose(number) {
  const radios = steps().find((step) => step.open)?.querySelectorAll("input[type=radio]");
  const radio = /** @type {HTMLInputElement | undefined} */ (radios?.[number - 1]);
  if (!radio) return false;
  radio.checked = true;
  radio.focus(); // Enter sends the form from here
  return true;
}

/** The whole picture of one day, then of the other: the eye sees what jumps. */
function flip() {
  const handle = /** @type {HTMLInputElement | null} */ (root.querySelector("[data-handle]"));
  if (!handle) return false;
  handle.value = Number(handle.value) > 50 ? "0" : "100";
  handle.dispatchEvent(new Event("input"));
  return true;
}

/** @returns {HTMLDetailsElement[]} */
const steps = () => [...root.querySelectorAll("[data-step]")].map((step) => /** @type {HTMLDetailsElement} */ (step));

for (const step of steps()) {
  step.addEventListener("toggle", () => {
    if (step.open) for (const other of steps()) other.open = other === step;
  });
}

for (const link of root.querySelectorAll("[data-open]")) {
  link.addEventListener("click", (event) => {
    if (open(/** @type {HTMLElement} */ (link).dataset.open ?? "")) event.preventDefault();
  });
}

// A form that was refused comes back open.
const refused = steps().find((step) => step.open && step.querySelector("[role=alert]"));
if (refused) enter(refused);
