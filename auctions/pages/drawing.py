"""Drawing lots from a plot: the ground, a look at it, the act. Nothing is written before the last step."""

from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import policies, reading_desk
from auctions.actions import lots
from auctions.actions.drafts import LotDraft
from auctions.models import AuctionPlan, Lot
from auctions.pages.drawing_forms import GroundForm, LotRows, SharedForm
from auctions.pages.lot_forms import lot_address
from gis.http.problems import DomainError, NotAllowed, NotFound
from land import reading
from land.actions.derive import to_geos, to_shapely
from land.models import Plot
from land.pages.desk import DeskForm, done, form_page, only
from land.pages.fields import LineField
from land.pages.shape_input import tell
from land.pages.split import drawing_of
from land.parts_sketch import parts_svg

for_planners = only(policies.can_plan_some_lot)


class PlotForm(DeskForm):
    """Which plot lots are drawn from."""

    plot = LineField(label=gettext_lazy("Mã khu đất"), max_length=20, help_text=gettext_lazy("Ví dụ BRVT-000123."))


@for_planners
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """First which plot, then which ground, then the lots; `?plot=` names the plot."""
    code = request.GET.get("plot", "").replace("\x00", "").strip().upper()[:20]
    if not code:
        return render(request, "auctions/desk/draw_plot.html", {"form": PlotForm()})
    plot = _plot(request, code)
    step = request.POST.get("step", "")
    if step == "commit":
        return _commit(request, plot)
    if step == "preview":
        return _preview(request, plot)
    return _ground(request, plot, GroundForm(request.POST if step == "back" else None, plot=plot))


def _plot(request: HttpRequest, code: str) -> Plot:
    plot: Plot | None = Plot.objects.visible_to(request.user).with_names().filter(code=code).first()
    if plot is None:
        raise NotFound(_("Không có khu đất %(code)s, hoặc bạn không được xem.") % {"code": code})
    if not policies.can_take_plot(request.user, plot):
        raise NotAllowed(_("Khu đất %(code)s không thuộc đơn vị của bạn.") % {"code": code})
    if plot.geom is None:
        raise NotAllowed(_("Khu đất %(code)s chưa có ranh giới, hoặc đã kết thúc.") % {"code": code})
    return plot


def _ground(request: HttpRequest, plot: Plot, form: GroundForm) -> HttpResponse:
    taken = reading_desk.taken_ground(plot)
    part = to_geos(shapely.union_all(taken)) if taken else None
    context = {
        "form": form,
        "plot": plot,
        "back": reverse("plot", args=[plot.code]),
        "taken": len(taken),
        "map": drawing_of(plot, reading.neighbours(request.user, plot), part),
    }
    return render(request, "auctions/desk/draw.html", context, status=400 if form.errors else 200)


def _preview(request: HttpRequest, plot: Plot) -> HttpResponse:
    ground = GroundForm(request.POST, request.FILES, plot=plot)
    if not ground.is_valid():
        return _ground(request, plot, ground)
    tell(request, ground.told)
    rows = LotRows(initial=ground.rows(), prefix="lot")
    shared = SharedForm(request.user, plot, rows, initial=_first(plot))
    return _lots(request, plot, ground, rows, shared)


def _first(plot: Plot) -> dict[str, Any]:
    """The newest plan of the owner, and the use that the plot has."""
    newest = AuctionPlan.objects.filter(owner=plot.managing_agency_id).order_by("-year", "-code").first()
    return {"plan_id": str(newest.pk) if newest else "", "land_use_id": plot.land_use_id or ""}


def _commit(request: HttpRequest, plot: Plot) -> HttpResponse:
    rows = LotRows(request.POST, prefix="lot")
    shared = SharedForm(request.user, plot, rows, request.POST)
    status = 400
    if shared.is_valid():
        try:
            made = _drawn(request, shared)
            done(request, _("Đã lập: %(codes)s.") % {"codes": ", ".join(lot.code for lot in made)})
            return redirect(lot_address(made[0].code) if len(made) == 1 else _list_of(made))
        except (NotAllowed, NotFound):
            raise
        except DomainError as refusal:
            shared.refuse(refusal)
            status = refusal.status
    return _lots(request, plot, GroundForm(request.POST, plot=plot), rows, shared, status)


def _drawn(request: HttpRequest, shared: SharedForm) -> list[Lot]:
    drafts = shared.drafts()
    plan = _plan_of(drafts[0])
    for draft in drafts:
        draft.values = {name: value for name, value in draft.values.items() if name != "plan_id"}
    return lots.plan_lots(
        actor=request.user,
        owner=shared.agency(),
        plan=plan,
        drafts=drafts,
        reason=shared.cleaned_data["reason"],
    )


def _plan_of(draft: LotDraft) -> AuctionPlan | None:
    key = draft.values.get("plan_id")
    return AuctionPlan.objects.filter(pk=str(key)).first() if key else None


def _list_of(made: list[Lot]) -> str:
    return f"{reverse('auction-desk')}?state={made[0].state}#list"


def _lots(
    request: HttpRequest, plot: Plot, ground: GroundForm, rows: Any, shared: SharedForm, status: int = 200
) -> HttpResponse:
    shapes = [row.geometry for row in rows]
    context = {
        "ground": ground,
        "rows": rows,
        "form": shared,
        "plot": plot,
        "back": reverse("plot", args=[plot.code]),
        "areas": [None if shape is None else shape.area for shape in shapes],
        "sketch": _sketch(request, plot, shapes),
    }
    return render(request, "auctions/desk/draw_lots.html", context, status=status)


def _sketch(request: HttpRequest, plot: Plot, shapes: list[Any]) -> str:
    if not shapes or any(shape is None for shape in shapes):
        return ""
    drawn = parts_svg(
        shapes,
        title=_("Các lô trên khu đất %(code)s") % {"code": plot.code},
        description=_("Mỗi lô mang số thứ tự của bảng bên cạnh. Bắc ở phía trên."),
        around=[to_shapely(other.geom) for other in reading.neighbours(request.user, plot)],
        outline=to_shapely(plot.geom),
    )
    return SafeString(drawn)  # built by ElementTree, which escapes every text
