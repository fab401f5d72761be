"""Forms of reference layers: the decision of a version, how its file is to be read, why one is withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from accounts.scopes import has_role, units_of
from gis.http.problems import DomainError
from land.errors import BadFile
from land.import_files import MOST_BYTES
from land.loading_reference.columns import field_titles
from land.loading_reference.mappings import applied, suits
from land.models import ImportProfile
from land.pages import units_of_form
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField
from land.pages.import_forms import AXES, ENCODINGS, swapped_of, systems
from land.pages.uploads import SUFFIXES
from land.workflow import ImportTarget, ReferenceKind

_DAY = timedelta(days=1)
_COLUMN = "column-"
_DETAILS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Lớp và địa bàn"), ("kind", "unit", "title")),
    (gettext_lazy("Quyết định"), ("decision_number", "decision_on", "issuer")),
    (gettext_lazy("Hiệu lực"), ("start", "last_day", "series")),
    (gettext_lazy("Nguồn và tỷ lệ"), ("source", "scale", "factor")),
    (gettext_lazy("Cách đọc tệp"), ("layer", "srid", "axes", "encoding")),
)


class ReferenceForm(DeskForm):
    """A version of a reference layer, and how its file is to be read.

    Args:
        headings: columns of the file, once it was read: each may be given a field.
    """

    kind = ChoiceField(label=gettext_lazy("Loại lớp"))
    unit = ChoiceField(
        label=gettext_lazy("Địa bàn"),
        required=False,
        help_text=gettext_lazy("Đơn vị mà cả tệp thuộc về; dòng có ghi đơn vị thì theo dòng."),
    )
    title = LineField(label=gettext_lazy("Tên bộ dữ liệu"), max_length=300)
    decision_number = LineField(label=gettext_lazy("Số quyết định"), max_length=80)
    decision_on = DayField(label=gettext_lazy("Ngày quyết định"))
    issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    start = DayField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu từ ngày quyết định. Bộ đang có hiệu lực sẽ hết hiệu lực từ ngày này."),
    )
    last_day = DayField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu chưa có hạn.")
    )
    series = LineField(
        label=gettext_lazy("Chuỗi phiên bản"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "Chỉ ghi khi một địa bàn có nhiều bộ cùng loại đứng cạnh nhau, ví dụ tên khu quy hoạch chi tiết."
        ),
    )
    source = LineField(
        label=gettext_lazy("Nguồn"), required=False, max_length=300, help_text=gettext_lazy("Để trống là tên tệp.")
    )
    scale = forms.IntegerField(
        label=gettext_lazy("Mẫu số tỷ lệ"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number", "maxlength": 10}),
        help_text=gettext_lazy("Ví dụ 2000 cho bản đồ 1:2000."),
    )
    factor = ChoiceField(
        label=gettext_lazy("Giá trong tệp tính bằng"),
        required=False,
        choices=(("1", gettext_lazy("đồng")), ("1000", gettext_lazy("nghìn đồng"))),
        widget=forms.Select(attrs={"class": "short"}),
        help_text=gettext_lazy("Chỉ dùng cho bảng giá đất."),
    )
    layer = LineField(
        label=gettext_lazy("Lớp hoặc trang tính"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Khi tệp có nhiều lớp."),
    )
    srid = ChoiceField(label=gettext_lazy("Hệ tọa độ"), required=False)
    axes = ChoiceField(
        label=gettext_lazy("Thứ tự tọa độ"),
        required=False,
        choices=(("", gettext_lazy("Theo tệp")), AXES[-1]),
    )
    encoding = ChoiceField(
        label=gettext_lazy("Bảng mã chữ"), required=False, choices=(("", gettext_lazy("Tự nhận biết")), *ENCODINGS)
    )

    def __init__(self, user: Any, *args: Any, headings: Sequence[str] = (), kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: dict[str, Any] = self.fields
        own["kind"].choices = _kinds(user)
        own["unit"].choices = _units(user)
        own["unit"].required = not own["unit"].choices or bool(own["unit"].choices[0][0])
        own["srid"].choices = [("", _("Theo tệp")), *systems()]
        self.groups = _DETAILS
        self.headings, self.kind_of_columns = tuple(headings) if kind else (), kind
        if self.headings:
            names = self._ask_columns(kind)
            self.groups = (*_DETAILS, (_("Cột của tệp"), names))

    def _ask_columns(self, kind: str) -> tuple[str, ...]:
        choices = [("", _("Không dùng")), *field_titles(ReferenceKind(kind)).items()]
        for number, heading in enumerate(self.headings):
            self.fields[f"{_COLUMN}{number}"] = ChoiceField(label=heading, required=False, choices=choices)
        return tuple(f"{_COLUMN}{number}" for number in range(len(self.headings)))

    def clean(self) -> dict[str, Any]:
        """The period is one, and no field has two columns."""
        data: dict[str, Any] = super().clean() or {}
        start = data.get("start") or data.get("decision_on")
        if start and data.get("last_day") and data["last_day"] < start:
            self.add_error("last_day", _("Ngày hết hiệu lực phải sau ngày có hiệu lực."))
        first: dict[str, str] = {}
        for number, heading in enumerate(self.headings):
            name = f"{_COLUMN}{number}"
            if (field := data.get(name)) and first.setdefault(field, heading) != heading:
                sentence = _("Cột “%(first)s” đã được chọn cho trường này. Hãy bỏ một cột.")
                self.add_error(name, sentence % {"first": first[field]})
        return data

    def options(self) -> dict[str, Any]:
        """What is kept with the upload; days as text."""
        data = self.cleaned_data
        plain = ("kind", "title", "decision_number", "issuer", "series", "source", "layer", "srid", "encoding")
        return {name: data[name] for name in plain} | {
            "unit_id": data["unit"],
            "decision_on": data["decision_on"].isoformat(),
            "start": _iso(data["start"]),
            "end": _iso(data["last_day"] + _DAY if data["last_day"] else None),
            "scale": data["scale"],
            "factor": int(data["factor"] or 1),
            "swap_axes": swapped_of(data["axes"]),
            "columns": self._columns(),
        }

    def _columns(self) -> dict[str, str]:
        """Field -> heading; a field that lost its column is switched off, or its name would find the column again."""
        kind = ReferenceKind(self.cleaned_data["kind"])
        if not self.headings or not suits(kind, self.kind_of_columns):
            return {}  # another layer has other fields: its columns are found anew
        chosen = {self.cleaned_data[f"{_COLUMN}{at}"]: heading for at, heading in enumerate(self.headings)}
        return {field: chosen.get(field, "") for field in field_titles(kind)}


class NewReferenceForm(ReferenceForm):
    """A version with its file."""

    file = forms.FileField(label=gettext_lazy("Tệp"))

    profile = ChoiceField(
        label=gettext_lazy("Hồ sơ ánh xạ cột"),
        required=False,
        help_text=gettext_lazy("Cột, hệ tọa độ và bảng mã như ở lần lưu; chọn khác ở phần “Cách đọc tệp” thì theo đó."),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.groups = ((_("Tệp"), ("file", "profile")), *self.groups)
        self._offer_profiles(user)
        file = self.fields["file"]
        file.help_text = _(
            "GeoPackage, GeoJSON, GML, FlatGeobuf, CSV, Excel (.xlsx); Shapefile, MapInfo và File Geodatabase nén "
            "thành một tệp .zip. Tối đa %(most)d MB."
        ) % {"most": MOST_BYTES // 1_000_000}
        file.error_messages |= {"required": _("Hãy chọn một tệp."), "empty": _("Tệp rỗng. Hãy chọn tệp khác.")}
        file.widget.attrs["accept"] = ",".join(SUFFIXES)

    def _offer_profiles(self, user: Any) -> None:
        kept = ImportProfile.objects.visible_to(user, ImportTarget.REFERENCE)
        self._profiles = {str(profile.pk): profile for profile in kept}
        if not self._profiles:
            del self.fields["profile"]
            return
        own: dict[str, Any] = self.fields
        titles = [(key, f"{profile.name} ({profile.get_kind_display()})") for key, profile in self._profiles.items()]
        own["profile"].choices = [("", _("Tự nhận biết theo tên cột")), *titles]
        own["axes"].choices = AXES

    def clean(self) -> dict[str, Any]:
        """A mapping is of a layer with the same fields."""
        data = super().clean()
        profile = self._profiles.get(data.get("profile") or "")
        if profile and data.get("kind") and not suits(profile.kind, data["kind"]):
            sentence = _("Hồ sơ “%(name)s” là của lớp “%(kind)s”. Hãy chọn hồ sơ khác, hoặc để máy tự nhận biết.")
            self.add_error("profile", sentence % {"name": profile.name, "kind": profile.get_kind_display()})
        return data

    def options(self) -> dict[str, Any]:
        """As any upload's, with the saved mapping that was chosen."""
        profile = self._profiles.get(self.cleaned_data.get("profile") or "")
        return applied(super().options(), profile.mapping if profile else {})

    def refuse(self, refusal: DomainError) -> None:
        """What is wrong with the file is said at the file."""
        if isinstance(refusal, BadFile):
            self.add_error("file", refusal.detail)
        else:
            super().refuse(refusal)

    def say_too_large(self) -> None:
        """The file was cut off while it came in."""
        sentence = _("Tệp lớn hơn %(most)d MB. Hãy nén thành .zip hoặc chia nhỏ theo phường, xã.")
        self.fields["file"].error_messages["required"] = sentence % {"most": MOST_BYTES // 1_000_000}


def initial_of(options: Mapping[str, Any], headings: Sequence[str], fields: Mapping[str, str]) -> dict[str, Any]:
    """A form as the upload was last read.

    Args:
        fields: field -> heading, as the last reading understood them.
    """
    end = _day(options.get("end"))
    field_of = {heading: field for field, heading in fields.items() if heading}
    columns = {f"{_COLUMN}{number}": field_of.get(heading, "") for number, heading in enumerate(headings)}
    own = {
        "unit": options.get("unit_id") or "",
        "decision_on": _day(options.get("decision_on")),
        "start": _day(options.get("start")),
        "last_day": end - _DAY if end else None,
        "axes": "swapped" if options.get("swap_axes") else "",
        "factor": str(options.get("factor") or 1),
    }
    return dict(options) | columns | own


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _everything(user: Any) -> bool:
    return has_role(user, Role.LAND_MANAGER, Role.PLANNER)


def _kinds(user: Any) -> list[tuple[str, Any]]:
    """The layers that the person may load, as `policies.can_load_reference` has it."""
    kinds = list(ReferenceKind) if _everything(user) else [ReferenceKind.PARCELS]
    return [(kind.value, kind.label) for kind in kinds]


def _units(user: Any) -> list[tuple[str, str]]:
    units = units_of_form.all_communes()
    if _everything(user):
        return [("", _("Cả địa bàn")), *units_of_form.choices(units)]
    return units_of_form.choices(units.filter(pk__in=units_of(user, Role.REGISTRATION_OFFICE)))
