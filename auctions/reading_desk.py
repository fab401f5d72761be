"""The desk of auctions: what is about to be missed, lots by state with counts, what waits for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions import offers
from auctions.models import Auction, Lot
from auctions.querysets import heavy
from auctions.workflow import GONE, LotState, Stage, Verb
from gis.http.asked import Asked
from gis.http.problems import DomainError
from land.actions.derive import to_shapely
from land.models import Plot
from territory.models import AdminUnit
from worktime.lengths import HOURS_OF_A_WORKING_DAY
from worktime.models import Term
from worktime.reading import minutes_left

PAGE: Final = 50
URGENT: Final = 8  # terms shown above the list; all of them on demand
MINE: Final = "mine"
_DAY: Final = HOURS_OF_A_WORKING_DAY * 60
_SOON: Final = 2 * _DAY  # ours: from here on a term is marked as near


@dataclass(frozen=True)
class Wish(Asked):
    """What the list is narrowed to; "" asks nothing.

    Attributes:
        mine: "mine": lots that wait for a step of this person.
        state, stage: of LotState, of Stage.
        owner: id of an agency. session: code of a session, or "none". unit: uid of a commune.
        q: part of a code or name.
    """

    mine: str = ""
    state: str = ""
    stage: str = ""
    owner: str = ""
    session: str = ""
    unit: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wish":
        """From the parameters of an address; what is not known asks nothing."""
        given = cls.texts(asked, 80)
        known = {"state": set(LotState.values), "stage": set(Stage.values), "mine": {MINE}}
        given |= {name: "" for name, values in known.items() if given[name] not in values}
        for name in ("owner", "after"):
            if not given[name].isdecimal() or len(given[name]) > 9:
                given[name] = ""
        return cls(**given)


@dataclass(frozen=True)
class Left:
    """How much working time a term has left.

    Attributes:
        text: in working days and hours; "" while the term rests.
        late: over; the text says so, too.
        soon: at most two working days.
    """

    text: str
    late: bool = False
    soon: bool = False


@dataclass(frozen=True)
class Running:
    """A term that runs, with its lot; None where the lot is gone."""

    term: Term
    left: Left
    lot: Lot | None = None


@dataclass(frozen=True)
class Row:
    """A line of the list.

    Attributes:
        next: what the lot waits for from this person, in words.
        term: the first of its terms to end.
    """

    lot: Lot
    next: Sequence[str]
    term: Running | None


@dataclass(frozen=True)
class Listed:
    """One page: its rows, how many match in all, the place to go on from ("" on the last page)."""

    rows: list[Row]
    count: int
    after: str


def left_of(term: Term, now: datetime) -> Left:
    """Working time left, in words; without a calendar for the time nothing is claimed."""
    try:
        minutes = minutes_left(term, now)
    except DomainError:
        minutes = None
    if minutes is None or term.due_at is None:
        return Left("")
    if now >= term.due_at:
        return Left(_("quá hạn %(time)s") % {"time": working_time(-minutes)}, late=True)
    return Left(_("còn %(time)s") % {"time": working_time(minutes)}, soon=minutes <= _SOON)


def working_time(minutes: int) -> str:
    """Office minutes as working days of eight hours, hours and minutes: `3 ngày làm việc 2 giờ`."""
    days, rest = divmod(max(minutes, 0), _DAY)
    hours, left = divmod(rest, 60)
    parts = [
        _("%(days)d ngày làm việc") % {"days": days} if days else "",
        _("%(hours)d giờ") % {"hours": hours} if hours else "",
        _("%(minutes)d phút") % {"minutes": left} if left and not days else "",
    ]
    return " ".join(part for part in parts if part) or _("dưới 1 giờ làm việc")


def running_of(user: Any, lot: Lot, now: datetime) -> list[Running]:
    """The terms of a lot that run or rest."""
    terms = Term.objects.visible_to(user).about("lot", str(lot.pk)).open().most_urgent_first()
    return [Running(term, left_of(term, now), lot) for term in terms]


def urgent(user: Any, now: datetime, most: int | None = URGENT) -> tuple[list[Running], int]:
    """Terms of the person's lots by working time left, and how many there are in all."""
    terms = Term.objects.visible_to(user).filter(subject_type="lot").open()
    found = list(terms.most_urgent_first()[:most])
    lots = {str(lot.pk): lot for lot in _named().filter(pk__in=[term.subject_id for term in found])}
    return [Running(term, left_of(term, now), lots.get(term.subject_id)) for term in found], terms.count()


def lots(user: Any, wish: Wish, now: datetime) -> Listed:
    """Lots in the order they were drawn, the newest first."""
    rows = narrowed(user, wish)
    page = rows.filter(number__lt=int(wish.after)) if wish.after else rows
    found = list(page.order_by("-number").select_related("unit", "auction", "owner").defer(*heavy())[: PAGE + 1])
    shown = found[:PAGE]
    first = _first_terms(user, shown, now)
    listed = [Row(lot, _words(user, lot), first.get(str(lot.pk))) for lot in shown]
    return Listed(listed, rows.count(), str(shown[-1].number) if len(found) > PAGE else "")


def narrowed(user: Any, wish: Wish) -> Any:
    """The lots that are asked for, among those the person reads from inside."""
    rows = Lot.objects.inside(user)
    if wish.mine:
        rows = rows.filter(offers.waiting_for(user))
    for name, column in (("state", "state"), ("stage", "stage"), ("owner", "owner"), ("unit", "unit")):
        if value := getattr(wish, name):
            rows = rows.filter(**{column: value})
    if wish.session:
        rows = rows.filter(auction=None) if wish.session == "none" else rows.filter(auction__code=wish.session)
    if wish.q:
        rows = rows.filter(Q(code__icontains=wish.q) | Q(name__icontains=wish.q))
    return rows


def _words(user: Any, lot: Lot) -> list[str]:
    return [str(Verb(verb).label) for verb in offers.next_acts(user, lot)]


def _first_terms(user: Any, shown: Sequence[Lot], now: datetime) -> dict[str, Running]:
    terms = Term.objects.visible_to(user).filter(subject_type="lot", subject_id__in=[str(lot.pk) for lot in shown])
    found: dict[str, Running] = {}
    for term in terms.open().most_urgent_first():
        if term.subject_id not in found:
            found[term.subject_id] = Running(term, left_of(term, now))
    return found


def _named() -> Any:
    return Lot.objects.select_related("unit", "auction", "owner").defer(*heavy())


def taken_ground(plot: Plot) -> list[Any]:
    """Shapes, in metres, of every lot that holds ground of a plot: nothing may be drawn over any of them."""
    rows = Lot.objects.filter(plot_links__plot=plot).exclude(state__in=GONE).distinct()
    return [to_shapely(lot.geom) for lot in rows.only("geom")]


@dataclass(frozen=True)
class Tally:
    """How many lots stand where; each opens the list."""

    mine: int
    stages: Mapping[Stage, int]
    states: Mapping[LotState, int]
    every: int


def tally(user: Any) -> Tally:
    """Counts over all lots that the person reads from inside, filters aside."""
    rows = Lot.objects.inside(user).order_by()
    states = {LotState(state): count for state, count in rows.values_list("state").annotate(count=Count("pk"))}
    stages = {Stage(stage): count for stage, count in rows.values_list("stage").annotate(count=Count("pk")) if stage}
    return Tally(rows.filter(offers.waiting_for(user)).count(), stages, states, sum(states.values()))


def choices(user: Any) -> dict[str, list[tuple[Any, str]]]:
    """Owners, communes and sessions that the person's lots name."""
    rows = Lot.objects.inside(user).order_by()
    owners = Agency.objects.filter(pk__in=rows.values("owner")).order_by("name")
    units = AdminUnit.objects.filter(pk__in=rows.values("unit")).order_by("name")
    held = Auction.objects.visible_to(user).filter(pk__in=rows.values("auction")).order_by("-number")
    return {
        "owners": [(str(one.pk), one.name) for one in owners],
        "units": [(one.pk, one.name) for one in units.only("uid", "name")],
        "sessions": [(one.code, f"{one.code} – {one.title}") for one in held],
    }
