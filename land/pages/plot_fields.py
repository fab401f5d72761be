"""The fields of a plot as the desk shows them: in groups, with words for "nothing", days and areas as offices write."""

from typing import Any, cast

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy

from gis import layers
from land.forms import FIELDS
from land.models import LandUse
from land.pages import units_of_form as units
from land.pages.fields import AreaField, DayField, language

NOTHING = gettext_lazy("– chọn –")
_DASHES = BLANK_CHOICE_DASH[0]
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        gettext_lazy("Khu đất ở đâu"),
        ("name", "address", "unit", "unit_at_record", "sheet_number", "parcel_number"),
    ),
    (
        gettext_lazy("Diện tích, loại đất"),
        ("area_legal_m2", "area_surveyed_m2", "area_method", "land_use", "land_use_current", "use_state", "origin"),
    ),
    (
        gettext_lazy("Quản lý, pháp lý"),
        (
            "managing_agency",
            "using_agency",
            "decision_number",
            "decision_on",
            "decision_issuer",
            "legal_status",
            "handling_plan",
        ),
    ),
    (gettext_lazy("Nguồn"), ("source", "surveyed_on", "confidence", "note")),
)
_TITLES = {
    "unit": gettext_lazy("Phường, xã hiện nay"),
    "unit_at_record": gettext_lazy("Đơn vị hành chính khi lập"),
}


def dress(form: forms.BaseForm) -> None:
    """Give the fields of a plot's model form the desk's look; fields that the form has not are passed over."""
    for name in ("area_legal_m2", "area_surveyed_m2"):
        _replace(form, name, AreaField)
    for name in ("decision_on", "surveyed_on"):
        _replace(form, name, DayField)
    for name, rows in (("unit", units.communes), ("unit_at_record", units.all_communes)):
        if name in form.fields:
            field: Any = form.fields[name]
            field.queryset, field.label_from_instance = rows(), units.label
    for name in ("land_use", "land_use_current"):
        if name in form.fields:
            cast(Any, form.fields[name]).label_from_instance = _land_use
    for name in set(FIELDS) & set(form.fields):
        form.fields[name].label = _label(name) or form.fields[name].label
        _name_nothing(form.fields[name])


def grouped(form: forms.BaseForm) -> list[tuple[Any, list[forms.BoundField]]]:
    """The groups of which the form has fields, with those fields."""
    rows = [(title, [form[name] for name in names if name in form.fields]) for title, names in GROUPS]
    return [(title, fields) for title, fields in rows if fields]


def _label(name: str) -> Any:
    """The heading of the plot page; the model's own are Vietnamese alone."""
    if name in _TITLES:
        return _TITLES[name]
    fields = {field.name: field for field in layers.get("plots").fields}
    shown = fields.get(f"{name}_name") or fields.get(name)
    return shown and (shown.title_en if language() == "en" else shown.title)


def _land_use(row: LandUse) -> str:
    return f"{row.code} {row.name_en}" if language() == "en" and row.name_en else str(row)


def _replace(form: forms.BaseForm, name: str, kind: Any) -> None:
    if name in form.fields:
        old = form.fields[name]
        form.fields[name] = kind(label=old.label, required=old.required)


def _name_nothing(field: Any) -> None:
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = NOTHING
    elif isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        field.choices = [(value, NOTHING if (value, label) == _DASHES else label) for value, label in choices]
