"""Documents of lots and sessions: attached by an act of their own or with the decision that they are; withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import ledger, policies, privacy
from auctions.actions import rows
from auctions.actions.drafts import PaperDraft, Upload
from auctions.actions.rows import Why
from auctions.errors import BadTerms
from auctions.models import Auction, AuctionDocument, Lot, PaperKind
from auctions.workflow import Verb
from audit.actions import Entry, record
from gis.http.problems import NotAllowed
from land import files
from land.workflow import PublishLevel

_LEVELS: Final = frozenset({PublishLevel.PUBLIC, PublishLevel.INTERNAL})
# What the paper of an act is; other acts rest on "other".
_KIND_OF: Final[Mapping[str, PaperKind]] = {
    Verb.APPROVE_PLAN: PaperKind.PLAN,
    Verb.SET_START_PRICE: PaperKind.PRICE,
    Verb.DECIDE_AUCTION: PaperKind.DECISION,
    Verb.CONTRACT_ORGANISATION: PaperKind.CONTRACT,
    Verb.RECOGNISE: PaperKind.RESULT,
}


@transaction.atomic
def attach_paper(
    *,
    actor: Any,
    draft: PaperDraft,
    content: IO[bytes],
    lot: Lot | None = None,
    auction: Auction | None = None,
    level: PublishLevel = PublishLevel.INTERNAL,
    now: datetime | None = None,
) -> AuctionDocument:
    """Attach a document to a lot or to a session, one of them.

    Args:
        level: public or internal; a public one is shown as soon as its lot or session is, and told by the public log.

    Raises:
        NotAllowed: neither owner, organisation nor department of it.
        BadFile: the file is too large or of a kind that is not kept.
        BadTerms: no title, another level, the number of a person in what is published, or the same file stands there.
    """
    if not policies.can_attach_paper(actor, lot, auction):
        raise NotAllowed(_("Bạn không đính kèm được văn bản ở đây."))
    if not draft.title.strip():
        raise BadTerms.at("title", _("Hãy ghi trích yếu của văn bản."))
    at = rows.moment(now)
    touched = _locked(lot, auction)
    made = _kept(actor, draft, Upload(content, level), (lot, auction), at)
    if level == PublishLevel.PUBLIC:
        _tell(touched, made, Verb.PAPER, Why(actor), at)
    return made


def _locked(lot: Lot | None, auction: Auction | None) -> list[Lot]:
    """The lots that a document is about, in the order of locks: session, lots."""
    if auction is not None:
        return rows.locked_auction(auction)[1]
    return rows.locked([lot] if lot is not None else [])


def _tell(lots: Sequence[Lot], document: AuctionDocument, verb: Verb, why: Why, at: datetime) -> None:
    """What everybody may open, or no longer may, is a public act. Its title is not told: it can be taken back."""
    day = document.issued_on.isoformat() if document.issued_on else ""
    said = {"kind": document.kind, "number": document.number, "issued_on": day, "sha256": document.sha256}
    told = {name: value for name, value in said.items() if value}
    for lot in lots:
        ledger.append(rows.event(lot, verb, lot.state, replace(why, details=told), at), lot)


def _kept(
    actor: Any, draft: PaperDraft, upload: Upload, of: tuple[Lot | None, Auction | None], at: datetime
) -> AuctionDocument:
    lot, auction = of
    if upload.level not in _LEVELS:
        raise BadTerms.at("level", _("Hãy chọn mức công khai khác."))
    if upload.level == PublishLevel.PUBLIC:
        privacy.check_published("title", draft.title)
        privacy.check_published("number", draft.number)
    stored = files.store(upload.content)
    standing = AuctionDocument.objects.filter(lot=lot, auction=auction, sha256=stored.sha256, withdrawn_at=None)
    if standing.exists():
        raise BadTerms.at("file", _("Tệp này đã được đính kèm."))
    made: AuctionDocument = AuctionDocument.objects.create(
        lot=lot,
        auction=auction,
        kind=draft.kind,
        title=draft.title.strip(),
        number=draft.number,
        issued_on=draft.issued_on,
        issuer=draft.issuer,
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        publish_level=upload.level,
        attached_at=at,
        attached_by=str(actor)[:200],
    )
    _record(actor, "paper_attached", made)
    return made


def kept_with(why: Why, lot: Lot, verb: str, at: datetime) -> Why:
    """The act with its paper kept as a document of the lot; as it was where no file came with it.

    In the transaction of the act: when the act is refused, no document is left.

    Raises:
        NotAllowed, BadFile, BadTerms: as for `attach_paper`.
    """
    decision = why.decision
    if decision is None or decision.upload is None:
        return why
    if not policies.can_attach_paper(why.actor, lot, None):
        raise NotAllowed(_("Bạn không đính kèm được văn bản ở đây."))
    draft = PaperDraft(
        _KIND_OF.get(verb, PaperKind.OTHER), str(Verb(verb).label), decision.number, decision.on, decision.issuer
    )
    made = _kept(why.actor, draft, decision.upload, (lot, None), at)
    return replace(why, decision=replace(decision, document=made, upload=None))


@transaction.atomic
def withdraw_paper(
    *, actor: Any, document: AuctionDocument, reason: str, now: datetime | None = None
) -> AuctionDocument:
    """Take a document back: nobody outside is shown it any more, the file and the reason stay.

    Of a public one this is a public act: the log tells it with its reason.

    Raises:
        NotAllowed: as for `attach_paper`.
        BadTerms: no reason, one with the number of a person, or it is withdrawn already.
    """
    touched = _locked(document.lot, document.auction)
    current: AuctionDocument = AuctionDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not policies.can_attach_paper(actor, current.lot, current.auction):
        raise NotAllowed(_("Bạn không thu hồi được văn bản này."))
    if not reason.strip() or current.withdrawn_at is not None:
        raise BadTerms.at("reason", _("Hãy ghi lý do thu hồi; văn bản chỉ thu hồi được một lần."))
    at = rows.moment(now)
    current.withdrawn_at, current.withdrawn_reason = at, reason.strip()
    current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    if current.publish_level == PublishLevel.PUBLIC:
        _tell(touched, current, Verb.PAPER_WITHDRAWN, Why(actor, reason=reason.strip()), at)
    _record(actor, "paper_withdrawn", current, reason)
    return current


def _record(actor: Any, verb: str, document: AuctionDocument, reason: str = "") -> None:
    kind, of = ("lot", document.lot) if document.lot is not None else ("auction", document.auction)
    said = {"title": document.title, "sha256": document.sha256, "level": document.publish_level}
    entry = Entry(f"{kind}.{verb}", kind, str(of.pk), of.code, after=said, reason=reason)
    record(actor=actor, entries=[entry])
