"""What hangs on a plot, asked by the real public role and through the doors of the layers."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from gis.db import public
from land.actions import (
    DocumentDraft,
    PhotoDraft,
    PlaceDraft,
    attach_document,
    attach_photo,
    create_plots,
    load_reference,
    place_in_price_table,
    withdraw_reference,
)
from land.models import Document, Photo, Plot, ReferenceSet
from land.reading_details import details_of
from land.reading_files import open_file
from land.workflow import DocumentKind, PublishLevel, ReferenceKind
from tests.database.land.conftest import register  # noqa: F401 - the fixture
from tests.database.land.reference_sets import ROWS, a_set, zone
from tests.database.land.test_documents import PDF, jpeg
from tests.database.land.test_prices import line, road

pytestmark = pytest.mark.django_db(databases=["default", "public"], transaction=True)
ANYONE = AnonymousUser()
TODAY = date(2026, 11, 22)
TABLES = {"land_prices", "planned_uses"}  # no program can draw them


@pytest.fixture
def plot(register, settings, tmp_path):  # noqa: F811
    """A published plot with everything on it: public, internal and withdrawn."""
    settings.DATA_DIR = tmp_path
    made = create_plots(actor=None, drafts=[register.draft()])[0]
    for kind, rows in (
        (ReferenceKind.LAND_USE_PLAN, [zone("ODT", 100)]),
        (ReferenceKind.ROAD_LINES, [road()]),
        (ReferenceKind.LAND_PRICE, [line()]),
        (ReferenceKind.PARCELS, ROWS[ReferenceKind.PARCELS]),
    ):
        load_reference(actor=None, draft=a_set(kind), rows=rows)
    wrong = load_reference(actor=None, draft=a_set(series="nhầm"), rows=[zone("CGT", 100)]).set
    withdraw_reference(actor=None, reference=wrong, reason="Nạp nhầm")
    for level, content, side in ((PublishLevel.PUBLIC, PDF, 40), (PublishLevel.INTERNAL, PDF + b"2", 60)):
        draft = DocumentDraft(DocumentKind.DECISION, f"Tài liệu {level}")
        attach_document(
            actor=None, plot=made, content=io.BytesIO(content), draft=draft, file_name="Nguyễn Văn A.pdf", level=level
        )
        shot = io.BytesIO(jpeg(side, 20, secret=level))
        attach_photo(actor=None, plot=made, content=shot, draft=PhotoDraft(caption=level), level=level)
    return made


def seen_by_anyone():
    return details_of(ANYONE, Plot.objects.visible_to(ANYONE).get(), TODAY)


def test_anyone_reads_plans_price_and_published_files(public_wall, plot):
    seen = seen_by_anyone()
    assert [[use.code for use in plan.uses] for plan in seen.planning.plans] == [["ODT"]]
    assert (seen.planning.price.price.price, seen.planning.price.place.basis) == (60_000_000, "nearest")
    assert ([view.title for view in seen.documents], [view.title for view in seen.photos]) == (
        ["Tài liệu public"],
        ["public"],
    )
    assert (seen.leases, seen.handling, seen.handovers) == ([], [], [])
    assert seen.documents[0].row._state.db == "public"


def test_anyone_reads_the_place_in_the_price_table_that_holds_now(public_wall, plot):
    for position in (2, 1):
        place = PlaceDraft(street="Trần Phú", position=position)
        place_in_price_table(actor=None, plot=plot, place=place, reason="r")
    assert seen_by_anyone().planning.price.place.basis == "given"
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT position FROM land_priceplace")
        assert cursor.fetchall() == [(1,)]


def test_hidden_columns_are_null_even_on_published_rows(public_wall, plot):
    document, photo = Document.objects.using("public").get(), Photo.objects.using("public").get()
    assert (document.file_name, document.attached_by, document.withdrawn_reason) == (None, None, None)
    assert (photo.sha256, photo.file_name, photo.attached_by) == (None, None, None)
    assert set(ReferenceSet.objects.using("public").values_list("loaded_by", "file_sha256")) == {(None, None)}
    assert "parcels" not in set(ReferenceSet.objects.using("public").values_list("kind", flat=True))
    assert ReferenceSet.objects.using("public").count() == 3  # the withdrawn plan is gone too


def test_files_open_for_anyone_as_far_as_they_are_published(public_wall, plot):
    opens = {file.sha256: open_file(ANYONE, file.sha256) for file in [*Document.objects.all(), *Photo.objects.all()]}
    assert [found.media_type for found in opens.values() if found] == ["application/pdf"]
    shots = {photo.publish_level: open_file(ANYONE, photo.thumb_sha256) for photo in Photo.objects.all()}
    assert (bool(shots["public"]), shots["internal"]) == (True, None)


def test_tables_of_the_house_are_not_even_named():
    hidden = {
        "land_cadastralparcel",
        "land_lease",
        "land_lesseeperson",
        "land_rentdue",
        "land_handlingdecision",
        "land_handoverminute",
        "land_leasetermbound",
    }
    assert not hidden & set(public.declared())


def asked(client, address):
    """A streamed answer, read to its end."""
    answer = client.get(address)
    assert answer.status_code == 200
    return json.loads(answer.getvalue())


@pytest.mark.parametrize(("name", "shown"), [("plans", 1), ("roads", 1), ("parcels", 0)])
def test_doors__items_facets_schema_and_tiles_for_anyone(public_wall, plot, client, name, shown):
    body = asked(client, f"/ogc/collections/{name}/items?f=json")
    assert (body["numberMatched"], len(body["features"])) == (shown, shown)
    schema = client.get(f"/ogc/collections/{name}/schema?f=json").json()
    assert (len(schema["properties"]) > 1) is bool(shown)
    facets = client.get(f"/ogc/collections/{name}/facets")
    assert facets.status_code == 200
    assert "CGT" not in facets.content.decode()
    tile = client.get(f"/ogc/collections/{name}/tiles/WebMercatorQuad/14/7707/13070")
    assert tile.status_code in {200, 204}


def test_doors__parcels_for_an_officer(public_wall, plot, register, client):  # noqa: F811
    officer = User.objects.create(username="officer")
    RoleAssignment.objects.create(user=officer, role=Role.OFFICER).units.set([register.unit])
    client.force_login(officer)
    body = asked(client, "/ogc/collections/parcels/items?f=json")
    assert (body["numberMatched"], body["features"][0]["properties"]["sheet_number"]) == (1, "1")
    key = body["features"][0]["id"]
    assert client.get(f"/ogc/collections/parcels/items/{key}?f=json").status_code == 200
    client.logout()
    assert client.get(f"/ogc/collections/parcels/items/{key}?f=json").status_code == 404


NOTHING_LOADED = "Hiện chưa có bản đồ nào mà bạn được xem."


def offered(client):
    """Collections in every list of the API, which must agree."""
    names = {one["id"] for one in client.get("/ogc/collections?f=json").json()["collections"]}
    described = client.get("/ogc/api?f=json").json()["paths"]
    assert {path.split("/")[2] for path in described if path.startswith("/collections/")} == names
    page = client.get("/ogc/?f=html").content.decode()
    assert {name for name in [*names, "parcels"] if f'/ogc/collections/{name}"' in page} == names
    with zipfile.ZipFile(io.BytesIO(client.get("/ogc/qgis/project.qgz").content)) as archive:
        project = archive.read("dat-cong.qgs").decode()
    assert {name for name in [*names, "parcels"] if f"<id>{name}_features</id>" in project} == names - TABLES
    return names


def test_lists__offer_a_map_only_to_those_who_can_read_a_row_of_it(public_wall, plot, register, client):  # noqa: F811
    assert offered(client) == {"plots", "lots", "plans", "roads", "units", *TABLES}
    told = client.get("/ogc/collections/parcels?f=json")  # a saved project must not break: the address answers
    assert (told.status_code, NOTHING_LOADED in told.json()["description"]) == (200, True)
    assert NOTHING_LOADED not in client.get("/ogc/collections/plans?f=json").json()["description"]
    officer = User.objects.create(username="officer")
    RoleAssignment.objects.create(user=officer, role=Role.OFFICER).units.set([register.unit])
    client.force_login(officer)
    assert offered(client) == {"plots", "lots", "parcels", "plans", "roads", "units", *TABLES}
    assert NOTHING_LOADED not in client.get("/ogc/collections/parcels?f=json").json()["description"]
    client.force_login(User.objects.create(username="stranger"))
    assert offered(client) == {"plots", "lots", "plans", "roads", "units", *TABLES}


def test_lists__leave_out_maps_that_are_not_loaded(public_wall, client):
    assert offered(client) == {
        "plots",
        "lots",
        "units",
    }  # the register, the lots and the units are there even when empty
    assert NOTHING_LOADED in client.get("/ogc/collections/roads?f=json").json()["description"]
