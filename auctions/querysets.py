"""Reading auctions: which lots exist for a person is decided here and nowhere else."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.roles import Role
from accounts.scopes import agencies_of, has_role, scope_of
from auctions.workflow import RECOGNISED_ON
from gis.db.wall import is_known, on_public
from land.workflow import PublishLevel

PUBLISHED = Q(publish_level=PublishLevel.PUBLIC)


def internal_reach(user: Any) -> Q | bool | None:
    """Which lots show their internal side: True all, None none, else a condition on the lot's own columns."""
    scope = scope_of(user)
    if scope.everywhere:
        return True
    parts = []
    if scope.units:
        parts.append(Q(unit__in=scope.units))
    if scope.agencies:
        parts.append(Q(owner__in=scope.agencies))
    if organisations := agencies_of(user, Role.AUCTIONEER):
        parts.append(Q(organisation__in=organisations))
    if not parts:
        return None
    reach = parts.pop()
    for part in parts:
        reach |= part
    return reach


class _FactsQuerySet(models.QuerySet[Any]):
    """What lots and their versions share."""

    def visible_to(self, user: Any) -> Self:
        """Lots this person may know of; the public reads through the public connection."""
        reach = internal_reach(user)
        if reach is True:
            return on_public(self, user)
        return on_public(self.filter(PUBLISHED | reach if isinstance(reach, Q) else PUBLISHED), user)


_SHAPES = ("geom", "geom_3857", "geom_z13", "anchor_3857", "search_text", "search_words")
_NAMES = ("unit", "unit_at_record", "land_use", "land_use_current", "owner", "organisation__agency", "auction", "plan")
_BORDERS = tuple(f"{unit}__{name}" for unit in _NAMES[:2] for name in ("geom", "geom_3857", "geom_low"))


def heavy(before: str = "") -> tuple[str, ...]:
    """Columns that only drawing and searching read, of a lot and of its commune: for `defer`.

    Args:
        before: how the lot is reached, `lot__`; "" from the lot itself.
    """
    return tuple(f"{before}{name}" for name in (*_SHAPES, *(name for name in _BORDERS if name.startswith("unit__"))))


class LotQuerySet(_FactsQuerySet):
    """Lots as they are said to be today."""

    def inside(self, user: Any) -> Self:
        """Lots whose internal side this person reads: what desks are made of."""
        reach = internal_reach(user)
        if reach is True:
            return self
        return self.filter(reach) if isinstance(reach, Q) else self.none()

    def with_names(self) -> Self:
        """With the rows that give names, without shapes."""
        return self.select_related(*_NAMES).defer(*_SHAPES, *_BORDERS)

    def with_names_and_ground(self) -> Self:
        """The same with the boundary of the lot, as it is kept."""
        return self.select_related(*_NAMES).defer(*_SHAPES[1:], *_BORDERS)


class LotVersionQuerySet(_FactsQuerySet):
    """What was said of lots, and when."""

    def visible_to(self, user: Any) -> Self:
        """Versions that were published or in reach, of lots that still are."""
        lots = self.model._meta.get_field("lot").related_model.objects.visible_to(user)
        own = super().visible_to(user)
        return own.filter(lot__in=lots.using(own.db))

    def first_day(self) -> date | None:
        """The earliest day, here, of which anything is said."""
        first = self.aggregate(at=Min("recorded__startswith"))["at"]
        return timezone.localdate(first) if first else None

    def said_at(self, moment: datetime) -> Self:
        """What was said at a moment."""
        return self.filter(recorded__contains=moment)


class OfLotQuerySet(models.QuerySet[Any]):
    """Rows of a lot that are as public as it is: its acts, attempts, conditions, payments."""

    def visible_to(self, user: Any) -> Self:
        """Rows of the lots that this person may know of."""
        lots = self.model._meta.get_field("lot").related_model.objects.visible_to(user)
        return on_public(self.filter(lot__in=lots.using(lots.db).order_by().values("pk")), user)


class ResultQuerySet(models.QuerySet[Any]):
    """Entered results: of the organisation and of who reads the lot from inside, until they are confirmed."""

    def visible_to(self, user: Any) -> Self:
        """Confirmed ones with their lot; entered ones where the lot's internal side is read."""
        lots = self.model._meta.get_field("lot").related_model.objects.visible_to(user)
        rows = self.filter(lot__in=lots.using(lots.db).order_by().values("pk"))
        reach = internal_reach(user)
        if reach is True:
            return on_public(rows, user)
        shown = Q(state="confirmed")
        if isinstance(reach, Q):
            inside = self.model._meta.get_field("lot").related_model.objects.filter(reach).order_by().values("pk")
            shown |= Q(lot__in=inside)
        return on_public(rows.filter(shown), user)


class WinnerQuerySet(models.QuerySet[Any]):
    """Winners without names of persons: as public as the confirmed result, once the win is recognised."""

    def visible_to(self, user: Any) -> Self:
        """Of results that the person may know of; for those outside only after the recognition."""
        results = self.model._meta.get_field("result").related_model.objects.visible_to(user)
        rows = self.filter(result__in=results.order_by().values("pk"))
        reach = internal_reach(user)
        if reach is True:
            return on_public(rows, user)
        shown = Q(result__lot__state__in=RECOGNISED_ON)
        if isinstance(reach, Q):
            lot = self.model._meta.get_field("result").related_model._meta.get_field("lot").related_model
            shown |= Q(result__lot__in=lot.objects.filter(reach).order_by().values("pk"))
        return on_public(rows.filter(shown), user)


class DocumentQuerySet(models.QuerySet[Any]):
    """Documents with a level of their own, never above that of their lot or auction."""

    def of_lot(self, lot: Any) -> Self:
        """Of a lot and of the session in which it stands now."""
        return self.filter(Q(lot=lot.pk) | Q(auction__isnull=False, auction=lot.auction_id))

    def visible_to(self, user: Any) -> Self:
        """Public ones of published lots and auctions for everybody; the others where the internal side is read."""
        lot = self.model._meta.get_field("lot").related_model
        auction = self.model._meta.get_field("auction").related_model
        shown = Q(publish_level=PublishLevel.PUBLIC, withdrawn_at=None) & (
            # Asked of each paper: as lists of all lots and sessions they took 0.2 s of 50,000.
            Exists(lot.objects.filter(PUBLISHED, pk=OuterRef("lot")))
            | Exists(auction.objects.filter(PUBLISHED, pk=OuterRef("auction")))
        )
        reach = internal_reach(user)
        if reach is True:
            shown = Q()
        elif isinstance(reach, Q):
            lots = lot.objects.filter(reach).order_by().values("pk")
            shown |= Q(lot__in=lots) | Q(auction__in=auction.objects.inside(user).order_by().values("pk"))
        return on_public(self.filter(shown), user)


class AuctionQuerySet(models.QuerySet[Any]):
    """Auction sessions."""

    def visible_to(self, user: Any) -> Self:
        """Published ones, and those whose internal side this person reads."""
        reach = self._reach(user)
        return on_public(self if reach is True else self.filter(PUBLISHED | reach), user)

    def inside(self, user: Any) -> Self:
        """Sessions whose internal side this person reads: what desks are made of."""
        reach = self._reach(user)
        return self if reach is True else self.filter(reach)

    def _reach(self, user: Any) -> Any:
        """The owner's people and the organisation's, and whoever reads one of its lots from inside; True for all."""
        scope = scope_of(user)
        if scope.everywhere:
            return True
        own = Q(owner__in=scope.agencies) | Q(organisation__in=agencies_of(user, Role.AUCTIONEER))
        reach = internal_reach(user)
        if not isinstance(reach, Q):
            return own
        lots = self.model._meta.apps.get_model("auctions", "Lot").objects.filter(reach)
        return own | Exists(lots.order_by().filter(auction=OuterRef("pk")))

    def with_counts(self) -> Self:
        """With `lot_count`, how many lots stand in each now."""
        lots = self.model._meta.apps.get_model("auctions", "Lot").objects.filter(auction=OuterRef("pk"))
        count = lots.order_by().values("auction").annotate(count=Count("pk")).values("count")
        return self.annotate(lot_count=Coalesce(Subquery(count), 0))


class PlanQuerySet(models.QuerySet[Any]):
    """Yearly plans: decisions of the State, public as such."""

    def visible_to(self, user: Any) -> Self:
        """All of them."""
        return on_public(self, user)


class BoundQuerySet(models.QuerySet[Any]):
    """Bounds of terms: law, so public knowledge."""

    def holding(self, day: date) -> Self:
        """In force on a day."""
        return self.filter(period__contains=day)

    def of(self, code: str, day: date, sale_by: str = "") -> Any:
        """The bound of a term on a day, the one for this kind of sale before the one for all; None without."""
        bounds = self.holding(day).filter(code=code, sale_by__in=["", sale_by])
        return bounds.order_by("-sale_by").first()


class LedgerQuerySet(models.QuerySet[Any]):
    """The public log: everybody's."""

    def visible_to(self, user: Any) -> Self:
        """All of it."""
        return on_public(self, user)


class OfOwnerQuerySet(models.QuerySet[Any]):
    """Rows of a signed-in person: nobody else's."""

    def visible_to(self, user: Any) -> Self:
        """The person's own."""
        return self.filter(user=user) if is_known(user) else on_public(self.none(), user)


class WatchQuerySet(models.QuerySet[Any]):
    """What contacts follow: the owner's of the contact, who otherwise comes by the link of a message."""

    def visible_to(self, user: Any) -> Self:
        """Those of contacts that are the person's."""
        return self.filter(contact__user=user) if is_known(user) else on_public(self.none(), user)

    def standing(self) -> Self:
        """Confirmed and not ended."""
        return self.filter(active_from__isnull=False, ended_at=None)


class InquiryQuerySet(models.QuerySet[Any]):
    """Questions and reports: answered ones are public; the others are for whoever may answer them."""

    def visible_to(self, user: Any) -> Self:
        """Answered ones of what the person may know of; waiting ones where the lot's inside is read."""
        lot = self.model._meta.get_field("lot").related_model
        plot = self.model._meta.get_field("plot").related_model
        reach = internal_reach(user)
        if reach is True:
            return on_public(self, user)
        lots, plots = lot.objects.visible_to(user), plot.objects.visible_to(user)
        of_plot = plots.order_by().filter(pk=OuterRef("plot"))
        about = Exists(lots.using(lots.db).order_by().filter(pk=OuterRef("lot"))) | Exists(of_plot)
        shown = Q(state="answered") & about
        if isinstance(reach, Q):
            shown |= Q(lot__in=lot.objects.filter(reach).order_by().values("pk"))
            scope = scope_of(user)
            shown |= Q(plot__managing_agency__in=scope.agencies) | Q(plot__unit__in=scope.units)
        return on_public(self.filter(shown), user)

    def answerable_by(self, user: Any) -> Self:
        """Those that the person may answer (policies.can_answer): of their lots and plots, the department all."""
        if has_role(user, Role.LAND_MANAGER):
            return self
        fund, houses = agencies_of(user, Role.LAND_FUND_OFFICER), agencies_of(user, Role.AUCTIONEER)
        of_lots = Q(lot__owner__in=fund) | Q(lot__organisation__in=houses)
        return self.filter(of_lots | Q(plot__managing_agency__in=fund))
