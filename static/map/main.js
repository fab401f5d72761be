// The map page: reads the address, starts the parts, and ties them to one state. The map comes by itself, or not at all.

/** @import {SearchResult} from "./types.js" */

import { address } from "./api.js";
import { addAsOf } from "./asof.js";
import { Card } from "./card.js";
import { config } from "./config.js";
import { Counts } from "./facets.js";
import { FilterBar } from "./filterbar.js";
import { Legend } from "./legend.js";
import { List } from "./list.js";
import { goWithoutMap, showNoMap } from "./nomap.js";
import { Notices } from "./notices.js";
import { addPanel } from "./panel.js";
import { keepAddress, read } from "./permalink.js";
import { addPrint } from "./print.js";
import { Search } from "./search.js";
import { isPhone, Sheet } from "./sheet.js";
import { Store } from "./state.js";
import { subject } from "./subject.js";
import { learnAgencies } from "./themes.js";

const store = new Store(read(location.search));
const notices = new Notices();
const counts = new Counts(store);
counts.onChange(async ({ all, view }) => {
  const learned = [all, view].map((facets) => learnAgencies(facets?.facets.managing_agency?.values ?? []));
  if (learned.includes(true) && store.state.theme === "managing_agency") (await stage)?.layers.recolour();
});
const legend = new Legend(store, counts);

let asked = "";
/** @param {string | null} code pressed on the map, where it is in view already */
function pick(code) {
  asked = code ?? "";
  store.set({ selection: code || null });
}

/** The map's part of the page; null where it cannot be drawn. */
const stage = import("./stage.js")
  .then(({ Stage }) => new Stage(store, { notices, legend, pick }))
  .catch((error) => {
    showNoMap(store, error);
    return null;
  });

/** @param {SearchResult} result */
async function goTo(result) {
  if (result.kind === config.subject.one) return store.set({ selection: result.code });
  if (result.kind === "plot" || result.kind === "lot") return location.assign(address("map", { [result.kind]: result.code }));
  const shown = await stage;
  if (shown) shown.goTo(result);
  else goWithoutMap(store, result);
}

const card = new Card(store, async (feature) => {
  const known = asked === feature.properties.code;
  asked = feature.properties.code;
  store.set({ group: feature.properties[subject.group] ?? "" });
  if (!known) (await stage)?.bringIntoView(feature);
});
const list = new List(store, {
  pick: ({ properties }) => store.set({ selection: properties.code }),
  point: async (code) => (await stage)?.layers.hover(code),
  retry: () => counts.load(), // what kept the list away has kept its headline away too
});
new FilterBar(store, counts);
new Sheet(store);
new Search(goTo);
addPanel(store, counts, async () => (await stage)?.map.resize());
addAsOf(store, notices);
addPrint(store);
keepAddress(store);

counts.loadAll();
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && store.state.selection && !event.defaultPrevented) card.close();
});
if (store.state.selection) {
  if (isPhone()) store.set({ detent: "half" });
  card.load();
}
if (!store.state.inView) {
  list.load();
  counts.loadView();
}
