// The next date of a lot, counted down by the server's clock: a phone's own may be wrong by hours.

const page = document.querySelector("[data-now]");
const note = document.querySelector("[data-countdown]");
const MINUTE_MS = 60_000;
const english = document.documentElement.lang === "en";

/** How far the device's clock is off, in milliseconds. */
const ahead = Date.now() - Date.parse(page?.getAttribute("data-now") ?? "");

/** @param {number} amount @param {string} vi @param {string} en */
function part(amount, vi, en) {
  return english ? `${amount} ${en}${amount === 1 ? "" : "s"}` : `${amount} ${vi}`;
}

/** @param {number} left milliseconds */
function words(left) {
  const minutes = Math.floor(left / MINUTE_MS);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const parts = days ? [part(days, "ngày", "day"), part(hours, "giờ", "hour")] : [part(hours, "giờ", "hour"), part(minutes % 60, "phút", "minute")];
  return english ? `in ${parts.join(" ")}` : `còn ${parts.join(" ")}`;
}

function tick() {
  const now = Date.now() - ahead;
  const left = Date.parse(note?.getAttribute("data-countdown") ?? "") - now;
  const place = note?.querySelector("[data-left]");
  const clock = note?.querySelector("[data-clock]");
  if (clock) clock.textContent = new Intl.DateTimeFormat(english ? "en-GB" : "vi-VN", { hour: "2-digit", minute: "2-digit", second: "2-digit", day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh" }).format(now);
  if (place) place.textContent = left > 0 ? words(left) : english ? "over; reload the page" : "đã qua, hãy tải lại trang";
}

if (page && note && Number.isFinite(ahead)) {
  tick();
  setInterval(tick, 1000);
}
