"""The two forms of a division: how the ground is cut, and what its parts are."""

from typing import Any, Protocol

import shapely
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from gis.geometry import to_multipolygon
from land import cutting
from land.actions import PlotDraft, split_plot
from land.actions.derive import to_shapely
from land.errors import BadChange
from land.models import Plot
from land.pages.heir_forms import HeirsForm, NumbersForm
from land.pages.shape_input import AREAS, LINES, ShapeInput


class HasGround(Protocol):
    """What is divided: a plot, or several taken together."""

    @property
    def geom(self) -> Any:
        """Its boundary in the legal CRS, None for none."""


APART, PAPER = "apart", "paper"


class CutForm(ShapeInput):
    """How the ground is divided; `parts` holds the boundaries afterwards, None for each part of a plot without one."""

    method = forms.ChoiceField(label=gettext_lazy("Cách tách"), widget=forms.RadioSelect)
    count = forms.IntegerField(label=gettext_lazy("Số phần"), min_value=2, max_value=20, initial=2, required=False)

    def __init__(self, *args: Any, plot: HasGround, **kwargs: Any) -> None:
        self.boundary = to_shapely(plot.geom)
        self.parts: list[Any] = []
        super().__init__(*args, **kwargs)
        choices = _methods(self.boundary)
        self.fields["method"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("method", choices[0][0])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        method = values.get("method")
        if self.errors or not method:
            return values
        self.corners_as = LINES if method == LINES else AREAS
        try:
            self.parts = self._divide(method, values)
        except BadChange as refusal:
            raise forms.ValidationError(refusal.detail) from refusal
        return values

    def _divide(self, method: str, values: dict[str, Any]) -> list[Any]:
        if method == PAPER:
            return [None] * (values.get("count") or 2)
        if method == APART:
            return list(cutting.apart(self.boundary))
        given = self.read_shapes()
        if method == LINES:
            if not given.lines:
                raise forms.ValidationError(_("Hãy vẽ đường cắt, dán tọa độ của nó hoặc tải tệp có đường cắt."))
            return list(cutting.cut(self.boundary, given.lines))
        if not given.areas:
            raise forms.ValidationError(_("Hãy vẽ ranh giới các phần, dán tọa độ góc hoặc tải tệp có ranh giới."))
        return list(cutting.assemble(self.boundary, given.areas))


def _methods(boundary: BaseGeometry | None) -> list[tuple[str, str]]:
    if boundary is None:
        return [(PAPER, _("Theo giấy tờ, khu đất chưa có ranh giới"))]
    found = [(LINES, _("Bằng đường cắt")), (AREAS, _("Bằng ranh giới của các phần"))]
    if len(shapely.get_parts(boundary)) > 1:
        found.append((APART, _("Thành các phần đang nằm rời nhau")))
    return found


class PartForm(NumbersForm):
    """One part: its boundary comes from the cut, its names from the person."""

    shape = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Tên khu đất"), max_length=200, required=False)
    field_order = ("name", "sheet", "parcel", "area", "use_state")

    def clean_shape(self) -> Any:
        text = self.cleaned_data["shape"]
        if not text:
            return None
        try:
            return to_multipolygon(shapely.from_wkb(text))
        except (shapely.errors.GEOSException, ValueError, TypeError) as error:
            raise forms.ValidationError(_("Không đọc được ranh giới; hãy quay lại bước vẽ.")) from error

    @property
    def geometry(self) -> Any:
        """The boundary, before or after validation."""
        return _shape_of(self["shape"].value())


PartSet: Any = forms.formset_factory(
    PartForm, extra=0, max_num=cutting.MOST_PARTS, absolute_max=cutting.MOST_PARTS, validate_max=True
)


class SplitForm(HeirsForm):
    """What holds for all parts; acts."""

    field_order = ("on_date", "decision_number", "reason")
    labels = {
        "on_date": gettext_lazy("Ngày tách"),
        "keep_public": gettext_lazy("Công khai ngay các khu đất mới, như khu đất cũ"),
        "keep_flags": gettext_lazy("Chuyển các tình trạng cần chú ý sang các khu đất mới"),
    }
    too_late = gettext_lazy("Ngày tách không được sau hôm nay.")

    def __init__(self, *args: Any, parts: Any, **kwargs: Any) -> None:
        self.parts = parts
        super().__init__(*args, **kwargs)

    def act(self) -> list[Plot] | None:
        if not self.parts.is_valid():
            self.add_error(None, _("Có phần chưa đúng, xem trong bảng."))
            return None
        pieces = [self._piece(form.cleaned_data) for form in self.parts]
        given = {name: self.cleaned_data[name] for name in ("on_date", "decision_number")}
        return split_plot(plot=self.plot, pieces=pieces, **given, **self.common())

    def _piece(self, part: dict[str, Any]) -> PlotDraft:
        return self.heir_of([self.plot], part | {"name": part["name"] or self.plot.name}, part["shape"])


def _shape_of(text: str | None) -> Any:
    try:
        return shapely.from_wkb(text) if text else None
    except shapely.errors.GEOSException:
        return None


def to_text(shape: Any) -> str:
    """A boundary as the form carries it: exact, in the legal CRS."""
    return "" if shape is None else str(shapely.to_wkb(shape, hex=True))
