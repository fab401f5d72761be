"""What the review of changes is narrowed to, and in which order it is walked: addresses carry it from page to page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gis.http.asked import Asked
from imagery.change_querysets import ORDERS
from imagery.models import ChangeCandidate
from imagery.workflow import CandidateKind
from territory.models import AdminUnit

_LONGEST = 24  # letters of a unit's key


@dataclass(frozen=True)
class Walk(Asked):
    """A part of the candidates in an order; "" asks nothing.

    Attributes:
        kind: of CandidateKind.
        unit: key of a commune.
        sort: of ORDERS.
    """

    kind: str = ""
    unit: str = ""
    sort: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Walk":
        """From the parameters of an address; what is not known asks nothing."""
        given = cls.texts(asked, _LONGEST)
        if given["kind"] not in CandidateKind.values:
            given["kind"] = ""
        if given["sort"] not in ORDERS:
            given["sort"] = ""
        return cls(**given)

    def narrowed(self, rows: Any) -> Any:
        """Those of the candidates that are asked for, in the order that they have."""
        if self.kind:
            rows = rows.of_kind(self.kind)
        return rows.filter(plot__unit=self.unit) if self.unit else rows

    def waiting(self, user: Any) -> Any:
        """What is walked through."""
        return self.narrowed(ChangeCandidate.objects.visible_to(user).waiting()).in_order(self.sort)

    @property
    def query(self) -> str:
        """As an address ends."""
        given = self.given()
        return f"?{urlencode(given)}" if given else ""

    def words(self, user: Any) -> list[str]:
        """What it is narrowed to, for people."""
        kinds = [str(CandidateKind(self.kind).label)] if self.kind else []
        return [*kinds, *AdminUnit.objects.visible_to(user).filter(pk=self.unit).values_list("name", flat=True)]


def units_of(user: Any) -> list[tuple[str, str]]:
    """(key, name) of the communes that candidates lie in, by name."""
    plots = ChangeCandidate.objects.visible_to(user).order_by().values("plot__unit")
    named = AdminUnit.objects.visible_to(user).filter(pk__in=plots).told_apart()
    return sorted(named.items(), key=lambda item: item[1])


def orders(*, decided: bool) -> list[tuple[str, str]]:
    """(key, name) of the orders that a list can have; without a wish, what was decided stands newest first."""
    first = _("Mới xử lý trước") if decided else _("Độ tin cậy cao trước")
    return [("", first), ("area", _("Diện tích lớn trước")), ("day", _("Mới thấy trước"))]
