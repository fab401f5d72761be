"""The plots that lots are drawn from: one, or several that adjoin and have one owner."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from django.contrib.gis.geos import MultiPolygon
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Agency
from auctions import policies, reading_desk
from auctions.actions.lots import LEAST_M2
from gis.geometry import to_multipolygon
from gis.http.problems import NotAllowed, NotFound
from land import reading
from land.actions.derive import to_geos, to_shapely
from land.models import Plot
from land.workflow import PlotStatus

MOST_PLOTS = 10  # ours: more are a rearrangement of the land, which the register does first
NEAR_M = 0.1  # ours: boundaries measured apart still adjoin
_CODE = re.compile(r"[A-Z]{2,6}-\d{1,9}")


@dataclass(frozen=True)
class Ground:
    """Plots to draw lots from, in the order in which they were named."""

    plots: Sequence[Plot]

    @property
    def first(self) -> Plot:
        """The plot whose facts stand for all."""
        return self.plots[0]

    @property
    def agency(self) -> Agency | None:
        """Whose land it is."""
        owner: Agency | None = self.first.managing_agency
        return owner

    @property
    def codes(self) -> str:
        """As people read them, and as `?plot=` takes them."""
        return ", ".join(plot.code for plot in self.plots)

    @property
    def back(self) -> str:
        """The page that one came from."""
        return reverse("plot", args=[self.first.code])

    @cached_property
    def boundary(self) -> Any:
        """All of it as one shape, in metres of the legal CRS."""
        return to_multipolygon(shapely.union_all([to_shapely(plot.geom) for plot in self.plots]))

    @cached_property
    def geom(self) -> MultiPolygon:
        """The same as Django knows shapes."""
        return to_geos(self.boundary)

    def under(self, shape: Any) -> list[Plot]:
        """The plots that a lot takes ground of."""
        return [plot for plot in self.plots if to_shapely(plot.geom).intersection(shape).area > LEAST_M2]

    def taken(self) -> list[Any]:
        """Shapes of the lots that stand here already."""
        found = [shape for plot in self.plots for shape in reading_desk.taken_ground(plot)]
        return list({shapely.to_wkb(shape): shape for shape in found}.values())

    def around(self, user: Any) -> list[Plot]:
        """Plots near by, without those of the ground itself."""
        own = {plot.code for plot in self.plots}
        near = {other.code: other for plot in self.plots for other in reading.neighbours(user, plot)}
        return [plot for code, plot in near.items() if code not in own]

    def addable(self, user: Any) -> list[tuple[Plot, str]]:
        """Plots that adjoin, of the same owner, with what `?plot=` then names."""
        if len(self.plots) >= MOST_PLOTS:
            return []
        return [
            (plot, f"{self.codes}, {plot.code}".replace(" ", ""))
            for plot in self.around(user)
            if plot.managing_agency_id == self.first.managing_agency_id
            and plot.status == PlotStatus.ACTIVE
            and policies.can_take_plot(user, plot)
            and _adjoins(plot, self.plots)
        ]


def read_ground(user: Any, text: str) -> Ground:
    """The plots that an address names.

    Raises:
        NotFound: one is not there, or the person may not know of it.
        NotAllowed: not the person's, without a boundary, of another owner, or lying apart.
    """
    codes = list(dict.fromkeys(_CODE.findall(text.upper())))
    if not codes or len(codes) > MOST_PLOTS:
        raise NotFound(_("Hãy ghi từ 1 đến %(most)d mã khu đất.") % {"most": MOST_PLOTS})
    plots = [_plot(user, code) for code in codes]
    if len({plot.managing_agency_id for plot in plots}) > 1:
        raise NotAllowed(_("Các khu đất %(codes)s không cùng đơn vị quản lý.") % {"codes": ", ".join(codes)})
    if apart := _apart(plots):
        raise NotAllowed(
            _("Khu đất %(code)s không liền kề các khu còn lại; một lô chỉ gộp các khu liền kề.") % {"code": apart.code}
        )
    return Ground(plots)


def _plot(user: Any, code: str) -> Plot:
    plot: Plot | None = Plot.objects.visible_to(user).with_names().filter(code=code).first()
    if plot is None:
        raise NotFound(_("Không có khu đất %(code)s, hoặc bạn không được xem.") % {"code": code})
    if not policies.can_take_plot(user, plot):
        raise NotAllowed(_("Khu đất %(code)s không thuộc đơn vị của bạn.") % {"code": code})
    if plot.geom is None:
        raise NotAllowed(_("Khu đất %(code)s chưa có ranh giới, hoặc đã kết thúc.") % {"code": code})
    return plot


def _apart(plots: Sequence[Plot]) -> Plot | None:
    """The first plot that no chain of neighbours leads to from the one named first."""
    reached, left = [plots[0]], list(plots[1:])
    while near := [plot for plot in left if _adjoins(plot, reached)]:
        reached += near
        left = [plot for plot in left if plot not in near]
    return left[0] if left else None


def _adjoins(plot: Plot, others: Iterable[Plot]) -> bool:
    if plot.geom is None:
        return False
    shape = to_shapely(plot.geom)
    return any(shape.distance(to_shapely(other.geom)) <= NEAR_M for other in others)
