// Light, dark and high contrast: a cookie, so that the server draws the page right the first time.
// Menus close when one leaves them. Works on every page.

const root = document.documentElement;
const YEAR_S = 365 * 24 * 3600;

/** @param {string} name @param {string} value */
function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR_S : 0}; samesite=lax`;
}

/** @param {string} theme "auto", "light" or "dark" */
function setTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  remember("theme", theme === "auto" ? "" : theme);
  show();
}

/** @param {boolean} more */
function setContrast(more) {
  if (more) root.dataset.contrast = "more";
  else delete root.dataset.contrast;
  remember("contrast", more ? "more" : "");
  show();
}

function show() {
  const theme = root.dataset.theme ?? "auto";
  for (const item of document.querySelectorAll("[data-theme-choice]")) {
    item.setAttribute("aria-checked", String(item.getAttribute("data-theme-choice") === theme));
  }
  for (const item of document.querySelectorAll("[data-contrast-choice]")) {
    item.setAttribute("aria-checked", String(root.dataset.contrast === "more"));
  }
  document.dispatchEvent(new CustomEvent("appearance"));
}

/** @param {Event} event */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const choice = target?.closest("[data-theme-choice]");
  if (choice) setTheme(choice.getAttribute("data-theme-choice") ?? "auto");
  if (target?.closest("[data-contrast-choice]")) setContrast(root.dataset.contrast !== "more");
  closeMenus(event);
});
document.addEventListener("focusin", closeMenus);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  menu?.removeAttribute("open");
  menu?.querySelector("summary")?.focus();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
show();
