// What the card of a lot says: the six answers that an investor comes for, then the way to its page and what else is known.

/** @import {Properties} from "./types.js" */
/** @import {Store} from "./state.js" */

import * as api from "./api.js";
import { shareButton } from "./cardparts.js";
import { config } from "./config.js";
import { h, icon } from "./dom.js";
import { area, bareTitle, brief, date, dong, label, moment, number, squareMetres, t } from "./i18n.js";

/** What is answered first: title, answer, a second line, the figure in full. @typedef {{name: string, title: string, text: string, more?: string, full?: string}} Answer */

// Lines below the answers; a line without a value is left out.
const TEXTS = ["address", "venue", "purpose"];
const CODES = ["land_use", "land_use_current", "form", "owner", "failure"];
const AMOUNTS = ["step", "file_fee"];

/** @param {number | null | undefined} amount */
const money = (amount) => (amount === null || amount === undefined ? "" : `${brief(amount)} đồng`);
/** @param {number | null | undefined} amount */
const full = (amount) => (amount === null || amount === undefined ? "" : dong(amount));
/** @param {string} field @param {string | null | undefined} code */
const named = (field, code) => (code ? label(field, code) : "");

/** @param {Properties} lot */
const term = ({ term_kind: kind, term_years: years }) => (years ? t("lot.years", { years }) : kind === "long" ? t("lot.forever") : "");

/** @param {Properties} lot @returns {Answer} */
function price(lot) {
  if (lot.stage === "sold" && lot.sold_price !== null) {
    return { name: "price", title: t("lot.answer.sold"), text: money(lot.sold_price), more: t("lot.from", { price: money(lot.start_price) }), full: full(lot.sold_price) };
  }
  return { name: "price", title: t("lot.answer.price"), text: money(lot.start_price), more: lot.unit_price === null ? "" : `${full(lot.unit_price)}/m²`, full: full(lot.start_price) };
}

/** @param {Properties} lot @returns {Answer} */
function dates(lot) {
  if (lot.stage === "upcoming") {
    const { expected_quarter: quarter, expected_year: year, session_at: session } = lot;
    const text = session ? moment(session) : quarter && year ? t("lot.quarter", { quarter, year }) : String(year ?? "");
    return { name: "dates", title: t("lot.answer.expected"), text };
  }
  const halted = lot.stage === "stopped" && lot.files_until ? t("lot.halted") : "";
  const deposit = halted || (lot.deposit_until ? t("lot.depositUntil", { at: moment(lot.deposit_until) }) : "");
  return { name: "dates", title: t("lot.answer.files"), text: lot.files_until ? moment(lot.files_until) : "", more: deposit };
}

/** @param {Properties} lot @returns {Answer[]} */
const answers = (lot) => [
  { name: "right", title: t("lot.answer.right"), text: named("right", lot.right), more: term(lot) },
  { name: "bidders", title: t("lot.answer.bidders"), text: (lot.bidders ?? []).map((/** @type {string} */ kind) => label("bidders", kind)).join(", "), more: named("sale_by", lot.sale_by) },
  price(lot),
  { name: "deposit", title: t("lot.answer.deposit"), text: money(lot.deposit), more: lot.deposit_percent === null ? "" : `${number(lot.deposit_percent, 2)} %`, full: full(lot.deposit) },
  dates(lot),
  { name: "where", title: t("lot.answer.where"), text: named("organisation", lot.organisation) },
];

/** @param {Answer} answer */
const answered = ({ name, title, text, more, full: figure }) =>
  h(
    "div",
    { class: "card-answer", "data-answer": name },
    h("dt", {}, title),
    h("dd", {}, text ? h("strong", { title: figure && figure !== text ? figure : null }, text) : h("span", { class: "unknown" }, t("lot.unknown")), more ? h("span", { class: "more" }, more) : null),
  );

/** @param {Properties} lot */
function facts(lot) {
  const line = (/** @type {string} */ name, /** @type {string} */ text) => (text ? h("div", {}, h("dt", {}, bareTitle(name)), h("dd", {}, text)) : null);
  return [
    line("session_at", lot.session_at ? moment(lot.session_at) : ""),
    ...TEXTS.map((name) => line(name, lot[name] ?? "")),
    ...CODES.map((name) => line(name, lot[name] ? [name.startsWith("land_use") ? lot[name] : "", label(name, lot[name])].filter(Boolean).join(" ") : "")),
    ...AMOUNTS.map((name) => line(name, money(lot[name]))),
  ];
}

export class LotCard {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {Properties} lot */
  said(lot) {
    return `${lot.code}. ${lot.name}. ${label("state", lot.state)}. ${money(lot.sold_price ?? lot.start_price) || t("lot.noPrice")}`;
  }

  /** @param {Properties} lot */
  parts(lot) {
    const missing = (lot.missing ?? []).map((/** @type {string} */ kind) => label("missing", kind)).join(", ");
    const session = lot.auction ? h("a", { href: `${api.address("lotList", { auction: lot.auction })}` }, t("lot.ofSession", { code: lot.auction })) : null;
    return [
      h("p", { class: "card-code tags" }, h("span", { class: `stage-tag stage-${lot.stage}` }, label("state", lot.state)), h("span", {}, lot.code, lot.attempt > 1 ? ` · ${t("lot.attempt", { number: lot.attempt })}` : null), this.asOf()),
      h("h2", { tabindex: "-1" }, lot.name || lot.code),
      h("p", { class: "card-place", title: squareMetres(lot.area_m2) }, [area(lot.area_m2), lot.land_use, lot.unit_name].filter(Boolean).join(" · ")),
      h("dl", { class: "card-answers" }, answers(lot).map(answered)),
      h("div", { class: "card-ways" }, h("a", { class: "button primary", href: api.address("lotPage", {}, lot.code) }, icon("file-text", "icon-s"), t("card.page")), shareButton()),
      lot.stage === "upcoming" && missing ? h("p", { class: "note" }, icon("info", "icon-s"), h("span", {}, t("lot.missing", { what: missing }))) : null,
      h("dl", { class: "facts" }, facts(lot)),
      session ? h("p", { class: "card-source" }, session) : null,
      lot.published_on ? h("p", { class: "card-source" }, t("card.published", { date: date(lot.published_on) })) : null,
    ];
  }

  asOf() {
    const day = this.store.state.date;
    return day && day < config.today ? h("span", { class: "tag info" }, icon("clock", "icon-s"), t("asOf.short", { date: date(day) })) : null;
  }
}
