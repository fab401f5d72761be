// What stands beside two chosen pictures follows them: where links lead, which day is marked, the facts of the later one.

/** @typedef {{before: string, after: string, look: string, anew: boolean}} Pair */

/** @param {HTMLElement} root */
export function follow(root) {
  const tell = facts(root);
  if (root.dataset.embedded !== undefined) aim(root, /** @type {any} */ (Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (root.querySelector("[data-tools]"))))));
  root.addEventListener("chosen", (event) => {
    const pair = /** @type {CustomEvent<Pair>} */ (event).detail;
    if (pair.anew) return; // the whole panel comes anew
    aim(root, pair);
    tell(pair);
  });
}

/** @param {Pair} pair */
const queryOf = ({ before, after, look }) => new URLSearchParams({ before, after, look });

/**
 * Each day as the later one, with what it is compared to. In another page the links lead to the panel's own.
 * @param {HTMLElement} root
 * @param {Pair} pair
 */
function aim(root, pair) {
  const page = root.dataset.embedded === undefined ? "" : root.dataset.part;
  for (const link of root.querySelectorAll("[data-day]")) {
    const day = link.getAttribute("data-day") ?? "";
    link.setAttribute("href", `${page}?${queryOf({ ...pair, after: day })}#imagery`);
    if (day === pair.after) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/**
 * The facts and the file of the later picture. Those of another one may not be read, nor pressed, meanwhile.
 * @param {HTMLElement} root
 * @returns {(pair: Pair) => void}
 */
function facts(root) {
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-facts]"));
  const error = /** @type {HTMLElement | null} */ (root.querySelector("[data-facts-error]"));
  const address = root.dataset.part;
  if (!place || !error || !address) return () => {};
  let asking = new AbortController();
  const ask = async (/** @type {Pair} */ pair) => {
    asking.abort();
    const { signal } = (asking = new AbortController());
    place.inert = true;
    place.setAttribute("aria-busy", "true");
    const found = await fetch(`${address}?f=part&${queryOf(pair)}`, { signal }).then(read).catch(() => null);
    if (signal.aborted) return; // another pair was chosen meanwhile
    place.inert = false;
    place.removeAttribute("aria-busy");
    place.hidden = !found;
    error.hidden = Boolean(found);
    if (found) place.replaceChildren(...found.childNodes);
    else /** @type {HTMLElement} */ (error.querySelector("[data-facts-again]")).onclick = () => void ask(pair);
  };
  return ask;
}

/** @param {Response} answer */
async function read(answer) {
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-facts]");
}
