// What the map is about, as the page says: plots or lots. Whatever differs between them is asked of this, and stands in one of both.

/** @import {Subject} from "./types.js" */

import { config } from "./config.js";

/** @type {Subject} */
export const subject = config.subject.name === "lots" ? (await import("./lots.js")).lots : (await import("./plots.js")).plots;
