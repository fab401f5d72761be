"""What is asked of the log: about whom or what, by whom, which act, on which days; and its pages, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from gis.http.asked import Asked
from gis.text.fold import fold
from land.models import Document, Lease, Photo, Plot, RentDue
from portal.log.acts import FAMILIES

PAGE = 50
_SYSTEM = frozenset({"he thong", "system"})
_LAST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Wish(Asked):
    """What the log is narrowed to; "" asks nothing.

    Attributes:
        about: a plot code, a contract number, a user name; else part of the subject's name.
        person: who did it: a user name, words of a name, or "hệ thống".
        verb: an act, or a family of acts with its dot ("lease.").
        since, until: first and last day, YYYY-MM-DD.
    """

    about: str = ""
    person: str = ""
    verb: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wish":
        """From the parameters of an address; what is not known asks nothing."""
        given = cls.texts(asked, 200)
        if given["verb"] not in _verbs():
            given["verb"] = ""
        if not (given["after"].isdecimal() and int(given["after"]) <= _LAST_KEY):
            given["after"] = ""
        given |= {name: "" for name in ("since", "until") if _day(given[name]) is None}
        return cls(**given)


@dataclass(frozen=True)
class Listed:
    """One page: its events, how many match in all, the place to go on from ("" on the last page)."""

    events: list[Event]
    count: int
    after: str


def narrowed(user: Any, wish: Wish) -> Any:
    """The events of a wish that this person may read, newest first."""
    rows = Event.objects.visible_to(user).between(*_moments(wish)).order_by("-pk")
    if wish.about:
        rows = rows.filter(_about(user, wish.about))
    if wish.person:
        rows = rows.filter(actor_id__in=_actors(wish.person))
    if wish.verb.endswith("."):
        rows = rows.filter(verb__startswith=wish.verb)
    elif wish.verb:
        rows = rows.filter(verb=wish.verb)
    return rows


def listed(user: Any, wish: Wish) -> Listed:
    """One page."""
    rows = narrowed(user, wish)
    found = list((rows.before(int(wish.after)) if wish.after else rows)[: PAGE + 1])
    return Listed(found[:PAGE], rows.count(), str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def _verbs() -> set[str]:
    return {f"{family}.{act}" for family, (_title, acts) in FAMILIES.items() for act in ("", *acts)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moments(wish: Wish) -> tuple[datetime | None, datetime | None]:
    """Both days whole, by the clock of the reader."""
    first, last = _day(wish.since), _day(wish.until)
    after_last = None if last is None or last == date.max else last + timedelta(days=1)
    return _midnight(first), _midnight(after_last)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))


def _about(user: Any, text: str) -> Q:
    """Everything of the plot, the contract or the person of this name; else subjects whose name holds the text."""
    plot = Plot.objects.visible_to(user).filter(code__iexact=text).first()
    if plot is not None:
        files = {kind: model.objects.filter(plot=plot) for kind, model in (("document", Document), ("photo", Photo))}
        return _subjects("plot", [plot]) | _contracts(Lease.objects.filter(plot=plot)) | _any(files)
    leases = Lease.objects.visible_to(user).filter(contract_number__iexact=text)
    if leases.exists():
        return _contracts(leases)
    person = User.objects.filter(username__iexact=text).first()
    if person is not None:
        own_tokens = Q(subject_type="token", actor_id=str(person.pk))  # nobody deals with another's
        return _subjects("account", [person]) | own_tokens
    return Q(subject_label__icontains=text)


def _contracts(leases: Any) -> Q:
    return _any({"lease": leases, "rent": RentDue.objects.filter(lease__in=leases.order_by().values("pk"))})


def _any(rows: dict[str, Any]) -> Q:
    found = Q(pk__in=[])
    for kind, of_kind in rows.items():
        found |= _subjects(kind, of_kind.only("pk"))
    return found


def _subjects(kind: str, rows: Any) -> Q:
    return Q(subject_type=kind, subject_id__in=[str(row.pk) for row in rows])


def _actors(text: str) -> list[str]:
    """Ids of the people of this user name, or whose name holds every word; "" is the system."""
    if fold(text) in _SYSTEM:
        return [""]
    exact = [str(user.pk) for user in User.objects.filter(username__iexact=text).only("pk")]
    words = fold(text).split()
    if exact or not words:
        return exact
    named = User.objects.only("username", "first_name", "last_name")
    return [str(user.pk) for user in named if all(word in fold(f"{user} {user.username}") for word in words)]
