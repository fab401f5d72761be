// Shapes that several modules share. Types only; nothing runs here.

/**
 * @typedef {object} FieldInfo
 * @property {string} title
 * @property {string} kind
 * @property {Record<string, string>} [codes]
 * @property {boolean} facet  counted, and filtered by its codes
 *
 * @typedef {object} Config  What the view passes (portal/pages/map.py).
 * @property {string} language
 * @property {string} numbers  locale of numbers
 * @property {string} today
 * @property {string} firstDay  on which the register has anything for this reader
 * @property {Box} bounds  the whole territory
 * @property {Box} home  where the map opens
 * @property {Record<string, FieldInfo>} fields
 * @property {"flags" | "public_flags"} flagField
 * @property {string} nothing  stands among the codes of a filter for plots without a value
 * @property {Record<string, string>} colours  land-use code -> official colour
 * @property {{url: string, attribution: string} | null} basemap
 * @property {{f: string, label: string}[]} downloads
 * @property {string} icons
 * @property {Record<string, string>} reference  kind of a reference layer that this reader may see -> its title
 * @property {{sea: {share: number, geometry: any}[], names: import("./seaplaces.js").SeaNames, neighbours: Neighbour[]}} surroundings
 *   bands of sea, and names
 * @property {Record<string, {url: string, "unicode-range": string[]}[]>} fonts
 *
 * @typedef {object} Neighbour
 * @property {string} name
 * @property {[number, number]} point
 * @property {[number, number]} zooms
 * @property {string | null} since
 * @property {string | null} until  the first day on which the name is right no more
 *
 * @typedef {[number, number, number, number]} Box  west, south, east, north
 *
 * @typedef {object} View
 * @property {number} lng
 * @property {number} lat
 * @property {number} zoom
 *
 * @typedef {object} Filters
 * @property {string} q  words of the list of plots
 * @property {Record<string, string[]>} values  coded field -> chosen codes
 * @property {{min: number | null, max: number | null}} area  in m²
 * @property {{from: string | null, to: string | null}} published
 *
 * @typedef {"land_use" | "use_state" | "managing_agency" | "published_on"} ThemeName
 * @typedef {"peek" | "half" | "full"} Detent
 *
 * @typedef {{datetime: string | null} | {recorded: string}} Clock  of the layers' doors
 *
 * @typedef {object} State
 * @property {View | null} view
 * @property {Box | null} box  what the map shows
 * @property {Filters} filters
 * @property {ThemeName} theme
 * @property {string | null} date  as-of day; null is today
 * @property {boolean} said  what the register said at the end of that day, not what was so on it
 * @property {string | null} selection  plot code
 * @property {boolean} inView  the list keeps to the map's view
 * @property {string} sort
 * @property {Detent} detent
 * @property {Record<string, boolean>} shown  optional parts of the map
 * @property {string[]} reference  kinds of reference layers that are on
 * @property {string} image  picture of the ground: "" for none, "latest", a day, a month or a year
 * @property {string} look  how it is drawn, by name
 * @property {string} record  pictures in the plot's card: "" closed, "open", or before..after..look
 *
 * @typedef {object} FacetValue
 * @property {string | null} value  null for plots without one
 * @property {string} label
 * @property {number} count
 * @property {number | null} [area_m2]
 *
 * @typedef {object} Facets
 * @property {number} numberMatched
 * @property {number | null} area_m2
 * @property {Record<string, {title: string, values: FacetValue[]}>} facets
 *
 * @typedef {Record<string, any>} Properties
 *
 * @typedef {object} PlotFeature
 * @property {string | number} [id]
 * @property {Properties} properties
 * @property {{type: string, coordinates: any} | null} geometry
 * @property {Box} [bbox]
 *
 * @typedef {object} Page
 * @property {number} numberMatched
 * @property {PlotFeature[]} features
 * @property {{rel: string, href: string}[]} links
 *
 * @typedef {object} UnitPlace
 * @property {string} uid
 * @property {string} name
 * @property {[number, number]} point
 * @property {Box} bbox
 * @property {boolean} illustrative
 *
 * @typedef {object} SearchResult
 * @property {"plot" | "unit" | "coordinates"} kind
 * @property {string} code
 * @property {string} title
 * @property {string} subtitle
 * @property {string} url
 * @property {Box | null} bbox
 * @property {[number, number] | null} point
 * @property {string | null} note
 *
 * @typedef {{results: SearchResult[]}} SearchAnswer
 * @typedef {{units: UnitPlace[]}} UnitAnswer
 */

export {};
