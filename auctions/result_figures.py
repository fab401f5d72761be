"""What results add up to: per year and in all, counted in the database from the rows that a question leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Aggregate, Count, DecimalField, F, Max, Q, Sum
from django.db.models.functions import ExtractYear
from django.utils.timezone import get_default_timezone

from auctions.models import AttemptOutcome
from auctions.workflow import Failure
from gis.layers import Rows

_SOLD, _DEFAULTED = Q(outcome=AttemptOutcome.SOLD), Q(outcome=AttemptOutcome.DEFAULTED)
_ENDED = ~Q(outcome=AttemptOutcome.CANCELLED)


class Median(Aggregate):
    """The middle value; between two, their mean. NULL where there is none."""

    function = "PERCENTILE_CONT"
    name = "Median"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DecimalField(max_digits=12, decimal_places=1)


@dataclass(frozen=True)
class Figures:
    """Sums over some attempts.

    Attributes:
        year: of the sessions, None for all years together.
        offered: attempts that were posted and are over; `lots` how many lots they were of.
        ended: those that came to an end at or after their session, so without the cancelled ones.
        sold, failed, cancelled, defaulted: by outcome.
        failures: reason -> attempts, the most frequent first; defaults are among them.
        start_amount, sold_amount: sums in đồng over what was sold.
        median_uplift: in percent, of what was sold; None where nothing was.
        refusals: wins that were refused, also where the next bidder won.
        recognitions_lost: recognitions that were cancelled because nobody paid.
        as_of: when the last of them ended or was sold.
    """

    year: int | None
    offered: int
    lots: int
    ended: int
    sold: int
    failed: int
    cancelled: int
    defaulted: int
    failures: tuple[tuple[Failure, int], ...]
    start_amount: int
    sold_amount: int
    median_uplift: Any
    refusals: int
    recognitions_lost: int
    as_of: datetime | None

    @property
    def sold_percent(self) -> float | None:
        """How many of those that came to an end were sold; None where none did."""
        return self.sold * 100 / self.ended if self.ended else None


def _counted() -> dict[str, Any]:
    return {
        "offered": Count("pk"),
        "lots": Count("lot", distinct=True),
        "ended": Count("pk", filter=_ENDED),
        "sold_count": Count("pk", filter=_SOLD),
        "failed": Count("pk", filter=Q(outcome=AttemptOutcome.FAILED)),
        "cancelled": Count("pk", filter=Q(outcome=AttemptOutcome.CANCELLED)),
        "defaulted": Count("pk", filter=_DEFAULTED),
        "start_amount": Sum("start_price_amount", filter=_SOLD),
        "sold_amount": Sum("price_amount", filter=_SOLD),
        "median_uplift": Median("uplift_percent", filter=_SOLD),
        "refused": Sum("refusals"),
        "recognitions_lost": Count("pk", filter=Q(failure=Failure.NOT_PAID)),
        "as_of": Max("ended_at"),
        **{f"why_{reason.value}": Count("pk", filter=Q(failure=reason)) for reason in Failure},
    }


def by_year(rows: Rows) -> list[Figures]:
    """The figures of each year that has a row, the newest first."""
    years = rows.order_by().values(in_year=ExtractYear("session_at", tzinfo=get_default_timezone()))
    return [_figures(row, row["in_year"]) for row in years.annotate(**_counted()).order_by(F("in_year").desc())]


def in_all(rows: Rows) -> Figures:
    """The figures of all rows together."""
    return _figures(rows.order_by().aggregate(**_counted()), None)


def _figures(row: dict[str, Any], year: int | None) -> Figures:
    reasons = [(reason, row[f"why_{reason.value}"]) for reason in Failure]
    told = sorted((pair for pair in reasons if pair[1]), key=lambda pair: -pair[1])
    return Figures(
        year=year,
        offered=row["offered"],
        lots=row["lots"],
        ended=row["ended"],
        sold=row["sold_count"],
        failed=row["failed"],
        cancelled=row["cancelled"],
        defaulted=row["defaulted"],
        failures=tuple(told),
        start_amount=row["start_amount"] or 0,
        sold_amount=row["sold_amount"] or 0,
        median_uplift=row["median_uplift"],
        refusals=row["refused"] or 0,
        recognitions_lost=row["recognitions_lost"],
        as_of=row["as_of"],
    )
