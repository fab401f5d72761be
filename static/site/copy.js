// Buttons that copy what stands beside them; without this one selects it by hand.

const SHOWN_MS = 2_000;

for (const found of document.querySelectorAll("button[data-copy]")) {
  const button = /** @type {HTMLButtonElement} */ (found);
  button.hidden = !navigator.clipboard; // there is none without https
  button.addEventListener("click", () => copy(button));
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const { copy: text = "", copied = "" } = button.dataset;
  const words = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = button.parentElement?.querySelector("input");
    field?.select(); // refused by the browser: one key is left to press
    return;
  }
  if (before === copied) return;
  words.textContent = copied;
  setTimeout(() => {
    words.textContent = before;
  }, SHOWN_MS);
}
