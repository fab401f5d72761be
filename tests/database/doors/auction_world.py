"""Lots of every level among the plots of the ward, by the real acts: planned, in a session, held, sold, taken back."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from auctions import facts, offers
from auctions.actions import asking, deciding, lots, papers, results, sessions
from auctions.actions.drafts import PaperDraft
from auctions.inquiry_states import InquiryKind
from auctions.models import Auction, AuctionDocument, Inquiry, Lot, PaperKind
from auctions.pages.acts import FORMS
from auctions.pages.prints import PRINTS
from auctions.workflow import BidderKind, LotState
from land.workflow import PublishLevel
from tests.database.land.test_documents import PDF
from tests.factories import auctions, land
from tests.factories.auctions import POSTED, SESSION, START, People, decision
from worktime import reading

PUBLIC_LOTS = {"LOMOTEN", "LOPHIENTEN", "LOXONGTEN", "VBMO", "TRALOIMO"}
# Read by whoever reads the ward from inside, and by the agency whose land it is.
LOTS_INSIDE = {"LOKINTEN", "LOKINGHICHU", "LOMOGHICHU"}
# Also by the organisation that runs the session.
LOTS_OF_SESSION = {"LOHDTEN", "LOTHUHOITEN"}
# The session and papers that are not public: by all of these.
SESSIONS_INSIDE = {"PHIENKIN", "PHIENTHUHOI", "VBCUOCKIN", "VBLOKIN"}
OF_SESSIONS = {"contracted": "PHIENKIN", "taken back": "PHIENTHUHOI"}
ON_DESK = {"BBKIN"}  # minutes that nobody confirmed yet: shown on the desk alone
QUESTIONS = {"CAUHOIKIN"}  # for whoever may answer
NOBODYS = {"NGUOITRUNGKIN"}  # a person's name, read by an act with a reason
WORDS_OF_LOTS = PUBLIC_LOTS | LOTS_INSIDE | LOTS_OF_SESSION | SESSIONS_INSIDE | ON_DESK | QUESTIONS | NOBODYS

ACTS = "auctions/desk/lots/<str:code>/<slug:name>/"
OF_LOTS = ("lots/", "auctions/")  # how addresses of auctions begin
NAME = "Nguyễn Thị NGUOITRUNGKIN"


@dataclass
class Sale:
    """What is for sale in the ward."""

    lots: dict[str, Lot] = field(default_factory=dict)
    sessions: list[Auction] = field(default_factory=list)
    documents: list[AuctionDocument] = field(default_factory=list)
    question: Inquiry | None = None

    def values(self, route: str, part: str) -> list[Any] | None:
        """What a part of an address of lots stands for; None for addresses of others."""
        if not route.startswith(OF_LOTS):
            return None
        if part == "code":
            return self._codes(route)
        if part == "name":
            return list(PRINTS)
        if part == "pk":
            return [self.question.pk] if "questions/" in route else [paper.pk for paper in self.documents]
        raise LookupError(f"/{route}: say here what <{part}> stands for, so that the tests of doors ask for it")

    def acts(self, readers: Iterable[User | None]) -> list[tuple[str, str]]:
        """Lots and what is offered of them to anybody, and one act that is not; each is a page of its own."""
        known = [reader for reader in readers if reader is not None]
        offered = {
            (lot.code, name) for lot in self.lots.values() for reader in known for name in offers.acts_for(reader, lot)
        }
        return sorted(offered & {(code, name) for code, _name in offered for name in FORMS}) + [
            (lot.code, "certify") for lot in self.lots.values()
        ]

    def _codes(self, route: str) -> list[str]:
        if "log/" in route:
            return [self.sessions[2].code, self.lots["open"].plan.code]
        of_lots = route.startswith(("lots/", "auctions/desk/lots/"))
        return [lot.code for lot in self.lots.values()] if of_lots else [one.code for one in self.sessions]


def plant(owner_of: People) -> Sale:
    """Everything that is sold or will be; the calendar and the bounds of the law with it."""
    reading.forget()
    call_command("load_calendar", verbosity=0)
    facts.load_facts(settings.BASE_DIR / "data" / "facts")
    who, sale = owner_of, Sale()
    sale.lots = {
        "hidden": auctions.planned(who, name="LOKINTEN", note="LOKINGHICHU"),
        "open": _published(who, auctions.planned(who, name="LOMOTEN", note="LOMOGHICHU")),
        "taken back": _published(who, auctions.planned(who, name="LOTHUHOITEN")),
        "contracted": auctions.brought_to(LotState.AUCTION_DECIDED, who, name="LOHDTEN"),
        "held": auctions.brought_to(LotState.IN_SESSION, who, name="LOPHIENTEN"),
        "sold": _sold(who),
    }
    coming, gone = (_session(who, sale.lots[name], title) for name, title in OF_SESSIONS.items())
    lots.publish_lot(actor=who.manager, lot=sale.lots["taken back"], level=PublishLevel.INTERNAL, now=POSTED)
    deciding.contract_organisation(actor=who.fund, lot=sale.lots["contracted"], decision=decision(), now=POSTED)
    said = auctions.minutes(number="BBKIN")
    results.enter_result(actor=who.auctioneer, lot=sale.lots["held"], minutes=said, now=SESSION)
    sale.sessions = [coming, gone, sale.lots["held"].auction, sale.lots["sold"].auction]
    sale.documents = [
        _paper(who, "VBLOKIN", b"1", lot=sale.lots["held"]),
        _paper(who, "VBCUOCKIN", b"2", auction=sale.lots["held"].auction),
        _paper(who, "VBMO", b"3", level=PublishLevel.PUBLIC, lot=sale.lots["held"]),
    ]
    sale.question = _questions(who, sale.lots["held"])
    return sale


def _session(who: People, lot: Lot, title: str) -> Auction:
    made = auctions.session(who, lot)
    return sessions.edit_auction(actor=who.fund, auction=made, values={"title": title}, now=START + timedelta(days=3))


def _published(who: People, lot: Lot) -> Lot:
    return lots.publish_lot(actor=who.manager, lot=lot, level=PublishLevel.PUBLIC, now=START + timedelta(days=1))


def _sold(who: People) -> Lot:
    lot = auctions.brought_to(LotState.IN_SESSION, who, name="LOXONGTEN")
    party = results.Party(BidderKind.PERSON, NAME)
    lot = auctions.conclude(who, lot, auctions.minutes(party=party))
    return auctions.WAY[LotState.RECOGNISED](who, lot)


def _paper(who: People, title: str, content: bytes, level=PublishLevel.INTERNAL, **of: Any) -> AuctionDocument:
    draft = PaperDraft(PaperKind.OTHER, title)
    return papers.attach_paper(
        actor=who.fund, draft=draft, content=io.BytesIO(PDF + content), level=level, now=SESSION, **of
    )


def _questions(who: People, lot: Lot) -> Inquiry:
    """One that was answered, and one that waits."""
    told = {"kind": InquiryKind.QUESTION, "lot": lot, "now": POSTED}
    answered = asking.ask_about_lot(text="Đất này xây được mấy tầng?", **told)
    asking.answer_inquiry(actor=who.fund, inquiry=answered, public_text="Mấy tầng?", answer="TRALOIMO", now=POSTED)
    return asking.ask_about_lot(text="CAUHOIKIN Nguyễn Văn B hỏi", **told)


def houses(found: dict[str, User | None]) -> None:
    """Auctioneers of the organisation that runs the sessions, and of another."""
    own, other = auctions.organisation(), auctions.organisation("dgkhac", "Công ty đấu giá khác")
    for name, house in (("auctioneer", own), ("other_auctioneer", other)):
        found[name].assignments.get().agencies.set([house.agency])


def people(own: dict[str, User | None]) -> People:
    """Who acts: the people of the sample process, apart from those who read."""
    made = auctions.people()
    assert made.owner == land.agency()
    assert own["auctioneer"].assignments.get().agencies.get() == made.organisation.agency
    return made
