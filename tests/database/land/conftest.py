"""A small territory and people with every role."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.postgres.fields.ranges import DateRange

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import Role
from gis import crs
from gis.text.fold import fold
from land.actions import ParcelDraft, PlotDraft, create_plots
from land.facts import load_tolerances
from land.lease_facts import load_lease_terms
from land.models import LandUse
from land.workflow import LocationBasis, PublishLevel
from territory.models import AdminUnit
from tests import places
from tests.database.land.lease_desk import instalments, lease


def make_unit(uid: str, name: str, start: date | None, end: date | None, shape) -> AdminUnit:
    return AdminUnit.objects.create(
        uid=uid,
        code=uid[:5],
        name=name,
        short_name=name,
        unit_type="Phường",
        level="commune",
        valid=DateRange(start, end),
        search_text=fold(name),
        geom=GEOSGeometry(memoryview(shape.wkb), srid=crs.LEGAL.srid),
    )


@dataclass
class Register:
    """The territory of the tests: one ward, its neighbour, the predecessor that bore the neighbour's code."""

    unit: AdminUnit
    neighbour: AdminUnit
    old_unit: AdminUnit
    agency: Agency
    other_agency: Agency

    def draft(self, dx: float = 0.0, dy: float = 0.0, side: float = 20.0, **values) -> PlotDraft:
        """A public plot at Vũng Tàu, moved by (dx, dy) metres."""
        own = {
            "name": "Khu đất mẫu",
            "unit_id": self.unit.uid,
            "managing_agency_id": self.agency.pk,
            "land_use_id": "DGD",
            "use_state": "vacant",
            "publish_level": PublishLevel.PUBLIC,
            "published_on": date(2025, 8, 1),
            "location_basis": LocationBasis.BOUNDARY,
        }
        geom = values.pop("geom", places.square(places.VUNG_TAU, side, dx, dy))
        parcels = [ParcelDraft(*parcel) for parcel in values.pop("parcels", [])]
        valid_from = values.pop("valid_from", date(2020, 1, 1))
        return PlotDraft(values=own | values, geom=geom, parcels=parcels, valid_from=valid_from)


@pytest.fixture
def register(db) -> Register:
    load_tolerances()
    LandUse.objects.bulk_create(
        LandUse(code=code, name_vi=code, name_en=code, group="PNN", colour="#ffaaaa") for code in ("DGD", "CGT", "ODT")
    )
    ward = places.square(places.VUNG_TAU, 1000, -300, -300)
    return Register(
        unit=make_unit("26506@2025-07-01", "Phường Vũng Tàu", date(2025, 7, 1), None, ward),
        neighbour=make_unit(
            "26536@2025-07-01",
            "Phường Rạch Dừa",
            date(2025, 7, 1),
            None,
            places.square(places.VUNG_TAU, 1000, 700, -300),
        ),
        old_unit=make_unit("26536@initial", "Phường 10", None, date(2025, 7, 1), ward),
        agency=Agency.objects.create(code="ttptqd", name="Trung tâm Phát triển quỹ đất"),
        other_agency=Agency.objects.create(code="ubnd", name="Ủy ban nhân dân phường"),
    )


@pytest.fixture
def people(register) -> dict[str, object]:
    """One person per role, their scope being the ward and the first agency."""
    found: dict[str, object] = {"anonymous": AnonymousUser(), "stranger": User.objects.create(username="stranger")}
    for role in Role:
        user = User.objects.create(username=role.value)
        assignment = RoleAssignment.objects.create(user=user, role=role)
        assignment.units.set([register.unit])
        assignment.agencies.set([register.agency])
        found[role.value] = user
    other = User.objects.create(username="other_officer")
    RoleAssignment.objects.create(user=other, role=Role.OFFICER).units.set([register.neighbour])
    found["other_officer"] = other
    return found


@pytest.fixture
def manager(client, people):
    """A browser of a land manager."""
    client.force_login(people["land_manager"])
    return client


@pytest.fixture
def media(settings, tmp_path):
    """Files go to this folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


@pytest.fixture
def plot(register):
    """A public plot of the first agency."""
    return create_plots(actor=None, drafts=[register.draft()])[0]


@pytest.fixture
def lease_bounds(db):
    """The dated bounds of lease terms."""
    load_lease_terms()


@pytest.fixture
def plots(register, lease_bounds):
    """Four plots that may be leased; the second is another agency's."""
    other = {"managing_agency_id": register.other_agency.pk}
    return create_plots(
        actor=None,
        drafts=[register.draft(), register.draft(dx=50, **other), register.draft(dx=100), register.draft(dx=150)],
    )


@pytest.fixture
def leased(plots):
    """A lease of the first plot, with rent overdue and to come."""
    return lease(plots[0], rent=instalments(-40, -10, 20))


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def planner(client, people):
    client.force_login(people["planner"])
    return client
