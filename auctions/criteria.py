"""From the parameters of the list of lots to the columns of a saved search, and whether it can be saved at all."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib.gis.geos import Polygon
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.utils.translation import gettext as _

from auctions.errors import BadTerms
from gis import crs
from gis.text.fold import fold

# Of the layer's fields: by what a search can be saved. tests/database/auctions/test_alerts.py holds them to the list.
CHOSEN: Final = (
    "stage", "right", "term_kind", "bidders", "sale_by", "land_use", "land_use_current", "unit", "unit_at_record",
    "missing", "organisation",
)  # fmt: skip
RANGES: Final = ("start_price", "unit_price", "deposit", "area_m2", "distance_coast_m", "distance_road_m")
DAYS: Final = ("session_on", "files_until_on")
_KEPT: Final = frozenset({*CHOSEN, *RANGES, *DAYS, "q", "bbox"})
_IGNORED: Final = frozenset({"sortby", "token", "f"})


def criteria_of(params: Mapping[str, str]) -> dict[str, Any]:
    """Columns of `models.Criteria` for parameters of `/lots/` that were read by the list already.

    Raises:
        BadTerms: a parameter that a saved search does not know.
    """
    if unknown := params.keys() - _KEPT - _IGNORED:
        raise BadTerms(
            _("Không lưu tìm kiếm theo %(names)s được. Hãy bỏ điều kiện này.") % {"names": ", ".join(sorted(unknown))}
        )
    found: dict[str, Any] = {name: params[name].split(",") for name in CHOSEN if params.get(name)}
    found |= {name: _numbers(params[name], name) for name in RANGES if params.get(name)}
    found |= {name: _days(params[name]) for name in DAYS if params.get(name)}
    if words := fold(params.get("q", "")).split():
        found |= {"q": params["q"][:200], "words_query": " & ".join(words) + ":*"}
    if params.get("bbox"):
        found["box"] = _box(params["bbox"])
    return found


def _ends(text: str) -> tuple[str, str]:
    low, dots, high = text.partition("..")
    return (low, high) if dots else (low, low)


def _numbers(text: str, name: str) -> NumericRange:
    low, high = (Decimal(end) if end else None for end in _ends(text))
    if name == "area_m2":
        return NumericRange(low, high, "[]")
    # Ranges of integers are kept half open; the list's ends are included.
    return NumericRange(None if low is None else int(low), None if high is None else int(high) + 1, "[)")


def _days(text: str) -> DateRange:
    low, high = (date.fromisoformat(end) if end else None for end in _ends(text))
    return DateRange(low, high, "[]")


def _box(text: str) -> Polygon:
    west, south, east, north = (float(part) for part in text.split(","))
    xs, ys = crs.transform_points([west, east], [south, north], crs.CRS84, crs.WEB_MERCATOR)
    box = Polygon.from_bbox((xs[0], ys[0], xs[1], ys[1]))
    box.srid = crs.WEB_MERCATOR.srid
    return box
