// The two pictures of a swipe: each is under way, here, or failed and can be asked for again.

/** @typedef {"waiting" | "here" | "failed"} Progress */

/**
 * @param {HTMLElement} box
 * @returns {(figure: HTMLElement, address: string) => void} shows another picture in a figure
 */
export function sides(box) {
  const error = /** @type {HTMLElement} */ (box.querySelector("[data-error]"));
  const figures = [...box.querySelectorAll("[data-side]")].map((figure) => /** @type {HTMLElement} */ (figure));
  const settle = (/** @type {HTMLElement} */ figure, /** @type {Progress} */ progress) => {
    figure.dataset.progress = progress;
    box.setAttribute("aria-busy", String(figures.some((one) => one.dataset.progress === "waiting")));
    error.hidden = !figures.some((one) => one.dataset.progress === "failed");
  };
  const ask = (/** @type {HTMLElement} */ figure, /** @type {string} */ address) => {
    const image = imageOf(figure);
    settle(figure, "waiting");
    image.removeAttribute("src"); // the same address must be asked for again after a failure
    image.src = address;
  };
  for (const figure of figures) {
    const image = imageOf(figure);
    image.addEventListener("load", () => settle(figure, "here"));
    image.addEventListener("error", () => settle(figure, "failed"));
    // A picture that came or failed before this module ran says so no more.
    settle(figure, !image.complete ? "waiting" : image.naturalWidth ? "here" : "failed");
  }
  error.querySelector("[data-again]")?.addEventListener("click", () => {
    for (const figure of figures) if (figure.dataset.progress === "failed") ask(figure, imageOf(figure).src);
  });
  return ask;
}

/** @param {HTMLElement} figure */
const imageOf = (figure) => /** @type {HTMLImageElement} */ (figure.querySelector("img"));
