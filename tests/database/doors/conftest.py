"""A small register with planted words, and a reader for every row of the rights table."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.utils import timezone
from shapely.geometry import MultiLineString

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from gis import layers
from gis.query import counts
from gis.tiles import serving
from gis.tiles.matrix import SIZE
from imagery.models import ChangeCandidate, Scene
from imagery.tiles import sheets
from imagery.workflow import ChangeState
from land.actions import (
    DocumentDraft,
    ParcelRow,
    PriceRow,
    RoadRow,
    ZoneRow,
    attach_document,
    load_reference,
    withdraw_reference,
)
from land.actions.imports import upload_import
from land.lease_facts import load_lease_terms
from land.models import Document, ImportJob, Lease, Plot, PlotFlag, ReferenceSet
from land.workflow import PLAN_KINDS, DocumentKind, ImportTarget, PublishLevel, ReferenceKind
from tests import places
from tests.database.doors import auction_world
from tests.database.doors.addresses import Address
from tests.database.doors.auction_world import (
    LOTS_INSIDE,
    LOTS_OF_SESSION,
    NOBODYS,
    ON_DESK,
    PUBLIC_LOTS,
    QUESTIONS,
    SESSIONS_INSIDE,
    WORDS_OF_LOTS,
    Sale,
)
from tests.database.land.lease_desk import instalments, lease
from tests.database.land.reference_sets import a_set
from tests.database.land.test_documents import PDF
from tests.factories import changes, land, scenes

# Planted words, by who may come to see them.
INTERNAL = {"BIMATTEN", "GHICHUMAT", "GHICHUKIN", "HDKIN", "TAILIEUKIN"} | LOTS_INSIDE | LOTS_OF_SESSION
RESTRICTED = {"BIMATHAN", "GHICHUHAN"}
PARCELS = {"TOKIN"}
UPLOADS = {"TEPKIN"}
OF_LAYERS = {"LOPKIN"}  # an uploaded file of a reference layer
SCENES = {"CANHKIN"}  # internal pictures: whoever reads the unit that they show
SECRET_SCENES = {"CANHHAN"}
PAST_SCENES = {"CANHRUT"}  # a withdrawn picture's record: whoever manages pictures, on its own page
CHANGES = {"BIENDONGKIN"}  # what was decided of a change, on the desk of whoever reviews them
PUBLIC = {*(f"QHKIN{number}" for number in range(len(PLAN_KINDS))), "LOGIOIKIN", "GIAKIN", "CANHMO", *PUBLIC_LOTS}
NOBODY = {"NGUOITHUEKIN", "DATHUHOI", *NOBODYS}  # a person's name, which is asked for one by one; what was withdrawn
WORDS = (
    INTERNAL
    | RESTRICTED
    | PARCELS
    | SCENES
    | SECRET_SCENES
    | PAST_SCENES
    | CHANGES
    | UPLOADS
    | OF_LAYERS
    | PUBLIC
    | NOBODY
    | WORDS_OF_LOTS
)
OF_SALES = SESSIONS_INSIDE | ON_DESK

BY_PLACE = INTERNAL | PARCELS | SCENES | PUBLIC | SESSIONS_INSIDE
ALL = BY_PLACE | RESTRICTED | SECRET_SCENES
MAY_SEE: dict[str, set[str]] = {
    "anonymous": PUBLIC,
    "stranger": PUBLIC,
    "citizen": PUBLIC,
    "investor": PUBLIC,
    "helper": PUBLIC,
    "auctioneer": PUBLIC | LOTS_OF_SESSION | OF_SALES | QUESTIONS,
    "other_auctioneer": PUBLIC,
    "admin": PUBLIC,
    "other_officer": PUBLIC,
    "other_land_fund_officer": PUBLIC,
    "officer": BY_PLACE,
    "registration_office": BY_PLACE | ON_DESK,
    "clerk": BY_PLACE,
    "leader": BY_PLACE,
    "land_fund_officer": INTERNAL | PUBLIC | OF_SALES | QUESTIONS,
    "planner": BY_PLACE | OF_LAYERS,
    "inspector": ALL | UPLOADS | OF_LAYERS | OF_SALES,  # the log names files that were sent in
    "land_manager": ALL | UPLOADS | OF_LAYERS | CHANGES | PAST_SCENES | OF_SALES | QUESTIONS,
}
READERS = list(MAY_SEE)


# What a <name> stands for in addresses that are no layer's.
NAMED = {"tileMatrixSets": "WebMercatorQuad", "mosaics": "latest", "stac/": "sentinel-2-l2a"}


@dataclass
class World:
    """One ward with plots of every level, a lease, a document, an upload and a row of every layer."""

    plots: dict[str, Plot]
    scenes: list[Scene]
    lease: Lease
    document: Document
    flag: PlotFlag
    upload: ImportJob
    layer_upload: ImportJob
    change: ChangeCandidate
    sale: Sale
    people: dict[str, User | None]

    def fill(self, address: Address, layer: str = "plots") -> list[str]:
        """Addresses to ask for: one for each planted row."""
        if address.route == auction_world.ACTS:
            return [address.filled({"code": code, "name": name}) for code, name in self.sale.acts(self.people.values())]
        known = [self._values(address.route, part, layer) for part in address.parts]
        return [address.filled(dict(zip(address.parts, chosen, strict=True))) for chosen in product(*known)]

    def _values(self, route: str, part: str, layer: str) -> list[Any]:
        of_sale = self.sale.values(route, part)
        if of_sale is not None:
            return of_sale
        codes = [plot.code for plot in self.plots.values()]
        if part == "name":
            return [NAMED[word] for word in NAMED if word in route] or [layer]
        if part == "pk":
            shown = route.startswith(("imagery/", "scenes/<")) or "/imagery/" in route
            return [scene.pk for scene in self.scenes] if shown else [self._pk(route)]
        if route.startswith("stac/"):
            return [scene.code for scene in self.scenes]
        if route.startswith("imagery/"):
            return [0]  # the tile of the whole world
        values: dict[str, list[Any]] = {
            "scene": [scene.pk for scene in self.scenes],
            "code": codes,
            "key": codes if layer == "plots" else self._keys(layer),
            "rent": [self.lease.rent.first().pk],
            "section": ["documents", "photos"],
            "size": ["view", "original"],
            "kind": ["csv", "xlsx"],
            "object_id": [*(plot.pk for plot in self.plots.values()), self.people["citizen"].pk],
        }
        return values.get(part, ["1"])

    def _pk(self, route: str) -> Any:
        kinds: dict[str, Any] = {
            "changes/": self.change,
            "leases/": self.lease,
            "documents/": self.document,
            "section": self.document,
            "flag/": self.flag,
            "reference/uploads/": self.layer_upload,
            "reference/": ReferenceSet.objects.standing().first(),
        }
        found = [row.pk for word, row in kinds.items() if word in route]
        if found:
            return found[0]
        return 1 if "<int:pk>" in route else self.upload.pk

    def _keys(self, layer: str) -> list[str]:
        """Keys of a layer's rows, as the inspector knows them."""
        declared = layers.get(layer)
        return [str(key) for key in declared.rows(self.people["inspector"]).values_list(declared.key, flat=True)[:3]]

    def tiles(self) -> list[tuple[int, int, int]]:
        """Tiles over the plots, far and near."""
        x, y = self.plots["hidden"].anchor_3857.coords
        side = {z: 2 * SIZE / (1 << z) for z in (6, 11, 12, 16)}
        return [(z, int((SIZE - y) // one), int((x + SIZE) // one)) for z, one in side.items()]


@pytest.fixture
def fresh(settings, tmp_path) -> None:
    """What a process remembers of one test must not answer another."""
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    counts.forget()
    serving.forget()
    sheets.forget()


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.DATA_DIR = tmp_path
    folder = {**settings.STORAGES["scenes"], "OPTIONS": {"location": tmp_path / "scenes"}}
    settings.STORAGES = {**settings.STORAGES, "scenes": folder}
    load_lease_terms()
    ward = land.unit()
    other = land.unit("26536@2025-07-01", "Phường Rạch Dừa")
    secret = {"published_on": None, "confidence": "low"}
    plots = {
        "hidden": land.plot(name="BIMATTEN", note="GHICHUMAT", publish_level="internal", **secret),
        "restricted": land.plot(name="BIMATHAN", note="GHICHUHAN", publish_level="restricted", **secret),
        "noted": land.plot(
            name="Khu công khai", note="GHICHUKIN", confidence="low", sheet_number="5", parcel_number="7"
        ),
    }
    _references(ward.uid)
    people = _people(ward, other)
    made = lease(plots["noted"], "HDKIN/26", lessee="NGUOITHUEKIN", rent=instalments(-20))
    draft = DocumentDraft(DocumentKind.DECISION, "TAILIEUKIN")
    document = attach_document(
        actor=None,
        plot=plots["noted"],
        content=io.BytesIO(PDF),
        draft=draft,
        file_name="to-trinh.pdf",
        level=PublishLevel.INTERNAL,
    )
    flag = PlotFlag.objects.create(plot=plots["noted"], kind="disputed", period=(timezone.localdate(), None))
    upload = upload_import(actor=people["land_manager"], file_name="TEPKIN.csv", pieces=[b"ten;dia chi\n"])
    layer_upload = upload_import(
        actor=people["planner"],
        file_name="LOPKIN.csv",
        pieces=[b"ma;ten\n"],
        options={"kind": "road_lines"},
        target=ImportTarget.REFERENCE,
    )
    shown = _scenes(ward.uid)
    change = changes.candidate(plots["noted"], ChangeState.CONFIRMED, (shown[0], shown[1]), reason="BIENDONGKIN")
    sale = auction_world.plant(auction_world.people(people))
    return World(plots, shown, made, document, flag, upload, layer_upload, change, sale, people)


def _scenes(ward: str) -> list[Scene]:
    """Pictures of every level over the plots, one of them taken back."""
    told = {"files": True, "box": (107.075, 10.345, 107.085, 10.355), "units": [ward], "pixel": 40.0}
    shown = [
        scenes.scene(f"canh-{level}", title=title, publish_level=level, **told)
        for level, title in (("public", "CANHMO"), ("internal", "CANHKIN"), ("restricted", "CANHHAN"))
    ]
    return [*shown, scenes.scene("canh-rut", title="CANHRUT", withdrawn_at=timezone.localtime(), **told)]


def _references(ward: str) -> None:
    """A set of every kind over the plots, and one that was withdrawn."""
    ground = places.square(places.VUNG_TAU, 400, -50, -50)
    street = MultiLineString([[(426400, 1144644), (426800, 1144644)]])
    rows: dict[ReferenceKind, Any] = {
        ReferenceKind.PARCELS: ParcelRow(ward, "TOKIN", "77", places.square(places.VUNG_TAU, 20)),
        ReferenceKind.ROAD_LINES: RoadRow("LOGIOIKIN", street, Decimal(12)),
        ReferenceKind.LAND_PRICE: PriceRow("ODT", 60_000_000, street="GIAKIN", position=1),
        **{kind: ZoneRow("ODT", ground, f"QHKIN{number}") for number, kind in enumerate(sorted(PLAN_KINDS))},
    }
    assert set(rows) == set(ReferenceKind)
    for kind, row in rows.items():
        load_reference(actor=None, draft=a_set(kind), rows=[row])
    wrong = load_reference(
        actor=None, draft=a_set(series="nhầm", start=date(2025, 2, 1)), rows=[ZoneRow("ODT", ground, "DATHUHOI")]
    )
    withdraw_reference(actor=None, reference=wrong.set, reason="Nạp nhầm")


def _people(ward: Any, other: Any) -> dict[str, User | None]:
    """A person for every role, for the ward and the agency of the plots; those whose ground is another's."""
    own, foreign = land.agency(), land.agency("khac", "Trung tâm khác")
    found: dict[str, User | None] = {"anonymous": None, "stranger": land.person("stranger")}
    wanted = [(role.value, role, ward, own) for role in Role]
    wanted += [("other_officer", Role.OFFICER, other, foreign)]
    wanted += [("other_land_fund_officer", Role.LAND_FUND_OFFICER, other, foreign)]
    wanted += [("other_auctioneer", Role.AUCTIONEER, other, foreign)]
    for name, role, unit, agency in wanted:
        found[name] = land.person(name, role, unit)
        RoleAssignment.objects.get(user=found[name]).agencies.set([agency])
    auction_world.houses(found)
    assert set(found) == set(MAY_SEE)
    User.objects.filter(username__in=["admin", "land_manager"]).update(is_staff=True)
    return found
