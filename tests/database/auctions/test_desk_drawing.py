"""Drawing lots at the desk: the whole plot, parts by lines or boundaries, names, common terms, overlaps refused."""

import json

import pytest
import shapely
from shapely.affinity import translate
from shapely.geometry import LineString

from auctions.models import Lot
from gis import crs
from land.actions.derive import to_shapely
from tests.database.auctions.desk import client_of, everybody, text_of
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
NEW = "/auctions/desk/lots/new/"


@pytest.fixture
def who():
    return auctions.people()


@pytest.fixture
def plot(who):
    return land.plot(managing_agency=who.owner, side=60)


def drawn(*shapes):
    """Shapes of the legal CRS as the drawing map sends them."""
    moved = [json.loads(shapely.to_geojson(crs.transform(shape, crs.LEGAL, crs.CRS84))) for shape in shapes]
    return json.dumps({"type": "GeometryCollection", "geometries": moved})


def crossing(plot):
    """A line through the middle, from south to north."""
    west, south, east, north = plot.geom.extent
    middle = (west + east) / 2
    return LineString([(middle, south - 5), (middle, north + 5)])


def moved(plot, east):
    """The boundary of a plot, further in the east by metres."""
    return translate(to_shapely(plot.geom), east)


def committed(client, plot, preview, codes="", **more):
    """The second step with what the first one gave."""
    data = {"step": "commit", "method": "whole", "lot-TOTAL_FORMS": str(len(preview.context["rows"].forms))}
    data |= {"lot-INITIAL_FORMS": data["lot-TOTAL_FORMS"]}
    for row in preview.context["rows"]:
        data |= {row.add_prefix("shape"): row["shape"].value(), row.add_prefix("name"): row["name"].value()}
        data[row.add_prefix("take")] = "on"
    shared = {"owner": str(plot.managing_agency_id), "land_use_id": "ODT", "right": "allocated", "sale_by": "lot"}
    return client.post(f"{NEW}?plot={codes or plot.code}", {**data, **shared, **more})


def test_new__is_for_those_who_plan_and_own_the_plot(who, plot):
    people = everybody(who)
    answers = {name: client_of(user).get(f"{NEW}?plot={plot.code}").status_code for name, user in people.items()}
    assert {name for name, status in answers.items() if status == 200} == {"fund", "manager"}
    assert answers["other_fund"] == 403
    assert client_of(who.fund).get(NEW).status_code == 200
    assert client_of(who.fund).get(f"{NEW}?plot=BRVT-999999").status_code == 404


def test_whole_plot__is_one_lot(who, plot):
    client = client_of(who.fund)
    preview = client.post(f"{NEW}?plot={plot.code}", {"step": "preview", "method": "whole", "names": "Lô C1"})
    answer = committed(client, plot, preview, deposit_percent="20", step_amount="50 triệu")
    lot = Lot.objects.get()
    assert answer["Location"] == f"/auctions/desk/lots/{lot.code}/"
    assert (lot.name, lot.owner, int(lot.deposit_percent), lot.step_amount) == ("Lô C1", who.owner, 20, 50_000_000)
    assert lot.plot_links.get().whole


def test_lines__make_several_lots_with_common_terms(who, plot):
    client = client_of(who.fund)
    data = {"step": "preview", "method": "lines", "drawn": drawn(crossing(plot)), "names": "Lô A"}
    preview = client.post(f"{NEW}?plot={plot.code}", data)
    assert "Lập 2 lô" in text_of(preview)
    assert committed(client, plot, preview, right="leased_once").status_code == 302
    first, second = Lot.objects.order_by("number")
    assert [first.name, second.name] == ["Lô A1", "Lô A2"]
    assert {first.right, second.right} == {"leased_once"}
    assert to_shapely(first.geom).intersection(to_shapely(second.geom)).area < 0.1
    assert first.geom.area + second.geom.area == pytest.approx(plot.geom.area, abs=0.5)


def test_part__may_be_left_out(who, plot):
    client = client_of(who.fund)
    part = to_shapely(plot.geom).buffer(-15, join_style="mitre")
    data = {"step": "preview", "method": "areas", "drawn": drawn(part), "names": "Lô A"}
    preview = client.post(f"{NEW}?plot={plot.code}", data)
    assert len(preview.context["rows"].forms) == 2
    answer = committed(client, plot, preview, **{"lot-1-take": ""})
    assert answer.status_code == 302
    assert Lot.objects.get().geom.area == pytest.approx(part.area, abs=0.5)
    page = text_of(client.get(f"{NEW}?plot={plot.code}"))
    assert "Khu đất đã có 1 lô" in page


def test_ground_of_another_lot__is_refused(who, plot):
    auctions.planned(who, plot=plot)
    client = client_of(who.fund)
    preview = client.post(f"{NEW}?plot={plot.code}", {"step": "preview", "method": "whole", "names": "Lô C"})
    answer = committed(client, plot, preview)
    assert answer.status_code == 400
    assert "chồng lên lô LDG-000001" in text_of(answer)
    assert Lot.objects.count() == 1


def test_nothing_chosen__and_names_missing__are_said(who, plot):
    client = client_of(who.fund)
    preview = client.post(f"{NEW}?plot={plot.code}", {"step": "preview", "method": "whole"})
    assert "Hãy chọn ít nhất một lô." in text_of(committed(client, plot, preview, **{"lot-0-take": ""}))
    assert "Có lô chưa đúng" in text_of(committed(client, plot, preview, **{"lot-0-name": ""}))
    assert "Có lô chưa đúng" in text_of(committed(client, plot, preview, **{"lot-0-shape": "x"}))
    without = client.post(f"{NEW}?plot={plot.code}", {"step": "preview", "method": "lines"})
    assert without.status_code == 400
    assert not Lot.objects.exists()


def test_adjoining_plots__are_one_lot(who, plot):
    edge = land.plot(managing_agency=who.owner, shape=moved(plot, 60))
    client, both = client_of(who.fund), f"{NEW}?plot={plot.code},{edge.code.lower()}"
    page = text_of(client.get(f"{NEW}?plot={plot.code}"))
    assert f"?plot={plot.code},{edge.code}" in page, "offered beside the plot"
    assert f"{plot.name}</a> </nav>" in page, "the way back says where to"
    preview = client.post(both, {"step": "preview", "method": "whole", "names": "Lô D1"})
    answer = committed(client, plot, preview, codes=f"{plot.code},{edge.code}")
    lot = Lot.objects.get()
    assert answer["Location"] == f"/auctions/desk/lots/{lot.code}/"
    assert lot.geom.area == pytest.approx(7200, abs=0.1)
    assert len(lot.geom) == 1
    assert {link.plot.code: (link.whole, link.area_m2) for link in lot.plot_links.all()} == {
        plot.code: (True, 3600),
        edge.code: (True, 3600),
    }


def test_adjoining_plots__a_part_refers_to_the_plots_it_takes_alone(who, plot):
    edge = land.plot(managing_agency=who.owner, shape=moved(plot, 60))
    client, both = client_of(who.fund), f"{NEW}?plot={plot.code},{edge.code}"
    data = {"step": "preview", "method": "lines", "drawn": drawn(crossing(plot)), "names": "Lô A"}
    preview = client.post(both, data)
    assert committed(client, plot, preview, codes=f"{plot.code},{edge.code}").status_code == 302
    taken = {lot.name: {link.plot.code for link in lot.plot_links.all()} for lot in Lot.objects.all()}
    assert sorted(taken.values(), key=len) == [{plot.code}, {plot.code, edge.code}]


def test_plots_apart_or_of_others__are_refused(who, plot):
    far = land.plot(managing_agency=who.owner, shape=moved(plot, 60.5))
    other = land.plot(managing_agency=land.agency("khac", "Trung tâm khác"), shape=moved(plot, -60))
    client = client_of(who.fund)
    assert f"{far.code} không liền kề" in text_of(client.get(f"{NEW}?plot={plot.code},{far.code}"))
    assert client.get(f"{NEW}?plot={plot.code},{other.code}").status_code == 403
    mixed = client_of(who.manager).get(f"{NEW}?plot={plot.code},{other.code}")
    assert "không cùng đơn vị quản lý" in text_of(mixed)
    assert client.get(f"{NEW}?plot=khongco").status_code == 404
    assert client.get(f"{NEW}?plot={','.join(f'BRVT-{n}' for n in range(11))}").status_code == 404
    assert "Gộp thêm khu liền kề" not in text_of(client.get(f"{NEW}?plot={plot.code}"))


def test_bounds_of_the_law__stand_beside_the_terms(who, plot):
    client = client_of(who.fund)
    preview = client.post(f"{NEW}?plot={plot.code}", {"step": "preview", "method": "whole"})
    text = text_of(preview)
    assert "5–20 %" in text
    assert "10–20 %" in text
    assert "≤ 90 ngày" in text
