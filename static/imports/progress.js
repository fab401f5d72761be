// A running check or commit: asks how far it is, shows it, and opens the result.

/** @typedef {{ state: string, text: string, done: number | null, total: number | null, stalled: boolean }} Progress */

const FIRST_MS = 700;
const SLOWEST_MS = 5_000;

const box = document.querySelector("[data-job]");
if (box instanceof HTMLElement) watch(box);

/** @param {HTMLElement} box */
async function watch(box) {
  // The state the page was made in: a quick job may be done before the first question.
  const state = box.dataset.state ?? "";
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 1.2, SLOWEST_MS)) {
    const told = await ask(box.dataset.job ?? "");
    if (told === "left") return location.reload();
    if (told === "lost") say(box, box.dataset.lost ?? "");
    else {
      if (told.state !== state) return location.reload();
      show(box, told);
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * @param {string} address
 * @returns {Promise<Progress | "lost" | "left">}
 */
async function ask(address) {
  try {
    const answer = await fetch(`${address}?f=json`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return answer.status < 500 ? "left" : "lost";
    return answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : "left";
  } catch {
    return "lost";
  }
}

/** @param {HTMLElement} box @param {Progress} told */
function show(box, told) {
  const bar = /** @type {HTMLProgressElement} */ (box.querySelector("[data-bar]"));
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done ?? 0;
  } else bar.removeAttribute("value");
  say(box, told.text);
  for (const item of box.querySelectorAll("[data-stalled]")) /** @type {HTMLElement} */ (item).hidden = !told.stalled;
}

/** @param {HTMLElement} box @param {string} words */
function say(box, words) {
  const text = /** @type {HTMLElement} */ (box.querySelector("[data-text]"));
  if (text.textContent !== words) text.textContent = words;
}
