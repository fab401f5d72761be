"""Recording how the conditions of a lot stand, and exceptions with a reason that is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import ledger, policies, privacy
from auctions.actions import lots, rows
from auctions.actions.rows import Why
from auctions.errors import BadTerms
from auctions.models import Lot, ReadinessItem
from auctions.workflow import READ_BY_MACHINE, Readiness, ReadinessState
from gis.http.problems import NotAllowed

# Recorded by people: what only the machine reads is not among them.
BY_HAND = frozenset(Readiness) - READ_BY_MACHINE | {Readiness.CHECKED}
_WRITTEN = ("state", "since", "basis", "reason", "recorded_at", "recorded_by")


@dataclass(frozen=True)
class Finding:
    """How one condition stands.

    Attributes:
        since: day of what it rests on.
        basis: what it rests on: a paper, minutes, a picture; may be read by anybody.
        reason: of an exception.
    """

    kind: Readiness
    state: ReadinessState
    since: date
    basis: str = ""
    reason: str = ""


@transaction.atomic
def record_readiness(
    *,
    actor: Any,
    lot: Lot,
    findings: Sequence[Finding],
    expected_version: int | None = None,
    now: datetime | None = None,
) -> list[ReadinessItem]:
    """Say that conditions are met, on which paper and of which day, or that they are not.

    Raises:
        NotAllowed: the lot is not the actor's, or it is posted.
        BadTerms: no basis, a day ahead, an exception (an act of its own), or what only the machine reads.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_record_readiness(actor, current):
        raise NotAllowed(_("Bạn không ghi được điều kiện của lô %(code)s.") % {"code": current.code})
    for finding in findings:
        if finding.state == ReadinessState.EXCEPTED:
            raise BadTerms.at("state", _("Ngoại lệ là việc riêng của sở."))
        if finding.kind not in BY_HAND:
            sentence = _("Điều kiện “%(kind)s” đọc từ sổ, không ghi tay.")
            raise BadTerms.at("kind", sentence % {"kind": finding.kind.label})
    return _written(actor, current, findings, rows.moment(now))


@transaction.atomic
def except_readiness(
    *, actor: Any, lot: Lot, finding: Finding, expected_version: int | None = None, now: datetime | None = None
) -> ReadinessItem:
    """Let a lot be posted though a condition is not met.

    Raises:
        NotAllowed: only the department.
        BadTerms: no reason; it is published.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_except_readiness(actor, current):
        raise NotAllowed(_("Chỉ sở được chấp nhận ngoại lệ, trước khi niêm yết."))
    if not finding.reason.strip() or finding.state != ReadinessState.EXCEPTED:
        raise BadTerms.at("reason", _("Hãy ghi lý do; lý do được công bố trên trang của lô."))
    return _written(actor, current, [finding], rows.moment(now))[0]


def _written(actor: Any, lot: Lot, findings: Sequence[Finding], at: datetime) -> list[ReadinessItem]:
    today = timezone.localtime(at).date()
    for finding in findings:
        if finding.since > today:
            raise BadTerms.at("since", _("Ngày của căn cứ không được sau hôm nay."))
        if finding.state == ReadinessState.MET and not finding.basis.strip():
            raise BadTerms.at("basis", _("Hãy ghi căn cứ: văn bản, biên bản, ảnh."))
        privacy.check_published("basis", finding.basis)
    made = _stored(actor, lot, findings, at)
    for finding in findings:
        _told(actor, lot, finding, at)
    lots.refresh_readiness(lot, at)
    return made


def _stored(actor: Any, lot: Lot, findings: Sequence[Finding], at: datetime) -> list[ReadinessItem]:
    said = {finding.kind: finding for finding in findings}  # of one kind the last counts
    items = [
        ReadinessItem(
            lot=lot,
            kind=finding.kind.value,
            state=finding.state.value,
            since=finding.since,
            basis=finding.basis,
            reason=finding.reason,
            recorded_at=at,
            recorded_by=str(actor)[:200],
        )
        for finding in said.values()
    ]
    return ReadinessItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["lot", "kind"], update_fields=_WRITTEN
    )


def _told(actor: Any, lot: Lot, finding: Finding, at: datetime) -> None:
    kind, state = finding.kind.value, finding.state.value
    said = {"kind": kind, "state": state, "since": finding.since.isoformat(), "basis": finding.basis}
    why = Why(actor, reason=finding.reason, details=said)
    rows.logged(actor, "lot.readiness", lot, finding.reason, after={"kind": kind, "state": state})
    ledger.append(rows.event(lot, "readiness", lot.state, why, at), lot)
