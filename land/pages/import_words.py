"""How an upload is told to people: the file, its findings by kind, what would change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Agency
from gis import crs
from gis.layers import Field
from gis.text.errors import Lang
from gis.text.numbers import format_number
from gis.work.told import kept_sentence
from land.layers import FIELDS
from land.reading import Labels
from territory.models import AdminUnit

SHOWN_ROWS = 100
# The loader's mends name options of the command; on a page they are fields.
_MENDS: dict[str, Any] = {
    "encoding_doubtful": gettext_lazy("Xem ví dụ; nếu sai, chọn bảng mã ở phần “Cách đọc tệp” rồi kiểm tra lại."),
    "heading_guessed": gettext_lazy(
        "Nếu sai, ghi số của dòng tiêu đề vào ô “Dòng tiêu đề cột” ở phần “Cách đọc tệp” rồi kiểm tra lại."
    ),
    "no_header": gettext_lazy(
        "Nếu tên cột khác, ghi số của dòng tiêu đề vào ô “Dòng tiêu đề cột” ở phần “Cách đọc tệp” rồi kiểm tra lại."
    ),
    "columns_ignored": gettext_lazy("Nếu cần, chọn trường cho các cột này ở phần “Cột của tệp”."),
    "nothing_mapped": gettext_lazy("Chọn trường cho từng cột ở phần “Cột của tệp” rồi kiểm tra lại."),
    "crs_assumed": gettext_lazy("Nếu sai, chọn hệ tọa độ ở phần “Cách đọc tệp” rồi kiểm tra lại."),
    "crs_ambiguous": gettext_lazy("Chọn hệ tọa độ ở phần “Cách đọc tệp” rồi kiểm tra lại."),
    "crs_unknown": gettext_lazy("Hỏi nơi cấp tệp, chọn hệ tọa độ ở phần “Cách đọc tệp” rồi kiểm tra lại."),
    "axes_swapped": gettext_lazy("Nếu đúng, đánh dấu “Tọa độ bắc đứng trước” rồi kiểm tra lại."),
    "no_unit_boundaries": gettext_lazy("Nhờ quản trị hệ thống nạp ranh giới, rồi kiểm tra lại."),
    "reference_columns": gettext_lazy("Chọn trường cho từng cột ở phần “Cột của tệp” rồi kiểm tra lại."),
    "reference_system": gettext_lazy("Hỏi nơi cấp tệp, chọn hệ tọa độ ở phần “Cách đọc tệp” rồi kiểm tra lại."),
    "choose_layer": gettext_lazy("Chọn một lớp ở phần “Cách đọc tệp” rồi kiểm tra lại."),
}
_FLAGS = (
    " (--layer)",
    ', hoặc --layer "*" cho tất cả',
    ', or --layer "*" for all',
    " (--mapping)",
    " Nếu tên cột khác, ghi số của dòng đó vào header_row trong tệp của --mapping.",
    " Where they have other names, write the row's number as header_row into the file of --mapping.",
)
_BY_ATTRIBUTE: dict[str, Field] = {
    **{item.source: item for item in FIELDS if isinstance(item.source, str)},
    **{f"{item.name}_id": item for item in FIELDS},
}


@dataclass
class Group:
    """Findings of one code."""

    code: str
    severity: str
    title: str
    mend: str
    count: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many are not listed here."""
        return self.count - len(self.rows)


def language() -> Lang:
    """Language of numbers and sentences."""
    return "en" if get_language() == "en" else "vi"


def number(value: int | float) -> str:
    """A count or measure as people write it."""
    return format_number(Decimal(str(value)), language())


def size(count: int) -> str:
    """A file's size."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))} KB"
    return f"{format_number(Decimal(count) / 1_000_000, language(), 1)} MB"


def sentence(told: Mapping[str, Any]) -> str:
    """What is wrong, in the reader's language."""
    text = kept_sentence(told, english=language() == "en")
    for words in _FLAGS:
        text = text.replace(words, "")
    return text


def mend(told: Mapping[str, Any]) -> str:
    """What to do about it."""
    own = _MENDS.get(str(told.get("code")))
    if own is not None:
        return str(own)
    return str(told.get("mend_en") if language() == "en" else told.get("mend", "") or "")


def file_remarks(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Remarks about the file, errors first."""
    rank = {"error": 0, "warning": 1, "info": 2}
    told = sorted(report.get("file_findings", []), key=lambda item: rank.get(item["severity"], 3))
    return [{"severity": item["severity"], "text": sentence(item), "mend": mend(item)} for item in told]


def groups(report: Mapping[str, Any]) -> list[Group]:
    """Findings about rows by code, errors first, the most frequent first."""
    found: dict[str, Group] = {}
    for item in report.get("findings", []):
        code = item["code"]
        if code not in found:
            count = report["by_code"].get(code, 0)
            found[code] = Group(code, item["severity"], sentence(item), mend(item), count)
        if len(found[code].rows) < SHOWN_ROWS:
            found[code].rows.append(_row(item))
    for group in found.values():
        if len({row["text"] for row in group.rows}) > 1:
            group.title = _("Ví dụ dòng %(row)s: %(text)s") % {"row": group.rows[0]["row"], "text": group.title}
    rank = {"error": 0, "warning": 1, "info": 2}
    return sorted(found.values(), key=lambda group: (rank.get(group.severity, 3), -group.count))


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    place = item["place"]
    told: dict[str, Any] = {"row": place["row"], "column": place["column"], "text": sentence(item)}
    return told | where(place.get("coordinate"))


def where(coordinate: Sequence[float] | None) -> dict[str, str]:
    """A place for the eye and for the preview map; nothing where there is none, on paper or on the globe.

    Args:
        coordinate: east and north in the legal CRS, metres.
    """
    if not coordinate:
        return {}
    east, north = coordinate
    longitude, latitude = (float(value) for value in crs.transform_points(east, north, crs.LEGAL, crs.CRS84))
    if not (isfinite(longitude) and isfinite(latitude)):
        return {}
    return {"place": f"X {_metres(north)} · Y {_metres(east)}", "at": f"{latitude:.7f},{longitude:.7f}"}


def _metres(value: float) -> str:
    return format_number(Decimal(str(value)), language(), 2)


def changes(told: Sequence[Mapping[str, Any]], decisions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Before and after of matched plots, in words."""
    words = _words(told)
    return [
        {
            "code": change["code"],
            "row": change["row"],
            "accepted": decisions.get(change["code"], decisions.get("*", "")) == "accept",
            "moved": _moved(change["geometry"]),
            "fields": [
                {
                    "title": words.title(item["name"], item["title"]),
                    "before": words.text(item["name"], item["before"]),
                    "after": words.text(item["name"], item["after"]),
                }
                for item in change["fields"]
            ],
        }
        for change in told
    ]


def _moved(geometry: Any) -> str:
    if not geometry:
        return ""
    if not geometry["moved_m2"]:
        return _("Ranh giới mới, trước đây chưa có")
    return _("Ranh giới thay đổi %(area)s m²") % {"area": number(geometry["moved_m2"])}


class _words:  # noqa: N801  reads as a verb's object
    """Field values in words; units and agencies are looked up once."""

    def __init__(self, told: Sequence[Mapping[str, Any]]) -> None:
        values = [
            (item["name"], value) for change in told for item in change["fields"] for value in _both(item) if value
        ]
        agencies = {value for name, value in values if name.endswith("agency_id")}
        units = {value for name, value in values if name in {"unit_id", "unit_at_record_id"}}
        self._labels = Labels(language())
        self._names: dict[Any, str] = {agency.pk: agency.name for agency in Agency.objects.filter(pk__in=agencies)}
        self._names |= {unit.uid: unit.name for unit in AdminUnit.objects.filter(uid__in=units)}

    def title(self, name: str, other: str) -> str:
        known = _BY_ATTRIBUTE.get(name)
        return self._labels.title(known) if known is not None else other[:1].upper() + other[1:]

    def text(self, name: str, value: Any) -> str:
        if isinstance(value, str | int) and value in self._names:
            return self._names[value]
        if name == "review_notes":
            return _("%(count)s nội dung") % {"count": len(value or [])}
        known = _BY_ATTRIBUTE.get(name)
        if known is None or value is None:
            return "" if value is None else str(value)
        return self._labels.text(known, _typed(known, value))


def _typed(item: Field, value: Any) -> Any:
    return Decimal(value) if item.kind == "number" and isinstance(value, str) and value else value


def _both(item: Mapping[str, Any]) -> tuple[Any, Any]:
    return item["before"], item["after"]


# Kinds of shapes on the preview map, see static/imports/preview.js.
LEGEND_OF_PLOTS = (
    ("new", gettext_lazy("Khu đất mới")),
    ("after", gettext_lazy("Ranh giới sau thay đổi")),
    ("before", gettext_lazy("Ranh giới trước thay đổi")),
    ("kept", gettext_lazy("Giữ để rà soát")),
    ("refused", gettext_lazy("Bị từ chối")),
)
LEGEND_OF_REFERENCE = (("new", gettext_lazy("Đối tượng nạp được")), ("refused", gettext_lazy("Bị từ chối")))
LEGEND_OF_DOUBT = (("kept", gettext_lazy("Hình theo cách đọc hiện tại")),)

STEPS: dict[str, Callable[[], str]] = {
    "": lambda: _("Đang chờ máy xử lý"),
    "read": lambda: _("Đọc tệp"),
    "check": lambda: _("Kiểm tra"),
    "write": lambda: _("Ghi vào sổ"),
}


def progress(job: Any) -> dict[str, Any]:
    """How far a run is, for the page and for its script."""
    waiting = job.heartbeat_at is None
    known = not waiting and job.total > 0
    text = STEPS.get(job.step if not waiting else "", STEPS[""])()
    if not waiting and not job.step:
        text = _("Mở tệp")
    if job.step in {"read", "write"} and job.done:
        total = f"/{number(job.total)}" if known else ""
        text = _("%(step)s: %(done)s%(total)s dòng") % {"step": text, "done": number(job.done), "total": total}
    elif job.step == "check" and known:
        text = _("%(step)s: bước %(done)s/%(total)s") % {"step": text, "done": job.done, "total": job.total}
    return {
        "state": job.state,
        "text": text,
        "done": job.done if known else None,
        "total": job.total if known else None,
    }
