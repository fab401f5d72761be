"""The official land-use colours, for every legend, style and file."""

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext_lazy as _

from gis.layers import Style, Swatch
from land.models import LandUse

# Hatch symbols in the official legend: a plain fill of these colours reads as empty paper.
HATCHED = {"LMU": "b_diagonal", "BCS": "f_diagonal"}


def swatches() -> list[Swatch]:
    """Every land use; old codes and provisional sub-codes are marked as rare."""
    return [
        Swatch(
            row.code,
            f"{row.code} – {row.name}",
            row.colour,
            HATCHED.get(row.code, ""),
            rare=not row.status.startswith("current"),
        )
        for row in LandUse.objects.order_by("code")
    ]


def colours(codes: Iterable[str] | None = None) -> dict[str, str]:
    """Code -> "#rrggbb", of these codes or of those in force."""
    rows = LandUse.objects.order_by("code")
    rows = rows.filter(status__startswith="current") if codes is None else rows.filter(code__in=list(codes))
    return dict(rows.values_list("code", "colour"))


# A layer coloured by a land-use field; the rest is the layer's own.
land_use_style = partial(
    Style,
    title=_("Loại đất"),
    other=Swatch("", _("Loại đất khác"), "#d9d9d9"),
    field="land_use",
    swatches=swatches,
)
