"""What a person chooses about a file: from the form to the options of the check, and back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis import crs
from gis.text.dates import parse_day
from gis.text.errors import TextError
from land.errors import BadChange
from land.layers import FIELDS
from land.loading.columns import TARGETS
from land.pages.fields import language

ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("tcvn3", "TCVN3 (ABC)"),
    ("vni", "VNI Windows"),
    ("1258", "Windows-1258"),
)
# A saved mapping may swap the axes, so "not swapped" is a word of its own: an empty box could not be told from silence.
AXES = (
    ("", gettext_lazy("Theo hồ sơ ánh xạ, nếu có chọn")),
    ("plain", gettext_lazy("Trong tệp, tọa độ đông đứng trước")),
    ("swapped", gettext_lazy("Trong tệp, tọa độ bắc đứng trước")),
)
_OF_LAYER = {"managing_agency": "managing_agency_name", "using_agency": "using_agency_name"}
_TITLES: dict[str, Any] = {
    "district": gettext_lazy("Huyện, thị xã, thành phố (cũ)"),
    "unit": gettext_lazy("Phường, xã"),
    "unit_at_record": gettext_lazy("Phường, xã khi lập hồ sơ (cũ)"),
    "flags": gettext_lazy("Tình trạng cần chú ý"),
    "corner": gettext_lazy("Số hiệu điểm góc"),
    "x": gettext_lazy("Tọa độ X (bắc)"),
    "y": gettext_lazy("Tọa độ Y (đông)"),
    "longitude": gettext_lazy("Kinh độ"),
    "latitude": gettext_lazy("Vĩ độ"),
    "wkt": gettext_lazy("Hình (WKT)"),
    "note": gettext_lazy("Ghi chú"),
}
# "area" means the area on paper, which has a name of its own.
_OFFERED = TARGETS - {"area"}
# Values that a file often lacks because all its rows share them.
COMMON = ("unit", "sheet_number", "managing_agency", "source")
_MOST_HEADER_ROW = 10_000


def field_titles() -> dict[str, str]:
    """Fields that a column may mean, by the loader's name, with their titles, in the order of the register."""
    by_name = {field.name: str(field.title) for field in FIELDS}
    titles = {
        target: str(_TITLES.get(target) or by_name.get(_OF_LAYER.get(target, target)) or by_name.get(target) or target)
        for target in _OFFERED
    }
    order = [field.name for field in FIELDS]
    rank = {name: place for place, name in enumerate(order)}
    return dict(sorted(titles.items(), key=lambda item: (rank.get(_OF_LAYER.get(item[0], item[0]), 999), item[1])))


def systems() -> list[tuple[str, str]]:
    """Coordinate systems to choose from, by EPSG number."""
    listed = (crs.VN2000_BRVT, crs.VN2000_HCMC, crs.VN2000_UTM48, crs.VN2000_UTM49, crs.VN2000_GEO, crs.WGS84)
    chosen = [*listed, crs.WEB_MERCATOR]
    return [(str(system.epsg), f"{system.title} ({system.code})") for system in chosen]


def swapped_of(choice: str) -> bool | None:
    """Whether a file's axes are swapped, from a choice of `AXES`; None where that was left to the mapping."""
    return {"plain": False, "swapped": True}.get(choice)


def options_of(post: QueryDict, file: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a check from the form of the checked or failed page.

    Args:
        file: facts of the file as the last check saw them; empty when it saw none.
        current: options of the last check, whose mapping goes on where the form has no columns.

    Raises:
        BadChange: two columns were given the same field, or a day or row number cannot be read.
    """
    mapping = dict(current.get("mapping") or {})
    if post.get("forget_mapping"):
        mapping = {}
    if "map-0" in post and file.get("columns"):
        known = {*file.get("profile", {}).get("columns", {}), *mapping.get("columns", {})}
        mapping["columns"] = _columns_of(post, file["columns"], known)
        mapping["constants"] = {name: text for name in COMMON if (text := post.get(f"common-{name}", "").strip()[:200])}
    if "swap_axes" in post or post.get("has_axes"):
        mapping["swap_axes"] = bool(post.get("swap_axes"))
    for name, read in _DETAILS.items():
        if name in post:
            mapping.pop(name, None)
            if text := post.get(name, "").strip():
                mapping[name] = read(text)
    # What the form says stands over what a profile says.
    for name in ("srid", "layer", "encoding"):
        mapping.pop(name, None)
    return {
        "layer": post.get("layer", "").strip()[:200],
        "srid": (post.get("other_srid", "").strip() or post.get("srid", "")).strip()[:20],
        "encoding": post.get("encoding", "")[:20],
        "keep_faulty": bool(post.get("keep_faulty")),
        "mapping": mapping,
    }


def first_options(post: QueryDict, profile: Any) -> dict[str, Any]:
    """The options of the first check: a saved mapping where one was chosen; what the form says of the axes stands."""
    mapping = dict(profile.mapping) if profile is not None else {}
    if (swapped := swapped_of(post.get("axes", ""))) is not None:
        mapping["swap_axes"] = swapped
    return {
        "layer": str(mapping.pop("layer", "") or ""),
        "srid": str(mapping.pop("srid", "") or ""),
        "encoding": str(mapping.pop("encoding", "") or ""),
        "keep_faulty": bool(post.get("keep_faulty")),
        "mapping": mapping,
    }


def decisions_of(post: QueryDict, approved: Mapping[str, str]) -> dict[str, str]:
    """All at once, or plot by plot as `approved` says; what nobody approved stays as it is."""
    choice = post.get("approve", "chosen")
    if choice == "all":
        return {"*": "accept"}
    if choice == "none":
        return {"*": "keep"}
    return {**approved, "*": "keep"}


def valid_from_of(post: QueryDict) -> date | None:
    """Since when the changes hold, None where nothing is written: they correct mistakes of the register.

    Raises:
        BadChange: it is no day.
    """
    text = post.get("valid_from", "").strip()
    if not text:
        return None
    try:
        return parse_day(text)
    except TextError as error:
        raise BadChange(error.message(language())) from error


def profile_of(options: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping of a checked file, to be kept under a name: what names suggested and what the person changed."""
    saved = dict((report.get("file") or {}).get("profile") or options.get("mapping") or {})
    chosen = dict((options.get("mapping") or {}).get("columns") or {})
    saved["columns"] = {**{field: column for field, column in chosen.items() if not column}, **saved.get("columns", {})}
    for name in ("srid", "encoding"):
        if options.get(name):
            saved[name] = options[name]
    return saved


def _day(text: str) -> str:
    try:
        return parse_day(text).isoformat()
    except TextError as error:
        sentence = _("Tên phường, xã theo ngày: %(told)s")
        raise BadChange(sentence % {"told": error.message(language())}) from error


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_HEADER_ROW):
        raise BadChange(_("Dòng tiêu đề cột phải là số của một dòng trong tệp, ví dụ 5."))
    return int(text)


def _names(text: str) -> list[str]:
    return [name.strip()[:100] for name in re.split(r"[;,\n]", text[:2_000]) if name.strip()]


# What the form says of the reading beyond layer, system and encoding: name in a mapping profile -> its value.
_DETAILS: dict[str, Callable[[str], Any]] = {"as_of": _day, "header_row": _row_number, "cad_layers": _names}


def _columns_of(post: QueryDict, columns: Sequence[str], known: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    titles = field_titles()
    for number, column in enumerate(columns):
        field = post.get(f"map-{number}", "")
        if field not in titles:
            continue
        if field in found:
            params = {"field": titles[field], "first": found[field], "second": column}
            sentence = _("Hai cột “%(first)s” và “%(second)s” cùng được chọn cho “%(field)s”. Hãy bỏ một cột.")
            raise BadChange(sentence % params)
        found[field] = column
    # A field that lost its column is switched off, or the loader would find the column by its name again.
    return found | {field: "" for field in known if field not in found and field in titles}
