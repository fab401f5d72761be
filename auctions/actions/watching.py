"""Following lots and searches, and telling who follows. A search belongs to an address that confirmed it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from uuid6 import uuid7

from auctions import criteria
from auctions.models import Favourite, Lot, LotNews, Watch
from auctions.querysets import heavy
from gis.db.wall import is_known
from gis.http.problems import NotAllowed, NotFound
from land.workflow import PublishLevel
from notices.actions import ask
from notices.actions.queueing import Draft, enqueue_many
from notices.addresses import normalised
from notices.models import Contact
from notices.workflow import ContactState

SOURCE = "auctions"
ALERT, DIGEST = "auctions.alert", "auctions.digest"
_BATCH = 500
_MOST_LOTS = 20  # in one message; the list behind its link has them all


@transaction.atomic
def follow(
    *,
    actor: Any,
    channel: str,
    address: str,
    language: str,
    lot: Lot | None = None,
    params: Mapping[str, str] | None = None,
    title: str,
    query: str = "",
    daily: bool = False,
    now: datetime,
) -> Contact:
    """Follow a lot or a search at an address; it begins when the owner of the address confirms.

    Whoever types an address learns nothing about it (notices.actions.ask).

    Args:
        params: parameters of the list, read by it before; None follows `lot`.

    Raises:
        BadAddress: no address of the channel.
        BadTerms: the search cannot be saved.
        NotFound: the lot is not public.
    """
    if lot is not None and lot.publish_level != PublishLevel.PUBLIC:
        raise NotFound(_("Không có lô này, hoặc lô chưa được công khai."))
    asked = criteria.criteria_of(params or {}) if lot is None else {}
    wanted = {"title": title[:300], "daily": daily, "created_at": now, **asked}
    mine = _own_contact(actor, channel, address)
    if mine is not None:
        Watch.objects.get_or_create(
            contact=mine, lot=lot, query=query, ended_at=None, defaults={**wanted, "active_from": now}
        )
        return mine
    key = uuid7()
    contact = ask(actor=actor, channel=channel, address=address, language=language, now=now, wish=f"{SOURCE}:{key.hex}")
    same = Watch.objects.filter(contact=contact, lot=lot, query=query, ended_at=None)
    if not same.filter(active_from__isnull=False).exists():
        same.delete()  # asked before and never confirmed: the newest link counts
        Watch.objects.create(pk=key, contact=contact, lot=lot, query=query, **wanted)
    return contact


def _own_contact(actor: Any, channel: str, address: str) -> Contact | None:
    """The signed-in person's own address, confirmed before: no need to ask again."""
    if not is_known(actor):
        return None
    known = Contact.objects.filter(user=actor, channel=channel, address=normalised(channel, address))
    found: Contact | None = known.filter(state=ContactState.CONFIRMED).first()
    return found


def begin(contact: Contact, key: str, now: datetime) -> None:
    """The owner of the address confirmed a wish."""
    watch = _standing(contact, key).first()
    if watch is not None and watch.active_from is None:
        watch.active_from = now
        watch.save(update_fields=["active_from"])


@transaction.atomic
def end(contact: Contact, key: str, now: datetime) -> None:
    """Follow no longer; what is none of this contact's is ignored."""
    _standing(contact, key).update(ended_at=now)


def _standing(contact: Contact, key: str) -> Any:
    """The contact's own watch of a key, as a queryset; empty where the key is none."""
    own = Watch.objects.filter(contact=contact, ended_at=None)
    try:
        return own.filter(pk=UUID(key))
    except ValueError:
        return own.none()


@transaction.atomic
def keep(*, actor: Any, lot: Lot, now: datetime) -> Favourite:
    """Keep a lot in sight.

    Raises:
        NotAllowed: strangers have nowhere to keep it.
    """
    if not is_known(actor):
        raise NotAllowed(_("Hãy đăng nhập để lưu lô."))
    return Favourite.objects.get_or_create(user=actor, lot=lot, defaults={"kept_at": now})[0]


@transaction.atomic
def let_go(*, actor: Any, lot: Lot) -> None:
    """Keep it no longer."""
    Favourite.objects.visible_to(actor).filter(lot=lot).delete()


def match_news(*, now: datetime) -> int:
    """Queue alerts for news that nobody was told of yet, a batch at a time. Returns how many alerts.

    The matching is one statement of the database; requests are not kept waiting, since it locks news rows alone.
    """
    told = 0
    while True:
        with transaction.atomic():
            waiting = list(
                LotNews.objects.select_for_update(skip_locked=True)
                .filter(matched_at=None)
                .order_by("id")
                .values_list("id", flat=True)[:_BATCH]
            )
            if not waiting:
                return told
            told += _alert(waiting, now)
            LotNews.objects.filter(id__in=waiting).update(matched_at=now)


def _alert(news: list[int], now: datetime) -> int:
    waiting = set(news)
    by_watch: dict[UUID, tuple[UUID, list[int]]] = {}
    for watch, contact, number, _lot in _matches(min(news), max(news), only_daily=False):
        if number in waiting:
            by_watch.setdefault(watch, (contact, []))[1].append(number)
    titles = dict(Watch.objects.filter(pk__in=by_watch).values_list("pk", "title"))
    lots = _lots_of({number for _contact, numbers in by_watch.values() for number in numbers})
    drafts = [
        Draft(
            contact,
            {"title": titles[watch], "lots": [lots[number] for number in numbers[:_MOST_LOTS]], "count": len(numbers)},
            f"{ALERT}:{watch.hex}:{max(numbers)}",
        )
        for watch, (contact, numbers) in by_watch.items()
    ]
    return enqueue_many(actor=None, kind=ALERT, drafts=drafts, now=now)


def send_digests(*, now: datetime) -> int:
    """Queue one message for each contact with daily searches that something came up for. Returns how many."""
    since = now - timedelta(days=1)
    numbers = list(LotNews.objects.filter(at__gt=since, at__lte=now).order_by("id").values_list("id", flat=True))
    if not numbers:
        return 0
    wanted, by_contact = set(numbers), defaultdict(set)
    for _watch, contact, number, _lot in _matches(numbers[0], numbers[-1], only_daily=True):
        if number in wanted:
            by_contact[contact].add(number)
    lots = _lots_of({number for found in by_contact.values() for number in found})
    day = timezone.localtime(now).date()
    drafts = [
        Draft(
            contact,
            {"lots": [lots[number] for number in sorted(found)[:_MOST_LOTS]], "count": len(found)},
            f"{DIGEST}:{contact.hex}:{day.isoformat()}",
        )
        for contact, found in by_contact.items()
    ]
    return enqueue_many(actor=None, kind=DIGEST, drafts=drafts, now=now)


def _matches(first: int, last: int, *, only_daily: bool) -> Iterable[tuple[UUID, UUID, int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM auctions_matches_v2(%s, %s, %s)", [first, last, only_daily])
        return list(cursor.fetchall())


def _lots_of(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What a message says of each piece of news: figures as they are now, no person."""
    rows = LotNews.objects.filter(id__in=list(numbers)).select_related("lot__unit", "lot")
    return {
        row.pk: {
            "code": row.lot.code,
            "name": row.lot.name,
            "unit": row.lot.unit.name,
            "kind": row.kind,
            "reason": row.reason,
            "price": row.lot.start_price_amount,
            "sold": row.lot.sold_price_amount,
            "area": float(row.lot.area_m2),
            "files_until": row.lot.files_until,
            "session_at": row.lot.session_at,
        }
        for row in rows.defer(*heavy("lot__"))
    }
