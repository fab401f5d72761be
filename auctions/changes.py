"""What changed in the public picture of lots since a moment, in the order in which it was recorded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from auctions.models import LedgerEntry, LotVersion

WITHDRAWN = "withdrawn_from_publication"
GONE = Q(payload__contains='"act":"unpublish"')  # as in the index of the model
# An act that read the clock before another may be committed after it; what is younger is told at the next asking.
SETTLED = timedelta(seconds=2)


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        key: with `at` it orders the changes.
        code: of the lot.
        version: of the lot, None where it is gone and nothing is said of it.
        kind: a LotChange, or WITHDRAWN.
    """

    at: datetime
    key: str
    code: str
    version: int | None
    kind: str
    state: str = ""
    reason: str = ""


def changes_since(at: datetime | None, key: str, limit: int, now: datetime) -> list[Change]:
    """The next changes that the public may know of.

    Args:
        at, key: of the last change that was seen; (None, "") for all, (moment, "") for those after a moment.
        limit: most of them.
        now: by the database's clock.
    """
    found = [*_versions(at, key, limit, now - SETTLED), *_gone(at, key, limit, now - SETTLED)]
    return sorted(found, key=lambda change: (change.at, change.key))[:limit]


def _versions(at: datetime | None, key: str, limit: int, until: datetime) -> Sequence[Change]:
    rows: Any = LotVersion.objects.visible_to(None).annotate(at=Lower("recorded")).filter(at__lt=until)
    if at is not None:
        # Keys of the log sort before those of versions: behind one of theirs, all versions of the moment are to come.
        same = Q(at=at, pk__gt=int(key[1:]) if key.startswith("v") else 0) if key else Q(pk__in=())
        rows = rows.filter(Q(at__gt=at) | same)
    names = ("at", "pk", "code", "version", "change", "state", "reason")
    return [
        Change(when, f"v{pk:012d}", code, version, change, state, reason)
        for when, pk, code, version, change, state, reason in rows.order_by("at", "pk").values_list(*names)[:limit]
    ]


def _gone(at: datetime | None, key: str, limit: int, until: datetime) -> Sequence[Change]:
    rows: Any = LedgerEntry.objects.visible_to(None).filter(GONE, at__lt=until)
    if at is not None:
        same = Q(at=at, hash__gt=key[1:]) if key.startswith("g") else Q(pk__in=())
        rows = rows.filter(Q(at__gt=at) | same)
    return [
        Change(when, f"g{digest}", json.loads(payload)["lot"], None, WITHDRAWN)
        for when, digest, payload in rows.order_by("at", "hash").values_list("at", "hash", "payload")[:limit]
    ]
