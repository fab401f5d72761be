// What the card of a plot says: the five facts one comes for, then the way to its page, what is planned, its lots.

/** @import {Properties} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { figure, shareButton } from "./cardparts.js";
import { fill, h, icon } from "./dom.js";
import { hatchOf, swatch } from "./hatch.js";
import { area, bareTitle, date, label, squareMetres, t, title } from "./i18n.js";
import { Pictures } from "./pictures.js";
import { clockOf } from "./state.js";
import { colourOf } from "./themes.js";

// Lines of the card below the head; a line without a value is left out, internal ones show for whom they are.
const LINES = ["unit_name", "address", "managing_agency_name", "using_agency_name", "handling_plan", "legal_status", "origin", "land_use_current"];
const STAFF_LINES = ["publish_level", "review_state", "confidence", "note"];

export class PlotCard {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.pictures = new Pictures(store);
  }

  /** @param {Properties} plot */
  said(plot) {
    return `${plot.code}. ${plot.name || plot.address || ""}. ${area(plot.area_m2)}`;
  }

  /** @param {Properties} plot */
  parts(plot) {
    return [
      h("p", { class: "card-code" }, plot.code, parcelText(plot)),
      h("h2", { tabindex: "-1" }, plot.name || plot.address || plot.code),
      tags(plot, this.store),
      h(
        "div",
        { class: "card-figures" },
        figure(bareTitle("area_m2"), area(plot.area_m2), plot.area_m2 ? `${squareMetres(plot.area_m2)} · ${label("area_method", plot.area_method)}` : ""),
        figure(title("land_use"), h("span", { class: "card-use" }, swatch(colourOf("land_use", plot.land_use), hatchOf(plot.land_use)), plot.land_use || t("value.unknown")), label("land_use", plot.land_use)),
      ),
      h("dl", { class: "facts" }, facts(plot)),
      plot.location_basis !== "boundary" && h("p", { class: "note" }, icon("map-pin"), h("span", {}, label("location_basis", plot.location_basis), ". ", t("plot.noBoundaryHint"))),
      h("div", { class: "card-ways" }, h("a", { class: "button primary", href: api.address("plotPage", clockOf(this.store.state), plot.code) }, icon("file-text", "icon-s"), t("card.page")), shareButton()),
      this.pictures.part(plot.code),
      h("dl", { class: "facts card-planning" }), // below the buttons, which must not move when it comes
      h("p", { class: "card-source" }, [plot.source, plot.published_on && t("card.published", { date: date(plot.published_on) })].filter(Boolean).join(" · ")),
    ];
  }

  /**
   * Planned uses, road lines and price, and lots: told once they are here; the plot's page has them anyway.
   * @param {string} code
   * @param {HTMLElement} card
   */
  async more(code, card) {
    const place = card.querySelector(".card-planning");
    const today = await api.plotToday(code).catch(() => null);
    if (!today || !place?.isConnected) return;
    const lines = today.planning?.lines ?? [];
    fill(place, today.lots.length > 0 && h("div", {}, h("dt", {}, t("plot.lots")), h("dd", { class: "card-lots" }, today.lots.map(lotLink))), lines.map((line) => h("div", {}, h("dt", {}, line.title), h("dd", {}, line.text))));
  }
}

/** A lot that was drawn from the plot, on the map of lots. @param {api.LotOfPlot} lot */
const lotLink = ({ code, title: name, stage_text: stage }) => h("a", { href: api.address("map", { lot: code }) }, `${name} (${stage})`);

/** @param {Properties} plot */
function parcelText({ sheet_number: sheet, parcel_number: parcel }) {
  return parcel ? ` · ${t("plot.parcel", { sheet: sheet || "–", parcel })}` : "";
}

/** @param {Properties} plot @param {Store} store */
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

/** @param {Properties} plot */
function facts(plot) {
  const text = (/** @type {string} */ name) => (typeof plot[name] === "string" && plot[name] ? label(name, plot[name]) : "");
  const line = (/** @type {string} */ name, internal = false) =>
    text(name) ? h("div", {}, h("dt", {}, name === "unit_name" ? t("card.unit") : title(name), internal && h("small", { class: "tag internal" }, t("card.internal"))), h("dd", {}, text(name))) : null;
  const old = plot.unit_at_record_name && plot.unit_at_record_name !== plot.unit_name ? line("unit_at_record_name") : null;
  const decision = plot.decision_number && h("div", {}, h("dt", {}, title("decision_number")), h("dd", {}, plot.decision_number, plot.decision_on && ` · ${date(plot.decision_on)}`));
  return [line(LINES[0]), old, ...LINES.slice(1).map((name) => line(name)), decision, ...STAFF_LINES.map((name) => line(name, true))];
}
