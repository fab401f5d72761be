"""The name of a person who leases: in no public page, tile, file, answer or log line, whatever goes wrong."""

import gzip
import logging

import pytest
from django.test import Client

from audit.models import Event
from land.actions import create_plots
from land.models import PlotVersion
from tests.database.land.conftest import people, register  # noqa: F401 - fixtures
from tests.database.land.lease_desk import NAME, client_of, contract, lease

pytestmark = pytest.mark.django_db(databases=["default", "public"], transaction=True)
SAID = NAME.encode()
DOORS = (
    "/",
    "/plots/",
    "/plots/BRVT-000001/",
    "/plots/BRVT-000001/?f=json",
    "/plots/BRVT-000001/?f=geojson",
    "/plots/BRVT-000001/?f=csv",
    "/plots/?f=csv",
    "/plots/?f=geojson",
    "/plots/?f=report",
    "/ogc/collections/plots/items?f=json",
    "/ogc/collections/plots/items?f=html",
    "/ogc/collections/plots/facets",
    "/ogc/collections/plots/schema?f=json",
    "/ogc/collections/plots/tiles/WebMercatorQuad/14/7707/13070",
    "/ogc/collections/plots/tiles/WebMercatorQuad/10/481/816",
)


def content_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return gzip.decompress(content) if answer.get("Content-Encoding") == "gzip" else content


@pytest.fixture
def leased(register):  # noqa: F811
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    return lease(plot)


@pytest.mark.parametrize("door", DOORS)
def test_doors__for_anyone(public_wall, leased, door):
    answer = Client().get(door)
    assert answer.status_code in {200, 204}
    content = content_of(answer)
    assert SAID not in content
    assert "01/HĐ".encode() not in content


@pytest.mark.parametrize("door", DOORS)
def test_doors__for_the_department(leased, people, door):  # noqa: F811
    """Even who may read the name does not meet it unasked."""
    assert SAID not in content_of(client_of(people["land_manager"]).get(door))


def test_search__a_name_finds_no_plot(public_wall, leased):
    answer = Client().get("/search", {"q": NAME}, headers={"Accept": "application/json"})
    assert not [row for row in answer.json()["results"] if row["kind"] == "plot"]
    assert Client().get("/plots/", {"q": NAME}).context["count"] == 0


def test_desk__a_name_finds_no_lease(leased, people):  # noqa: F811
    found = client_of(people["land_manager"]).get("/desk/leases/", {"q": NAME, "state": "all"})
    assert found.context["listed"].count == 0


def test_logs__refused_form_and_crash(leased, people, caplog, capsys, monkeypatch):  # noqa: F811
    manager = client_of(people["land_manager"])
    manager.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        assert manager.post("/desk/leases/new/", contract(leased.plot, start="mai")).status_code == 400
        monkeypatch.setattr("land.pages.lease_acts.draft_lease", lambda **_values: 1 / 0)
        crash = manager.post("/desk/leases/new/", contract(leased.plot))
    assert crash.status_code == 500
    assert SAID not in crash.content
    assert NAME not in caplog.text
    told = capsys.readouterr()
    assert NAME not in told.out + told.err


def test_audit_and_history__name_nobody(leased, people):  # noqa: F811
    client_of(people["land_manager"]).post(f"/desk/leases/{leased.pk}/lessee/", {"reason": "Đơn số 5"})
    told = str(list(Event.objects.values())) + str(list(PlotVersion.objects.values("reason", "note")))
    assert NAME not in told
    assert Event.objects.filter(verb="personal.read", reason="Đơn số 5").count() == 1
