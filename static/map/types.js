// Shapes that several modules share. Types only; nothing runs here.

/** @import {Map as MapLibre} from "maplibre-gl" */
/** @import {Child} from "./dom.js" */
/** @import {Palette} from "./palette.js" */
/** @import {Store} from "./state.js" */

/**
 * @typedef {object} FieldInfo
 * @property {string} title
 * @property {string} kind
 * @property {Record<string, string>} [codes]
 * @property {boolean} facet  counted, and filtered by its codes
 *
 * @typedef {object} Config  What the view passes (portal/pages/map.py).
 * @property {"vi" | "en"} language
 * @property {string} numbers  locale of numbers
 * @property {string} today
 * @property {string} firstDay  on which the register has anything for this reader
 * @property {Box} bounds  the whole territory
 * @property {Box} home  where the map opens
 * @property {Record<string, FieldInfo>} fields
 * @property {SubjectConfig} subject  what the map is about
 * @property {Filter[]} filters  in the order of their chips
 * @property {string} sort  order of the list at the start
 * @property {string} nothing  stands among the codes of a filter for rows without a value
 * @property {Record<string, Record<string, string>>} palettes  coded field -> code -> colour
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
 * @typedef {object} SubjectConfig  portal/pages/subjects.py says what each means.
 * @property {"plots" | "lots"} name
 * @property {"plot" | "lot"} one
 * @property {"datetime" | "recorded"} clock
 * @property {number} cellsBelow  zoom under which tiles hold counted cells
 * @property {number} crowdedBelow  zoom up to which tiles that hold too many do so too
 * @property {string} listed
 * @property {ThemeName[]} themes
 * @property {ThemeName[]} mixed
 *
 * @typedef {{low: string | null, high: string | null}} Span  numbers in the field's unit, or days; null is open
 * @typedef {Span & {text: string}} Preset
 *
 * @typedef {object} Filter  portal/pages/map_filters.py says what each means.
 * @property {string} name
 * @property {string} title
 * @property {string} icon
 * @property {"codes" | "number" | "money" | "date" | "words"} kind
 * @property {string} field
 * @property {string} unit
 * @property {Preset[]} presets
 * @property {boolean} first
 * @property {boolean} rare
 * @property {string} note
 *
 * @typedef {object} Filters
 * @property {string} q  words of the list
 * @property {Record<string, string[]>} values  coded field -> chosen codes
 * @property {Record<string, Span>} ranges  name of a range -> its ends
 *
 * @typedef {"land_use" | "use_state" | "managing_agency" | "published_on" | "stage"} ThemeName
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
 * @property {string | null} selection  code of a plot or lot
 * @property {string} group  what it belongs together with, "" for nothing
 * @property {boolean} inView  the list keeps to the map's view
 * @property {string} sort
 * @property {Detent} detent
 * @property {Record<string, boolean>} shown  optional parts of the map
 * @property {string[]} reference  kinds of reference layers that are on
 * @property {string} image  picture of the ground: "" for none, "latest", a day, a month or a year
 * @property {string} look  how it is drawn, by name
 * @property {string} record  pictures in the card: "" closed, "open", or before..after..look
 *
 * @typedef {object} FacetValue
 * @property {string | null} value  null for rows without one
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
 * @typedef {object} Feature
 * @property {string | number} [id]
 * @property {Properties} properties
 * @property {{type: string, coordinates: any} | null} geometry
 * @property {Box} [bbox]
 *
 * @typedef {object} Page
 * @property {number} numberMatched
 * @property {Feature[]} features
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
 * @property {"plot" | "lot" | "unit" | "coordinates"} kind
 * @property {string} code
 * @property {string} title
 * @property {string} subtitle
 * @property {string} url
 * @property {Box | null} bbox
 * @property {[number, number] | null} point
 * @property {string | null} note
 *
 * @typedef {{results: SearchResult[]}} SearchAnswer
 *
 * @typedef {object} CardBody  what a card says
 * @property {(properties: Properties) => Child[]} parts
 * @property {(properties: Properties) => string} said  to screen readers
 * @property {(code: string, card: HTMLElement) => Promise<void>} [more]  what comes later, of today alone
 *
 * @typedef {object} Look  what MapLibre is told otherwise for one subject than for the other
 * @property {{usual: number, beside: number, selected: number, hovered: number}} opacity  of areas; `beside` while another is selected
 * @property {(theme: ThemeName) => any} overPicture  colour of borders
 * @property {(fill: any, colours: Palette, theme: ThemeName) => Record<string, any>} cell
 * @property {{radius: any}} point
 * @property {(onColours: Record<string, any>) => any[]} labels  layers of the source "labels"
 *
 * @typedef {object} Subject  what differs between the map of plots and that of lots (subject.js)
 * @property {"plotList" | "lotItems"} files  where the downloads are
 * @property {number} cardHeight  px that a card needs for what it answers first, on a phone
 * @property {string} group  field by which features belong together, "" for none
 * @property {(store: Store) => CardBody} card
 * @property {(code: string, state: State) => string} page  address of its page
 * @property {(properties: Properties) => Child[]} row  of the list
 * @property {(properties: Properties) => string} tip  beside the pointer
 * @property {number} labelsFrom  zoom
 * @property {(map: MapLibre) => any[]} labels  points with what is written on them
 * @property {Look} look
 * @typedef {{units: UnitPlace[]}} UnitAnswer
 */

export {};
