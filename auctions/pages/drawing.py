"""Drawing lots from one plot or several that adjoin: the ground, a look at it, the act. Only the last step writes."""

from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions import policies
from auctions.actions import lots
from auctions.actions.drafts import LotDraft
from auctions.models import AuctionPlan, Lot
from auctions.pages.drawing_forms import GroundForm, LotRows, SharedForm
from auctions.pages.drawing_ground import Ground, read_ground
from auctions.pages.lot_forms import lot_address
from gis.http.problems import DomainError, NotAllowed, NotFound
from land.actions.derive import to_geos, to_shapely
from land.models import Plot
from land.pages.desk import DeskForm, done, form_page, only
from land.pages.fields import LineField
from land.pages.shape_input import tell
from land.pages.split import drawing_of
from land.parts_sketch import parts_svg

for_planners = only(policies.can_plan_some_lot)


class PlotForm(DeskForm):
    """Which plots lots are drawn from."""

    plot = LineField(
        label=gettext_lazy("Mã khu đất"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ BRVT-000123. Gộp các khu liền kề: ghi các mã, cách nhau bằng dấu phẩy."),
    )


@for_planners
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """First which plots, then which ground, then the lots; `?plot=` names the plots, with commas between."""
    text = request.GET.get("plot", "").strip()[:200]
    if not text:
        return render(request, "auctions/desk/draw_plot.html", {"form": PlotForm()})
    ground = read_ground(request.user, text)
    step = request.POST.get("step", "")
    if step == "commit":
        return _commit(request, ground)
    if step == "preview":
        return _preview(request, ground)
    return _taken(request, ground, GroundForm(request.POST if step == "back" else None, plot=ground))


def _taken(request: HttpRequest, ground: Ground, form: GroundForm) -> HttpResponse:
    taken = ground.taken()
    part = to_geos(shapely.union_all(taken)) if taken else None
    context = {
        "form": form,
        "ground": ground,
        "plot": ground.first,
        "back": ground.back,
        "addable": ground.addable(request.user),
        "taken": len(taken),
        "map": drawing_of(ground, ground.around(request.user), part),
    }
    return render(request, "auctions/desk/draw.html", context, status=400 if form.errors else 200)


def _preview(request: HttpRequest, ground: Ground) -> HttpResponse:
    form = GroundForm(request.POST, request.FILES, plot=ground)
    if not form.is_valid():
        return _taken(request, ground, form)
    tell(request, form.told)
    rows = LotRows(initial=form.rows(), prefix="lot")
    shared = SharedForm(request.user, ground, rows, initial=_first(ground.first))
    return _lots(request, ground, form, rows, shared)


def _first(plot: Plot) -> dict[str, Any]:
    """The newest plan of the owner, and the use that the plot has."""
    newest = AuctionPlan.objects.filter(owner=plot.managing_agency_id).order_by("-year", "-code").first()
    return {"plan_id": str(newest.pk) if newest else "", "land_use_id": plot.land_use_id or ""}


def _commit(request: HttpRequest, ground: Ground) -> HttpResponse:
    rows = LotRows(request.POST, prefix="lot")
    shared = SharedForm(request.user, ground, rows, request.POST)
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
    return _lots(request, ground, GroundForm(request.POST, plot=ground), rows, shared, status)


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
    request: HttpRequest, ground: Ground, taken: GroundForm, rows: Any, shared: SharedForm, status: int = 200
) -> HttpResponse:
    shapes = [row.geometry for row in rows]
    context = {
        "taken": taken,
        "rows": rows,
        "form": shared,
        "ground": ground,
        "plot": ground.first,
        "back": ground.back,
        "areas": [None if shape is None else shape.area for shape in shapes],
        "sketch": _sketch(request, ground, shapes),
    }
    return render(request, "auctions/desk/draw_lots.html", context, status=status)


def _sketch(request: HttpRequest, ground: Ground, shapes: list[Any]) -> str:
    if not shapes or any(shape is None for shape in shapes):
        return ""
    drawn = parts_svg(
        shapes,
        title=_("Các lô trên khu đất %(code)s") % {"code": ground.codes},
        description=_("Mỗi lô mang số thứ tự của bảng bên cạnh. Bắc ở phía trên."),
        around=[to_shapely(other.geom) for other in ground.around(request.user)],
        outline=ground.boundary,
    )
    return SafeString(drawn)  # built by ElementTree, which escapes every text
