"""What the public pages of lots and sessions say of what was stopped, where land lies, and how the map is reached."""

from datetime import timedelta

import pytest

from auctions import reading
from auctions.workflow import LotState
from gis.db import versions
from gis.text.places import place_text
from tests.factories import auctions

pytestmark = pytest.mark.django_db
DURING = auctions.FILES_FROM + timedelta(days=2)


def page_of(client, path):
    versions.forget()
    return " ".join(client.get(path).content.decode().split())


def test_stopped_lot__counts_nothing_down_and_leads_with_its_reason(client):
    lot = auctions.at_state(LotState.SUSPENDED)
    assert reading.next_milestone(lot, DURING) is None
    assert not any(row.next for row in reading.timetable(lot, DURING))
    page = page_of(client, f"/lots/{lot.code}/")
    assert "Theo văn bản 7/QĐ, 03/08/2026." in page
    assert "Lý do: Có đơn kiến nghị" in page
    assert "đã dừng, không nhận hồ sơ" in page
    assert "data-countdown" not in page


def test_open_lot__counts_down(client):
    lot = auctions.at_state(LotState.REGISTRATION_OPEN)
    coming = reading.next_milestone(lot, DURING)
    assert coming is not None
    assert coming.at == auctions.POSTED + timedelta(days=6), "the last moment to view the land"


def test_session__all_of_whose_lots_are_stopped__says_so(client):
    lot = auctions.at_state(LotState.SUSPENDED)
    assert "Các lô của cuộc đấu giá này đã dừng." in page_of(client, f"/auctions/{lot.auction.code}/")
    other = auctions.at_state(LotState.REGISTRATION_OPEN)
    assert "đã dừng." not in page_of(client, f"/auctions/{other.auction.code}/")


@pytest.mark.parametrize(
    ("address", "unit", "shown"),
    [
        ("Số 24 đường Tân Hòa, phường Phú Mỹ, Thành phố Hồ Chí Minh", "Phường Phú Mỹ", None),
        ("Đường Hạ Long", "Phường 1", "Đường Hạ Long, Phường 1"),
        ("Đường Hạ Long, phường 11", "Phường 1", "Đường Hạ Long, phường 11, Phường 1"),
        ("", "Phường Vũng Tàu", "Phường Vũng Tàu"),
    ],
)
def test_place__names_the_commune_once(address, unit, shown):
    assert place_text(address, unit) == (shown or address)


@pytest.mark.parametrize(
    ("asked", "href", "left_out"),
    [
        ("", "/?of=lots", ""),
        ("stage=open&start_price=..5000000000", "/?of=lots&amp;stage=open&amp;start_price=..5000000000", ""),
        ("q=go&area_m2=100..200&session_on=2026-09-01..", None, ""),
        ("stage=open&auction=CDG-000001", "/?of=lots&amp;stage=open", "Bản đồ không lọc theo: Mã cuộc đấu giá"),
    ],
)
def test_list__leads_to_the_map_with_what_the_map_knows(client, asked, href, left_out):
    page = page_of(client, f"/lots/?{asked}")
    assert f'href="{href or "/?of=lots&amp;" + asked.replace("&", "&amp;")}"' in page
    assert left_out in page
