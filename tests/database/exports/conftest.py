"""A small register with everything an export can stumble over."""

from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon

from land.actions import FlagDraft, create_plots
from land.layers import PLOTS
from land.models import LandUse, Plot
from land.workflow import LocationBasis, PublishLevel
from tests import places
from tests.database.land.conftest import people, register

__all__ = ["people", "plots", "register", "rows"]

FORMULA = "=HYPERLINK(1)"
TODAY = date(2026, 11, 22)


@pytest.fixture
def plots(register) -> dict[str, Plot]:
    """Six plots by telling names; all but `hidden` are public."""
    LandUse.objects.update(status="current")
    x, y = places.VUNG_TAU
    with_hole = MultiPolygon(
        [Polygon([(x, y + 40), (x + 30, y + 40), (x + 30, y + 70), (x, y + 70)], [_ring(x + 10, y + 50, 5)])]
    )
    two_parts = MultiPolygon([_square(x, y + 100, 10), _square(x + 40, y + 100, 20)])
    drafts = {
        "simple": register.draft(
            name="Khu đất trường học Lê Lợi",
            sheet_number="12",
            parcel_number="345",
            decision_on=date(2024, 2, 29),
            decision_number="123/QĐ-UBND",
            decision_issuer="UBND huyện Côn Đảo",
            area_legal_m2=Decimal("402.5"),
            note="Chỉ nội bộ được biết",
            unit_at_record_id=register.old_unit.uid,
        ),
        "formula": register.draft(name=FORMULA, dx=20, land_use_id="ODT", use_state="leased_short"),
        "hole": register.draft(name="Khu có giếng", geom=with_hole, land_use_id="CGT"),
        "parts": register.draft(name="Khu hai phần", geom=two_parts, managing_agency_id=register.other_agency.pk),
        "point": register.draft(
            name="Chưa đo", geom=None, location_basis=LocationBasis.POINT, area_legal_m2=Decimal("1250.0")
        ),
        "hidden": register.draft(
            name="Khu nội bộ", dx=60, publish_level=PublishLevel.INTERNAL, published_on=None, note="Bí mật"
        ),
    }
    drafts["point"].point = Point(x + 5, y - 50)
    drafts["simple"].flags.append(FlagDraft("encroached", date(2026, 1, 1)))
    made = create_plots(actor=None, drafts=list(drafts.values()))
    return dict(zip(drafts, made, strict=True))


@pytest.fixture
def rows():
    """The layer's rows for a reader, in the order of their numbers."""
    return lambda user: PLOTS.rows(user).order_by("number")


def _ring(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def _square(x: float, y: float, side: float) -> Polygon:
    return Polygon(_ring(x, y, side))
