// Curves of the indices, drawn from the table below them: the table is the truth, the picture is for the eye.

/** @typedef {{name: string, title: string, values: (number | null)[]}} Curve */

const HEIGHT = 260;
const LEAST_SPAN = 0.4; // what moves by less is haze and rounding, and must not look like a cliff

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} place
 */
export async function curves(root, place) {
  const { default: Plot } = await import(/* vendor file */ root.dataset.uplot ?? "");
  const { days, clouded, lines } = read(root);
  if (!lines.length) return;
  const style = getComputedStyle(root);
  const ink = style.color;
  // A canvas knows no custom property: the browser works the colour out as that of a border.
  const grid = { stroke: getComputedStyle(place).borderTopColor, width: 1 };
  const axis = { stroke: ink, grid, ticks: grid, font: `12px ${style.fontFamily}` };
  const english = document.documentElement.lang === "en";
  const day = (/** @type {number} */ at) => new Date(at * 1000).toLocaleDateString("en-GB", { timeZone: "UTC" });
  const number = (/** @type {number | null} */ value) => (value === null || value === undefined ? "–" : value.toLocaleString(english ? "en-GB" : "vi-VN", { maximumFractionDigits: 2, signDisplay: "negative" }));
  /** @type {any[]} */
  const series = [{}];
  /** @type {(number | null)[][]} */
  const data = [];
  for (const { name, title, values } of lines) {
    const colour = style.getPropertyValue(`--index-${name}`).trim();
    series.push({ label: title, stroke: colour, width: 2, spanGaps: true, points: { show: true, size: 7, fill: colour } });
    data.push(values.map((found, at) => (clouded[at] ? null : found)));
    series.push({ label: title, stroke: colour, paths: () => null, points: { show: true, size: 8, width: 1.5, fill: style.backgroundColor } });
    data.push(values.map((found, at) => (clouded[at] ? found : null)));
  }
  const options = () => ({
    width: place.clientWidth,
    height: HEIGHT,
    series,
    scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ low, /** @type {number} */ high) => span(low, high) } },
    axes: [{ ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map((at) => new Date(at * 1000).getUTCFullYear()).map((year, at, all) => (year === all[at - 1] ? "" : String(year))) }, { ...axis, values: (/** @type {any} */ _, /** @type {number[]} */ ticks) => ticks.map(number) }],
    legend: { show: false },
    hooks: { drawClear: [(/** @type {any} */ plot) => shade(plot, place, style.getPropertyValue("--index-mark"))], drawAxes: [(/** @type {any} */ plot) => zero(plot, ink)], setCursor: [(/** @type {any} */ { cursor }) => tell(cursor.idx)] },
    tzDate: (/** @type {number} */ at) => new Date(at * 1000),
  });
  const readout = document.createElement("p");
  readout.className = "curves-readout small";
  const tell = (/** @type {number | null | undefined} */ at) => {
    const here = at === null || at === undefined ? Math.max(0, clouded.lastIndexOf(false)) : at;
    const cloudy = clouded[here] ? (english ? " (not used)" : " (không dùng)") : "";
    readout.textContent = [day(days[here]) + cloudy, ...lines.map(({ title, values }) => `${title} ${number(values[here])}`)].join(" · ");
  };
  tell(null);
  place.before(readout);
  const chart = new Plot(options(), [days, ...data], place);
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", lines.map(({ title }) => title).join(", "));
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
}

/**
 * As much of the scale as the data needs, with nothing at all in it: an index tells by its sign.
 * @param {number | null} low
 * @param {number | null} high
 * @returns {[number, number]}
 */
function span(low, high) {
  const [from, to] = [Math.min(low ?? 0, 0), Math.max(high ?? 0, 0)];
  const around = Math.max((to - from) * 0.08, (LEAST_SPAN - (to - from)) / 2);
  return [Math.max(from - around, -1), Math.min(to + around, 1)];
}

/** @param {any} plot @param {string} colour */
function zero({ ctx, bbox, valToPos }, colour) {
  const y = Math.round(valToPos(0, "y", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/**
 * The time in which it changed, where the panel is of a change: between the two days of `data-marks`.
 * @param {any} plot @param {HTMLElement} place @param {string} colour
 */
function shade(plot, place, colour) {
  if (!place.dataset.marks) return;
  const [from, to] = place.dataset.marks.split(",").map((day) => plot.valToPos(Date.parse(`${day}T00:00:00Z`) / 1000, "x", true));
  plot.ctx.fillStyle = colour;
  plot.ctx.fillRect(from, plot.bbox.top, Math.max(to - from, 2), plot.bbox.height);
}

/** @param {HTMLElement} root */
function read(root) {
  const table = /** @type {HTMLTableElement} */ (root.querySelector("[data-numbers] table"));
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.querySelectorAll("th[data-index]")];
  /** @type {Curve[]} */
  const lines = heads.map((head, at) => ({
    name: head.getAttribute("data-index") ?? "",
    title: head.getAttribute("data-title") ?? "",
    values: rows.map((row) => {
      const text = row.querySelectorAll("td[data-value]")[at]?.getAttribute("data-value") ?? "";
      return text === "" ? null : Number(text);
    }),
  }));
  return {
    days: rows.map((row) => Date.parse(`${row.dataset.date}T00:00:00Z`) / 1000),
    clouded: rows.map((row) => row.dataset.clouded !== undefined),
    lines,
  };
}
