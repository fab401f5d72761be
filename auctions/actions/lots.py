"""Drawing lots from plots, writing their terms, publishing and correcting them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions import ledger, policies, readiness, terms
from auctions.actions import plot_marks, rows, sessions
from auctions.actions.drafts import APPROVED_TERMS, TERMS, LotDraft
from auctions.actions.rows import Decision, Why
from auctions.distances import Surroundings
from auctions.errors import BadTerms
from auctions.models import AuctionPlan, Lot, LotPlot
from auctions.workflow import GONE, LotChange, LotState, Verb
from gis.db.numbers import take_numbers
from gis.geometry import to_multipolygon
from gis.http.problems import NotAllowed
from land.actions import changes
from land.actions.derive import to_geos, to_shapely
from land.models import Plot
from land.workflow import PlotStatus, PublishLevel

LEAST_M2 = 0.1  # ours: what coordinates rounded to the centimetre leave along a common edge
_TENTH = Decimal("0.1")


@transaction.atomic
def plan_lots(
    *,
    actor: Any,
    owner: Agency,
    plan: AuctionPlan | None,
    drafts: Sequence[LotDraft],
    reason: str = "",
    now: datetime | None = None,
) -> list[Lot]:
    """Draw lots from plots or from parts of them: the first step of a lot.

    Raises:
        NotAllowed: a plot is not the actor's.
        BadTerms: no ground, ground outside the plots, or ground of another lot.
    """
    if not policies.can_plan_lot(actor, owner.pk):
        raise NotAllowed(_("Bạn không lập được lô đấu giá cho %(agency)s.") % {"agency": owner.name})
    plots = changes.locked(plot for draft in drafts for plot in draft.plots)
    at = rows.moment(now)
    around = Surroundings(timezone.localtime(at).date())
    made = []
    for draft, number in zip(drafts, take_numbers("lot", len(drafts)), strict=True):
        ground = _ground(actor, draft, [plots[plot.pk] for plot in draft.plots])
        lot = _entered(draft, (owner, plan), (ground, around.of(ground)), number, at)
        link_plots(lot, [plots[plot.pk] for plot in draft.plots], ground)
        why = Why(actor, reason=reason, details={"verb": "lot.plan"})
        rows.append_version(lot, LotChange.STEP, why, at)
        rows.logged(actor, "lot.planned", lot, reason)
        rows.event(lot, "plan", "", why, at)
        made.append(refresh_readiness(lot, at))
    rows.touch(made, public=False)
    return made


def _ground(actor: Any, draft: LotDraft, plots: Sequence[Plot]) -> Any:
    if not plots:
        raise BadTerms.at("plots", _("Hãy chọn khu đất của lô %(name)s.") % {"name": draft.name})
    for plot in plots:
        if not policies.can_take_plot(actor, plot):
            raise NotAllowed(_("Khu đất %(code)s không thuộc đơn vị của bạn.") % {"code": plot.code})
        if plot.status != PlotStatus.ACTIVE or plot.geom is None:
            raise BadTerms.at("plots", _("Khu đất %(code)s chưa có ranh giới, hoặc đã kết thúc.") % {"code": plot.code})
    whole = shapely.union_all([to_shapely(plot.geom) for plot in plots])
    ground = to_multipolygon(whole if draft.geom is None else draft.geom)
    if not ground.is_valid or ground.area < 1:
        raise BadTerms.at("geom", _("Ranh giới lô %(name)s không hợp lệ.") % {"name": draft.name})
    outside = ground.difference(whole).area
    if outside > LEAST_M2:
        raise BadTerms.at(
            "geom",
            _("Lô %(name)s có %(area)s m² nằm ngoài khu đất đã chọn.")
            % {"name": draft.name, "area": terms.plain(round(outside, 1))},
        )
    _check_free(draft, plots, ground)
    return ground


def _check_free(draft: LotDraft, plots: Sequence[Plot], ground: Any) -> None:
    """The plots are locked, so nobody draws another lot on them meanwhile."""
    taken = Lot.objects.filter(plot_links__plot__in=plots).exclude(state__in=GONE).distinct().only("code", "geom")
    for other in taken:
        shared = to_shapely(other.geom).intersection(ground).area
        if shared > LEAST_M2:
            raise BadTerms.at(
                "geom",
                _("Lô %(name)s chồng lên lô %(other)s %(area)s m².")
                % {"name": draft.name, "other": other.code, "area": terms.plain(round(shared, 1))},
            )


def _entered(draft: LotDraft, of: tuple[Agency, Any], place: tuple[Any, Any], number: int, at: datetime) -> Lot:
    plot, (owner, plan), (ground, distances) = draft.plots[0], of, place
    values = {
        "address": plot.address,
        "unit_id": plot.unit_id,
        "unit_at_record_id": plot.unit_at_record_id,
        "land_use_current_id": plot.land_use_current_id or plot.land_use_id,
        **_written(draft.values),
    }
    area = values.pop("area_m2", None) or Decimal(ground.area).quantize(_TENTH)
    lot = Lot(
        number=number,
        code=f"LDG-{number:06d}",
        name=draft.name,
        owner=owner,
        plan=plan,
        area_m2=area,
        geom=to_geos(ground),
        point=to_geos(shapely.point_on_surface(ground)),
        state=LotState.PLANNED,
        state_since=at,
        updated_at=at,
        sample=plot.sample,
        **values,
        **distances,
    )
    lot.search_text = rows.search_text(lot)
    lot.save(force_insert=True)
    lot.refresh_from_db()
    return lot


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - TERMS - {"area_m2"}:
        raise ValueError(f"not written by people: {sorted(unknown)}")
    return dict(values)


def link_plots(lot: Lot, plots: Sequence[Plot], ground: Any) -> None:
    """Say on which plots a lot lies, how much of each and at which of their versions.

    Args:
        ground: of the lot, shapely, in the legal CRS (metres).
    """
    for plot in plots:
        shape = to_shapely(plot.geom)
        shared = shape.intersection(ground).area
        LotPlot.objects.create(
            lot=lot,
            plot=plot,
            plot_version=plot.version,
            area_m2=Decimal(shared).quantize(_TENTH),
            whole=shape.area - shared <= LEAST_M2,
        )


@transaction.atomic
def edit_lot(
    *,
    actor: Any,
    lot: Lot,
    values: Mapping[str, Any],
    reason: str = "",
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Write facts and terms before the lot is posted.

    Raises:
        NotAllowed: the lot is not the actor's, or the plan's terms were approved and only the authority changes them.
        BadTerms: nothing changes.
        StaleLot: somebody changed it since it was read.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_edit_lot(actor, current):
        raise NotAllowed(_("Lô %(code)s không sửa được nữa, hoặc không thuộc đơn vị của bạn.") % {"code": current.code})
    changed = _changed(current, _written(values))
    if APPROVED_TERMS & changed.keys() and current.state != LotState.PLANNED and not policies.is_authority(actor):
        raise NotAllowed(_("Điều khoản đã được phê duyệt chỉ do cơ quan phê duyệt thay đổi."))
    at = rows.moment(now)
    done = rows.write(current, changed, LotChange.TERMS, Why(actor, reason=reason), at)
    return refresh_readiness(done, at)


def _changed(lot: Lot, values: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in values.items() if getattr(lot, name) != value}
    if not changed:
        raise BadTerms(_("%(code)s: không có thay đổi nào.") % {"code": lot.code})
    return changed


@transaction.atomic
def publish_lot(
    *,
    actor: Any,
    lot: Lot,
    level: PublishLevel,
    reason: str = "",
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Make a lot public as "dự kiến đấu giá", or take it back while it was never posted.

    Raises:
        NotAllowed: only the department publishes.
        BadTerms: one of its plots is not public, or the level stays.
    """
    current, auction = rows.locked_with_auction(lot, expected_version)
    if not policies.can_publish_lot(actor, current):
        raise NotAllowed(_("Chỉ chuyên viên sở được công khai lô, và lô đã niêm yết thì không thu lại."))
    if level == PublishLevel.RESTRICTED or current.publish_level == level:
        raise BadTerms.at("level", _("Hãy chọn mức công khai khác."))
    hidden = Plot.objects.filter(lot_links__lot=current).exclude(publish_level=PublishLevel.PUBLIC).first()
    if level == PublishLevel.PUBLIC and hidden is not None:
        raise BadTerms.at("level", _("Khu đất %(code)s của lô chưa công khai.") % {"code": hidden.code})
    at = rows.moment(now)
    on = timezone.localtime(at).date() if level == PublishLevel.PUBLIC else None
    why = Why(actor, reason=reason, details={"verb": "lot.published"})
    done = rows.write(current, {"publish_level": level, "published_on": on}, LotChange.PUBLISHED, why, at)
    if auction is not None:
        sessions.refresh_level(auction)
    verb = Verb.PUBLISH if on else Verb.UNPUBLISH
    act = rows.event(done, verb, done.state, why, at)
    plot_marks.follow(done, actor, str(verb.label), at)
    if on:
        _tell_history(done, act, at)
    else:
        ledger.enter(ledger.chain_of(done), ledger.told_gone(act, done), done, at)
    return done


def _tell_history(lot: Lot, act: Any, at: datetime) -> None:
    """What was done before the lot was public is told at once with its publication."""
    earlier = [ledger.told(event, lot) for event in lot.events.exclude(pk=act.pk).order_by("lot_version", "id")]
    for item in earlier:
        item.pop("binding"), item.pop("boundary_sha256")
    ledger.enter(ledger.chain_of(lot), {**ledger.told(act, lot), "earlier": earlier}, lot, at)


@transaction.atomic
def correct_lot(
    *,
    actor: Any,
    lot: Lot,
    values: Mapping[str, Any],
    decision: Decision,
    reason: str,
    expected_version: int | None = None,
    now: datetime | None = None,
) -> Lot:
    """Correct what was posted: published beside what was announced, never instead of it.

    Raises:
        NotAllowed: only the department corrects, and only what was posted.
        BadTerms: no reason, no decision, or nothing changes; price and deposit are never corrected, they need a new
            posting.
    """
    current = rows.locked_one(lot, expected_version)
    if not policies.can_correct_lot(actor, current):
        raise NotAllowed(_("Chỉ sở được đính chính, và chỉ lô đã niêm yết."))
    if not reason.strip() or not decision.number.strip():
        raise BadTerms.at("reason", _("Hãy ghi văn bản và lý do đính chính; cả hai được công bố."))
    if frozen := {"start_price_amount", "deposit_amount", "step_amount"} & values.keys():
        raise BadTerms.at(
            min(frozen),
            _("Giá, tiền đặt trước, bước giá đã niêm yết thì không đính chính; hãy dừng và niêm yết lại."),
        )
    changed = _changed(current, _written(values))
    at = rows.moment(now)
    why = Why(actor, decision, reason, {"verb": "lot.corrected", "fields": sorted(changed)})
    done = rows.write(current, {**changed, "announced_version": current.version + 1}, LotChange.CORRECTION, why, at)
    ledger.append(rows.event(done, "correct", done.state, why, at), done)
    return done


def refresh_readiness(lot: Lot, now: datetime) -> Lot:
    """Keep on the lot what the checklist misses, for filters and counts. No version: it follows from other facts."""
    found = readiness.missing(lot, now)
    if lot.missing != found:
        Lot.objects.filter(pk=lot.pk).update(missing=found, checked_at=now)
        lot.missing, lot.checked_at = found, now
        rows.touch([lot], public=lot.publish_level == PublishLevel.PUBLIC)
    return lot
