// What the map is about, as the page says: plots or lots. Whatever differs between them is asked of this, and stands in one of both.

/** @import {Subject} from "./types.js" */

import { config } from "./config.js";
import { lots } from "./lots.js";
import { plots } from "./plots.js";

/** @type {Subject} */
export const subject = config.subject.name === "lots" ? lots : plots;
