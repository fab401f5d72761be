"""What the list of scenes is narrowed to, and the places that its scenes show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis.http.asked import Asked
from imagery.models import Scene
from territory.models import AdminUnit

CLOUDS = ("10", "30", "60")  # percent at most
_LONGEST = 60
_NAMED = 2  # places of a scene that are told by name


@dataclass(frozen=True)
class Wish(Asked):
    """A part of the scenes; "" asks nothing.

    Attributes:
        collection: code of a series.
        year: of the day of the picture.
        cloud: of CLOUDS; a scene of which nobody knows is not among them.
    """

    collection: str = ""
    year: str = ""
    cloud: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Wish":
        """From the parameters of an address; what is not known asks nothing."""
        given = cls.texts(asked, _LONGEST)
        if not re.fullmatch("[12][0-9]{3}", given["year"]):
            given["year"] = ""
        if given["cloud"] not in CLOUDS:
            given["cloud"] = ""
        return cls(**given)

    def narrowed(self, rows: Any) -> Any:
        """Those of the scenes that are asked for."""
        if self.collection:
            rows = rows.filter(collection=self.collection)
        if self.year:
            rows = rows.filter(acquired_on__year=self.year)
        return rows.filter(cloud_percent__lte=self.cloud) if self.cloud else rows

    @property
    def query(self) -> str:
        """As an address holds it."""
        return urlencode(self.given())


def years_of(rows: Any) -> list[str]:
    """Years that there are scenes of, the latest first."""
    days: Sequence[date] = rows.order_by().dates("acquired_on", "year", order="DESC")
    return [str(day.year) for day in days]


def places_of(user: Any, scenes: Sequence[Scene]) -> list[str]:
    """Where each scene lies, in a few words; "" for one outside of every commune."""
    uids = {uid for scene in scenes for uid in scene.units}
    names = dict(AdminUnit.objects.visible_to(user).filter(pk__in=uids).values_list("pk", "name"))
    return [_place([names[uid] for uid in scene.units if uid in names]) for scene in scenes]


def _place(names: Sequence[str]) -> str:
    told, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more <= 0:
        return told
    words = ngettext("%(places)s và %(more)s nơi khác", "%(places)s và %(more)s nơi khác", more)
    return words % {"places": told, "more": more}


def day_of(scene: Scene) -> str:
    """The day of a picture, or the year that a composite stands for."""
    if scene.is_composite:
        return _("Năm %(year)s") % {"year": scene.acquired_on.year}
    return f"{scene.acquired_on:%d/%m/%Y}"
