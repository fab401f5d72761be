// Measuring: distance and area on the ellipsoid, by clicks or by keyboard at the map's centre.

/** @import {Map as MapLibre, MapMouseEvent} from "maplibre-gl" */
/** @import {Layers} from "./layers.js" */
/** @import {LngLat} from "./geodesy.js" */

import { announce, byId, fill, h, icon } from "./dom.js";
import * as geodesy from "./geodesy.js";
import { metres, number, squareMetres, t } from "./i18n.js";

export class Measure {
  /** @param {MapLibre} map @param {Layers} layers */
  constructor(map, layers) {
    this.map = map;
    this.layers = layers;
    /** @type {LngLat[]} */
    this.points = [];
    /** @type {"line" | "area"} */
    this.kind = "line";
    this.active = false;
    this.button = byId("control-measure");
    this.place = byId("measure");
    this.button.addEventListener("click", () => this.toggle(!this.active));
    map.getCanvas().addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {boolean} active */
  toggle(active) {
    this.active = active;
    this.points = [];
    this.button.setAttribute("aria-pressed", String(active));
    this.place.hidden = !active;
    this.map.getCanvas().classList.toggle("measuring", active);
    if (active) this.map.doubleClickZoom.disable();
    else this.map.doubleClickZoom.enable();
    this.draw();
  }

  /** @param {MapMouseEvent} event */
  click(event) {
    this.add([event.lngLat.lng, event.lngLat.lat]);
  }

  /** @param {LngLat} point */
  add(point) {
    this.points.push(point);
    this.draw();
    announce(this.result());
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.active) return;
    if (event.key === "Escape") this.toggle(false);
    else if (event.key === "Enter") this.add(/** @type {LngLat} */ (this.map.getCenter().toArray()));
    else if (event.key === "Backspace") this.undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  undo() {
    this.points.pop();
    this.draw();
  }

  result() {
    const { points, kind } = this;
    if (kind === "line") return points.length < 2 ? "–" : metres(geodesy.length(points));
    if (points.length < 3) return "–";
    const m2 = geodesy.area(points);
    return m2 < 10_000 ? squareMetres(m2) : `${squareMetres(m2)} · ${number(m2 / 10_000, 2)} ha`;
  }

  draw() {
    const { points, kind } = this;
    const geometry = (/** @type {string} */ type, /** @type {any} */ coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
    const ring = [...points, points[0]];
    const features = points.map((point) => geometry("Point", point));
    if (points.length > 1) features.push(geometry("LineString", kind === "area" && points.length > 2 ? ring : points));
    if (kind === "area" && points.length > 2) features.push(geometry("Polygon", [ring]));
    this.layers.setData("measure", { type: "FeatureCollection", features });
    if (this.active) this.show();
  }

  show() {
    const kinds = /** @type {const} */ (["line", "area"]).map((kind) => {
      const choose = () => {
        this.kind = kind;
        this.draw();
      };
      return h("button", { type: "button", class: "button small", "aria-pressed": this.kind === kind, onclick: choose }, t(`measure.${kind}`));
    });
    const around = this.kind === "area" && this.points.length > 2 ? t("measure.around", { length: metres(geodesy.length([...this.points, this.points[0]])) }) : "";
    fill(
      this.place,
      h("div", { class: "measure-kinds", role: "group", "aria-label": t("measure.title") }, kinds),
      h("output", { class: "measure-result" }, this.result()),
      h("p", { class: "measure-hint" }, around || t("measure.hint")),
      h(
        "div",
        { class: "measure-ways" },
        h("button", { type: "button", class: "button plain small", disabled: !this.points.length, onclick: () => this.undo() }, icon("undo-2", "icon-s"), t("measure.undo")),
        h("button", { type: "button", class: "button plain small", onclick: () => this.toggle(false) }, icon("x", "icon-s"), t("action.close")),
      ),
    );
  }
}
