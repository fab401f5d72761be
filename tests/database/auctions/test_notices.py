"""Notices of the national portal: linked by code or by organisation and minute, never taken over what was posted."""

import csv
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from auctions.actions.notices import link_notice
from auctions.exports.national_notice import milliseconds
from auctions.loading.national_notice import differences, match, read_notices
from auctions.models import Auction, Lot, LotVersion
from auctions.workflow import LotState
from gis.http.problems import NotAllowed
from tests.factories import auctions

pytestmark = pytest.mark.django_db


def exported(client, auction):
    return json.loads(client.get(f"/auctions/{auction.code}/notice.json").content)


def test_notice__and_back_again_differs_in_nothing(client):
    lot = auctions.brought_to(LotState.POSTED)
    said = exported(client, lot.auction)
    assert said["aucTime"] == milliseconds(auctions.SESSION)
    assert said["startPrice"] == auctions.PRICE
    assert said["propertyTypeName"] == "Quyền sử dụng đất"
    ((notice,), faults) = read_notices(json.dumps(said))
    assert faults == []
    assert match(notice) == lot.auction
    assert differences(lot.auction, notice) == []


def test_notice__a_session_that_is_not_public_is_not_there(client):
    lot = auctions.brought_to(LotState.ORG_CONTRACTED)
    assert client.get(f"/auctions/{lot.auction.code}/notice.json").status_code == 404


def test_differences__each_field_and_only_proposals_before_posting(client):
    lot = auctions.brought_to(LotState.ORG_CONTRACTED)
    auction = Auction.objects.get(pk=lot.auction_id)
    row = {
        "noticeCode": "TS_1", "org_name": auction.organisation.agency.name, "titleName": "Tên khác",
        "aucTime": milliseconds(auctions.SESSION), "aucRegTimeEnd": 1789092000000, "startPrice": 1,
    }  # fmt: skip
    ((notice,), _faults) = read_notices(json.dumps([row]))
    assert match(notice) == auction
    found = {one.field: one for one in differences(auction, notice)}
    assert set(found) == {"titleName", "aucRegTimeEnd", "startPrice"}
    assert [name for name, one in found.items() if one.proposed] == ["aucRegTimeEnd"]
    posted = auctions.brought_to(LotState.POSTED)
    told = Auction.objects.get(pk=posted.auction_id)
    assert [one.field for one in differences(told, notice) if one.proposed] == []


def test_match__another_organisation_or_minute():
    auction = auctions.brought_to(LotState.POSTED).auction
    name, at = auction.organisation.agency.name, milliseconds(auctions.SESSION)
    for row, found in (
        ({"org_name": name.upper(), "aucTime": at}, auction),
        ({"org_name": "Tổ chức khác", "aucTime": at}, None),
        ({"org_name": name, "aucTime": at + 60_000}, None),
    ):
        ((notice,), _faults) = read_notices(json.dumps(row))
        assert match(notice) == found, row


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ([1], ""),
        ([{"noticeCode": "TS_1", "aucTime": "mai"}], "aucTime"),
        ([{"noticeCode": "TS_1", "aucTime": 1789092000}], "aucTime"),
        ([{"noticeCode": "TS_1", "aucTime": 10**30}], "aucTime"),
        ([{"noticeCode": "x" * 81}], "noticeCode"),
        ([{"noticeCode": "TS_1", "noticeUrl": "javascript:alert(1)"}], "noticeUrl"),
        ([{"noticeCode": "TS_1", "startPrice": -1}], "startPrice"),
        ([{"noticeCode": "TS_1", "deposit": "NaN"}], "deposit"),
        ([{"titleName": "Không mã"}], "noticeCode"),
    ],
)
def test_read_notices__what_cannot_be_used_says_where_and_how_to_mend(row, field):
    notices, (fault,) = read_notices(json.dumps(row))
    assert notices == []
    assert (fault.place, fault.field) == (1, field)
    assert fault.detail
    assert fault.mend


def test_link_notice__versions_of_the_lots_and_nothing_that_was_posted():
    lot = auctions.brought_to(LotState.POSTED)
    before = LotVersion.objects.filter(lot=lot).count()
    assert link_notice(actor=None, auction=lot.auction, code="TS_9", url="https://dgts.example/9")
    now = Lot.objects.get(pk=lot.pk)
    assert (now.notice_code, now.notice_url, now.session_at) == ("TS_9", "https://dgts.example/9", auctions.SESSION)
    assert LotVersion.objects.filter(lot=lot).count() == before + 1
    assert not link_notice(actor=None, auction=lot.auction, code="TS_9", url="")
    assert LotVersion.objects.filter(lot=lot).count() == before + 1


def test_link_notice__not_by_a_stranger():
    who = auctions.people()
    lot = auctions.brought_to(LotState.POSTED, who)
    with pytest.raises(NotAllowed):
        link_notice(actor=who.registry, auction=lot.auction, code="TS_9", url="")


def test_import_auction_notice__links_and_reports(tmp_path, capsys):
    lot = auctions.brought_to(LotState.POSTED)
    at = int(datetime(2026, 9, 12, tzinfo=UTC).timestamp() * 1000)
    rows = [
        {"noticeCode": "TS_7", "org_name": lot.organisation.agency.name, "aucTime": milliseconds(auctions.SESSION),
         "aucRegTimeEnd": at},
        {"noticeCode": "TS_8"},
        {"aucTime": 1},
    ]  # fmt: skip
    file = tmp_path / "notices.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    call_command("import_auction_notice", file, "--dry-run", "--report", tmp_path / "dry")
    assert Auction.objects.get(pk=lot.auction_id).notice_code == ""
    call_command("import_auction_notice", file, "--report", tmp_path / "real")
    auction = Auction.objects.get(pk=lot.auction_id)
    assert (auction.notice_code, auction.files_until) == ("TS_7", auctions.FILES_UNTIL)
    for folder in ("dry", "real"):
        (_head, *told) = csv.reader((tmp_path / folder / "differences.csv").open(encoding="utf-8-sig"))
        assert [(row[1], row[3], row[6]) for row in told] == [(auction.code, "aucRegTimeEnd", "")]
        (_head, *refused) = csv.reader((tmp_path / folder / "refused.csv").open(encoding="utf-8-sig"))
        assert sorted(row[0] for row in refused) == ["2", "3"]
