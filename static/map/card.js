// The card of the selected plot: the five facts one comes for, then the way to its page.

/** @import {PlotFeature} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { announce, byId, fill, h, icon } from "./dom.js";
import { hatchOf, swatch } from "./hatch.js";
import { area, date, label, squareMetres, t, title } from "./i18n.js";
import { reason, whenBack } from "./notices.js";
import { Pictures } from "./pictures.js";
import { clockOf } from "./state.js";
import { colourOf } from "./themes.js";

// Lines of the card below the head; a line without a value is left out, internal ones show for whom they are.
const LINES = ["unit_name", "address", "managing_agency_name", "using_agency_name", "handling_plan", "legal_status", "origin", "land_use_current"];
const STAFF_LINES = ["publish_level", "review_state", "confidence", "note"];

export class Card {
  /**
   * @param {Store} store
   * @param {(feature: PlotFeature) => void} onLoaded
   */
  constructor(store, onLoaded) {
    this.store = store;
    this.onLoaded = onLoaded;
    this.pictures = new Pictures(store);
    this.place = byId("view-card");
    this.list = byId("view-list");
    this.again = () => void this.load();
    store.on(["selection", "date", "said"], () => this.load());
  }

  async load() {
    const { selection } = this.store.state;
    this.place.hidden = !selection;
    this.list.hidden = Boolean(selection);
    if (!selection) return api.cancel("plot");
    this.showSkeleton(selection);
    try {
      const feature = await api.plot(selection, clockOf(this.store.state));
      if (!feature || this.store.state.selection !== selection) return;
      this.show(feature);
      this.onLoaded(feature);
      if (!this.store.state.date) await this.showPlanning(selection);
    } catch (error) {
      this.showError(selection, error);
    }
  }

  close() {
    const code = this.store.state.selection;
    this.store.set({ selection: null });
    /** @type {HTMLElement | null} */ (document.querySelector(`#list a[data-code="${CSS.escape(code ?? "")}"]`))?.focus();
  }

  back() {
    return h("button", { type: "button", class: "button plain small card-back", onclick: () => this.close() }, icon("arrow-left", "icon-s"), t("card.back"));
  }

  /** @param {string} code */
  showSkeleton(code) {
    const bars = Array.from({ length: 5 }, () => h("span", { class: "skeleton" }));
    fill(this.place, this.back(), h("div", { class: "card", "aria-busy": "true" }, h("p", { class: "card-code" }, code), bars));
  }

  /** @param {PlotFeature} feature */
  show({ properties: plot }) {
    const heading = h("h2", { tabindex: "-1" }, plot.name || plot.address || plot.code);
    fill(
      this.place,
      this.back(),
      h(
        "article",
        { class: "card" },
        h("p", { class: "card-code" }, plot.code, parcelText(plot)),
        heading,
        tags(plot, this.store),
        h(
          "div",
          { class: "card-figures" },
          figure(title("area_m2").replace(/ \(m²\)$/, ""), area(plot.area_m2), plot.area_m2 ? `${squareMetres(plot.area_m2)} · ${label("area_method", plot.area_method)}` : ""),
          figure(title("land_use"), h("span", { class: "card-use" }, swatch(colourOf("land_use", plot.land_use), hatchOf(plot.land_use)), plot.land_use || t("value.unknown")), label("land_use", plot.land_use)),
        ),
        h("dl", { class: "facts" }, facts(plot)),
        plot.location_basis !== "boundary" && h("p", { class: "note" }, icon("map-pin"), h("span", {}, label("location_basis", plot.location_basis), ". ", t("plot.noBoundaryHint"))),
        h("div", { class: "card-ways" }, h("a", { class: "button primary", href: api.address("plotPage", clockOf(this.store.state), plot.code) }, icon("file-text", "icon-s"), t("card.page")), shareButton()),
        this.pictures.part(plot.code),
        h("dl", { class: "facts card-planning" }), // below the buttons, which must not move when it comes
        h("p", { class: "card-source" }, [plot.source, plot.published_on && t("card.published", { date: date(plot.published_on) })].filter(Boolean).join(" · ")),
        h("p", { class: "card-source phone-only" }, t("disclaimer")),
      ),
    );
    announce(`${plot.code}. ${plot.name || plot.address || ""}. ${area(plot.area_m2)}`);
  }

  /**
   * Planned uses, road lines and price: told once they are here; the plot's page has them anyway.
   * @param {string} code
   */
  async showPlanning(code) {
    const place = this.place.querySelector(".card-planning");
    const planning = await api.planning(code).catch(() => null);
    if (!planning || !place?.isConnected) return;
    fill(place, planning.lines.map((line) => h("div", {}, h("dt", {}, line.title), h("dd", {}, line.text))));
  }

  /** @param {string} code @param {unknown} error */
  showError(code, error) {
    whenBack(error, this.again);
    const gone = error instanceof api.ApiError && error.status === 404;
    const text = gone ? t(this.store.state.date ? "card.notThen" : "card.gone", { code }) : reason(error);
    const again = async () => {
      await this.load();
      /** @type {HTMLElement | null} */ (this.place.querySelector(".card-back"))?.focus(); // the button that had the focus is gone
    };
    const retry = !gone && h("button", { type: "button", class: "button small", onclick: again }, t("action.retry"));
    fill(this.place, this.back(), h("div", { class: "card" }, h("div", { class: "note danger", role: "alert" }, icon("triangle-alert"), h("div", {}, h("p", {}, text), retry))));
  }
}

/** @param {Record<string, any>} plot */
function parcelText({ sheet_number: sheet, parcel_number: parcel }) {
  return parcel ? ` · ${t("plot.parcel", { sheet: sheet || "–", parcel })}` : "";
}

/** @param {Record<string, any>} plot @param {Store} store */
function tags(plot, store) {
  const flags = plot.flags ?? plot.public_flags ?? [];
  const field = plot.flags ? "flags" : "public_flags";
  return h(
    "p",
    { class: "tags" },
    h("span", { class: "tag" }, icon("building-2", "icon-s"), label("use_state", plot.use_state)),
    flags.map((/** @type {string} */ flag) => h("span", { class: "tag warn" }, icon("flag", "icon-s"), label(field, flag))),
    store.state.date && h("span", { class: "tag info" }, icon("clock", "icon-s"), t(store.state.said ? "asOf.saidShort" : "asOf.short", { date: date(store.state.date) })),
  );
}

/** @param {string} name @param {Node | string} value @param {string} detail */
function figure(name, value, detail) {
  return h("div", {}, h("span", { class: "figure-name" }, name), h("span", { class: "figure-value" }, value), detail && h("span", { class: "figure-detail" }, detail));
}

/** @param {Record<string, any>} plot */
function facts(plot) {
  const text = (/** @type {string} */ name) => (typeof plot[name] === "string" && plot[name] ? label(name, plot[name]) : "");
  const line = (/** @type {string} */ name, internal = false) =>
    text(name) ? h("div", {}, h("dt", {}, name === "unit_name" ? t("filter.unit") : title(name), internal && h("small", { class: "tag internal" }, t("card.internal"))), h("dd", {}, text(name))) : null;
  const old = plot.unit_at_record_name && plot.unit_at_record_name !== plot.unit_name ? line("unit_at_record_name") : null;
  const decision = plot.decision_number && h("div", {}, h("dt", {}, title("decision_number")), h("dd", {}, plot.decision_number, plot.decision_on && ` · ${date(plot.decision_on)}`));
  return [line(LINES[0]), old, ...LINES.slice(1).map((name) => line(name)), decision, ...STAFF_LINES.map((name) => line(name, true))];
}

function shareButton() {
  return h("button", { type: "button", class: "button", "data-share": true }, icon("share-2", "icon-s"), t("action.share"));
}
