"""A new plot, with or without a boundary: nothing an officer owns is unenterable."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import shapely
from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gis.geometry import to_multipolygon
from gis.http.problems import DomainError, NotAllowed
from land import policies
from land.actions import Located, ParcelDraft, PlotDraft, create_plots, locate_plots
from land.forms import ENTERED, attname
from land.models import Plot
from land.pages.fields import DayField
from land.pages.plot_fields import dress, grouped
from land.pages.shape_input import ShapeInput, Shapes, tell
from land.pages.verbs import located_text
from land.workflow import LocationBasis
from territory.surroundings import HOME


class NewPlotForm(ShapeInput, forms.ModelForm):  # type: ignore[type-arg]
    """Only the unit is required; the place is a boundary, a point, a parcel number or the unit alone."""

    valid_from = DayField(
        label=gettext_lazy("Thuộc quỹ đất từ ngày"),
        required=False,
        help_text=gettext_lazy("Ngày/tháng/năm, ví dụ 22/11/2026; bỏ trống nếu không rõ."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Căn cứ lập hồ sơ"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    class Meta:
        model = Plot
        fields = ENTERED
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "parcel_number": gettext_lazy("Nhiều thửa thì cách nhau bằng dấu phẩy."),
            "unit_at_record": gettext_lazy("Nếu số tờ, số thửa theo bản đồ của đơn vị cũ."),
        }

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        self.actor = actor
        self.shapes = Shapes()
        self.made: Plot | None = None
        self.located: Located | None = None
        super().__init__(*args, **kwargs)
        dress(self)
        self.fields["unit"].required = True

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.shapes = self.read_shapes()
            if self.shapes.lines and not self.shapes.areas:
                raise forms.ValidationError(_("Hình cho khu đất phải là vùng khép kín hoặc một điểm."))
            if len(self.shapes.points) > 1 and not self.shapes.areas:
                raise forms.ValidationError(_("Chỉ một điểm đại diện cho khu đất chưa có ranh giới."))
        return values

    def full_clean(self) -> None:
        """Validate, then act."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self._act()
        except DomainError as refusal:
            self.add_error(None, refusal.detail)

    @transaction.atomic
    def _act(self) -> None:
        draft, reason = self._draft(), self.cleaned_data["reason"]
        [self.made] = create_plots(actor=self.actor, drafts=[draft], reason=reason)
        if draft.geom is None and draft.point is None and draft.parcels:
            [self.located] = locate_plots(actor=self.actor, plots=[self.made], reason=reason)

    def _draft(self) -> PlotDraft:
        values = {attname(name): getattr(self.instance, attname(name)) for name in ENTERED}
        numbers = [number.strip() for number in values["parcel_number"].split(",") if number.strip()]
        start = self.cleaned_data["valid_from"]
        holder = values["unit_at_record_id"] or values["unit_id"]
        sheet = values["sheet_number"].strip()
        boundary = to_multipolygon(shapely.union_all(self.shapes.areas)) if self.shapes.areas else None
        point = self.shapes.points[0] if self.shapes.points and boundary is None else None
        basis = LocationBasis.UNIT if boundary is None and point is None else LocationBasis.POINT
        values["location_basis"] = LocationBasis.BOUNDARY if boundary is not None else basis
        parcels = [ParcelDraft(holder, sheet, number, start) for number in numbers] if sheet else []
        return PlotDraft(values=values, geom=boundary, point=point, parcels=parcels, valid_from=start)


def for_creators(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Signed in as somebody who may enter plots."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not policies.can_create_plots(request.user):
            raise NotAllowed(_("Bạn không có quyền lập khu đất mới."))
        return view(request)

    return guarded


@for_creators
def new(request: HttpRequest) -> HttpResponse:
    """The form; what it made is shown on its own page."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"unit": request.GET.get("unit", ""), "valid_from": timezone.localdate()}
    form = NewPlotForm(data, files, actor=request.user, initial=initial)
    if form.is_valid() and form.made is not None:
        told = _("Đã lập khu đất %(code)s.") % {"code": form.made.code}
        if form.located is not None:
            told += f" {_('Vị trí')}: {located_text(form.located)}."
        tell(request, form.told)
        messages.success(request, told)
        return redirect("plot", code=form.made.code)
    context = {
        "form": form,
        "groups": grouped(form),
        "map": {"boundary": "", "around": "", "borders": reverse("borders"), "home": ",".join(map(str, HOME))},
        "back": reverse("plots"),
    }
    return render(request, "land/acts/new_plot.html", context)
