"""The hash-chained log of public acts. What is told of an act, in one form of text that anybody can hash again.

entry hash = SHA-256 of (hash before, newline, payload), UTF-8, lower-case hexadecimal; the payload is JSON with sorted
keys, no spaces, no escapes of letters, instants in UTC with microseconds (docs/api/auction-log.md).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from auctions.models import AuctionDocument, Ledger, LedgerEntry, Lot, LotEvent
from land.workflow import PublishLevel

# What binds whoever takes part; said at every act, so that no later edit can pretend that it was otherwise.
_BINDING = (
    "start_price_amount",
    "step_amount",
    "deposit_amount",
    "form",
    "method",
    "files_from",
    "files_until",
    "deposit_until",
    "session_at",
    "venue",
    "area_m2",
    "right",
    "term_kind",
    "term_years",
    "bidders",
    "sold_price_amount",
    "failure",
)


def append(act: LotEvent, lot: Lot) -> LedgerEntry | None:
    """Put an act on a public lot into its chain; acts on one that is not public are told when it becomes so."""
    if lot.publish_level != PublishLevel.PUBLIC:
        return None
    return enter(chain_of(lot), told(act, lot), lot, act.at)


def chain_of(lot: Lot) -> str:
    """The session's chain, before there is one that of the yearly plan, without either the lot's own."""
    if lot.auction is not None:
        return str(lot.auction.code)
    return str(lot.plan.code) if lot.plan is not None else lot.code


def enter(code: str, content: Mapping[str, Any], lot: Lot | None, at: datetime) -> LedgerEntry:
    """Append to a chain; its row is locked until the transaction ends, so that two acts never follow the same one."""
    chain, _new = Ledger.objects.select_for_update().get_or_create(code=code)
    number, when = chain.last_number + 1, _told_at(chain, lot, at)
    payload = canonical({**content, "log": code, "number": number, "at": when})
    digest = hash_of(chain.last_hash, payload)
    made = LedgerEntry.objects.create(
        ledger=chain, number=number, lot=lot, at=when, payload=payload, hash_before=chain.last_hash, hash=digest
    )
    chain.last_number, chain.last_hash = number, digest
    chain.save(update_fields=["last_number", "last_hash"])
    return made


def _told_at(chain: Ledger, lot: Lot | None, at: datetime) -> datetime:
    """When an entry is told. Acts on two lots of a session wait for its chain after they read the clock, so one may
    come after the other with an earlier moment; what is told later is dated no earlier. The sample alone goes back."""
    if lot is not None and lot.sample:
        return at
    last = LedgerEntry.objects.filter(ledger=chain, number=chain.last_number).values_list("at", flat=True).first()
    return at if last is None else max(at, last)


def hash_of(before: str, payload: str) -> str:
    """The hash of an entry that follows another."""
    return hashlib.sha256(f"{before}\n{payload}".encode()).hexdigest()


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of a content."""
    return json.dumps(content, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in the log")


def told(act: LotEvent, lot: Lot) -> dict[str, Any]:
    """What is said of an act: never who did it at the keyboard, never who took part."""
    return {
        "act": act.verb,
        "lot": lot.code,
        "lot_version": act.lot_version,
        "attempt": act.attempt,
        "from": act.before,
        "to": act.after,
        "decision": _decision(act),
        "reason": act.reason,
        "details": act.details,
        "binding": {name: getattr(lot, name) for name in _BINDING},
        "boundary_sha256": boundary_hash(lot),
        **({"sample": True} if lot.sample else {}),
    }


def told_gone(act: LotEvent, lot: Lot) -> dict[str, Any]:
    """That a lot is public no more, and nothing else of it."""
    names = ("act", "lot", "lot_version", "attempt", "from", "to")
    said = told(act, lot)
    return {**{name: said[name] for name in names}, "details": {}, **({"sample": True} if lot.sample else {})}


def _decision(act: LotEvent) -> dict[str, Any] | None:
    if not act.decision_number:
        return None
    document: AuctionDocument | None = act.document
    return {
        "number": act.decision_number,
        "on": act.decision_on,
        "issuer": act.decision_issuer,
        "signer": act.signer,
        "document_sha256": document.sha256 if document else "",
    }


def boundary_hash(lot: Lot) -> str:
    """SHA-256 of the boundary's WKB (little endian, legal CRS): the ground that was announced, to the bit."""
    return hashlib.sha256(bytes(lot.geom.wkb)).hexdigest()
