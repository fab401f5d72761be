"""What management commands share: days as people write them, how far one is, where it leaves the rows it refused."""

import csv
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gis.text.dates import parse_day
from gis.text.errors import TextError


def day_argument(text: str) -> date:
    """A day of the command line, `22/11/2026` or `2026-11-22`.

    Raises:
        ArgumentTypeError: it is none; argparse says the sentence.
    """
    try:
        return parse_day(text)
    except TextError as error:
        raise ArgumentTypeError(error.message("vi")) from error


def report_folder(file: Path | str, chosen: Path | None = None) -> Path:
    """The folder for the report on a file; made by whoever writes into it.

    Args:
        chosen: what the person named; without it DATA_DIR/reports/<file>-<time>, a new one each time.
    """
    if chosen is not None:
        return chosen
    folder = Path(settings.DATA_DIR) / "reports"
    name = f"{Path(file).stem[:80]}-{timezone.localtime():%Y%m%d-%H%M%S}"
    taken, number = folder / name, 2
    while taken.exists():
        taken, number = folder / f"{name}-{number}", number + 1
    return taken


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """A table for Excel; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


@contextmanager
def undone(when: bool) -> Iterator[None]:
    """A dry run of what has no other: everything inside is done, seen and taken back, if `when`."""
    if not when:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class ProgressLine:
    """Tells on one line of a terminal how far a command is.

    Args:
        stream: a command's stderr, so that what a program reads from stdout stays whole.
        steps: step -> its words.
    """

    def __init__(self, stream: Any, steps: Mapping[str, str]) -> None:
        self._stream, self._steps = stream, steps

    def __call__(self, step: str, done: int, total: int) -> None:
        """`total` is -1 where nobody knows it beforehand."""
        of_all = f"/{total:,}" if total > 0 else ""
        self._stream.write(f"\r{self._steps[step]} {done:,}{of_all}   ".replace(",", "."), ending="")
        self._stream.flush()
        if done == total:
            self._stream.write("")
