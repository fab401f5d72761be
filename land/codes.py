"""Words of the coded fields that several layers have; read per request, since codes are data."""

from collections.abc import Mapping
from functools import partial

from gis.layers import Field
from land.models import LandUse
from territory.models import AdminUnit


def land_uses() -> Mapping[str, str]:
    """Code -> Vietnamese name."""
    return dict(LandUse.objects.values_list("code", "name_vi"))


def land_uses_en() -> Mapping[str, str]:
    """Code -> English name."""
    return dict(LandUse.objects.values_list("code", "name_en"))


def units() -> Mapping[str, str]:
    """Uid -> name of every commune, of any day."""
    return dict(AdminUnit.objects.filter(level="commune").values_list("uid", "name"))


# A field of land-use codes, counted in the filter panel.
land_use_field = partial(Field, kind="string", codes=land_uses, codes_en=land_uses_en, facet=True)
