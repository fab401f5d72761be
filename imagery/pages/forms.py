"""What a person says of a scene's files."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imagery.errors import ANSWERS, MISSING
from imagery.series import KNOWN, SAMPLE
from imagery.workflow import BandRole
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField, language

_LEFT_OUT = "-"
# What stands below a field that is asked for, where the form's own help says when it may be left blank.
_HOW = {"acquired": gettext_lazy("Ngày/tháng/năm, ví dụ 22/11/2026.")}


class SaidForm(DeskForm):
    """What the files do not say, or say wrongly; everything may be left blank where the files tell it."""

    acquired = DayField(
        label=gettext_lazy("Ngày chụp"),
        required=False,
        help_text=gettext_lazy("Để trống nếu tên tệp đã có, như Sentinel-2, Landsat. Ví dụ 22/11/2026."),
    )
    title = LineField(label=gettext_lazy("Tên ảnh"), required=False, max_length=200)
    collection = ChoiceField(label=gettext_lazy("Bộ ảnh"), required=False)
    bands = LineField(
        label=gettext_lazy("Các kênh theo thứ tự"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Chỉ cần khi hệ thống hỏi. Ví dụ: blue, green, red, nir, swir1, swir2; kênh không dùng ghi “-”."
        ),
    )
    srid = LineField(
        label=gettext_lazy("Hệ tọa độ (mã EPSG)"),
        required=False,
        max_length=12,
        help_text=gettext_lazy(
            "Chỉ cần khi tệp không ghi. 5899: VN-2000 107°45′; 9210: VN-2000 105°45′; 32648: UTM 48N."
        ),
    )
    nodata = forms.FloatField(
        label=gettext_lazy("Giá trị “không có dữ liệu”"),
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number", "maxlength": 20}),
    )
    code = LineField(
        label=gettext_lazy("Mã cảnh"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Để trống là theo tên tệp."),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Công khai ngay khi vào kho"),
        required=False,
        help_text=gettext_lazy(
            "Mọi người, kể cả không đăng nhập, xem và tải được ảnh này. Không đánh dấu thì chỉ nội bộ thấy."
        ),
    )

    groups = (
        (gettext_lazy("Về ảnh"), ("acquired", "title", "collection", "publish")),
        (gettext_lazy("Khi tệp không tự nói rõ"), ("bands", "srid", "nodata", "code")),
    )
    sometimes = frozenset({"acquired", "bands", "srid"})
    marks_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = "title_en" if language() == "en" else "title"
        series = [(code, facts[title]) for code, facts in KNOWN.items() if code != SAMPLE]
        self.fields["collection"].choices = [("", _("Theo sản phẩm")), *series]  # type: ignore[attr-defined]

    def clean_bands(self) -> list[str]:
        """Roles in order.

        Raises:
            ValidationError: names a word that is no role.
        """
        words = [word.strip().lower() for word in self.cleaned_data["bands"].split(",") if word.strip()]
        unknown = [word for word in words if word not in BandRole.values and word != _LEFT_OUT]
        if unknown:
            names = ", ".join(BandRole.values)
            raise forms.ValidationError(
                _("Không có kênh tên “%(name)s”. Dùng được: %(names)s.") % {"name": unknown[0], "names": names}
            )
        return words

    def ask(self, told: Sequence[Mapping[str, Any]]) -> None:
        """Mark the fields that a load which failed asks for; the first takes the cursor.

        Args:
            told: codes and sentences of what was wrong; see `imagery.errors.ANSWERS`.
        """
        asked = {ANSWERS[one["code"]]: one for one in reversed(told) if one["code"] in ANSWERS}
        for name, one in asked.items():
            field = self.fields[name]
            field.required, field.help_text = one["code"] in MISSING, _HOW.get(name, field.help_text)
            if not self.is_bound:
                self.errors[name] = self.error_class([one["sentence"]])
        for name in [name for name in self.fields if name in asked][:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    def options(self) -> dict[str, Any]:
        """As a load keeps them; what is blank is left out."""
        said = dict(self.cleaned_data)
        day: date | None = said.pop("acquired")
        said["acquired"] = day.isoformat() if day else ""
        return {name: value for name, value in said.items() if value not in ("", None, False, [])}


def initial_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The form's fields from what was said before."""
    said = dict(options)
    text = str(said.pop("acquired", "") or "")[:10]
    said["acquired"] = date.fromisoformat(text) if text else None
    said["bands"] = ", ".join(said.get("bands") or ())
    return said


class ReasonForm(DeskForm):
    """Why."""

    reason = LineField(label=gettext_lazy("Lý do"), max_length=300)
