"""An official says where a plot stands in the price table, on the act's own page; the plot page shows what follows."""

import pytest
from django.urls import reverse

from land.models import PricePlace
from land.prices import PlaceInTable
from land.workflow import ReferenceKind
from tests.database.land.lease_desk import text_of
from tests.database.land.rights import WRITERS
from tests.database.land.test_prices import line, load, road


@pytest.fixture
def priced(plot):
    """A table of two streets, and a road 40 m away that proves nothing."""
    load([line(), line(position=2, price=30_000_000), line(street="Quang Trung", price=9_000_000)])
    load([road(north=-40)], ReferenceKind.ROAD_LINES)
    return plot


def address(plot):
    return reverse("plot-price", args=[plot.code])


def sent(**values):
    own = {"street": "", "segment_from": "", "segment_to": "", "position": "", "zone": ""}
    return own | {"reason": "Theo biên bản xác định", "seen_version": 1} | values


def test_plot_page__lists_the_lines_while_the_price_is_undetermined(client, priced):
    shown = text_of(client.get(reverse("plot", args=[priced.code])))
    assert "chưa ghi vị trí" in shown
    assert "30.000.000" in shown
    assert "60.000.000" in shown
    assert "9.000.000" not in shown, "another street"


def test_price__opens_to_whom_the_plot_belongs_and_is_offered_to_them_alone(client, people, priced):
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get(address(priced)).status_code == 302
            continue
        client.force_login(user)
        assert client.get(address(priced)).status_code == (200 if name in WRITERS else 403), name
        offered = address(priced) in text_of(client.get(reverse("plot", args=[priced.code])))
        assert offered == (name in WRITERS), name


def test_price__what_an_official_says_is_the_price(manager, priced):
    page = text_of(manager.get(address(priced)))
    assert "theo tuyến đường gần nhất, 40 m" in page
    assert '<option value="Quang Trung">' in page
    answer = manager.post(address(priced), sent(street="Quang Trung", position="1"))
    assert answer.status_code == 302
    row = PricePlace.objects.get()
    assert (row.street, row.position, row.recorded.upper) == ("Quang Trung", 1, None)
    manager.logout()
    shown = text_of(manager.get(reverse("plot", args=[priced.code])))
    assert "9.000.000" in shown
    assert "30.000.000" not in shown


def test_price__comes_back_as_it_was_said(manager, priced):
    manager.post(address(priced), sent(street="Trần Phú", position="2"))
    form = manager.get(address(priced)).context["form"]
    assert (form["street"].value(), form["position"].value()) == ("Trần Phú", 2)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Hãy ghi tên đường, hoặc khu vực"),
        ({"street": "A", "zone": "B"}, "Hãy ghi tên đường, hoặc khu vực"),
        ({"zone": "B", "position": "1"}, "Khu vực không có đoạn đường và vị trí"),
        ({"street": "A", "position": "7"}, "Chưa ghi được"),
        ({"street": "A", "reason": ""}, "Chưa ghi được"),
    ],
)
def test_price__what_is_wrong_is_said_and_nothing_typed_is_lost(manager, priced, values, said):
    page = manager.post(address(priced), sent(segment_to="Bãi Sau", **values))
    assert page.status_code == 200
    assert said in text_of(page)
    assert 'value="Bãi Sau"' in text_of(page)
    assert not PricePlace.objects.exists()


@pytest.mark.parametrize(
    ("zone", "said"), [("Khu vực 3", "Khu vực 3"), ("khu vuc 3", "khu vuc 3"), ("3", "Khu vực 3"), ("", "")]
)
def test_zone__is_said_with_its_word_once(zone, said):
    assert PlaceInTable("given", zone=zone).zone_text == said
