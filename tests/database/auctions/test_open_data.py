"""Lots as open data: schema, changes, feed, calendar, files, and what was said at a moment."""

import io
import json
import zipfile
from datetime import timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import jsonschema
import pytest
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from auctions.actions import deciding, lots
from auctions.models import Lot, LotEvent, LotVersion
from auctions.workflow import LotState
from land.workflow import PublishLevel
from tests.factories import auctions, land

pytestmark = pytest.mark.django_db
CHANGES = "/lots/changes"


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def asked(client, address):
    response = client.get(address)
    assert response.status_code == 200, (address, body(response)[:300])
    return body(response)


def two_lots():
    """One that takes files, one that is only planned."""
    who = auctions.people()
    opened = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
    planned = auctions.planned(who, name="Lô B2")
    lots.publish_lot(actor=who.manager, lot=planned, level=PublishLevel.PUBLIC, now=auctions.POSTED)
    return opened, planned


# --- schema -----------------------------------------------------------------------------------------------------


def test_schema__every_row_of_the_list_meets_it(client):
    two_lots()
    schema = json.loads(asked(client, "/lots/schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    rows = json.loads(asked(client, "/lots/?f=json"))["lots"]
    assert len(rows) == 2
    for row in rows:
        jsonschema.validate(row, schema)
        assert set(row) == set(schema["properties"])
    assert schema["properties"]["start_price"]["x-ogc-unit"] == "VND"
    assert "posted" in schema["properties"]["state"]["x-codes"]


def test_schema__an_official_gets_the_public_one(client):
    who = auctions.people()
    public = asked(client, "/lots/schema.json")
    client.force_login(who.manager)
    assert json.loads(asked(client, "/lots/schema.json")) == json.loads(public)
    assert "note" not in json.loads(public)["properties"]


# --- changes ----------------------------------------------------------------------------------------------------


def walked(client, limit, since=""):
    """All pages, by their own next."""
    address, found = f"{CHANGES}?limit={limit}" + (f"&since={quote(since)}" if since else ""), []
    while True:
        page = json.loads(asked(client, address))
        found += page["changes"]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
        if not address:
            return found


def test_changes__page_by_page_every_public_version_once(client):
    opened, planned = two_lots()
    public = LotVersion.objects.filter(publish_level=PublishLevel.PUBLIC)
    for limit in (1, 2, 100):
        found = walked(client, limit)
        assert sorted((one["code"], one["version"]) for one in found) == sorted(public.values_list("code", "version"))
        assert [one["changed_at"] for one in found] == sorted(one["changed_at"] for one in found)
    assert {one["code"] for one in found} == {opened.code, planned.code}


def test_changes__nothing_from_before_the_lot_was_public(client):
    auctions.brought_to(LotState.ORG_CONTRACTED)
    assert walked(client, 100) == []


def test_changes__since_a_moment(client):
    opened, _planned = two_lots()
    found = walked(client, 100, auctions.POSTED.isoformat())
    assert [(one["code"], one["change"], one["state"]) for one in found] == [(opened.code, "step", "registration_open")]


def test_changes__a_lot_that_is_gone_is_told_without_content(client):
    _opened, planned = two_lots()
    at = auctions.POSTED + timedelta(days=1)
    lot = Lot.objects.get(pk=planned.pk)
    lots.publish_lot(
        actor=auctions.people().manager, lot=lot, level=PublishLevel.INTERNAL, reason="Bí mật về người", now=at
    )
    raw = asked(client, CHANGES).decode()
    gone = [one for one in json.loads(raw)["changes"] if one["code"] == planned.code]
    assert gone == [{"code": planned.code, "changed_at": at.isoformat(), "change": "withdrawn_from_publication"}]
    assert "Bí mật" not in raw
    for limit in (1, 2):
        assert [one for one in walked(client, limit) if one["code"] == planned.code] == gone


@pytest.mark.parametrize("query", ["since=hôm qua", "limit=0", "limit=x", "after=w1", "after=v1;2", "x=1"])
def test_changes__a_wrong_parameter(client, query):
    assert client.get(f"{CHANGES}?{query}").status_code == 400


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_changes__by_the_public_role(public_wall, client):
    two_lots()
    assert walked(client, 3)


# --- feed -------------------------------------------------------------------------------------------------------


def test_feed__posted_sold_stopped(client):
    sold = auctions.brought_to(LotState.RECOGNISED)
    stopped = auctions.at_state(LotState.SUSPENDED)
    response = client.get("/lots/feed.rss")
    root = ElementTree.fromstring(response.content)
    items = root.findall("channel/item")
    titles = [item.findtext("title") for item in items]
    assert [title for title in titles if sold.code in title and "thành theo biên bản" in title]
    assert [title for title in titles if stopped.code in title and title.startswith("Tạm dừng")]
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    assert set(guids) <= {f"urn:uuid:{pk}" for pk in LotEvent.objects.values_list("pk", flat=True)}
    assert root.find("channel/{http://www.w3.org/2005/Atom}link").get("href").endswith("/lots/feed.rss")
    again = client.get("/lots/feed.rss", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert response["Last-Modified"]


def test_feed__nothing_of_a_lot_that_is_not_public(client):
    auctions.brought_to(LotState.ORG_CONTRACTED)
    assert ElementTree.fromstring(client.get("/lots/feed.rss").content).findall("channel/item") == []


# --- calendar ---------------------------------------------------------------------------------------------------


def events(raw):
    return {str(event["uid"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}


def test_calendar__the_moments_in_vietnamese_time(client):
    opened, _planned = two_lots()
    found = events(asked(client, "/lots/calendar.ics"))
    kinds = {uid.split("@")[0].removeprefix(f"{opened.code}-1-") for uid in found}
    assert kinds == {"view", "files", "deposit", "session"}
    session = found[f"{opened.code}-1-session@testserver"]
    assert session["dtstart"].dt == auctions.SESSION
    assert session["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert session["status"] == "CONFIRMED"
    assert int(session["sequence"]) == Lot.objects.get(pk=opened.pk).version
    assert events(asked(client, f"/lots/{opened.code}/?f=ics")).keys() == found.keys()


def test_calendar__a_stopped_lot_is_cancelled_under_the_same_uid(client, monkeypatch):
    who = auctions.people()
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN, who)
    before = events(asked(client, f"/lots/{lot.code}/?f=ics"))
    at = auctions.FILES_FROM + timedelta(days=1)
    deciding.cancel_lot(actor=who.manager, lot=lot, decision=auctions.decision("9/QĐ"), reason="Đổi quy hoạch", now=at)
    monkeypatch.setattr("portal.pages.lot_feeds.clock", lambda: at)
    for address in (f"/lots/{lot.code}/?f=ics", "/lots/calendar.ics"):
        after = events(asked(client, address))
        assert after.keys() == before.keys()
        for uid, event in after.items():
            assert event["status"] == "CANCELLED"
            assert int(event["sequence"]) > int(before[uid]["sequence"])


def test_calendar__long_and_odd_texts_survive_folding(client):
    name = "Lô “A;B, C\\D” " + "khu tái định cư rất dài " * 6
    lot = auctions.brought_to(LotState.POSTED, name=name.strip()[:200])
    raw = asked(client, f"/lots/{lot.code}/?f=ics")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    (summary,) = {str(event["summary"]) for uid, event in events(raw).items() if "session" in uid}
    assert summary == f"Đấu giá: {lot.name} ({lot.code})"


# --- files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["geojson", "gpkg", "kml", "dxf", "csv", "xlsx", "pdf", "ics"])
def test_lot_file__every_format(client, fmt):
    lot = auctions.brought_to(LotState.POSTED)
    response = client.get(f"/lots/{lot.code}/?f={fmt}")
    content = body(response)
    assert response.status_code == 200
    assert lot.code in response["Content-Disposition"]
    assert content
    if fmt in {"geojson", "kml", "dxf"}:
        assert lot.code in content.decode()


def test_lot_file__no_such_format(client):
    lot = auctions.brought_to(LotState.POSTED)
    assert client.get(f"/lots/{lot.code}/?f=docx").status_code == 400
    assert client.get("/lots/?f=docx").status_code == 400


def test_lot_file__of_a_lot_that_is_not_public(client):
    lot = auctions.planned()
    for fmt in ("geojson", "pdf", "ics", "xlsx"):
        assert client.get(f"/lots/{lot.code}/?f={fmt}").status_code == 404


def test_lot_pdf__one_page_with_the_answers(client):
    lot = auctions.brought_to(LotState.POSTED)
    reader = PdfReader(io.BytesIO(asked(client, f"/lots/{lot.code}/?f=pdf")))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    for part in (lot.code, "Giá khởi điểm", "5 tỷ", "Tiền đặt trước", f"/lots/{lot.code}/", "09:00 11/09/2026"):
        assert part in text, part
    assert "CỘNG HÒA" not in text


def test_lot_pdf__one_page_whatever_the_names(client):
    lot = auctions.brought_to(LotState.POSTED, name="Khu đất rất dài tên " * 9, address="Đường không tên, " * 17)
    reader = PdfReader(io.BytesIO(asked(client, f"/lots/{lot.code}/?f=pdf")))
    assert len(reader.pages) == 1


def test_list_file__exactly_as_filtered(client):
    opened, planned = two_lots()
    address = "/lots/?stage=open&f={}"
    features = json.loads(asked(client, address.format("geojson")))["features"]
    assert [feature["id"] for feature in features] == [opened.code]
    sheet = load_workbook(io.BytesIO(asked(client, address.format("xlsx"))))
    values = {cell.value for row in sheet.worksheets[0].iter_rows() for cell in row}
    assert opened.code in values
    assert planned.code not in values
    rows = asked(client, address.format("csv")).decode("utf-8-sig")
    assert opened.code in rows
    assert planned.code not in rows
    assert asked(client, address.format("gpkg")).startswith(b"SQLite format 3")
    assert zipfile.is_zipfile(io.BytesIO(asked(client, address.format("xlsx"))))


def test_list_file__internal_fields_only_inside(client):
    auctions.brought_to(LotState.POSTED)
    public = json.loads(asked(client, "/lots/?f=geojson"))["features"][0]["properties"]
    inside = Client()
    inside.force_login(auctions.people().manager)
    internal = json.loads(asked(inside, "/lots/?f=geojson"))["features"][0]["properties"]
    assert "note" not in public
    assert "note" in internal


# --- what was said ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "door",
    [
        "facets?facets=state&",
        "items/{code}?",
        "items?f=csv&",
        "items?state=posted&sortby=-updated_at&q=lo&",
        "tiles/WebMercatorQuad/9/240/408?",
        "tiles/WebMercatorQuad/12/1925/3268?",
        "tiles/WebMercatorQuad/15/15401/26145?",
    ],
)
def test_doors__of_what_was_said(client, door):
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN)
    moment = quote((auctions.FILES_FROM - timedelta(seconds=1)).isoformat())
    address = f"/ogc/collections/lots/{door.format(code=lot.code)}recorded={moment}"
    response = client.get(address)
    assert response.status_code in {200, 204}, body(response)[:300]
    if "state" in door or "csv" in door:
        assert b"posted" in body(response)


def test_collection__says_that_it_can_be_asked_for_what_was_said(client):
    extent = json.loads(asked(client, "/ogc/collections/lots?f=json"))["extent"]
    assert extent["recorded"]["interval"] == [[None, None]]
    assert "temporal" not in extent
    names = [one["name"] for one in json.loads(asked(client, "/ogc/api?f=json"))["paths"]["/collections/lots/items"][
        "get"
    ]["parameters"]]  # fmt: skip
    assert "recorded" in names


def test_items__as_they_were_said_at_a_moment(client):
    lot = auctions.brought_to(LotState.REGISTRATION_OPEN)
    land.unit()

    def state(moment):
        address = f"/ogc/collections/lots/items?recorded={quote(moment.isoformat())}"
        page = json.loads(asked(client, address))
        return [(one["properties"]["code"], one["properties"]["state"]) for one in page["features"]]

    assert state(auctions.FILES_FROM + timedelta(seconds=1)) == [(lot.code, "registration_open")]
    assert state(auctions.FILES_FROM - timedelta(seconds=1)) == [(lot.code, "posted")]
    assert state(auctions.POSTED - timedelta(days=2)) == []
