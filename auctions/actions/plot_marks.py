"""Plots bear the flags that their lots give them, in the transaction of the act."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import plot_flags
from auctions.models import Lot
from land.actions.auction_flags import set_auction_flags
from land.models import Plot
from land.workflow import AUCTION_FLAGS


def follow(lot: Lot, actor: Any, verb_label: str, now: datetime) -> None:
    """Bring the plots of a lot in step with all their lots; the plots are locked with the lot (`rows.locked`)."""
    bring(Plot.objects.filter(lot_links__lot=lot).only("pk", "flags"), actor, lot, verb_label, now)


def bring(plots: Iterable[Plot], actor: Any, lot: Lot, verb_label: str, now: datetime) -> None:
    """Bring plots in step with all their lots, for an act on one of these."""
    plots = list(plots)
    said = plot_flags.flags_by(plot.pk for plot in plots)
    wanted = {plot: said[plot.pk] for plot in plots if AUCTION_FLAGS.intersection(plot.flags) != said[plot.pk]}
    if not wanted:  # nine of ten acts
        return
    set_auction_flags(
        actor=actor,
        wanted=wanted,
        on_date=timezone.localtime(now).date(),
        reason=_("Lô %(code)s: %(act)s.") % {"code": lot.code, "act": verb_label},
        note=lot.code,
    )


@transaction.atomic
def mend_flags(*, actor: Any, today: date) -> Sequence[plot_flags.Difference]:
    """Bring all plots in step with their lots; returns what was out of step."""
    found = list(plot_flags.differences())
    set_auction_flags(
        actor=actor,
        wanted={one.plot: one.should for one in found},
        on_date=today,
        reason=_("Ghi lại tình trạng đấu giá theo các lô của khu đất."),
    )
    return found
