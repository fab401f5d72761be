"""The changes that a checked file would make: a page of them at a time, and what a person ticked on each."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from gis.text.cells import defused
from land import import_files
from land.import_preview import features_of_changes
from land.loading.changed import PER_PAGE, read_page
from land.loading.committing import ACCEPT, EVERY
from land.models import ImportJob
from land.pages import import_words

_PAGE = re.compile(r"[1-9][0-9]{0,5}")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def number_of(told: Mapping[str, str]) -> int:
    """The page that an address or a form names; the first where it names none."""
    text = told.get("page", "")
    return int(text) if _PAGE.fullmatch(text) else 1


def context_of(job: ImportJob, report: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What the table of changes shows."""
    changed = report["counts"].get("changed", 0)
    pages = -(-changed // PER_PAGE)
    number = min(number, max(pages, 1))
    told, kept = _page(job, number), job.options.get("decisions", {})
    changes = import_words.changes(told, kept)
    return {
        "changes_lost": not told,
        "changes": changes,
        "has_shapes": bool(report.get("shapes")) or any(change["moved"] for change in changes),
        "changes_page": number,
        "changes_pages": pages,
        "changes_turns": [
            (number - 1 if number > 1 else None, _("Trang trước")),
            (number + 1 if number < pages else None, _("Trang sau")),
        ],
        "ticked_elsewhere": len(_ticked(kept) - _codes(told)),
        "approve_all": kept.get(EVERY) == ACCEPT,
    }


def decided(job: ImportJob, number: int, ticked: Iterable[str]) -> dict[str, str]:
    """What is approved plot by plot: what is ticked on this page, and what was before on the others."""
    here = _codes(_page(job, number))
    elsewhere = _ticked(job.options.get("decisions", {})) - here
    return dict.fromkeys(sorted(elsewhere | here & set(ticked)), ACCEPT)


def shapes(job: ImportJob, number: int) -> HttpResponse:
    """The boundaries before and after of a page of changes, as GeoJSON in WGS 84."""
    features = list(features_of_changes(_page(job, number)))
    return JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json")


def table(job: ImportJob) -> StreamingHttpResponse:
    """All changes as CSV for Excel, a line for each field.

    Raises:
        Http404: the last check found none.
    """
    if not _page(job, 1):
        raise Http404
    answer = StreamingHttpResponse(_lines(job), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="thay-doi.csv"'
    return answer


def _lines(job: ImportJob) -> Iterator[str]:
    yield _BOM + _line([_("Mã khu đất"), _("Dòng"), _("Nội dung"), _("Trong sổ"), _("Trong tệp")])
    for number in count(1):
        told = import_words.changes(_page(job, number), {})
        if not told:
            return
        for change in told:
            for item in change["fields"]:
                yield _line([change["code"], change["row"], item["title"], item["before"], item["after"]])
            if change["moved"]:
                yield _line([change["code"], change["row"], _("Ranh giới"), "", change["moved"]])


def _line(cells: Iterable[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([defused(str(cell)) for cell in cells])
    return text.getvalue()


def _page(job: ImportJob, number: int) -> list[dict[str, Any]]:
    return read_page(import_files.reports_of(job.pk, (job.report or {}).get("run", 0)), number)


def _codes(told: Iterable[Mapping[str, Any]]) -> set[str]:
    return {change["code"] for change in told}


def _ticked(kept: Mapping[str, str]) -> set[str]:
    return {code for code, decision in kept.items() if decision == ACCEPT and code != EVERY}
