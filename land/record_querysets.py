"""Reading what hangs on a plot: internal by nature, or published one by one."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from accounts.scopes import scope_of
from gis.db.wall import on_public
from land.querysets import internal_reach
from land.workflow import LeaseState, PublishLevel


class OfPlotQuerySet(models.QuerySet[Any]):
    """Rows that show where the plot shows its internal side: leases, handovers, decisions."""

    path = "plot"

    def visible_to(self, user: Any) -> Self:
        """Rows of the plots whose internal side this person reads."""
        plots = self._internal_plots(user)
        if plots is None:
            return on_public(self.none(), user)
        return self.filter(**{f"{self.path}__in": plots})

    def _internal_plots(self, user: Any) -> Any:
        """None where the person reads nothing internal."""
        reach = internal_reach(scope_of(user))
        if reach is None:
            return None
        plots = self._plots()
        return plots if isinstance(reach, bool) else plots.filter(reach)

    def _plots(self) -> Any:
        model: Any = self.model
        for part in self.path.split("__"):
            model = model._meta.get_field(part).related_model
        return model.objects.all().order_by().values("pk")


class PublishedQuerySet(OfPlotQuerySet):
    """Rows with a publication level of their own, never above that of their plot: documents, photos."""

    def visible_to(self, user: Any) -> Self:
        """Public ones of published plots for everybody; the others where the plot's internal side is read."""
        published = self._plots().filter(publish_level=PublishLevel.PUBLIC)
        shown = Q(publish_level=PublishLevel.PUBLIC, withdrawn_at=None, plot__in=published)
        plots = self._internal_plots(user)
        if plots is not None:
            inside = Q(plot__in=plots)
            shown |= inside if scope_of(user).restricted else inside & ~Q(publish_level=PublishLevel.RESTRICTED)
        return on_public(self.filter(shown), user)

    def inside(self, user: Any) -> Self:
        """Those whose plot this person reads from inside: file names, originals, who attached them."""
        plots = self._internal_plots(user)
        if plots is None:
            return on_public(self.none(), user)
        inside = self.filter(plot__in=plots)
        return inside if scope_of(user).restricted else inside.exclude(publish_level=PublishLevel.RESTRICTED)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class LeaseQuerySet(OfPlotQuerySet):
    """Leases; internal, the lessee's name apart from them."""

    def with_names(self) -> Self:
        """With plot, unit and manager to name them, without their shapes."""
        shapes = [f"plot__{name}" for name in ("geom", "geom_3857", "geom_z13", "anchor_3857")]
        borders = [f"plot__unit__{name}" for name in ("geom", "geom_3857", "geom_low")]
        return self.select_related("plot__unit", "plot__managing_agency").defer("part", *shapes, *borders)

    def running_on(self, day: date) -> Self:
        """In force on a day; a renewed lease runs on until its successor begins."""
        return self.filter(state__in=[LeaseState.ACTIVE, LeaseState.RENEWED], period__contains=day)

    def lasting(self, today: date) -> Self:
        """Signed and not over today, begun or not."""
        return self.filter(state__in=[LeaseState.ACTIVE, LeaseState.RENEWED], period__endswith__gt=today)

    def expiring(self, today: date, within_days: int = 90) -> Self:
        """Active leases whose last day is at most so many days ahead, or past; soonest first."""
        last = today + timedelta(days=within_days + 1)  # the upper bound of a period is the first day without it
        return self.filter(state=LeaseState.ACTIVE, period__endswith__lte=last).order_by("period__endswith", "pk")

    def ending(self, today: date, first: int, last: int) -> Self:
        """Active leases whose last day is from `first` to `last` days ahead, both included."""
        ends = [today + timedelta(days=first + 1), today + timedelta(days=last + 1)]
        return self.filter(state=LeaseState.ACTIVE, period__endswith__range=ends)

    def overstayed(self, today: date) -> Self:
        """The term is over, and the lease neither settled nor renewed."""
        return self.filter(state__in=[LeaseState.ACTIVE, LeaseState.EXPIRED], period__endswith__lte=today)

    def due_to_start(self, today: date) -> Self:
        """Signed, begun, and not yet told to the plot."""
        return self.filter(state=LeaseState.ACTIVE, started=False, period__startswith__lte=today)

    def due_to_expire(self, today: date) -> Self:
        """Active though the term is over."""
        return self.filter(state=LeaseState.ACTIVE, period__endswith__lte=today)


def _paid() -> Coalesce:
    return Coalesce(F("paid_amount"), 0)


def _owed() -> Q:
    """No drafts, nothing of a lease that never held, nothing that falls due after a lease was settled."""
    settled = Q(lease__state=LeaseState.TERMINATED)
    never_held = settled & Q(lease__started=False)
    return ~Q(lease__state=LeaseState.DRAFT) & ~never_held & ~(settled & Q(due_on__gte=F("lease__ended_on")))


class RentQuerySet(OfPlotQuerySet):
    """Instalments of rent."""

    path = "lease__plot"

    def owed(self) -> Self:
        """Instalments that somebody owes or owed, with `due` and `balance` in đồng."""
        return self.filter(_owed()).annotate(due=F("amount"), balance=F("amount") - _paid())

    def booked(self) -> Self:
        """Those, and money that was received on others, of which nothing is due: it may have to be given back."""
        due = Case(When(_owed(), then=F("amount")), default=_paid())
        rows = self.filter(_owed() | Q(paid_amount__isnull=False))
        return rows.annotate(due=due, balance=due - _paid())

    def overdue(self, today: date) -> Self:
        """Due before today and not paid in full; oldest first."""
        return self.owed().filter(due_on__lt=today, balance__gt=0).order_by("due_on", "pk")

    def coming(self, today: date, within_days: int) -> Self:
        """Due today or at most so many days ahead, and not paid in full; soonest first."""
        last = today + timedelta(days=within_days)
        return self.owed().filter(due_on__range=[today, last], balance__gt=0).order_by("due_on", "pk")


class TermBoundQuerySet(models.QuerySet[Any]):
    """Bounds of lease terms: law, so public knowledge."""

    def holding(self, day: date) -> Self:
        """In force on a day."""
        return self.filter(period__contains=day)

    def of_lease(self, kind: str, lessee_kind: str, day: date) -> Any:
        """The bound for a lease signed on a day, the one for this lessee before the one for all; None without."""
        bounds = self.holding(day).filter(kind=kind, lessee_kind__in=["", lessee_kind])
        return bounds.order_by("-lessee_kind").first()


class PlannedUseQuerySet(models.QuerySet[Any]):
    """Planned uses, computed; as public as their plot."""

    def visible_to(self, user: Any) -> Self:
        """Rows of plots that the person may know of, of standing plans."""
        plots = self.model._meta.get_field("plot").related_model.objects.visible_to(user)
        return on_public(self.filter(set__withdrawn_at=None, plot__in=plots.using(plots.db)), user)
