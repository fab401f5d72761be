"""A map layer is declared once; tiles, TileJSON, the OGC collection, facets, exports and the legend read it here.

Nothing in this file knows an app: apps register their layers in `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any

from django.db.models import Case, Expression, F, Q, QuerySet, Value, When
from django.utils.translation import get_language

from gis.crs import LEGAL, Crs

Text = Any  # str or a lazy translation
Rows = QuerySet[Any]


class Audience(IntEnum):
    """Who may read a field."""

    PUBLIC = 0
    INTERNAL = 1
    RESTRICTED = 2


class LayerError(ValueError):
    """A layer or field that does not exist for this reader."""


@dataclass(frozen=True)
class Field:
    """One attribute as the outside sees it.

    Attributes:
        name: outward name, stable.
        source: ORM path, or an expression where the value is computed.
        kind: "string", "integer", "number", "date", "date-time", "boolean" or "string-array".
        title: Vietnamese heading; `title_en` the English one.
        audience: who may read it, filter by it or sort by it.
        unit: unit of measure (UCUM), e.g. "m2".
        codes: code -> Vietnamese label, for coded fields; called per request since codes are data.
        codes_en: the same in English; without `codes`, English words for values that are words themselves.
        facet: counted in the filter panel.
        tile_from: lowest zoom whose tiles carry it; None keeps it out of tiles.
        sortable: may be named in sortby.
        width: column width for text in files with fixed widths and in spreadsheets.
        missing: what rows without a value are called; a general phrase where it is empty.
    """

    name: str
    source: str | Expression
    kind: str
    title: Text
    title_en: Text = ""
    audience: Audience = Audience.PUBLIC
    unit: str = ""
    codes: Callable[[], Mapping[str, str]] | None = None
    codes_en: Callable[[], Mapping[str, str]] | None = None
    facet: bool = False
    tile_from: int | None = None
    sortable: bool = True
    width: int = 20
    missing: Text = ""

    def expression(self) -> Expression | F:
        """The value as an expression on the layer's rows."""
        return F(self.source) if isinstance(self.source, str) else self.source


@dataclass(frozen=True)
class Reach:
    """What one reader may see of one layer.

    Attributes:
        internal: None when internal fields are hidden everywhere, True when shown everywhere, else the condition
            under which a row shows them.
        restricted: the same for restricted fields.
    """

    internal: Q | bool | None = None
    restricted: Q | bool | None = None

    def of(self, audience: Audience) -> Q | bool | None:
        """The condition under which fields of an audience show."""
        if audience == Audience.PUBLIC:
            return True
        return self.internal if audience == Audience.INTERNAL else self.restricted


@dataclass(frozen=True)
class Geometry:
    """Where the layer's geometry is.

    Attributes:
        column: stored geometry (what exports and items give).
        system: its coordinate system.
        tiles: (highest zoom, EPSG:3857 column), from low zooms to high.
        anchor: EPSG:3857 point column of every row, also of those without a boundary; "" where there is none.
        kind: "MultiPolygon", "MultiLineString" or "Point".
        span: column with the diagonal of the boundary's box in metres on the ground; "" where there is none.
        cell: column with the cell of the anchor (`MercatorCell`), indexed together with what facets count; "" where
            there is none. The anchor of a row with a boundary lies inside it.
        marked: tiles carry the anchors of rows with a boundary too, once each: for marks of what is too small to be
            seen, and for labels, of which a boundary that tiles cut would get several.
    """

    column: str
    tiles: tuple[tuple[int, str], ...]
    anchor: str = ""
    kind: str = "MultiPolygon"
    span: str = ""
    cell: str = ""
    system: Crs = LEGAL
    marked: bool = False


@dataclass(frozen=True)
class Span:
    """When a row happened: expressions of its first and last moment, equal where it is one."""

    first: Expression | F
    last: Expression | F


@dataclass(frozen=True)
class Tally:
    """Sums kept beside a layer's rows for readers who see whole kinds of rows, so that nobody has to count them.

    Attributes:
        values: rows with `field`, `value`, `n` and `area_m2` for every value of every facet field; field "" is the
            total. Rows of one key are to be added.
        cells: rows with `x`, `y` (tile grid of `zoom`), `n`, `east` and `north` (sums of EPSG:3857 coordinates),
            `area_m2`, and a column for each name in `aggregate_by`; to be added likewise.
        zoom: of the grid.
        mixes: rows with `n`, `area_m2` and every column that the facet fields read, of all combinations that there are;
            to be added likewise. Conditions on facet fields alone leave the same sums of them as of the layer's rows.
            None where there are hardly fewer combinations than rows.
    """

    values: Rows
    cells: Rows
    zoom: int
    mixes: Rows | None = None


@dataclass(frozen=True)
class Swatch:
    """How the legend shows one value.

    Attributes:
        code: the value; "" stands for all others.
        colour: "#rrggbb" of the fill (of the line where the layer is lines); "" leaves areas unfilled.
        hatch: QGIS's brush drawn over the fill, "" for none.
        rare: shown only where rows have it.
    """

    code: str
    label: Text
    colour: str
    hatch: str = ""
    rare: bool = False


@dataclass(frozen=True)
class Style:
    """How desktop programs draw a layer; styles in files and the QGIS project are made from it.

    Attributes:
        title: what the colours stand for.
        other: rows whose value has no swatch; all rows where `field` is "".
        field: name of the coded field that colours the rows.
        swatches: its colours, called per request since codes are data; `legend` leaves the rare ones out.
        outline: "#rrggbb" of borders, `width` in mm on the screen.
        label: QGIS expression of the text on the map, on outward field names; "" for none.
        labels_from: scale denominator from which (and closer) labels show.
        features_from: scale denominator from which features are drawn; farther out vector tiles are. 0 draws features
            at every scale and no tiles.
        opens: drawn when the QGIS project opens, not only on demand.
    """

    title: Text
    other: Swatch
    field: str = ""
    swatches: Callable[[], Sequence[Swatch]] = tuple
    outline: str = "#5d5a52"
    width: float = 0.26
    label: str = ""
    labels_from: int = 10_000
    features_from: int = 0
    opens: bool = True

    def legend(self) -> list[Swatch]:
        """The colours of a legend that knows no rows."""
        return [swatch for swatch in self.swatches() if not swatch.rare]


@dataclass(frozen=True)
class Layer:
    """A layer: its rows for a reader, its fields for an audience, its geometry.

    Attributes:
        name: the collection's id in addresses.
        geometry: where the shapes are; None for a table, which has neither map nor tiles.
        rows: reader -> rows that the reader may know of (`visible_to`), on the reader's connection.
        reach: reader -> which fields show where.
        key: outward identifier, an ORM path to a unique value.
        number: integer ORM path for vector tile feature ids; "" for none.
        as_of: (reader, day) -> rows as they were valid on that day, with the same field paths; None where the layer
            keeps no history.
        happened: when each row happened, for rows that are events; `datetime` then asks for those that meet it. None
            where rows are things that last.
        said: (reader, moment, day) -> what the register said at a moment about a day, with the same field paths; None
            where the layer does not remember what it said.
        zooms: lowest and highest zoom of tiles.
        aggregate_below: zooms under this one serve counted cells instead of features; 0 for never.
        crowded_below: zooms from there up to this one do so too in tiles that hold more than `crowd` features.
        crowd: 4,000 features of a tile are half a megabyte; fewer where each carries more, or is a mark on the map.
        aggregate_by: field names whose most frequent value a cell carries.
        area: field name of an area in m² that cells add up; "" for none.
        bounds: CRS84 bounding box of the layer's territory.
        search: ORM path of the folded search text; "" for none.
        search_words: name of a tsvector column (configuration "simple") of the same text, with an index; "" for none.
        tally: reader -> sums over exactly the rows that this reader sees; None where they have to be counted.
        style: how desktop programs draw it; None leaves that to them.
        sample: reader -> whether made-up rows are among theirs; files must say so.
        optional: a map that may not be loaded; it is listed only to readers who can read one of its rows.
        made_of: names of layers whose changes change this one's rows too.
        dialect: whose words the fields' names are; "" for our own.
    """

    name: str
    title: Text
    title_en: Text
    description: Text
    rows: Callable[[Any], Rows]
    fields: tuple[Field, ...]
    geometry: Geometry | None
    key: str
    reach: Callable[[Any], Reach] = lambda user: Reach()
    number: str = ""
    as_of: Callable[[Any, date], Rows] | None = None
    happened: Span | None = None
    said: Callable[[Any, datetime, date], Rows] | None = None
    zooms: tuple[int, int] = (5, 22)
    aggregate_below: int = 0
    crowded_below: int = 0
    crowd: int = 4_000
    aggregate_by: tuple[str, ...] = ()
    area: str = ""
    bounds: tuple[float, float, float, float] = (106.45, 8.55, 107.65, 10.85)
    search: str = ""
    search_words: str = ""
    tally: Callable[[Any], Tally | None] = lambda user: None
    style: Style | None = None
    sample: Callable[[Any], bool] = lambda user: False
    optional: bool = False
    made_of: tuple[str, ...] = ()
    dialect: str = ""
    attribution: Text = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shape(self) -> Geometry:
        """Where the shapes are.

        Raises:
            LayerError: the layer is a table.
        """
        if self.geometry is None:
            raise LayerError(self.name)
        return self.geometry

    def is_listed(self, user: Any) -> bool:
        """Whether lists offer the layer to this reader. Its address answers anyway: a saved project must not break on
        the day a map is withdrawn."""
        return not self.optional or (bool(self.fields_for(user)) and self.rows(user).order_by().exists())

    def fields_for(self, user: Any) -> tuple[Field, ...]:
        """The fields of which this reader may see at least some values, in declared order."""
        reach = self.reach(user)
        return tuple(item for item in self.fields if reach.of(item.audience) is not None)

    def field_for(self, user: Any, name: str) -> Field:
        """A field by its outward name.

        Raises:
            LayerError: it does not exist, or not for this reader; both read the same.
        """
        for item in self.fields_for(user):
            if item.name == name:
                return item
        raise LayerError(name)

    def value(self, user: Any, item: Field) -> Expression | F:
        """What this reader sees of a field: NULL on rows where it is hidden.

        Filters and sorts must use this expression too, or a filter would tell what the reader may not see.

        Raises:
            LayerError: the reader sees it on no row.
        """
        condition = self.reach(user).of(item.audience)
        if condition is True:
            return item.expression()
        if condition is None or condition is False:
            raise LayerError(item.name)
        return Case(When(condition, then=item.expression()), default=Value(None))

    def renamed(self, dialect: str, names: Mapping[str, str]) -> "Layer":
        """The same layer for a standard with words of its own: rows, rights and data version stay, fields change names.

        Args:
            dialect: whose words these are.
            names: new name -> name here, in the order wanted; what is not named is left out.

        Raises:
            LayerError: a name is no field of this layer.
        """
        known = {item.name: item for item in self.fields}
        if missing := set(names.values()) - set(known):
            raise LayerError(", ".join(sorted(missing)))
        fields = tuple(replace(known[old], name=new) for new, old in names.items())
        return replace(self, fields=fields, dialect=dialect)

    def columns(self, user: Any, names: set[str] | None = None) -> dict[str, Expression | F]:
        """Outward name -> expression, for the fields this reader sees (all, or those named)."""
        chosen = (item for item in self.fields_for(user) if names is None or item.name in names)
        return {item.name: self.value(user, item) for item in chosen}


def heading(thing: Layer | Field) -> str:
    """The title in the language of the request."""
    english = (get_language() or "").startswith("en")
    return str(thing.title_en if english and thing.title_en else thing.title)


_layers: dict[str, Layer] = {}


def register(layer: Layer) -> None:
    """Add a layer.

    Raises:
        ValueError: the name is taken.
    """
    if layer.name in _layers:
        raise ValueError(f"layer {layer.name} is registered twice")
    _layers[layer.name] = layer


def get(name: str) -> Layer:
    """The layer of a name.

    Raises:
        LayerError: there is none.
    """
    try:
        return _layers[name]
    except KeyError:
        raise LayerError(name) from None


def every() -> Iterator[Layer]:
    """All layers in the order of registration."""
    return iter(tuple(_layers.values()))


def listed(user: Any) -> list[Layer]:
    """The layers that lists offer to a reader, in the order of registration."""
    return [layer for layer in every() if layer.is_listed(user)]
