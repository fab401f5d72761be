"""What one reader sees of one plot: fields with labels, history with differences, lineage, neighbours."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import shapely
from django.contrib.gis.db.models.functions import Distance
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gis.layers import Audience, Field
from gis.query.times import local_day, moment_text
from gis.text.errors import Lang
from gis.text.numbers import format_area, format_number
from land.layers import FIELDS, PLOTS
from land.models import AcceptedOverlap, Plot, PlotFlag, PlotLineage, PlotParcel, PlotVersion
from land.moved_sketch import moved_svg
from land.past import Past
from land.querysets import RELATED
from land.workflow import PlotStatus

_NEIGHBOUR_M = 60.0
_NEIGHBOURS = 60
_NOT_COMPARED = frozenset({"code", "unit_name", "unit_at_record_name", "managing_agency_name"})


@dataclass(frozen=True)
class Fact:
    """A field with its value as stored and as people read it."""

    field: Field
    value: Any
    text: str

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True)
class Difference:
    """One field before and after a change; `sketch` draws both boundaries, as SVG."""

    title: str
    before: str
    after: str
    sketch: SafeString | None = None


@dataclass(frozen=True)
class Step:
    """One entry of the history."""

    version: PlotVersion
    differences: list[Difference]

    @property
    def asked_by(self) -> str:
        """Query of the sheet as the register said then; "" for an end, after which there is no sheet of that day."""
        if self.version.status != PlotStatus.ACTIVE:
            return ""
        known = self.version.recorded.lower
        return urlencode(Past(local_day(known), known).query)


class Labels:
    """Turns stored values into words, reading each code list once."""

    def __init__(self, language: Lang) -> None:
        self.language = language
        self._codes: dict[str, dict[str, str]] = {}

    def title(self, item: Field) -> str:
        """Heading in the reader's language."""
        return item.title_en if self.language == "en" and item.title_en else str(item.title)

    def text(self, item: Field, value: Any) -> str:
        """The value in words; "" for nothing."""
        if value is None or value in ("", []):
            return ""
        if isinstance(value, list):
            return ", ".join(self._code(item, code) for code in value)
        if self._source(item) is not None:
            return self._code(item, value)
        return self._plain(item, value)

    def _plain(self, item: Field, value: Any) -> str:
        if isinstance(value, bool):
            yes, no = ("Có", "Không") if self.language == "vi" else ("Yes", "No")
            return yes if value else no
        if isinstance(value, datetime):
            return moment_text(value)
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        if isinstance(value, Decimal | float | int):
            is_area = item.unit == "m2"
            return format_area(Decimal(value), self.language) if is_area else format_number(value, self.language)
        return str(value)

    def _source(self, item: Field) -> Callable[[], Mapping[str, str]] | None:
        return (item.codes_en if self.language == "en" else None) or item.codes

    def _code(self, item: Field, code: str) -> str:
        if item.name not in self._codes:
            source = self._source(item)
            self._codes[item.name] = dict(source() if source else {})
        label = self._codes[item.name].get(code, code)
        return f"{code} – {label}" if item.name.startswith("land_use") else str(label)


@dataclass(frozen=True)
class Reading:
    """A plot as one reader sees it; `past` is which past state it is, None for today's."""

    plot: Plot
    facts: dict[str, Fact]
    internal: bool
    labels: Labels
    past: Past | None = None

    def text(self, name: str) -> str:
        """A field in words, "" where it is empty or hidden."""
        fact = self.facts.get(name)
        return fact.text if fact else ""


def read_plot(user: Any, code: str, language: Lang, past: Past | None = None) -> Reading | None:
    """The plot of a code for this reader, None where there is none that the reader may know of.

    Args:
        past: give this state instead of today's; None too where the register had none then.
    """
    rows: Any = Plot.objects.visible_to(user).filter(code=code)
    plot = rows.with_names().first()
    if plot is None:
        return None
    if past is not None:
        rows = past.rows(user).filter(code=code)
        version = rows.with_names().first()
        if version is None:
            return None
        plot = _as_it_was(plot, version)
    columns = PLOTS.columns(user)
    values = dict(zip(columns, rows.values_list(*columns.values())[0], strict=True))
    labels = Labels(language)
    internal = _shows_internal(user, rows)
    facts = {
        item.name: Fact(item, values[item.name], labels.text(item, values[item.name]))
        for item in FIELDS
        if item.name in values and (internal or item.audience == Audience.PUBLIC)
    }
    return Reading(plot, facts, internal, labels, past)


def _as_it_was(plot: Plot, version: PlotVersion) -> Plot:
    """A copy of the plot in the state of a version: for reading, nobody saves it."""
    then = copy(plot)
    for name in (*PlotVersion.state_fields(), *RELATED, "version"):
        setattr(then, name, getattr(version, name))
    return then


def _shows_internal(user: Any, rows: Any) -> bool:
    condition = PLOTS.reach(user).of(Audience.INTERNAL)
    if isinstance(condition, Q):
        return bool(rows.filter(condition).exists())
    return bool(condition)


def history(user: Any, reading: Reading) -> list[Step]:
    """What the register came to say, newest first, each entry with what it changed.

    A change told late rewrites several periods; the entry is shown once, by its version number.
    """
    versions = PlotVersion.objects.visible_to(user).filter(plot=reading.plot.pk).with_names().order_by("version", "id")
    newest: dict[int, PlotVersion] = {}
    for version in versions:
        newest.setdefault(version.version, version)
    steps, before = [], None
    for version in newest.values():
        steps.append(Step(version, list(_differences(before, version, reading)) if before else []))
        before = version
    return steps[::-1]


def _differences(old: PlotVersion, new: PlotVersion, reading: Reading) -> Iterator[Difference]:
    for item in FIELDS:
        if item.name in _NOT_COMPARED or item.name not in reading.facts:
            continue
        before, after = _value(old, item), _value(new, item)
        if before != after:
            text = reading.labels.text
            yield Difference(reading.labels.title(item), text(item, before), text(item, after))
    if (moved := _moved(old, new, reading.labels.language)) is not None:
        yield moved


def _moved(old: PlotVersion, new: PlotVersion, language: Lang) -> Difference | None:
    """What came to the plot and what left it; None where the boundary stays."""
    before, after = (shapely.from_wkb(bytes(one.geom.wkb)) if one.geom else None for one in (old, new))
    title = _("Ranh giới")
    if before is None or after is None:
        words = _("lập ranh giới"), _("bỏ ranh giới")
        return None if before is after else Difference(title, "", words[after is None])
    if before.equals_exact(after, tolerance=0):
        return None
    pairs = (after, before), (before, after)
    gained, lost = (format_area(shapely.difference(*pair).area, language) for pair in pairs)
    told = _("thêm %(gained)s, bớt %(lost)s") % {"gained": gained, "lost": lost}
    drawn = moved_svg(before, after, f"moved-{new.pk}")  # built by ElementTree, which escapes every text
    return Difference(title, "", told, SafeString(drawn))


def _value(version: PlotVersion, item: Field) -> Any:
    value: Any = version
    for part in str(item.source).split("__"):
        value = getattr(value, part, None)
    return value


def parcels(plot: Plot) -> list[PlotParcel]:
    """Parcel numbers now and before, of a plot that the reader already sees."""
    rows = (
        PlotParcel.objects.using(plot._state.db)
        .filter(plot=plot.pk)
        .select_related("unit")
        .defer("unit__geom", "unit__geom_3857", "unit__geom_low")
    )
    return sorted(rows, key=lambda row: (row.period.upper is not None, row.sheet_number, row.parcel_number))


def parcels_of(seen: Reading) -> list[PlotParcel]:
    """Parcel numbers of the sheet: now and before, or those of its past day."""
    return _on_day(parcels(seen.plot), seen.past)


def flags(plot: Plot) -> list[PlotFlag]:
    """Dated flags of a plot, those in force first."""
    rows = PlotFlag.objects.filter(plot=plot.pk)
    return sorted(rows, key=lambda row: (row.period.upper is not None, row.period.lower or date.min))


def flags_of(seen: Reading) -> list[PlotFlag]:
    """Dated flags, or those of the sheet's past day, for readers to whom every flag is shown."""
    return _on_day(flags(seen.plot), seen.past) if "flags" in seen.facts else []


def _on_day(rows: list[Any], past: Past | None) -> list[Any]:
    """Rows with a period: all of them today, of a past day those in force then; what was once said is not known."""
    if past is None:
        return rows
    return [row for row in rows if past.day in row.period] if past.moment is None else []


def lineage(user: Any, plot: Plot) -> tuple[list[PlotLineage], list[PlotLineage]]:
    """(from which plots it came, what it became), as far as the reader may know of them."""
    seen = Plot.objects.visible_to(user).values("pk")
    links = PlotLineage.objects.using(plot._state.db).select_related("parent", "child")
    came = links.filter(child=plot.pk, parent__in=seen)
    became = links.filter(parent=plot.pk, child__in=seen)
    return list(came), list(became)


def neighbours(user: Any, plot: Plot, past: Past | None = None) -> list[Any]:
    """Active plots near the boundary, the nearest first, as they are or were then; [] for a plot without one."""
    if plot.geom is None:
        return []
    west, south, east, north = plot.geom.extent
    reach = max(_NEIGHBOUR_M, (east - west) * 0.5, (north - south) * 0.5)
    around = plot.geom.envelope.buffer(reach)
    known: Any = PLOTS.rows(user) if past is None else past.rows(user)
    rows = known.filter(geom__bboverlaps=around).exclude(code=plot.code)
    near = rows.with_names().annotate(distance=Distance("geom", plot.geom)).order_by("distance", "number")
    return list(near[:_NEIGHBOURS])


def accepted_overlaps(user: Any, plot: Plot) -> list[tuple[Plot, AcceptedOverlap]]:
    """(the other plot, what a document accepts), as far as the reader may know of the other."""
    rows = AcceptedOverlap.objects.filter(Q(first=plot.pk) | Q(second=plot.pk)).select_related("first", "second")
    pairs = [(row.second if row.first_id == plot.pk else row.first, row) for row in rows]
    seen = set(
        Plot.objects.visible_to(user).filter(pk__in=[other.pk for other, _row in pairs]).values_list("pk", flat=True)
    )
    return [(other, row) for other, row in pairs if other.pk in seen]
