// The list by keyboard: J and K walk from lot to lot, "/" goes to the search box; Enter follows the link as everywhere.

const TYPING = "input, textarea, select";
const rows = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-row]")]);
const search = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-search]"));

document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  if (ctrlKey || altKey || metaKey || /** @type {Element} */ (target).closest(TYPING)) return;
  if (act(key.toLowerCase())) event.preventDefault();
});

/** @param {string} key @returns {boolean} whether it means something here */
function act(key) {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (key !== "/" || !search) return false;
  const fold = search.closest("details");
  if (fold) fold.open = true;
  search.focus();
  return true;
}

/** @param {number} by */
function step(by) {
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
  next?.focus();
  return Boolean(next);
}
