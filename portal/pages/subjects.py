"""What the map page is about: the plots of the register, or the lots for auction. What differs stands here, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auctions.layers import STAGE_COLOURS
from auctions.models import Lot, LotVersion
from gis import layers
from gis.layers import Layer
from land.models import Plot, PlotVersion
from portal.pages import downloads, lots
from portal.pages.lot_messages import LOT_MESSAGES
from portal.pages.map_filters import OF_LOTS, OF_PLOTS, MapFilter

Text = Any  # str or a lazy translation
Titled = list[tuple[str, str]]


@dataclass(frozen=True)
class Subject:
    """One subject of the map.

    Attributes:
        name: of its layer, and `of` in the address.
        one: what selects one in the address, and begins the names of its addresses (static/map/api.js).
        filters: in the order of their chips.
        listed: fields of a row of the list.
        labelled: coded fields whose labels the map needs before it has asked for facets.
        themes: fields that may colour it, the first at the start.
        mixed: those of which a counted cell knows the most frequent value.
        clock: parameter of its doors that asks for another day.
        sorts: orders of the list, the first at the start.
        files: formats of what is filtered, with their labels.
        first_day: reader -> the first day of which there is anything to say.
        updated_at: reader -> moment of the last change.
        words: of the page.
        messages: those of the modules that read otherwise than for plots.
        styles: sheets that its page needs besides.
        on_paper: the view can be printed and summed up.
    """

    name: str
    one: str
    filters: tuple[MapFilter, ...]
    listed: tuple[str, ...]
    labelled: frozenset[str]
    themes: tuple[str, ...]
    mixed: tuple[str, ...]
    clock: str
    sorts: Callable[[], Titled]
    files: Callable[[], list[dict[str, str]]]
    first_day: Callable[[Any], date | None]
    updated_at: Callable[[Any], Any]
    words: Mapping[str, Text]
    messages: Mapping[str, Text]
    styles: tuple[str, ...] = ()
    on_paper: bool = False

    @property
    def layer(self) -> Layer:
        """Its map layer."""
        return layers.get(self.name)

    @property
    def foreign_modules(self) -> list[str]:
        """Modules under static/map/ that pages of the other subjects load instead of this one's."""
        others = [subject for subject in SUBJECTS if subject is not self]
        return [f"{module}.js" for subject in others for module in (subject.name, f"{subject.one}card")]

    def config(self) -> dict[str, Any]:
        """What the browser's modules read of it."""
        return {
            "name": self.name,
            "one": self.one,
            "clock": self.clock,
            "cellsBelow": self.layer.aggregate_below,
            "crowdedBelow": self.layer.crowded_below,
            "listed": ",".join(self.listed),
            "themes": list(self.themes),
            "mixed": list(self.mixed),
        }


def subject_of(request: HttpRequest) -> Subject:
    """The subject that an address names; one lot that is selected implies the lots."""
    wanted = request.GET.get("of") or (LOTS.name if LOTS.one in request.GET else "")
    return LOTS if wanted == LOTS.name else PLOTS


def palettes() -> dict[str, dict[str, str]]:
    """Colours of coded fields that are ours to say, by code; those of land uses are the register's."""
    return {"stage": {stage.value: colour for stage, colour in STAGE_COLOURS.items()}}


def _sorts_of_plots() -> Titled:
    return [
        ("-area_m2", _("Lớn trước")),
        ("area_m2", _("Nhỏ trước")),
        ("code", _("Theo mã")),
        ("-published_on", _("Mới công khai")),
    ]


def _sorts_of_lots() -> Titled:
    """As on /lots/; the newest session first, so that what is still open leads."""
    return [*lots.sort_titles(), ("code", _("Mã lô"))]


PLOTS = Subject(
    name="plots",
    one="plot",
    filters=OF_PLOTS,
    listed=("code", "name", "address", "unit_name", "area_m2", "land_use", "use_state", "location_basis"),
    labelled=frozenset(
        {
            "land_use", "land_use_current", "use_state", "origin", "legal_status", "handling_plan", "location_basis",
            "area_method", "public_flags", "flags", "publish_level", "review_state", "confidence",
        }
    ),
    themes=("land_use", "use_state", "managing_agency", "published_on"),
    mixed=("land_use", "use_state"),
    clock="datetime",
    sorts=_sorts_of_plots,
    files=downloads.formats,
    first_day=lambda user: PlotVersion.objects.visible_to(user).first_day(),
    updated_at=lambda user: Plot.objects.visible_to(user).aggregate(at=Max("updated_at"))["at"],
    words={
        "page": gettext_lazy("Bản đồ đất công Bà Rịa - Vũng Tàu"),
        "title": gettext_lazy("Bản đồ khu đất công Bà Rịa - Vũng Tàu"),
        "tab": gettext_lazy("Khu đất công"),
        "panel": gettext_lazy("Tra cứu khu đất"),
        "counted": gettext_lazy("khu đất"),
        "list": gettext_lazy("Danh sách khu đất"),
        "card": gettext_lazy("Khu đất đang chọn"),
        "source": gettext_lazy("Nguồn: sổ quỹ đất công"),
        "empty": gettext_lazy("Sổ quỹ đất công chưa có số liệu."),
        "worth": gettext_lazy(
            "Chỉ có giá trị tham khảo, không thay thế Giấy chứng nhận hoặc trích lục bản đồ địa chính."
        ),
        "day": gettext_lazy("Xem số liệu tại ngày"),
        "without": gettext_lazy("Bản đồ cần JavaScript. Danh sách khu đất đọc được không cần JavaScript:"),
    },
    messages={},
    on_paper=True,
)  # fmt: skip

LOTS = Subject(
    name="lots",
    one="lot",
    filters=OF_LOTS,
    listed=(
        "code", "name", "unit_name", "area_m2", "stage", "start_price", "sold_price", "files_until", "session_on",
        "expected_year", "expected_quarter",
    ),
    labelled=frozenset(
        {
            "stage", "state", "organisation", "owner", "land_use", "land_use_current", "right", "term_kind", "bidders",
            "sale_by", "form", "missing", "failure", "publish_level",
        }
    ),
    themes=("stage", "land_use"),
    mixed=("stage",),
    clock="recorded",
    sorts=_sorts_of_lots,
    files=downloads.of_layers,
    first_day=lambda user: LotVersion.objects.visible_to(user).first_day(),
    updated_at=lambda user: Lot.objects.visible_to(user).aggregate(at=Max("updated_at"))["at"],
    words={
        "page": gettext_lazy("Bản đồ lô đấu giá quyền sử dụng đất Bà Rịa - Vũng Tàu"),
        "title": gettext_lazy("Bản đồ lô đấu giá quyền sử dụng đất Bà Rịa - Vũng Tàu"),
        "tab": gettext_lazy("Lô đấu giá"),
        "panel": gettext_lazy("Tra cứu lô đấu giá"),
        "counted": gettext_lazy("lô"),
        "list": gettext_lazy("Danh sách lô đấu giá"),
        "card": gettext_lazy("Lô đang chọn"),
        "source": gettext_lazy("Nguồn: thông tin đấu giá đã công bố"),
        "empty": gettext_lazy("Chưa có lô đấu giá nào được công khai."),
        "worth": gettext_lazy(
            "Thông tin tham khảo, không thay thế thông báo đấu giá của tổ chức đấu giá và Cổng Đấu giá tài sản "
            "quốc gia."
        ),
        "day": gettext_lazy("Xem theo thông tin đã công bố đến ngày"),
        "without": gettext_lazy("Bản đồ cần JavaScript. Danh sách lô đọc được không cần JavaScript:"),
    },
    messages=LOT_MESSAGES,
    styles=("stages", "map-lots"),
)  # fmt: skip
SUBJECTS = (PLOTS, LOTS)
