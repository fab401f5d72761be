"""The days of the series: a choice of five-day passes such as a person would keep, few of them in the rains."""

from datetime import UTC, date, datetime, time
from typing import Final

from imagery.sample.areas import CON_SON, SMALL, Area

_OVERPASS: Final = time(3, 20, 41)  # 10:20 in Việt Nam
_FIRST_PASS: Final = date(2020, 12, 3)
CYCLE_DAYS: Final = 10  # of one satellite; two of them pass five days apart


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(word) for word in text.split())


MAINLAND: Final = _days(
    "2020-12-18 2021-02-06 2021-03-28 2021-07-16 2021-12-13 2022-01-27 2022-03-23 2022-08-30 2022-12-28 2023-02-21"
    " 2023-04-12 2023-10-19 2024-01-07 2024-02-26 2024-06-15 2024-12-07 2025-02-15 2025-04-16 2025-08-29 2026-01-11"
    " 2026-03-17 2026-11-07"
)
ISLAND: Final = _days(
    "2020-12-23 2021-02-11 2021-04-07 2021-09-14 2022-01-12 2022-03-08 2022-06-26 2022-12-13 2023-02-26 2023-04-27"
    " 2024-01-12 2024-03-17 2024-08-09 2024-12-22 2025-02-20 2025-04-26 2025-07-20 2026-01-21 2026-04-01 2026-10-18"
)
FEW: Final = MAINLAND[:3] + MAINLAND[5:14:2] + MAINLAND[16:20]


def days_of(area: Area) -> tuple[date, ...]:
    """The days on which an area is seen, oldest first."""
    if area.slug == SMALL.slug:
        return FEW
    return ISLAND if area.slug == CON_SON.slug else MAINLAND


def instant_of(day: date) -> datetime:
    """When the satellite passes, in UTC."""
    return datetime.combine(day, _OVERPASS, tzinfo=UTC)


def is_second_orbit(day: date) -> bool:
    """Whether the pass belongs to the orbit whose swath may end inside an area."""
    return (day - _FIRST_PASS).days % CYCLE_DAYS >= CYCLE_DAYS // 2
