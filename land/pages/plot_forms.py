"""Forms of the papers of a plot: documents, photos, their level, the handling plan, handover minutes."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry import Point

from accounts.models import Agency
from gis import crs
from gis.http.problems import DomainError
from gis.text.coordinates import Wgs84Point, find_coordinates
from land import files, policies
from land.actions import DocumentDraft, Paper, PhotoDraft
from land.errors import BadFile
from land.models import Document, Plot
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, DayField, LineField
from land.reading_files import documents_of
from land.workflow import DocumentKind, HandlingPlan, PublishLevel

_NONE = ("", gettext_lazy("– không chọn –"))
_AREA = forms.Textarea(attrs={"rows": 2})


def _levels(user: Any, plot: Plot) -> list[tuple[str, str]]:
    """Levels at which the person may attach, the internal one first: it is the one that cannot do harm."""
    order = (PublishLevel.INTERNAL, PublishLevel.PUBLIC, PublishLevel.RESTRICTED)
    return [(level.value, str(level.label)) for level in order if policies.can_attach(user, plot, level)]


class UploadForm(DeskForm):
    """A file with its level."""

    file = forms.FileField(label=gettext_lazy("Tệp"))
    level = ChoiceField(label=gettext_lazy("Mức công khai"), widget=forms.RadioSelect)
    kinds: tuple[str, ...] = tuple(files.SUFFIXES)

    def __init__(self, user: Any, plot: Plot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = _levels(user, plot)
        level.initial = PublishLevel.INTERNAL
        names = sorted({files.SUFFIXES[kind].upper() for kind in self.kinds})
        file = self.fields["file"]
        file.help_text = _("%(kinds)s, tối đa %(most)d MB.") % {
            "kinds": ", ".join(names),
            "most": files.MOST_BYTES >> 20,
        }
        file.error_messages |= {"required": _("Hãy chọn một tệp."), "empty": _("Tệp rỗng. Hãy chọn tệp khác.")}
        file.widget.attrs["accept"] = ",".join(f".{name.lower()}" for name in names)

    def refuse(self, refusal: DomainError) -> None:
        """What is wrong with the bytes is said at the file."""
        if isinstance(refusal, BadFile):
            self.add_error("file", refusal.detail)
        else:
            super().refuse(refusal)

    def say_too_large(self) -> None:
        """The file was cut off while it came in."""
        sentence = _("Tệp lớn hơn %(most)d MB. Hãy giảm dung lượng hoặc chia tệp.")
        self.fields["file"].error_messages["required"] = sentence % {"most": files.MOST_BYTES >> 20}


class DocumentForm(UploadForm):
    """A document."""

    groups = (
        (gettext_lazy("Tệp"), ("file", "level")),
        (gettext_lazy("Tài liệu"), ("kind", "title", "number", "issued_on", "issuer")),
    )
    kind = ChoiceField(label=gettext_lazy("Loại tài liệu"), choices=DocumentKind.choices)
    title = LineField(
        label=gettext_lazy("Trích yếu"),
        max_length=300,
        help_text=gettext_lazy("Hiện cho mọi người nếu tài liệu công khai; không ghi tên cá nhân."),
    )
    number = LineField(label=gettext_lazy("Số"), max_length=80, required=False)
    issued_on = DayField(label=gettext_lazy("Ngày ban hành"), required=False)
    issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)

    def draft(self) -> DocumentDraft:
        """The cleaned document."""
        data = self.cleaned_data
        return DocumentDraft(
            kind=DocumentKind(data["kind"]),
            title=data["title"],
            number=data["number"],
            issued_on=data["issued_on"],
            issuer=data["issuer"],
        )


class PhotoForm(UploadForm):
    """A photo."""

    groups = (
        (gettext_lazy("Ảnh"), ("file", "level")),
        (gettext_lazy("Chụp khi nào, ở đâu"), ("caption", "taken_on", "taken_at", "place", "heading")),
    )
    kinds = tuple(files.PHOTO_TYPES)
    caption = LineField(
        label=gettext_lazy("Chú thích"), max_length=300, required=False, help_text=gettext_lazy("Không ghi tên người.")
    )
    taken_on = DayField(label=gettext_lazy("Ngày chụp"))
    taken_at = forms.TimeField(
        label=gettext_lazy("Giờ chụp"),
        required=False,
        widget=forms.TextInput(attrs={"class": "day", "inputmode": "numeric"}),
        help_text=gettext_lazy("Ví dụ 14:30."),
        error_messages={"invalid": gettext_lazy("Hãy viết giờ:phút, ví dụ 14:30.")},
    )
    place = LineField(
        label=gettext_lazy("Nơi chụp"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Tọa độ WGS 84 hoặc VN-2000, ví dụ 10.3501, 107.0801."),
    )
    heading = forms.IntegerField(
        label=gettext_lazy("Hướng chụp (độ từ bắc)"),
        required=False,
        min_value=0,
        max_value=359,
        widget=forms.TextInput(attrs={"class": "day", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Hãy viết số độ từ 0 đến 359.")
        ),
    )

    def clean_taken_on(self) -> date:
        """A day that has come.

        Raises:
            ValidationError: it lies ahead.
        """
        day: date = self.cleaned_data["taken_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày chụp không được sau hôm nay."))
        return day

    def clean_place(self) -> Point | None:
        """The point in the legal CRS.

        Raises:
            ValidationError: no coordinates are to be found in the text.
        """
        text = self.cleaned_data["place"]
        if not text:
            return None
        found = find_coordinates(text)
        if found is None:
            raise forms.ValidationError(
                _("Không đọc được tọa độ từ “%(text)s”. Viết vĩ độ, kinh độ, ví dụ 10.3501, 107.0801.") % {"text": text}
            )
        if isinstance(found.point, Wgs84Point):
            at = crs.transform_points(found.point.longitude, found.point.latitude, crs.CRS84, crs.LEGAL)
            return Point(*at)
        return Point(found.point.easting, found.point.northing)

    def draft(self) -> PhotoDraft:
        """The cleaned photo; without an hour it is noon, so that no time zone moves the day."""
        data = self.cleaned_data
        taken = datetime.combine(data["taken_on"], data["taken_at"] or time(12), timezone.get_current_timezone())
        return PhotoDraft(caption=data["caption"], taken_at=taken, point=data["place"], heading=data["heading"])


class LevelForm(DeskForm):
    """Another publication level for a file."""

    level = ChoiceField(label=gettext_lazy("Mức công khai"), choices=PublishLevel.choices, widget=forms.RadioSelect)
    reason = LineField(label=gettext_lazy("Lý do"), max_length=500, widget=_AREA)


class WithdrawForm(DeskForm):
    """A file or a paper is taken back."""

    reason = LineField(label=gettext_lazy("Lý do"), max_length=500, widget=_AREA)


class PaperForm(DeskForm):
    """A paper that changes the plot, with the scan that may be attached already."""

    number = LineField(label=gettext_lazy("Số văn bản"), max_length=80)
    day = DayField(label=gettext_lazy("Ngày"))
    document = ChoiceField(
        label=gettext_lazy("Tài liệu đã đính kèm"),
        required=False,
        help_text=gettext_lazy("Bản chụp của văn bản, nếu đã tải lên khu đất này."),
    )
    reason = LineField(label=gettext_lazy("Ghi chú cho lịch sử"), max_length=500, required=False)

    def __init__(self, user: Any, plot: Plot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._documents = {str(view.row.pk): view.row for view in documents_of(user, plot)}
        field: Any = self.fields["document"]
        field.choices = [_NONE, *((key, str(row)) for key, row in self._documents.items())]

    def paper(self) -> Paper:
        """The cleaned paper."""
        data = self.cleaned_data
        found: Any = self._documents.get(data["document"])
        scan: Document | None = found
        return Paper(number=data["number"], day=data["day"], issuer=data.get("issuer", ""), document=scan)


class HandlingForm(PaperForm):
    """A decision on what becomes of a plot."""

    groups = ((gettext_lazy("Quyết định"), ("plan", "number", "day", "issuer", "document", "reason")),)
    plan = ChoiceField(label=gettext_lazy("Phương án xử lý"), choices=HandlingPlan.choices, widget=forms.RadioSelect)
    issuer = LineField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)


class HandoverForm(PaperForm):
    """Handover minutes; who gives is whom the register names."""

    groups = (
        (gettext_lazy("Biên bản"), ("number", "day", "document", "reason")),
        (gettext_lazy("Các bên"), ("from_agency", "to_agency", "using_agency")),
        (gettext_lazy("Sau bàn giao"), ("handling_plan",)),
    )
    from_agency = ChoiceField(label=gettext_lazy("Bên giao"), required=False)
    to_agency = ChoiceField(label=gettext_lazy("Bên nhận"))
    using_agency = ChoiceField(
        label=gettext_lazy("Đơn vị sử dụng sau bàn giao"),
        required=False,
        help_text=gettext_lazy("Để trống nếu không đổi."),
    )
    handling_plan = ChoiceField(
        label=gettext_lazy("Phương án xử lý"),
        choices=[_NONE, *HandlingPlan.choices],
        required=False,
        help_text=gettext_lazy("Để trống nếu không đổi."),
    )

    def __init__(self, user: Any, plot: Plot, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, plot, *args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in Agency.objects.order_by("name")}
        listed = [(key, agency.name) for key, agency in self.agencies.items()]
        for name in ("from_agency", "to_agency", "using_agency"):
            field: Any = self.fields[name]
            field.choices = [_NONE, *listed]
        self.fields["from_agency"].initial = str(plot.managing_agency_id or "")

    def agency(self, name: str) -> Agency | None:
        """The agency chosen in a field."""
        return self.agencies.get(self.cleaned_data[name])
