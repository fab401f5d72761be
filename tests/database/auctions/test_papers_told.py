"""Public documents are public acts: told by the log once and for good, withdrawn in public; internal ones never are."""

import io
import json

import pytest

from auctions.actions import lots, papers
from auctions.actions.drafts import PaperDraft
from auctions.models import AuctionDocument, LedgerEntry, Lot, LotEvent, PaperKind
from auctions.workflow import LotState
from land.workflow import PublishLevel
from tests.database.auctions.desk import PDF, REASON, address, client_of, do, pdf, text_of
from tests.factories import auctions

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return auctions.people()


def attached(who, of, level=PublishLevel.PUBLIC, content=PDF, **more):
    own = {"kind": PaperKind.RULES, "title": "Quy chế cuộc đấu giá", "number": "07/QC-ĐG"} | more
    return papers.attach_paper(
        actor=who.auctioneer, draft=PaperDraft(**own), content=io.BytesIO(content), level=level, **of
    )


def last_of(lot):
    return json.loads(LedgerEntry.objects.filter(lot=lot).order_by("number").last().payload)


def test_public_paper__is_told_without_its_title(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    made = attached(who, {"lot": lot})
    told = last_of(lot)
    assert (told["act"], told["from"], told["to"]) == ("paper", "posted", "posted")
    assert told["details"] == {"kind": "rules", "number": "07/QC-ĐG", "sha256": made.sha256}
    assert "Quy chế cuộc" not in LedgerEntry.objects.filter(lot=lot).order_by("number").last().payload
    page = text_of(client_of(None).get(f"/lots/{lot.code}/"))
    assert "Công khai văn bản" in page
    assert "Quy chế cuộc đấu giá 07/QC-ĐG" in page


def test_internal_paper__is_not_told(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    before = LedgerEntry.objects.count(), LotEvent.objects.count()
    attached(who, {"lot": lot}, PublishLevel.INTERNAL)
    assert (LedgerEntry.objects.count(), LotEvent.objects.count()) == before


def test_paper_of_a_session__is_told_of_each_lot(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    attached(who, {"auction": lot.auction})
    assert last_of(lot)["act"] == "paper"
    assert LotEvent.objects.filter(verb="paper").count() == Lot.objects.filter(auction=lot.auction).count()


def test_paper_of_a_lot_that_is_not_public__is_told_when_it_becomes_so(who):
    lot = auctions.brought_to(LotState.ORG_CONTRACTED, who)
    attached(who, {"lot": lot})
    assert not LedgerEntry.objects.exists()
    lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.PUBLIC)
    assert "paper" in {act["act"] for act in last_of(lot)["earlier"]}


def test_withdrawn__is_told_with_its_reason(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    made = attached(who, {"lot": lot})
    client = client_of(who.auctioneer)
    path = f"/auctions/desk/documents/{made.pk}/withdraw/"
    assert "Việc thu hồi và lý do được công bố" in text_of(client.get(path))
    refused = client.post(path, {"reason": "Có số điện thoại 0912 345 678 của người dân"})
    assert refused.status_code == 400
    assert "0912 345 678” giống số căn cước hoặc số điện thoại" in text_of(refused)
    assert client.post(path, {"reason": "Đăng nhầm bản chưa ký"}).status_code == 302
    told = last_of(lot)
    assert (told["act"], told["reason"]) == ("paper_withdrawn", "Đăng nhầm bản chưa ký")


def test_numbers_of_people__are_refused_in_what_is_published(who):
    lot = auctions.brought_to(LotState.POSTED, who)
    own = {"kind": "other", "level": "public", "file": pdf(), "title_of_paper": "Đơn của ông A, CCCD 077085001234"}
    answer = do(who.auctioneer, lot, "paper", **own)
    assert answer.status_code == 400
    assert "title_of_paper" in answer.context["form"].errors
    assert not AuctionDocument.objects.exists()
    stopped = do(who.fund, lot, "withdraw", reason="Theo đề nghị của bà B, điện thoại 0912345678")
    assert stopped.status_code == 400
    assert "reason" in stopped.context["form"].errors
    assert Lot.objects.get().state == LotState.POSTED
    assert "lưu mãi trong nhật ký công khai" in text_of(client_of(who.fund).get(address(lot, "withdraw")))
    assert do(who.fund, lot, "withdraw", **REASON).status_code == 302
