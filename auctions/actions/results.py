"""The signed minutes: entered by one auctioneer, confirmed by another; what they bear out becomes the lot's state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import ledger, policies, proof, timing
from auctions.actions import rows, steps
from auctions.actions.drafts import PaperDraft, Upload
from auctions.actions.papers import attach_paper
from auctions.actions.rows import Decision, Why
from auctions.errors import BadTerms, GuardRefused, LotStep, TooEarly
from auctions.models import AuctionResult, Bid, Lot, PaperKind, ResultState, Winner, WinnerPerson
from auctions.models.result import RESULT_AFTER
from auctions.outcome import BidRow, Outcome
from auctions.workflow import FAILURES_OF_REGISTRATION, BidderKind, Duty, Failure, LotChange, LotState
from audit.actions import Entry, record
from gis.http.problems import NotAllowed


@dataclass(frozen=True)
class Party:
    """Who won. The name of a person is kept apart from everything else."""

    kind: BidderKind
    name: str


@dataclass(frozen=True)
class Minutes:
    """What the signed minutes of one lot say.

    Attributes:
        winner: number of the winner in the minutes, None where the auction failed.
        price: in đồng.
        sha256: of the scanned minutes, where they were kept (land/files.py).
        upload: the scanned minutes themselves; kept inside, for they name people.
    """

    number: str
    on: date
    registrants: int
    participants: int
    bids: Sequence[BidRow] = ()
    winner: int | None = None
    price: int | None = None
    failure: Failure | None = None
    party: Party | None = None
    sha256: str = ""
    upload: Upload | None = None


@transaction.atomic
def enter_result(
    *, actor: Any, lot: Lot, minutes: Minutes, expected_version: int | None = None, now: datetime | None = None
) -> AuctionResult:
    """Enter what the minutes say, for somebody else to confirm. Contradictions do not keep them out; they are named.

    Raises:
        NotAllowed: only auctioneers of the organisation.
        TooEarly: files are still taken, or the session has not begun: nobody's number may be known yet.
        BadTerms: the minutes say neither sale nor failure, or a result waits already.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_enter_result(actor, current):
        raise NotAllowed(_("Chỉ đấu giá viên của tổ chức đã ký hợp đồng nhập được kết quả."))
    at = rows.moment(now)
    _check_time(current, minutes, at)
    _check_minutes(current, minutes)
    assert current.auction is not None
    scan = _keep_scan(actor, current, minutes, at)
    made: AuctionResult = AuctionResult.objects.create(
        lot=current,
        auction=current.auction,
        attempt=current.attempt,
        minutes_number=minutes.number,
        minutes_on=minutes.on,
        registrants=minutes.registrants,
        participants=minutes.participants,
        failure=minutes.failure or "",
        winner=minutes.winner,
        price_amount=minutes.price,
        entered_by=actor,
        entered_at=at,
        minutes_sha256=scan or minutes.sha256,
    )
    Bid.objects.bulk_create(
        Bid(
            result=made,
            ordinal=bid.ordinal,
            round=bid.round,
            bidder=bid.bidder,
            amount=bid.amount,
            withdrawn=bid.withdrawn,
            invalid=bid.invalid,
        )
        for bid in minutes.bids
    )
    if minutes.party is not None and minutes.winner is not None:
        _keep_party(made, minutes.winner, minutes.party)
    _record(actor, "auction_result.entered", made)
    return made


def _keep_scan(actor: Any, lot: Lot, minutes: Minutes, at: datetime) -> str:
    """SHA-256 of the scan, "" where none came. Never public: the minutes name who bid."""
    if minutes.upload is None:
        return ""
    draft = PaperDraft(PaperKind.MINUTES, str(PaperKind.MINUTES.label), minutes.number, minutes.on)
    return attach_paper(actor=actor, lot=lot, draft=draft, content=minutes.upload.content, now=at).sha256


def _check_time(lot: Lot, minutes: Minutes, at: datetime) -> None:
    state = LotState(lot.state)
    unattended = minutes.failure in FAILURES_OF_REGISTRATION
    if state == LotState.REGISTRATION_CLOSED and unattended and lot.files_until and at >= lot.files_until:
        return
    if state != LotState.IN_SESSION or lot.session_at is None or at < lot.session_at:
        raise TooEarly(_("Chưa đến lúc nhập kết quả: pháp luật chưa cho biết có ai, bao nhiêu người tham gia."))


def _check_minutes(lot: Lot, minutes: Minutes) -> None:
    if not minutes.number.strip():
        raise BadTerms.at("minutes_number", _("Hãy ghi số biên bản."))
    sold = minutes.winner is not None and bool(minutes.price)
    if sold == (minutes.failure is not None):
        raise BadTerms.at("failure", _("Hãy ghi người trúng và giá trúng, hoặc lý do không thành."))
    if sold and (minutes.party is None or not minutes.party.name.strip()):
        raise BadTerms.at("winner_name", _("Hãy ghi người trúng đấu giá."))
    if AuctionResult.objects.filter(lot=lot, attempt=lot.attempt).exclude(state=ResultState.REJECTED).exists():
        raise BadTerms(_("Lần đấu giá này đã có kết quả được nhập."))


def _keep_party(result: AuctionResult, bidder: int, party: Party) -> None:
    is_person = party.kind == BidderKind.PERSON
    winner = Winner.objects.create(
        result=result, bidder=bidder, kind=party.kind, organisation="" if is_person else party.name.strip()
    )
    if is_person:
        WinnerPerson.objects.create(winner=winner, name=party.name.strip())


@transaction.atomic
def reject_result(*, actor: Any, result: AuctionResult, reason: str, now: datetime | None = None) -> AuctionResult:
    """Send a result back to be entered anew.

    Raises:
        NotAllowed: not the second person's.
        BadTerms: no reason.
    """
    current = _to_decide(actor, result, ResultState.REJECTED)
    if not reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do trả lại."))
    return _decided(actor, current, ResultState.REJECTED, rows.moment(now), reason)


@transaction.atomic
def confirm_result(*, actor: Any, result: AuctionResult, now: datetime | None = None) -> Lot:
    """Confirm a result: the lot is sold provisionally, or failed.

    Raises:
        NotAllowed: whoever entered it may not confirm it.
        GuardRefused: the minutes contradict the rules or themselves; each contradiction is named.
    """
    rows.locked_one(result.lot)
    current = _to_decide(actor, result, ResultState.CONFIRMED)
    if found := proof.contradictions(current):
        raise GuardRefused(" ".join(found), [{"field": "", "detail": sentence} for sentence in found])
    at = rows.moment(now)
    _decided(actor, current, ResultState.CONFIRMED, at)
    return _conclude(actor, current, at)


def _conclude(actor: Any, result: AuctionResult, at: datetime) -> Lot:
    details = told(result)
    changed: dict[str, Any]
    if result.failure:
        target = LotState.FAILED
        changed = {"failure": result.failure, "sold_price_amount": None, "sold_on": None}
    else:
        target = LotState.SOLD_PROVISIONAL
        changed = {"failure": "", "sold_price_amount": result.price_amount, "sold_on": result.minutes_on}
    minutes = Decision(result.minutes_number, result.minutes_on)
    return steps.take(result.lot, target, Why(actor, minutes, details=details), changed=changed, now=at)


def told(result: AuctionResult) -> dict[str, Any]:
    """What the public log says of the minutes: counts and prices by number, no person."""
    return {
        "registrants": result.registrants,
        "participants": result.participants,
        "failure": result.failure,
        "winner": result.winner,
        "price_amount": result.price_amount,
        "minutes_sha256": result.minutes_sha256,
        "bids": [
            [bid.ordinal, bid.round, bid.bidder, bid.amount, bid.withdrawn, bid.invalid]
            for bid in result.bids.order_by("ordinal")
        ],
    }


@transaction.atomic
def refuse_win(
    *,
    actor: Any,
    lot: Lot,
    refused: Sequence[int],
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """The winner will not sign. The next one wins if the law lets him and he accepts; else the auction failed.

    Args:
        refused: numbers of all who refused, the winner first.

    Raises:
        NotAllowed, LotStep, BadTerms: see `steps.take`.
        GuardRefused: somebody comes next.
    """
    why = Why(actor, reason=reason, details={"refused": list(refused)})
    changed = {"failure": Failure.WINNER_REFUSED, "sold_price_amount": None, "sold_on": None}
    current = rows.locked_one(lot, expected_version)
    at = rows.moment(now)
    done = steps.take(current, LotState.FAILED, why, changed=changed, now=at)
    Winner.objects.filter(result__lot=lot, result__attempt=lot.attempt, refused_at=None).update(refused_at=at)
    done.attempts.filter(number=done.attempt).update(refusals=len(refused))
    return done


@transaction.atomic
def award_next(
    *,
    actor: Any,
    lot: Lot,
    refused: Sequence[int],
    party: Party,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """The winner refused and the next one accepts: his price and the lost deposit reach the price refused (art 51).

    Args:
        refused: numbers of all who refused, the winner first.
        party: who accepts.

    Raises:
        NotAllowed: only auctioneers of the organisation.
        LotStep: nobody won provisionally.
        GuardRefused: nobody may come next, or whoever won by now is not among those who refused.
        BadTerms: no reason.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_enter_result(actor, current):
        raise NotAllowed(_("Chỉ đấu giá viên của tổ chức đã ký hợp đồng làm được việc này."))
    result = proof.confirmed(current)
    if current.state != LotState.SOLD_PROVISIONAL or result is None:
        raise LotStep(_("Lô %(code)s không ở bước chờ công nhận.") % {"code": current.code})
    if not reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do; lý do được công bố."))
    following = _following(result, refused)
    at, number = rows.moment(now), min(following.winners)
    result.winners.filter(refused_at=None).update(refused_at=at)
    _keep_party(result, number, party)
    why = Why(
        actor,
        reason=reason,
        details={
            "verb": "lot.award_next",
            "refused": list(refused),
            "winner": number,
            "price_amount": following.price,
        },
    )
    done = rows.write(current, {"sold_price_amount": following.price}, LotChange.STEP, why, at)
    done.attempts.filter(number=done.attempt).update(price_amount=following.price, refusals=len(refused))
    ledger.append(rows.event(done, "award_next", done.state, why, at), done)
    return done


def _following(result: AuctionResult, refused: Sequence[int]) -> Outcome:
    """What the minutes come to once all of `refused` are left out."""
    if not result.winners.filter(refused_at=None, bidder__in=refused).exists():
        raise GuardRefused(_("Người trúng hiện nay không ở trong số người từ chối."))
    following = proof.recomputed(result, frozenset(refused))
    if result.winner not in refused or following.failure or not following.winners:
        raise GuardRefused(_("Không có người trả giá liền kề đủ điều kiện trúng."))
    return following


def _to_decide(actor: Any, result: AuctionResult, target: ResultState) -> AuctionResult:
    current: AuctionResult = (
        AuctionResult.objects.select_for_update(of=("self",)).select_related("lot").get(pk=result.pk)
    )
    if target not in RESULT_AFTER[ResultState(current.state)]:
        raise LotStep(_("Kết quả này đã được xử lý. Hãy tải lại trang."))
    if not policies.can_decide_result(actor, current):
        raise NotAllowed(_("Người nhập kết quả không tự xác nhận; cần đấu giá viên thứ hai của tổ chức."))
    return current


def _decided(actor: Any, result: AuctionResult, state: ResultState, at: datetime, reason: str = "") -> AuctionResult:
    result.state, result.decided_by, result.decided_at, result.reason = state, actor, at, reason
    result.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _record(actor, f"auction_result.{state.value}", result, reason)
    return result


def _record(actor: Any, verb: str, result: AuctionResult, reason: str = "") -> None:
    record(actor=actor, entries=[Entry(verb, "auction_result", str(result.pk), result.lot.code, reason=reason)])


def duties_of(lot: Lot) -> list[str]:
    """What the organisation still has to do after the session, by kind."""
    open_terms = timing.running(lot)
    return [kind.value for kind in Duty if kind in open_terms]


@transaction.atomic
def fulfil_duty(
    *, actor: Any, lot: Lot, kind: str, note: str = "", expected_version: int | None = None, now: datetime | None = None
) -> Lot:
    """Say that deposits were given back, the result is in the register, or the dossier went to the owner.

    Raises:
        NotAllowed: only auctioneers of the organisation.
        LotStep: nothing of the kind is due.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_enter_result(actor, current):
        raise NotAllowed(_("Chỉ đấu giá viên của tổ chức đã ký hợp đồng làm được việc này."))
    at = rows.moment(now)
    if kind not in Duty.values or timing.close(current, kind, at) is None:
        raise LotStep(_("Lô %(code)s không có việc này đang chờ.") % {"code": current.code})
    why = Why(actor, reason=note, details={"kind": kind})
    ledger.append(rows.event(current, "fulfil", current.state, why, at), current)
    rows.logged(actor, "lot.fulfilled", current, note, after={"kind": kind})
    return current
