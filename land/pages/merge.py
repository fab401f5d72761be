"""Merging plots: choose, look, decide."""

from typing import Any
from uuid import UUID

import shapely
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.geometry import to_multipolygon
from land import policies, reading
from land.actions import merge_plots
from land.actions.derive import to_shapely
from land.models import Plot
from land.pages.acts import finished_end, for_verb, page, page_of_end, rewritten
from land.pages.heir_forms import HeirsForm, NumbersForm, why_asked
from land.parts_sketch import parts_svg
from land.workflow import PlotStatus, PublishLevel

_MOST = 50
_TOUCH_M = 0.5  # boundaries this near are one border to a surveyor; ours


class ChooseForm(forms.Form):
    """Which plots become one with this one."""

    near = forms.MultipleChoiceField(
        label=gettext_lazy("Khu đất liền kề, lân cận"), widget=forms.CheckboxSelectMultiple, required=False
    )
    more = forms.CharField(
        label=gettext_lazy("Mã khu đất khác"),
        help_text=gettext_lazy("Cách nhau bằng dấu phẩy, ví dụ: BRVT-000012, BRVT-000013."),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, actor: Any, plot: Plot, around: list[Plot], **kwargs: Any) -> None:
        self.actor, self.plot = actor, plot
        self.chosen: list[Plot] = []
        super().__init__(*args, **kwargs)
        self.fields["near"].choices = [(other.code, _near_text(plot, other)) for other in around]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        typed = [code.strip().upper() for code in values.get("more", "").replace(";", ",").split(",")]
        codes = list(
            dict.fromkeys(code for code in [*values.get("near", []), *typed] if code and code != self.plot.code)
        )
        if not codes:
            raise forms.ValidationError(_("Hãy chọn ít nhất một khu đất để gộp với khu đất này."))
        self.chosen = find(self.actor, codes)
        known = {plot.code for plot in self.chosen}
        if missing := [code for code in codes if code not in known]:
            self.add_error("more", _("Không gộp được với: %(codes)s.") % {"codes": ", ".join(missing)[:200]})
        return values


def find(actor: Any, codes: list[str]) -> list[Plot]:
    """Plots that this person may merge, in the order of their numbers."""
    rows = Plot.objects.visible_to(actor).filter(code__in=codes[:_MOST]).with_names().order_by("number")
    return [plot for plot in rows if policies.can_change_status(actor, plot, PlotStatus.MERGED)]


def _near_text(plot: Plot, other: Plot) -> str:
    touches = to_shapely(plot.geom).distance(to_shapely(other.geom)) <= _TOUCH_M
    text = _("%(code)s %(name)s, liền kề") if touches else _("%(code)s %(name)s, không liền kề")
    return text % {"code": other.code, "name": other.name[:60]}


class MergeForm(NumbersForm, HeirsForm):
    """The plot that comes of it; acts."""

    name = forms.CharField(label=gettext_lazy("Tên khu đất mới"), max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=4000)
    field_order = ("name", "sheet", "parcel", "area", "use_state", "on_date", "decision_number", "reason")
    labels = {
        "on_date": gettext_lazy("Ngày gộp"),
        "keep_public": gettext_lazy("Công khai ngay khu đất mới, như các khu đất cũ"),
        "keep_flags": gettext_lazy("Chuyển các tình trạng cần chú ý sang khu đất mới"),
    }
    too_late = gettext_lazy("Ngày gộp không được sau hôm nay.")

    def __init__(self, *args: Any, plots: list[Plot], **kwargs: Any) -> None:
        self.plots = plots
        super().__init__(*args, parents=plots, **kwargs)
        self.fields["use_state"].help_text = why_asked(plots)
        self.initial.setdefault("name", max(plots, key=lambda plot: plot.area_m2 or 0).name)
        self.initial.setdefault("seen", ",".join(f"{plot.code}:{plot.version}" for plot in plots))

    def ending(self) -> list[Plot]:
        return self.plots

    def act(self) -> Plot:
        values = self.cleaned_data
        return merge_plots(
            actor=self.actor,
            plots=self.plots,
            result=self.heir_of(self.plots, values, union(self.plots)),
            on_date=values["on_date"],
            decision_number=values["decision_number"],
            reason=values["reason"],
            expected_versions=self._seen(),
        )

    def refresh_seen(self) -> None:
        """After a stale version the form speaks of the plots as they are now."""
        self.data = rewritten(self.data, seen=",".join(f"{plot.code}:{plot.version}" for plot in self.plots))

    def _seen(self) -> dict[UUID, int]:
        pairs = (item.partition(":") for item in self.cleaned_data["seen"].split(","))
        versions = {code: int(number) for code, _sign, number in pairs if number.isdecimal()}
        return {plot.pk: versions[plot.code] for plot in self.plots if plot.code in versions}


def union(plots: list[Plot]) -> Any:
    """The ground of all; None when one has no boundary, for then nobody knows it."""
    shapes = [to_shapely(plot.geom) for plot in plots]
    return None if any(shape is None for shape in shapes) else to_multipolygon(shapely.union_all(shapes))


@for_verb("merge")
def merge(request: HttpRequest, plot: Plot) -> HttpResponse:
    """First which, then what, then the act."""
    step = request.POST.get("step", "")
    data = request.POST if step else None
    choose = ChooseForm(data, actor=request.user, plot=plot, around=_candidates(request.user, plot))
    if step not in {"preview", "commit"} or not choose.is_valid():
        return page(request, plot, "land/acts/merge.html", {"form": choose})
    plots = sorted([plot, *choose.chosen], key=lambda item: item.number)
    form = MergeForm(data if step == "commit" else None, actor=request.user, plot=plot, plots=plots)
    form.is_valid()
    if form.done:
        return finished_end(request, form.done, form, _("Đã gộp thành khu đất %(code)s.") % {"code": form.done.code})
    if form.stale:
        form.refresh_seen()
    mine_first = [plot, *choose.chosen]
    return page_of_end(request, mine_first, "land/acts/merge_result.html", _context(choose, form, plots))


def _context(choose: ChooseForm, form: MergeForm, plots: list[Plot]) -> dict[str, Any]:
    shape = union(plots)
    shapes = [to_shapely(plot.geom) for plot in plots]
    sketch = ""
    if shape is not None:
        drawn = parts_svg(
            shapes,
            title=_("Các khu đất được gộp"),
            description=_("Mỗi khu đất mang số thứ tự của bảng bên cạnh; đường đậm là ranh giới mới. Bắc ở phía trên."),
            outline=shape,
        )
        sketch = SafeString(drawn)  # built by ElementTree, which escapes every text
    return {
        "choose": choose,
        "form": form,
        "plots": plots,
        "sketch": sketch,
        "area": shape.area if shape is not None else None,
        "pieces": len(shape.geoms) if shape is not None else 0,
        "without": [plot.code for plot, own in zip(plots, shapes, strict=True) if own is None],
        "is_public": all(plot.publish_level == PublishLevel.PUBLIC for plot in plots),
        "is_restricted": any(plot.publish_level == PublishLevel.RESTRICTED for plot in plots),
    }


def _candidates(user: Any, plot: Plot) -> list[Plot]:
    """Neighbours that this person may merge, the touching ones first."""
    around = reading.neighbours(user, plot)
    fit = [other for other in around if policies.can_change_status(user, other, PlotStatus.MERGED)]
    own = to_shapely(plot.geom)
    return sorted(fit, key=lambda other: (own.distance(to_shapely(other.geom)), other.number))[:_MOST]
