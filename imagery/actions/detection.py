"""A run of the method over a series: what it finds is held against what is known; nothing decided is raised again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import shapely
from django.db import transaction
from django.db.models import QuerySet

from audit.actions import Entry, record
from gis import crs
from gis.db.clock import clock
from gis.geometry import to_multipolygon
from imagery.actions.changes import defer_detection
from imagery.changes.detecting import METHOD, Candidate, Look, detect
from imagery.changes.reading import Source, faulty_scenes, source_of
from imagery.models import ChangeCandidate, ChangeLook, Collection
from imagery.workflow import CHANGE_BY_MACHINE, CHANGE_DECIDED, ChangeState, Sight
from land.actions.derive import to_geos
from land.workflow import PlotStatus

_APART: Final = timedelta(days=90)  # two accounts of one change may differ by so much
_OVERLAP: Final = 0.2  # of the smaller extent
_DECIMALS: Final = 4


@dataclass(frozen=True)
class Account:
    """What the method tells of one change.

    Attributes:
        extent: in the legal CRS.
        scenes: ids of the picture before and of the one after.
    """

    candidate: Candidate
    extent: shapely.Geometry
    scenes: tuple[UUID, UUID]


@dataclass(frozen=True)
class Outcome:
    """What a run did: new candidates, known ones told anew, those that are no longer seen, plots looked at."""

    raised: int = 0
    renewed: int = 0
    lapsed: int = 0
    plots: int = 0


def detect_changes(*, collection: Collection) -> Outcome:
    """Look for changes in all scenes of a series. Reading takes minutes, without a lock; writing is one transaction.

    Where a scene was withdrawn or hidden meanwhile nothing is written: another run is ordered with what is left.
    """
    source = source_of(collection)
    if source is None:
        return _nothing_left(collection)
    accounts: list[Account] = []
    looks: dict[Any, Look] = {}
    for window in source.windows():
        found = detect(window.stack, window.plots, window.core)
        accounts += [_account(source, one) for one in found.candidates]
        looks.update({look.plot: look for look in found.looks})
    return _enter(collection, source, accounts, looks)


@transaction.atomic
def _nothing_left(collection: Collection) -> Outcome:
    """Without a scene nothing is seen, unless its scenes are only away."""
    _wait_for_others()
    lapsed = [] if faulty_scenes(collection).exists() else _lapsed(collection, set(), ChangeCandidate.objects.all())
    return Outcome(lapsed=len(lapsed))


def _account(source: Source, found: Candidate) -> Account:
    point = found.extent.representative_point()
    before, after = (source.scene_of(number, (point.x, point.y)).id for number in (found.last_clear, found.seen))
    extent = to_multipolygon(crs.transform(found.extent, crs.WEB_MERCATOR, crs.LEGAL))
    return Account(found, extent, (before, after))


@transaction.atomic
def _enter(collection: Collection, source: Source, accounts: Sequence[Account], looks: dict[Any, Look]) -> Outcome:
    """Write what a run found."""
    _wait_for_others()
    if not source.is_standing():
        defer_detection(collection.pk)
        return Outcome()
    plots = [account.candidate.plot for account in accounts]
    known, past = _known(plots), _decided_on_past_plots()
    fresh: list[ChangeCandidate] = []
    renewed: list[ChangeCandidate] = []
    seen: set[UUID] = set()
    for account in sorted(accounts, key=lambda one: -one.candidate.confidence):
        same = [row for row in (*known[account.candidate.plot], *past) if _is_same(row, account)]
        seen.update(row.pk for row in same)
        own = [row for row in same if row.collection_id == collection.pk and row.state in _RENEWED]
        if not same:
            fresh.append(_new(collection, account))
            known[account.candidate.plot].append(fresh[-1])
        elif own and own[0] not in fresh and own[0] not in renewed:
            renewed.append(_told_anew(own[0], account))
    lapsed = _no_longer_seen(collection, source, seen, looks)
    ChangeCandidate.objects.bulk_create(fresh)
    for row in renewed:
        row.save()
    _tell(fresh, "change.raised")
    _keep_looks(collection, source, looks.values())
    return Outcome(len(fresh), len(renewed), len(lapsed), len(looks))


def _wait_for_others() -> None:
    """One run writes at a time, of whatever series: two would raise one change twice."""
    list(Collection.objects.select_for_update().order_by("pk").values_list("pk"))


# A row that somebody looks at stays as it was when they took it up.
_RENEWED: Final = frozenset({ChangeState.CANDIDATE, ChangeState.LAPSED})


def _known(plots: Iterable[Any]) -> dict[Any, list[ChangeCandidate]]:
    """Candidates of the plots, of this series and of others, decided or not; locked."""
    rows = ChangeCandidate.objects.select_for_update(of=("self",)).filter(plot__in=set(plots)).order_by("pk")
    found: dict[Any, list[ChangeCandidate]] = defaultdict(list)
    for row in rows:
        found[row.plot_id].append(row)
    return found


def _decided_on_past_plots() -> list[ChangeCandidate]:
    """What people decided on plots that were split, merged or removed since: their ground is another plot's now."""
    rows = ChangeCandidate.objects.filter(state__in=CHANGE_DECIDED).exclude(plot__status=PlotStatus.ACTIVE)
    return list(rows.order_by("pk"))


def _is_same(row: ChangeCandidate, account: Account) -> bool:
    """Whether both are accounts of one change: the intervals meet, and so do the extents."""
    found = account.candidate
    if row.last_clear_on - _APART >= found.seen_on or found.last_clear_on - _APART >= row.seen_on:
        return False
    extent = shapely.from_wkb(bytes(row.extent.wkb))
    shared = extent.intersection(account.extent).area
    return bool(shared >= _OVERLAP * min(extent.area, account.extent.area))


def _new(collection: Collection, account: Account) -> ChangeCandidate:
    row = ChangeCandidate(plot_id=account.candidate.plot, collection=collection, created_at=clock())
    return _filled(row, account)


def _told_anew(row: ChangeCandidate, account: Account) -> ChangeCandidate:
    if row.state == ChangeState.LAPSED:
        assert (row.state, ChangeState.CANDIDATE) in CHANGE_BY_MACHINE
        row.state = ChangeState.CANDIDATE
    return _filled(row, account)


def _filled(row: ChangeCandidate, account: Account) -> ChangeCandidate:
    found = account.candidate
    row.kind, row.method, row.updated_at = found.kind, METHOD, clock()
    row.last_clear_on, row.seen_on = found.last_clear_on, found.seen_on
    row.scene_before_id, row.scene_after_id = account.scenes
    row.extent = to_geos(account.extent)
    row.area_m2, row.inside_m2 = round(found.area_m2, 1), round(found.inside_m2, 1)
    row.confidence = round(found.confidence, _DECIMALS)
    features = {name: round(float(value), _DECIMALS) for name, value in found.features.items()}
    row.evidence = {"curve": list(found.curve), "features": features}
    return row


def _no_longer_seen(
    collection: Collection, source: Source, seen: set[UUID], looks: dict[Any, Look]
) -> list[ChangeCandidate]:
    """Candidates that this run does not find on plots that it could look at; they lapse.

    With a scene away they may only be out of sight, so they stay.
    """
    if source.missed or faulty_scenes(collection).exists():
        return []
    looked_at = [look.plot for look in looks.values() if look.sight == Sight.SEEN]
    return _lapsed(collection, seen, ChangeCandidate.objects.filter(plot__in=looked_at))


def _lapsed(collection: Collection, seen: set[UUID], rows: QuerySet[ChangeCandidate]) -> list[ChangeCandidate]:
    """Those of a series that nobody took up and that are not among the seen, lapsed and told."""
    rows = rows.select_for_update(of=("self",)).filter(collection=collection, state=ChangeState.CANDIDATE)
    found = [row for row in rows.order_by("pk") if row.pk not in seen]
    for row in found:
        row.state, row.updated_at = ChangeState.LAPSED, clock()
        row.save(update_fields=["state", "updated_at"])
    _tell(found, "change.lapsed")
    return found


def _tell(rows: Sequence[ChangeCandidate], verb: str) -> None:
    codes = dict(ChangeCandidate.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "plot__code"))
    entries = [
        Entry(
            verb,
            "change",
            str(row.pk),
            codes[row.pk],
            after={"kind": row.kind, "seen_on": row.seen_on, "confidence": row.confidence, "state": row.state},
        )
        for row in rows
    ]
    record(actor=None, entries=entries)


def _keep_looks(collection: Collection, source: Source, looks: Iterable[Look]) -> None:
    moment = clock()
    rows = [
        ChangeLook(
            plot_id=look.plot,
            collection=collection,
            sight=look.sight,
            clear_days=look.clear_days,
            last_on=source.days[-1],
            method=METHOD,
            looked_at=moment,
        )
        for look in looks
    ]
    ChangeLook.objects.bulk_create(
        rows,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["plot", "collection"],
        update_fields=["sight", "clear_days", "last_on", "method", "looked_at"],
    )
