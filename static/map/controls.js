// The right edge and the status bar: zoom, whole territory, position, layers, scale, coordinates in both systems.

/** @import {Map as MapLibre} from "maplibre-gl" */
/** @import {Store} from "./state.js" */
/** @import {Layers} from "./layers.js" */
/** @import {Notices} from "./notices.js" */

import { config } from "./config.js";
import { announce, byId, fill, h, icon } from "./dom.js";
import { circle, distance } from "./geodesy.js";
import { number, t } from "./i18n.js";
import { toVn2000 } from "./vn2000.js";

/** @param {string} id @param {() => void} run */
const onClick = (id, run) => byId(id).addEventListener("click", run);

/**
 * @param {MapLibre} map
 * @param {Store} store
 * @param {Layers} layers
 * @param {Notices} notices
 */
export function addControls(map, store, layers, notices) {
  onClick("control-in", () => map.zoomIn());
  onClick("control-out", () => map.zoomOut());
  onClick("control-home", () => map.fitBounds(config.bounds, { padding: 24 }));
  onClick("control-locate", () => locate(map, layers, notices));
  addLayerMenu(store);
  addStatus(map);
}

/** @param {Store} store */
function addLayerMenu(store) {
  const parts = Object.keys(store.state.shown).filter((part) => part !== "basemap" || config.basemap);
  const choices = parts.map((part) => {
    const box = h("input", { type: "checkbox", onchange: () => store.set({ shown: { ...store.state.shown, [part]: box.checked } }) });
    box.checked = store.state.shown[part];
    store.on(["shown"], ({ shown }) => (box.checked = shown[part]));
    return h("label", { class: "option" }, box, h("span", { class: "option-text" }, t(`part.${part}`)));
  });
  fill(byId("layer-choices"), choices);
}

/** @param {MapLibre} map @param {Layers} layers @param {Notices} notices */
function locate(map, layers, notices) {
  const button = byId("control-locate");
  const close = h("button", { type: "button", class: "icon-button", "aria-label": t("action.close"), onclick: () => notices.clear("locate") }, icon("x"));
  const warn = (/** @type {string} */ text) => notices.show("locate", "warn", icon("triangle-alert"), h("span", {}, text), close);
  notices.clear("locate");
  layers.setData("place", { type: "FeatureCollection", features: [] }); // where one was before is not where one is
  if (!("geolocation" in navigator) || !isSecureContext) return warn(t("locate.insecure"));
  button.setAttribute("aria-busy", "true");
  const done = () => button.removeAttribute("aria-busy");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      done();
      const at = /** @type {[number, number]} */ ([coords.longitude, coords.latitude]);
      const ring = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [circle(at, coords.accuracy)] } };
      layers.setData("place", { type: "FeatureCollection", features: [ring, point(at)] });
      map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 16) });
      const found = t("locate.found", { metres: number(coords.accuracy) });
      const { wgs, vn } = inBothSystems(coords.longitude, coords.latitude);
      notices.show("locate", "info", icon("locate-fixed"), h("span", {}, found, h("br"), `WGS 84: ${wgs}`, h("br"), `VN-2000: ${vn}`), close);
      announce(found);
    },
    (error) => {
      done();
      warn(t(error.code === error.PERMISSION_DENIED ? "locate.denied" : "locate.failed"));
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
}

/** @param {[number, number]} coordinates */
export const point = (coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } });

/** Coordinates as people read them. @param {number} lng @param {number} lat */
function inBothSystems(lng, lat) {
  const { east, north } = toVn2000(lng, lat);
  return { wgs: `${lat.toFixed(6)}, ${lng.toFixed(6)}`, vn: `X ${number(north, 1)}  Y ${number(east, 1)}` };
}

/** @param {MapLibre} map */
function addStatus(map) {
  const places = { wgs: byId("coordinates-wgs"), vn: byId("coordinates-vn") };
  const show = (/** @type {{lng: number, lat: number}} */ { lng, lat }) => {
    const { wgs, vn } = inBothSystems(lng, lat);
    places.wgs.textContent = wgs;
    places.vn.textContent = vn;
  };
  let waiting = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => show(event.lngLat));
  });
  map.on("move", () => {
    show(map.getCenter());
    scale(map);
  });
  show(map.getCenter());
  scale(map);
}

const STEPS = [1, 2, 5];
const WIDEST_PX = 110;

/** The scale bar: a round length at the map's centre, measured on the ellipsoid. @param {MapLibre} map */
function scale(map) {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const [left, right] = [-WIDEST_PX / 2, WIDEST_PX / 2].map((x) => map.unproject([width / 2 + x, height / 2]));
  const widest = distance([left.lng, left.lat], [right.lng, right.lat]);
  const power = 10 ** Math.floor(Math.log10(widest));
  const length = power * (STEPS.findLast((step) => step * power <= widest) ?? 1);
  const bar = byId("scale-bar");
  bar.style.width = `${Math.round((length / widest) * WIDEST_PX)}px`;
  byId("scale-text").textContent = length >= 1000 ? `${number(length / 1000)} km` : `${number(length, 1)} m`;
}
