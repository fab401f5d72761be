"""The public log as files: what the doors stream and the stand-alone verifier reads (docs/api/auction-log.md).

Every file is one text for one content, so that a changed byte is a found byte even where it means nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Min

from auctions.ledger import canonical
from auctions.models import Ledger, LedgerEntry, LedgerSeal

_PUBLIC = None  # everybody reads the log by the public connection: what officials see of it is what is published


def chains(before: str = "", limit: int | None = None) -> list[Ledger]:
    """The chains, the newest session first; `before` a code."""
    rows = Ledger.objects.visible_to(_PUBLIC).filter(last_number__gt=0).order_by("-code")
    if before:
        rows = rows.filter(code__lt=before)
    return list(rows[:limit] if limit else rows)


def chain(code: str) -> Ledger | None:
    """One chain."""
    found: Ledger | None = Ledger.objects.visible_to(_PUBLIC).filter(pk=code, last_number__gt=0).first()
    return found


def entry_lines(of: Ledger) -> Iterator[bytes]:
    """A line of JSON for each entry, in order, and one that closes the file with how many there are."""
    entries = LedgerEntry.objects.visible_to(_PUBLIC).filter(ledger=of.pk, number__lte=of.last_number)
    # Not by a cursor of the server: a reader who goes away would leave it open, and a chain is small.
    for payload, before, digest in entries.order_by("number").values_list("payload", "hash_before", "hash"):
        yield _line({"payload": payload, "hash_before": before, "hash": digest})
    yield _line({"log": of.code, "entries": of.last_number, "hash": of.last_hash})


def chain_lines() -> Iterator[bytes]:
    """A line of JSON for each chain: code, entries, hash of the last one."""
    for one in chains():
        yield _line({"log": one.code, "entries": one.last_number, "hash": one.last_hash})


def seals_tag() -> tuple[Any, int]:
    """What changes when a seal is added: the last day, and how many there are."""
    last = last_seals(1)
    return (last[0].signature if last else "", LedgerSeal.objects.visible_to(_PUBLIC).count())


def seal_pieces() -> Iterator[bytes]:
    """All seals as one JSON document with a seal a line, by day."""
    yield b'{"seals":['
    count, comma = 0, "\n"
    seals = LedgerSeal.objects.visible_to(_PUBLIC).order_by("day").values_list("payload", "signature", "key")
    for payload, signature, key in seals:
        yield comma.encode() + _line({"payload": payload, "signature": signature, "key": key})[:-1]
        count, comma = count + 1, ",\n"
    yield f'\n],"count":{count}}}\n'.encode()


def last_seals(limit: int) -> list[LedgerSeal]:
    """The last seals, the newest first."""
    return list(LedgerSeal.objects.visible_to(_PUBLIC).order_by("-day")[:limit])


def keys() -> list[dict[str, Any]]:
    """Every public key that ever sealed, with its days, the newest first. An old key stays: its seals have to hold."""
    seals = LedgerSeal.objects.visible_to(_PUBLIC).order_by().values("key")
    found = seals.annotate(first=Min("day"), last=Max("day")).order_by("-last")
    return [
        {"algorithm": "Ed25519", "key": one["key"], "first_day": one["first"], "last_day": one["last"]} for one in found
    ]


def _line(content: dict[str, Any]) -> bytes:
    return f"{canonical(content)}\n".encode()
