"""Forms of a session: title, organisation, timetable with what the law asks beside it, its lots."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency
from accounts.roles import Role
from accounts.scopes import agencies_of
from auctions import policies, timing
from auctions.actions.sessions import TIMETABLE
from auctions.models import Auction, AuctionOrganisation, Lot
from auctions.timing import Held, Suggestion
from auctions.workflow import BEFORE_POSTING, AuctionForm, SaleBy
from gis.http.problems import DomainError
from gis.text.dates import parse_day
from gis.text.errors import TextError
from land.pages.acts import rewritten
from land.pages.desk import DeskForm
from land.pages.fields import ChoiceField, LineField, language, read_hour

_NONE = ("", gettext_lazy("– chưa chọn –"))
MOMENTS = ("session_at", "files_from", "files_until", "deposit_until", "view_from", "view_until")


class MomentField(forms.MultiValueField):
    """A day and an hour in Việt Nam, written `22/11/2026` and `8:30`: an aware moment, None where both are empty."""

    def __init__(self, **kwargs: Any) -> None:
        day = forms.CharField(required=False, max_length=40)
        hour = forms.CharField(required=False, max_length=12)
        super().__init__((day, hour), required=False, require_all_fields=False, widget=MomentInput(), **kwargs)

    def compress(self, data_list: Any) -> datetime | None:
        """One moment of its two parts.

        Raises:
            ValidationError: one part is missing or unreadable.
        """
        day, hour = (str(part or "").strip() for part in (data_list or ("", "")))
        if not day and not hour:
            return None
        if not day or not hour:
            raise forms.ValidationError(_("Hãy ghi cả ngày và giờ."))
        try:
            found = parse_day(day)
        except TextError as error:
            raise forms.ValidationError(error.message(language())) from error
        return datetime.combine(found, read_hour(hour), timezone.get_default_timezone())


class MomentInput(forms.MultiWidget):
    """Two boxes side by side. No picker: browsers show it month first on machines set up in English."""

    template_name = "auctions/parts/moment.html"
    use_fieldset = False

    def __init__(self) -> None:
        own = {"inputmode": "numeric", "maxlength": 40, "autocomplete": "off"}
        day = forms.TextInput(attrs={**own, "placeholder": gettext_lazy("ngày/tháng/năm")})
        hour = forms.TextInput(attrs={**own, "placeholder": gettext_lazy("giờ"), "aria-label": gettext_lazy("Giờ")})
        super().__init__({"day": day, "hour": hour})

    def id_for_label(self, id_: str) -> str:
        """The label belongs to the day."""
        return f"{id_}_0"

    def decompress(self, value: Any) -> list[str]:
        """As people write it."""
        if not isinstance(value, datetime):
            return ["", ""]
        own = timezone.localtime(value)
        return [f"{own:%d/%m/%Y}", f"{own:%H:%M}"]


def _moment(label: Any, help_text: Any = "") -> MomentField:
    return MomentField(label=label, help_text=help_text)


def _address() -> forms.URLField:
    return forms.URLField(
        label=gettext_lazy("Địa chỉ thông báo"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": gettext_lazy("Hãy ghi địa chỉ đầy đủ, ví dụ https://dgts.moj.gov.vn/….")},
    )


class SessionForm(DeskForm):
    """Title, organisation and timetable of a session."""

    groups = (
        (gettext_lazy("Cuộc đấu giá"), ("owner", "title", "organisation_id", "form", "shortened")),
        (gettext_lazy("Phiên đấu giá"), ("session_at", "venue")),
        (gettext_lazy("Hồ sơ, tiền đặt trước, xem đất"), (*MOMENTS[1:], "view_note")),
        (gettext_lazy("Cổng Đấu giá tài sản quốc gia"), ("notice_code", "notice_url")),
    )
    marks_required = True
    owner = ChoiceField(label=gettext_lazy("Người có tài sản"))
    title = LineField(
        label=gettext_lazy("Tên cuộc đấu giá"),
        max_length=300,
        help_text=gettext_lazy("Ví dụ: Đấu giá quyền sử dụng đất đợt 3 năm 2026."),
    )
    organisation_id = ChoiceField(label=gettext_lazy("Tổ chức hành nghề đấu giá"), required=False)
    form = ChoiceField(label=gettext_lazy("Hình thức đấu giá"), choices=[_NONE, *AuctionForm.choices], required=False)
    shortened = forms.BooleanField(label=gettext_lazy("Thủ tục rút gọn"), required=False)
    session_at = _moment(gettext_lazy("Thời điểm đấu giá"))
    venue = LineField(label=gettext_lazy("Nơi đấu giá"), max_length=300, required=False)
    files_from = _moment(gettext_lazy("Bán hồ sơ từ"))
    files_until = _moment(gettext_lazy("Bán, nhận hồ sơ đến"))
    deposit_until = _moment(gettext_lazy("Nhận tiền đặt trước đến"))
    view_from = _moment(gettext_lazy("Xem đất từ"))
    view_until = _moment(gettext_lazy("Xem đất đến"))
    view_note = LineField(label=gettext_lazy("Cách xem đất"), max_length=500, required=False)
    notice_code = LineField(label=gettext_lazy("Mã thông báo"), max_length=80, required=False)
    notice_url = _address()

    def __init__(self, user: Any, *args: Any, auction: Auction | None = None, now: datetime, **kwargs: Any) -> None:
        own = {name: getattr(auction, name) for name in self._names()} if auction is not None else {}
        super().__init__(*args, **{**kwargs, "initial": {**own, **kwargs.get("initial", {})}})
        self.user, self.auction, self.now = user, auction, now
        houses = AuctionOrganisation.objects.select_related("agency").order_by("agency__name")
        self._offer("organisation_id", [_NONE, *((str(one.pk), one.agency.name) for one in houses)])
        if auction is not None:
            del self.fields["owner"], self.fields["shortened"]
        else:
            self._offer("owner", _owners(user))
        self.sometimes = frozenset(self.fields)
        self.suggestion = self._suggestion()
        self._tell()

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name in cls.base_fields if name not in {"owner", "shortened"}]

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _suggestion(self) -> Suggestion | None:
        """What the law asks for the session that is typed or kept; None without its moment, or without a calendar."""
        moment = self._typed_session()
        if moment is None:
            return None
        house = str(self["organisation_id"].value() or "")
        short = self.auction.shortened if self.auction else bool(self["shortened"].value())
        project = Lot.objects.inside(self.user).filter(auction=self.auction, sale_by=SaleBy.PROJECT).exists()
        found = Held(moment, int(house) if house.isdecimal() else None, project, short)
        try:
            return timing.suggest(found, self.now)
        except DomainError:
            return None

    def _typed_session(self) -> datetime | None:
        if not self.is_bound:
            kept = self.initial.get("session_at")
            return kept if isinstance(kept, datetime) else None
        field = self.fields["session_at"]
        try:
            found = field.clean(field.widget.value_from_datadict(self.data, self.files, self.add_prefix("session_at")))
        except forms.ValidationError:
            return None
        return found if isinstance(found, datetime) else None

    def _tell(self) -> None:
        """The lawful days stand beside the boxes, whether or not anybody lets them be filled in."""
        found = self.suggestion
        if found is None:
            self.fields["session_at"].help_text = _("Ghi giờ này trước: các hạn còn lại tính lùi từ đây.")
            return
        said = {"day": f"{found.last_posting_day:%d/%m/%Y}"}
        posting = (
            _("Đã quá hạn niêm yết cho phiên này (hạn cuối %(day)s). Hãy dời phiên.")
            if found.too_late
            else _("Phải niêm yết chậm nhất ngày %(day)s.")
        )
        self.fields["session_at"].help_text = posting % said
        for name in MOMENTS[1:]:
            at = timezone.localtime(getattr(found, name))
            words = _("Theo luật: đến hết ngày %(at)s.") if name == "files_until" else _("Gợi ý: %(at)s.")
            text = f"{at:%d/%m/%Y}" if name == "files_until" else f"{at:%H:%M %d/%m/%Y}"
            self.fields[name].help_text = words % {"at": text}

    def fill(self) -> None:
        """Put what the law gives into the boxes, in place of what stood there."""
        if self.suggestion is None:
            return
        values: dict[str, str] = {}
        for name in MOMENTS[1:]:
            own = timezone.localtime(getattr(self.suggestion, name))
            prefix = self.add_prefix(name)
            values |= {f"{prefix}_day": f"{own:%d/%m/%Y}", f"{prefix}_hour": f"{own:%H:%M}"}
        self.data = rewritten(self.data, **values)

    def timetable(self) -> dict[str, Any]:
        """What was written of the timetable, by attribute name."""
        return {name: value for name, value in self.cleaned_data.items() if name in TIMETABLE}

    def organisation(self) -> AuctionOrganisation | None:
        """The organisation that was chosen."""
        key = self.cleaned_data["organisation_id"]
        return AuctionOrganisation.objects.filter(pk=key).first() if key else None

    def values(self) -> dict[str, Any]:
        """What `edit_auction` takes."""
        house = self.cleaned_data["organisation_id"]
        return {
            **self.timetable(),
            "title": self.cleaned_data["title"],
            "organisation_id": int(house) if house else None,
        }


def _owners(user: Any) -> list[tuple[str, str]]:
    """Agencies for which the person may set up sessions and draw lots: one's own, for the department all with land."""
    rows = Agency.objects.order_by("name")
    if not policies.is_authority(user):
        rows = rows.filter(pk__in=agencies_of(user, Role.LAND_FUND_OFFICER))
    else:
        rows = rows.filter(pk__in=Lot.objects.inside(user).order_by().values("owner"))
    return [(str(one.pk), one.name) for one in rows]


class LotsForm(DeskForm):
    """Lots to put into a session."""

    lots = forms.MultipleChoiceField(
        label=gettext_lazy("Lô"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một lô.")},
    )

    def __init__(self, user: Any, auction: Auction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Lot.objects.inside(user).filter(owner=auction.owner_id, state__in=BEFORE_POSTING, auction=None)
        self.rows = list(rows.order_by("number").defer("geom", "geom_3857", "geom_z13"))
        said = [(lot.code, f"{lot.code} – {lot.name} ({lot.get_state_display()})") for lot in self.rows]
        self.fields["lots"].choices = said  # type: ignore[attr-defined]

    def chosen(self) -> list[Lot]:
        """The lots that were ticked."""
        wanted = set(self.cleaned_data["lots"])
        return [lot for lot in self.rows if lot.code in wanted]


class PostForm(DeskForm):
    """Posting of a whole session."""

    notice_code = LineField(
        label=gettext_lazy("Mã thông báo trên Cổng Đấu giá tài sản quốc gia"), max_length=80, required=False
    )
    notice_url = _address()

    def notice(self) -> dict[str, str]:
        """What is known of the national notice."""
        return {name: value for name, value in self.cleaned_data.items() if value}
