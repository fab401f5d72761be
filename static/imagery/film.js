// The film plays where it was asked for.

/** @param {HTMLElement} root */
export function film(root) {
  const link = /** @type {HTMLAnchorElement | null} */ (root.querySelector("[data-film]"));
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-film-place]"));
  const error = /** @type {HTMLElement | null} */ (root.querySelector("[data-film-error]"));
  if (!link || !place || !error) return;
  const picture = new Image();
  picture.alt = link.dataset.filmTitle ?? "";
  const settle = (/** @type {"waiting" | "here" | "failed"} */ progress) => {
    place.dataset.progress = progress;
    place.setAttribute("aria-busy", String(progress === "waiting"));
    error.hidden = progress !== "failed";
    picture.hidden = progress === "failed";
  };
  picture.addEventListener("load", () => settle("here"));
  picture.addEventListener("error", () => settle("failed"));
  const ask = () => {
    settle("waiting");
    picture.removeAttribute("src"); // the same address must be asked for again after a failure
    picture.src = link.href;
    place.append(picture);
  };
  error.querySelector("[data-film-again]")?.addEventListener("click", ask);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    place.hidden = !place.hidden;
    link.setAttribute("aria-expanded", String(!place.hidden));
    if (!place.hidden && (!place.dataset.progress || place.dataset.progress === "failed")) ask();
  });
  link.setAttribute("aria-expanded", "false");
}
