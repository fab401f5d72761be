"""The price reference of a plot: looked up in the table in force, with the table's decision; never typed in."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db.models import Q
from django.utils.translation import gettext as _

from gis.text.fold import fold
from land.models import LandPrice, Plot, PricePlace, ReferenceSet, RoadLine
from land.workflow import ReferenceKind
from territory.models import AdminUnit

NEAR_M = 100.0  # farther from a road a plot is not said to lie on it; ours until an official gives a distance
FRONT_M = 3.0  # a gap between boundary and planned road edge that digitising leaves; ours
_STREET_PREFIX = "duong "

GIVEN, NEAREST = "given", "nearest"


@dataclass(frozen=True)
class PlaceInTable:
    """Where a plot stands in a price table.

    Attributes:
        basis: "given" by an official, or "nearest": the nearest road, which is a guess and says so.
        position: 1 to 4; None while unknown, then every position is listed.
        distance_m: to the road, for a guess.
    """

    basis: str
    street: str = ""
    segment: str = ""
    position: int | None = None
    zone: str = ""
    distance_m: float | None = None

    @property
    def zone_text(self) -> str:
        """The zone as people say it: tables write "Khu vực 3" or "3"."""
        named = fold(self.zone).startswith("khu vuc")
        return self.zone if named or not self.zone else f"{_('Khu vực')} {self.zone}"


@dataclass(frozen=True)
class PriceReference:
    """What the table says.

    Attributes:
        table: the table in force, with its decision and date; None where none is loaded.
        place: where the plot stands, None where it cannot be told.
        price: line for the plot's land use on record and its position, None where there is no single one.
        lines: every line of the place, for other uses and positions too.
        reason: why nothing, or no single price, was found; "" when `price` is there.
        segments: the segments among which nobody has chosen yet.
    """

    table: ReferenceSet | None = None
    place: PlaceInTable | None = None
    price: LandPrice | None = None
    lines: tuple[LandPrice, ...] = ()
    reason: str = ""
    segments: tuple[str, ...] = field(default=())

    @property
    def found(self) -> bool:
        """One price for the plot's land use on record."""
        return self.price is not None


def street_key(name: str) -> str:
    """A street name as names are compared: folded, without the word "đường" before it."""
    return fold(name).removeprefix(_STREET_PREFIX)


def segment_key(start: str, end: str) -> str:
    """The two ends of a segment, folded."""
    return f"{fold(start)}|{fold(end)}" if start or end else ""


def price_of(user: Any, plot: Plot, day: date) -> PriceReference:
    """Look up the price reference of a plot that the reader already sees.

    "Không tìm thấy" is an answer: the reason says what is missing and who can add it.
    """
    tables = list(_tables(user, plot, day))
    if not tables:
        return PriceReference(reason=_("Không tìm thấy: chưa có bảng giá đất có hiệu lực ngày này."))
    place = _given(plot) or _nearest(user, plot, day)
    if place is None:
        reason = _("Không tìm thấy: khu đất chưa ghi tên đường, vị trí và không có tuyến đường nào trong %(near)d m.")
        return PriceReference(tables[0], reason=reason % {"near": NEAR_M})
    for table in tables:
        lines = _lines(user, table, plot, place)
        if lines:
            return _chosen(table, place, lines, plot)
    missing = place.street or place.zone
    reason = _("Không tìm thấy: bảng giá không có “%(name)s” ở phường, xã này.") % {"name": missing}
    return PriceReference(tables[0], place, reason=reason)


def _tables(user: Any, plot: Plot, day: date) -> Any:
    """Tables in force that cover the plot's unit: its own before those of the whole territory."""
    shown = ReferenceSet.objects.visible_to(user).valid_on(day).filter(kind=ReferenceKind.LAND_PRICE)
    covering = shown.filter(Q(unit=None) | Q(unit__in=_units(plot)))
    return covering.order_by("unit__uid", "-decision_on", "code")  # NULLs sort last


def _units(plot: Plot) -> list[str]:
    """The plot's unit and those it was made of: tables keep the old names for years."""
    old = AdminUnit.objects.using(plot._state.db).filter(successors=plot.unit_id).values_list("pk", flat=True)
    return [plot.unit_id, *filter(None, [plot.unit_at_record_id]), *old]


def given_place(plot: Plot) -> PricePlace | None:
    """What an official said of a plot that the reader already sees, as it holds now."""
    return PricePlace.objects.using(plot._state.db).filter(plot=plot.pk, recorded__endswith=None).first()


def streets_of(user: Any, plot: Plot, table: ReferenceSet | None) -> list[str]:
    """Streets that a table prices in the plot's unit, to choose from."""
    if table is None:
        return []
    rows = LandPrice.objects.visible_to(user).filter(set=table.pk).filter(Q(unit=None) | Q(unit__in=_units(plot)))
    return list(rows.exclude(street="").order_by("street").values_list("street", flat=True).distinct())


def _given(plot: Plot) -> PlaceInTable | None:
    row = given_place(plot)
    if row is None:
        return None
    segment = segment_key(row.segment_from, row.segment_to)
    return PlaceInTable(GIVEN, row.street, segment, row.position, row.zone)


def _nearest(user: Any, plot: Plot, day: date) -> PlaceInTable | None:
    shape = plot.geom or plot.point
    if shape is None or plot.location_basis == "unit":
        return None
    roads = RoadLine.objects.visible_to(user).valid_on(day).filter(geom__dwithin=(shape, NEAR_M)).exclude(name_key="")
    road = roads.annotate(distance=Distance("geom", shape)).order_by("distance", "code").first()
    if road is None:
        return None
    distance = float(road.distance.m)
    reach = float(road.width_m or 0) / 2 + FRONT_M
    # A boundary that reaches the planned road edge has a front on it: position 1. Behind it the alley decides.
    position = 1 if plot.geom is not None and distance <= reach else None
    return PlaceInTable(NEAREST, road.name, position=position, distance_m=distance)


def _lines(user: Any, table: ReferenceSet, plot: Plot, place: PlaceInTable) -> list[LandPrice]:
    rows = LandPrice.objects.visible_to(user).filter(set=table.pk).filter(Q(unit=None) | Q(unit__in=_units(plot)))
    if place.zone:
        rows = rows.filter(zone_key=fold(place.zone))
    else:
        rows = rows.filter(street_key=street_key(place.street), zone_key="")
        if place.segment:
            rows = rows.filter(segment_key=place.segment)
        if place.position is not None:
            rows = rows.filter(position=place.position)
    found = list(rows.order_by("segment_key", "position", "land_use_code", "code"))
    own = [row for row in found if row.unit_id == plot.unit_id]
    return own or found


def _chosen(table: ReferenceSet, place: PlaceInTable, lines: list[LandPrice], plot: Plot) -> PriceReference:
    fitting = [line for line in lines if line.land_use_code == plot.land_use_id]
    reason, segments = "", tuple(dict.fromkeys(_segment_text(line) for line in lines))
    if len(segments) > 1:
        text = _("Chưa xác định: “%(street)s” có %(count)d đoạn giá, khu đất chưa ghi thuộc đoạn nào.")
        reason = text % {"street": place.street, "count": len(segments)}
    elif not fitting:
        text = _("Không tìm thấy giá cho loại đất %(code)s ở nơi này; bảng giá có các loại đất khác.")
        reason = text % {"code": plot.land_use_id or _("(chưa ghi)")}
    elif len(fitting) > 1:
        reason = _("Chưa xác định: khu đất chưa ghi vị trí so với đường.")
    price = fitting[0] if not reason else None
    return PriceReference(table, place, price, tuple(lines), reason, segments if len(segments) > 1 else ())


def _segment_text(line: LandPrice) -> str:
    ends = (line.segment_from, line.segment_to)
    return " – ".join(filter(None, ends))
