// The bottom sheet of the phone: the panel in three heights, by finger, by button, by keyboard. Back lowers it first.

/** @import {Detent} from "./types.js" */
/** @import {Store} from "./state.js" */

import { byId } from "./dom.js";
import { t } from "./i18n.js";
import { subject } from "./subject.js";

/** @type {Detent[]} */
const ORDER = ["peek", "half", "full"];
const PHONE = matchMedia("(max-width: 860px)");

export const isPhone = () => PHONE.matches;

/** @typedef {{detent: Detent, selection?: string | null}} Height  at half, a card rises as far as what it answers first */

/** How much of the window each height leaves above the sheet, in px. @param {Height} height */
function top({ detent, selection }) {
  const half = Math.round(Math.min(innerHeight * 0.5, innerHeight - (selection ? subject.cardHeight : 0)));
  return detent === "full" ? 64 : detent === "half" ? Math.max(64, half) : innerHeight - 116;
}

/**
 * The space that the sheet covers at the bottom of the map.
 * @param {Height} height
 */
export const covered = (height) => (isPhone() ? innerHeight - top(height.detent === "full" ? { ...height, detent: "half" } : height) : 0);

export class Sheet {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.panel = byId("panel");
    this.grip = byId("sheet-grip");
    this.drag = { y: 0, top: 0, active: false, moved: false };
    store.on(["detent", "selection"], () => this.place());
    store.on(["selection"], ({ selection, detent }) => {
      if (isPhone() && selection && detent === "peek") store.set({ detent: "half" });
    });
    addEventListener("resize", () => this.place());
    this.grip.addEventListener("click", () => !this.drag.moved && this.step());
    this.grip.addEventListener("keydown", (event) => this.key(event));
    const handle = byId("panel-head");
    handle.addEventListener("pointerdown", (event) => this.begin(event));
    handle.addEventListener("pointermove", (event) => this.follow(event));
    handle.addEventListener("pointerup", (event) => this.end(event));
    handle.addEventListener("pointercancel", (event) => this.end(event));
    this.place();
  }

  place() {
    const { detent, selection } = this.store.state;
    this.panel.dataset.detent = detent;
    this.grip.setAttribute("aria-label", t(`sheet.${detent}`));
    this.grip.setAttribute("aria-expanded", String(detent !== "peek"));
    if (isPhone()) document.documentElement.style.setProperty("--sheet-top", `${top({ detent, selection })}px`);
    else document.documentElement.style.removeProperty("--sheet-top");
  }

  step() {
    const at = ORDER.indexOf(this.store.state.detent);
    this.store.set({ detent: ORDER[(at + 1) % ORDER.length] });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = ORDER.indexOf(this.store.state.detent);
    const next = event.key === "ArrowUp" ? at + 1 : event.key === "ArrowDown" ? at - 1 : -1;
    if (!(next in ORDER)) return;
    event.preventDefault();
    this.store.set({ detent: ORDER[next] });
  }

  /** @param {PointerEvent} event */
  begin(event) {
    const onControl = event.target instanceof Element && event.target.closest("button:not(#sheet-grip), a, input, select");
    if (!isPhone() || onControl) return;
    this.drag = { y: event.clientY, top: this.panel.getBoundingClientRect().top, active: true, moved: false };
  }

  /** @param {PointerEvent} event */
  follow(event) {
    const { drag } = this;
    if (!drag.active) return;
    const by = event.clientY - drag.y;
    if (!drag.moved && Math.abs(by) < 6) return;
    if (!drag.moved) byId("panel-head").setPointerCapture(event.pointerId);
    drag.moved = true;
    this.panel.dataset.dragging = "true";
    const at = Math.min(Math.max(drag.top + by, 64), innerHeight - 90);
    document.documentElement.style.setProperty("--sheet-top", `${at}px`);
  }

  /** @param {PointerEvent} event */
  end(event) {
    const { drag } = this;
    if (!drag.active) return;
    drag.active = false;
    delete this.panel.dataset.dragging;
    if (!drag.moved) return;
    const at = drag.top + event.clientY - drag.y;
    const { selection } = this.store.state;
    const away = (/** @type {Detent} */ detent) => Math.abs(top({ detent, selection }) - at);
    const near = ORDER.reduce((best, detent) => (away(detent) < away(best) ? detent : best));
    if (near === this.store.state.detent) this.place();
    else this.store.set({ detent: near });
    setTimeout(() => (drag.moved = false), 0);
  }
}
