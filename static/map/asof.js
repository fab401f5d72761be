// The day of the data: today, or any day since the register begins. A strip says when it is not today.

/** @import {Store} from "./state.js" */
/** @import {Notices} from "./notices.js" */

import { config } from "./config.js";
import { byId, h, icon } from "./dom.js";
import { date, t } from "./i18n.js";

const DAY_MS = 86_400_000;

/** @param {string} iso */
const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);

/** @param {number} day */
const isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * @param {Store} store
 * @param {Notices} notices
 */
export function addAsOf(store, notices) {
  const input = /** @type {HTMLInputElement} */ (byId("as-of-date"));
  const said = /** @type {HTMLInputElement | null} */ (document.getElementById("as-of-said")); // lots know nothing else
  const slider = /** @type {HTMLInputElement} */ (byId("as-of-slider"));
  input.min = config.firstDay;
  input.max = config.today;
  slider.min = String(dayNumber(config.firstDay));
  slider.max = String(dayNumber(config.today));

  const use = (/** @type {string} */ day) => store.set({ date: day && day < config.today ? day : null });
  const show = () => {
    const day = store.state.date ?? config.today;
    input.value = day;
    slider.value = String(dayNumber(day));
    slider.setAttribute("aria-valuetext", date(day));
    byId("as-of-label").textContent = date(day);
    if (said) {
      said.checked = store.state.said && Boolean(store.state.date);
      said.disabled = !store.state.date;
    }
    byId("control-date").dataset.used = String(Boolean(store.state.date));
    if (!store.state.date) return notices.clear("as-of");
    const back = h("button", { type: "button", class: "button small", onclick: () => store.set({ date: null }) }, icon("rotate-ccw", "icon-s"), t("asOf.today"));
    notices.show("as-of", "info", icon("clock"), h("span", {}, t(store.state.said ? "asOf.saidStrip" : "asOf.strip", { date: date(day) })), back);
  };
  input.addEventListener("change", () => input.validity.valid && use(input.value));
  slider.addEventListener("input", () => (byId("as-of-label").textContent = date(isoDay(Number(slider.value)))));
  slider.addEventListener("change", () => use(isoDay(Number(slider.value))));
  for (const button of document.querySelectorAll("[data-as-of]")) {
    button.addEventListener("click", () => use(button.getAttribute("data-as-of") ?? ""));
  }
  said?.addEventListener("change", () => store.set({ said: said.checked }));
  store.on(["date", "said"], show);
  show();
}
