"""Sealing the public log: what all chains ended with on a day, signed by the server's key, day after day."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import policies
from auctions.actions import rows
from auctions.errors import SealRefused
from auctions.ledger import canonical
from auctions.models import LedgerEntry, LedgerSeal
from auctions.signing import public_hex, sign_hex, signing_key
from audit.actions import Entry, record
from gis.http.problems import NotAllowed

# Chain -> number and hash of its last entry.
Tips = Mapping[str, tuple[int, str]]


@transaction.atomic
def seal_day(*, actor: Any, day: date, now: datetime | None = None) -> LedgerSeal:
    """Sign what the chains ended with on a day that is over; a sealed day stays as it is.

    Raises:
        NotAllowed: a person asks; only the server seals.
        SealRefused: the day is not over in Việt Nam, or the day before it has no seal.
    """
    if not policies.can_seal_log(actor):
        raise NotAllowed(_("Chỉ máy chủ niêm phong nhật ký."))
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE auctions_ledgerseal IN SHARE ROW EXCLUSIVE MODE")  # two sealers would fork the chain
    present: LedgerSeal | None = LedgerSeal.objects.filter(day=day).first()
    if present is not None:
        return present
    at, last = rows.moment(now), LedgerSeal.objects.order_by("-day").first()
    _check_day(day, last, at)
    key = signing_key(Path(settings.AUCTION_LOG_KEY))
    payload = _payload(day, at, last)
    made: LedgerSeal = LedgerSeal.objects.create(
        day=day, payload=payload, signature=sign_hex(key, payload), key=public_hex(key), sealed_at=at
    )
    if last is None or last.key != made.key:
        entry = Entry("auction_log.key", "auction_log", str(day), str(day), after={"key": made.key})
        record(actor=actor, entries=[entry])
    return made


def seal_missing(*, actor: Any, now: datetime | None = None) -> list[LedgerSeal]:
    """Seal every day since the last seal that is over; the first seal is of yesterday and holds all that came before.

    Each day in a transaction of its own: what is sealed stays sealed when the machine stops in the middle.
    """
    yesterday = timezone.localtime(rows.moment(now)).date() - timedelta(days=1)
    last = LedgerSeal.objects.order_by("-day").first()
    day = last.day + timedelta(days=1) if last else yesterday
    if last is None and not LedgerEntry.objects.filter(at__lt=end_of(day)).exists():
        return []
    made = []
    while day <= yesterday:
        made.append(seal_day(actor=actor, day=day, now=now))
        day += timedelta(days=1)
    return made


def end_of(day: date) -> datetime:
    """The first moment of the day after, in Việt Nam."""
    return datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())


def state_hash(tips: Tips) -> str:
    """One hash for where all chains stand: SHA-256 over a line "code number hash" of each, by code."""
    lines = "".join(f"{code} {number} {digest}\n" for code, (number, digest) in sorted(tips.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _check_day(day: date, last: LedgerSeal | None, at: datetime) -> None:
    if at < end_of(day):
        raise SealRefused(_("Ngày %(day)s chưa hết nên chưa niêm phong được.") % {"day": f"{day:%d/%m/%Y}"})
    if last is not None and day != last.day + timedelta(days=1):
        raise SealRefused(
            _("Niêm phong từng ngày liên tiếp; ngày cuối đã niêm phong là %(day)s.") % {"day": f"{last.day:%d/%m/%Y}"}
        )


def _payload(day: date, at: datetime, last: LedgerSeal | None) -> str:
    sealed = _sealed()
    ended = LedgerEntry.objects.filter(at__lt=end_of(day)).order_by("ledger_id", "-number").distinct("ledger_id")
    grown = {
        code: (number, digest)
        for code, number, digest in ended.values_list("ledger_id", "number", "hash")
        if number > sealed.get(code, (0, ""))[0]
    }
    state = {**sealed, **grown}
    return canonical(
        {
            "day": day,
            "sealed_at": at,
            "before": hashlib.sha256(last.payload.encode()).hexdigest() if last else "",
            "tips": grown,
            "chains": len(state),
            "state": state_hash(state),
        }
    )


def _sealed() -> dict[str, tuple[int, str]]:
    """Where the chains stood at the last seal: each seal tells the chains that grew."""
    state: dict[str, tuple[int, str]] = {}
    for payload in LedgerSeal.objects.order_by("day").values_list("payload", flat=True).iterator():
        state |= {code: (number, digest) for code, (number, digest) in json.loads(payload)["tips"].items()}
    return state
