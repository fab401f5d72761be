"""Reads calendars, office hours and terms of the law from data/facts, or from a file of the same columns."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from worktime.drafts import DayDraft, HoursDraft, NoticeDraft, RuleDraft
from worktime.lengths import Length, Unit
from worktime.workflow import DayKind, Direction, Mark, TermUnit

T = TypeVar("T")


def read_days(path: Path) -> list[DayDraft]:
    """The days of working_calendar.csv.

    Raises:
        ValueError: a row cannot be read; its line is named.
    """
    return list(_rows(path, _day))


def read_notices(path: Path) -> dict[int, NoticeDraft]:
    """The notices of calendar_notices.csv by year.

    Raises:
        ValueError: as for `read_days`.
    """
    return dict(_rows(path, lambda row: (int(row["year"]), _notice(row))))


def read_hours(path: Path) -> list[HoursDraft]:
    """The hours of office_hours.csv.

    Raises:
        ValueError: as for `read_days`.
    """
    return list(_rows(path, _hours))


def read_rules(path: Path) -> list[RuleDraft]:
    """The terms of term_rules.csv.

    Raises:
        ValueError: as for `read_days`.
    """
    return list(_rows(path, _rule))


def _rows(path: Path, read: Callable[[Mapping[str, str]], T]) -> Iterator[T]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield read(row)
            except (ValueError, KeyError, InvalidOperation) as error:
                raise ValueError(f"dòng {number}: {error}") from error


def _day(row: Mapping[str, str]) -> DayDraft:
    return DayDraft(
        day=date.fromisoformat(row["day"]),
        kind=DayKind(row["kind"]),
        name=row["name_vi"],
        name_en=row["name_en"],
        hours_of=int(row["hours_of"] or 1),
        source=row["source"],
        mark=Mark(row["mark"]),
    )


def _notice(row: Mapping[str, str]) -> NoticeDraft:
    return NoticeDraft(
        title=row["title"],
        source=row["source"],
        mark=Mark(row["mark"]),
        number=row["number"],
        issued_on=_date(row["issued_on"]),
        issuer=row["issuer"],
        provisional=_said(row["provisional"]),
    )


def _hours(row: Mapping[str, str]) -> HoursDraft:
    return HoursDraft(
        weekday=int(row["weekday"]),
        opens=time.fromisoformat(row["opens"]),
        closes=time.fromisoformat(row["closes"]),
        since=_date(row["valid_from"]),
        until=_date(row["valid_to"]),
        source=row["source"],
        mark=Mark(row["mark"]),
    )


def _rule(row: Mapping[str, str]) -> RuleDraft:
    amount, unit = Decimal(row["amount"]), TermUnit(row["unit"])
    Length(amount, Unit(unit.value))
    return RuleDraft(
        code=row["code"],
        name=row["name_vi"],
        name_en=row["name_en"],
        amount=amount,
        unit=unit,
        direction=Direction(row["direction"]),
        roll=_said(row["roll"]),
        since=date.fromisoformat(row["valid_from"]),
        until=_date(row["valid_to"]),
        source=row["source"],
        mark=Mark(row["mark"]),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(text: str) -> bool:
    words = {"true": True, "false": False}
    if text not in words:
        raise ValueError(f"“{text}” không phải true hay false")
    return words[text]
