"""The one way a stored plot changes: lock, compare, write, append the version, record, mark the tiles."""

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis import crs
from gis.db import versions
from gis.db.clock import clock
from gis.tiles.grid import cells_of
from land.actions import derive, parcel_numbers, periods
from land.actions.drafts import PlotDraft, PlotRevision
from land.actions.overlay import refresh_planned_uses
from land.errors import BadChange, PlotEnded, PlotOverlap, StaleVersion
from land.models import Plot
from land.workflow import PlotStatus

LAYER = "plots"
_PLACE = frozenset({"geom", "point"})
_SETS = frozenset({"flags"})


@dataclass(frozen=True)
class Why:
    """Why a change is made: kind, reason, and who."""

    actor: Any
    change: str
    reason: str = ""

    @property
    def label(self) -> str:
        """Name of the actor as the version shows it."""
        return "hệ thống" if self.actor is None else str(self.actor)[:200]


def locked(plots: Iterable[Plot]) -> dict[Any, Plot]:
    """The plots' rows, locked in the order of their ids, so that two writers never wait for each other in a circle."""
    ids = sorted({plot.pk for plot in plots})
    return {plot.pk: plot for plot in Plot.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def lock_ground(geometries: Iterable[Any]) -> None:
    """Take the advisory locks of all cells that the geometries (shapely, legal CRS) touch, in ascending order.

    The overlap trigger takes them row by row; an act on several plots must take the union first.
    """
    boxes = [geometry.bounds for geometry in geometries if geometry is not None]
    if not boxes:
        return
    columns = [list(column) for column in zip(*boxes, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(cell) "
            "FROM land_cells_v2(%s::float8[], %s::float8[], %s::float8[], %s::float8[]) AS cell",
            columns,
        )


def apply(revisions: Sequence[PlotRevision], why: Why) -> list[Plot]:
    """Write revisions that a policy has allowed; runs in the caller's transaction.

    Raises:
        StaleVersion: somebody changed the plot since the editor read it.
        PlotEnded: the plot is history.
        BadChange: nothing changes, a boundary is not valid, or a number would change without its parcel.
        ParcelTaken: see `parcel_numbers.replace`.
    """
    rows = locked(revision.plot for revision in revisions)
    lock_ground(revision.changes.get("geom") for revision in revisions)
    for revision in revisions:
        _check_fresh(rows[revision.plot.pk], revision)
    wanted = {revision.plot.pk: revision.parcels for revision in revisions if revision.parcels is not None}
    renumbered = parcel_numbers.replace(why.actor, wanted, rows) if wanted else {}
    texts = derive.SearchTexts()
    entries, touched, done, moved = [], set(), [], []
    for revision in revisions:
        plot = rows[revision.plot.pk]
        numbers = renumbered.get(plot.pk)
        touched |= cells_of_plot(plot)
        before = {name: getattr(plot, name) for name in plot.state_fields()}
        _assign(plot, {**revision.changes, **(numbers.headline if numbers else {})})
        changed = {
            name: _news(name, old, getattr(plot, name))
            for name, old in before.items()
            if _differs(old, getattr(plot, name))
        }
        if not changed and numbers is None and revision.undoes is None:
            raise BadChange(_("%(code)s: không có thay đổi nào so với sổ.") % {"code": plot.code})
        _write(plot, changed, revision, why, texts)
        touched |= cells_of_plot(plot)
        if numbers is not None:
            entries.append(_entry_of_numbers(plot, numbers, why))
        if changed and (numbers is None or changed.keys() - set(numbers.headline)):
            entries.append(_entry(plot, before, changed, why))
        if changed.keys() & {"geom", "status"}:
            moved.append(plot.pk)
        done.append(plot)
    record(actor=why.actor, entries=entries)
    if moved:
        refresh_planned_uses(plots=moved)
    versions.bump(LAYER, touched)
    return done


def check_ground() -> None:
    """Run the deferred overlap check now, so that the refusal is an answer and not a failed commit.

    Raises:
        PlotOverlap: with both codes and the shared area.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS land_plot_no_overlap IMMEDIATE")
            cursor.execute("SET CONSTRAINTS land_plot_no_overlap DEFERRED")
    except IntegrityError as error:
        raise overlap_error(error) from error


def overlap_error(error: IntegrityError) -> Exception:
    """The polite form of the trigger's refusal; other errors come back as they are."""
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is None or diagnostics.constraint_name != "land_plot_no_overlap":
        return error
    facts = json.loads(diagnostics.message_detail)
    area = f"{facts['area_m2']:,.1f}".translate(str.maketrans(",.", ".,"))
    return PlotOverlap(
        _(
            "Ranh giới khu đất %(plot)s chồng lên khu đất %(other)s %(area)s m². Hãy sửa ranh "
            "giới, hoặc ghi nhận chồng lấn đã có văn bản chấp nhận."
        )
        % {"plot": facts["plot"], "other": facts["other"], "area": area},
        [facts],
    )


def cells_of_plot(plot: Plot) -> set[tuple[int, int]]:
    """Zoom-12 cells that a plot's boundary or point touches; the tile buffer included."""
    return cells_of_shape(plot.geom or plot.point)


def cells_of_shape(shape: Any) -> set[tuple[int, int]]:
    """The same for a stored geometry of the legal CRS, none for None."""
    return set() if shape is None else _cells([shape.extent])


def cells_of_drafts(drafts: Sequence[PlotDraft]) -> set[tuple[int, int]]:
    """The same for many new plots at once."""
    shapes = [draft.geom or draft.point for draft in drafts]
    return _cells([shape.bounds for shape in shapes if shape is not None])


def _cells(boxes: Sequence[tuple[float, float, float, float]]) -> set[tuple[int, int]]:
    """Cells of boxes (west, south, east, north) in the legal CRS."""
    found: set[tuple[int, int]] = set()
    if not boxes:
        return found
    corners = [place for west, south, east, north in boxes for place in product((west, east), (south, north))]
    xs, ys = crs.transform_points([x for x, _ in corners], [y for _, y in corners], crs.LEGAL, crs.CRS84)
    for at in range(0, len(corners), 4):
        x, y = xs[at : at + 4], ys[at : at + 4]
        found |= cells_of(min(x), min(y), max(x), max(y), versions.CELL_ZOOM)
    return found


def _check_fresh(plot: Plot, revision: PlotRevision) -> None:
    if revision.expected_version is not None and revision.expected_version != plot.version:
        raise StaleVersion(
            _(
                "Khu đất %(code)s đã được người khác sửa (phiên bản %(version)s, bạn xem phiên bản "
                "%(expected_version)s). Hãy tải lại, xem khác biệt rồi sửa tiếp."
            )
            % {"code": plot.code, "version": plot.version, "expected_version": revision.expected_version}
        )
    ends = revision.changes.get("status")
    if plot.status != PlotStatus.ACTIVE and ends is None:
        raise PlotEnded.of(plot)
    # The record's own numbers follow the parcels held: written alone, two plots could both say the same number.
    if set(parcel_numbers.NUMBERS) & set(revision.changes):
        raise BadChange(
            _("%(code)s: số tờ, số thửa được đổi bằng việc riêng, không sửa trực tiếp.") % {"code": plot.code}
        )


def _differs(old: Any, new: Any) -> bool:
    if hasattr(old, "equals_exact") and hasattr(new, "equals_exact"):
        return bool(old.wkb != new.wkb)
    return bool(old != new)


def _news(name: str, old: Any, new: Any) -> periods.Members | None:
    if name not in _SETS:
        return None
    return periods.Members(sorted(set(new) - set(old)), sorted(set(old) - set(new)))


def _assign(plot: Plot, changes: Mapping[str, Any]) -> None:
    known = set(plot.state_fields())
    if unknown := set(changes) - known:
        raise BadChange(
            _("%(code)s: không có trường %(names)s.") % {"code": plot.code, "names": ", ".join(sorted(unknown))}
        )
    for name, value in changes.items():
        if name not in _PLACE:
            setattr(plot, name, value)
    if {"area_legal_m2", "area_surveyed_m2"} & set(changes) and "area_method" not in changes:
        plot.area_method = ""  # a new paper or survey may lead now
    if _PLACE & set(changes):
        boundary = changes["geom"] if "geom" in changes else derive.to_shapely(plot.geom)
        point = changes["point"] if "point" in changes else derive.to_shapely(plot.point)
        derive.place([plot], [boundary], [point])
    derive.head(plot)


def _write(
    plot: Plot,
    changed: Mapping[str, periods.Members | None],
    revision: PlotRevision,
    why: Why,
    texts: derive.SearchTexts,
) -> None:
    at = clock()
    plot.version += 1
    plot.updated_at = at
    plot.search_text = texts.of(plot)
    plot.save(update_fields=[*_field_names(plot, changed), "version", "updated_at", "search_text"])
    told = {"change": why.change, "reason": why.reason, "actor": why.label}
    if revision.undoes is not None:
        periods.undo_version(plot, revision.undoes, at, **told)
    else:
        periods.append_version(plot, changed, at, valid_from=revision.valid_from, **told)


def _field_names(plot: Plot, attnames: Container[str]) -> list[str]:
    return [field.name for field in plot._meta.concrete_fields if field.attname in attnames]


def _entry_of_numbers(plot: Plot, numbers: parcel_numbers.Renumbered, why: Why) -> Entry:
    return Entry(
        verb="plot.parcels_set",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        before={"parcels": [parcel_numbers.words(row) for row in numbers.before]},
        after={"parcels": [parcel_numbers.words(draft) for draft in numbers.after], "version": plot.version},
        reason=why.reason,
    )


def _entry(plot: Plot, before: Mapping[str, Any], changed: Collection[str], why: Why) -> Entry:
    shown = sorted(set(changed) - _PLACE)
    return Entry(
        verb=f"plot.{why.change}",
        subject_type="plot",
        subject_id=str(plot.pk),
        subject_label=plot.code,
        before={name: before[name] for name in shown},
        after={name: getattr(plot, name) for name in shown} | {"version": plot.version},
        reason=why.reason,
    )
