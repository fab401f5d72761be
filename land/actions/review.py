"""The worklist of records kept with a mendable fault: clearing their notes, and putting a record on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes as writing
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.plots import require
from land.errors import BadChange
from land.models import Plot
from land.workflow import ChangeKind, PublishLevel, ReviewState

_OWN_ACTS = frozenset({"publish_level", "published_on", "status", "flags", "review_state", "review_notes"})


@transaction.atomic
def resolve_review(
    *,
    actor: Any,
    plot: Plot,
    notes: Sequence[int],
    changes: Mapping[str, Any],
    reason: str,
    expected_version: int | None = None,
) -> Plot:
    """Clear notes of a record that needs review, with the changes that mend it; the last one makes it "đã kiểm tra".

    Args:
        notes: places (from 0) in `plot.review_notes` as the reviewer saw them.
        changes: as for `revise_plot`; empty when the note was looked into and the record is right.
        expected_version: the version the reviewer saw; without it the places of the notes may have moved.

    Raises:
        NotAllowed: the plot or one of the fields is not the actor's.
        StaleVersion: somebody changed the record meanwhile.
        BadChange: nothing to clear, no such note, no reason, or a field that has an act of its own.
    """
    allowed = policies.can_review_plot(actor, plot, changes)
    require(allowed, _("Bạn không có quyền rà soát khu đất %(code)s.") % {"code": plot.code})
    if not reason.strip():
        raise BadChange(_("Hãy ghi kết quả rà soát."))
    if own := sorted(_OWN_ACTS & set(changes)):
        raise BadChange(
            _("Các trường %(names)s được đổi bằng việc riêng, không đổi khi rà soát.") % {"names": ", ".join(own)}
        )
    current = writing.locked([plot])[plot.pk]
    if current.review_state != ReviewState.NEEDS_REVIEW:
        raise BadChange(_("Khu đất %(code)s không có nội dung cần rà soát.") % {"code": current.code})
    held, cleared = list(current.review_notes or []), set(notes)
    if (held and not cleared) or not cleared <= set(range(len(held))):
        raise BadChange(_("Hãy chọn nội dung rà soát từ 1 đến %(count)s.") % {"count": len(held)})
    left = [note for place, note in enumerate(held) if place not in cleared]
    state = ReviewState.NEEDS_REVIEW if left else ReviewState.CHECKED
    values = {**changes, "review_notes": left, "review_state": str(state)}
    revision = PlotRevision(
        plot, values, expected_version=plot.version if expected_version is None else expected_version
    )
    done = writing.apply([revision], Why(actor, ChangeKind.CORRECTED, reason))[0]
    writing.check_ground()
    return done


@transaction.atomic
def keep_for_review(*, actor: Any, plot: Plot, notes: Sequence[Mapping[str, str]], reason: str) -> Plot:
    """Put a record on the worklist, or add to what is to be looked into.

    A published record goes back inside in the same version, which only those who publish may do.

    Args:
        notes: each with at least "detail"; "code" and "mend" as the import writes them.

    Raises:
        NotAllowed: the plot is not the actor's, or it is public and the actor does not publish.
        BadChange: a note without words, or no reason.
    """
    require(
        policies.can_review_plot(actor, plot), _("Bạn không có quyền rà soát khu đất %(code)s.") % {"code": plot.code}
    )
    if not reason.strip() or not notes or any(not note.get("detail", "").strip() for note in notes):
        raise BadChange(_("Hãy ghi nội dung cần rà soát và lý do."))
    current = writing.locked([plot])[plot.pk]
    added = [{"code": "by_hand", **note} for note in notes]
    values: dict[str, Any] = {
        "review_state": str(ReviewState.NEEDS_REVIEW),
        "review_notes": [*(current.review_notes or []), *added],
    }
    if current.publish_level == PublishLevel.PUBLIC:
        allowed = policies.can_publish_plot(actor, current)
        require(
            allowed,
            _("Khu đất %(code)s đang công khai; chỉ chuyên viên sở được rút về để rà soát.") % {"code": current.code},
        )
        values |= {"publish_level": str(PublishLevel.INTERNAL), "published_on": None}
    return writing.apply([PlotRevision(current, values)], Why(actor, ChangeKind.CORRECTED, reason))[0]
