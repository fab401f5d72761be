"""Files of one lot, and of the lots as filtered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from auctions import reading
from auctions.exports import calendar, lot_formats
from auctions.exports.lot_pdf import LotSheet, Row, lot_pdf
from auctions.models import Lot
from auctions.reading import LotReading
from auctions.workflow import Stage
from gis.db.clock import clock
from gis.query.params import Params
from gis.query.question import Question
from gis.query.times import moment_text
from land.exports import spreadsheet
from land.exports.downloads import Download
from land.exports.single import check_format
from portal.pages.conditions import in_words
from portal.pages.lot_answers import answers_of
from portal.pages.plot import language

FORMATS = ("pdf", "ics", *lot_formats.FORMATS)


def of_list(wanted: str, question: Question, params: Params) -> Download:
    """A file of the filtered lots.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    return lot_formats.export_lots(
        wanted, queryset=question.rows().order_by("number"), user=question.user, filter_text=in_words(question, params)
    )


def list_files() -> list[dict[str, str]]:
    """The files that /lots/?f= serves, with labels."""
    return [
        {"f": "xlsx", "label": _("Bảng tính Excel (XLSX)")},
        {"f": "csv", "label": _("Bảng CSV")},
        {"f": "geojson", "label": "GeoJSON"},
        {"f": "gpkg", "label": _("GeoPackage cho QGIS")},
    ]


def of_lot(wanted: str, seen: LotReading, request: HttpRequest) -> Download:
    """A file of one lot that the reader already sees.

    Raises:
        ExportError: an unknown format.
    """
    check_format(wanted, FORMATS)
    if wanted == "pdf":
        return lot_pdf(_sheet(seen, request))
    if wanted == "ics":
        body = calendar.lot_calendar([seen.lot], address_by(request), request.get_host(), seen.lot.name)
        return Download(f"{seen.lot.code}.ics", calendar.CONTENT_TYPE, body)
    return lot_formats.export_lot(wanted, code=seen.lot.code, user=request.user)


def lot_files() -> list[dict[str, str]]:
    """The files of one lot, with labels."""
    return [
        {"f": "pdf", "label": _("Phiếu thông tin một trang (PDF)"), "type": "application/pdf"},
        {"f": "ics", "label": _("Lịch (ICS)"), "type": "text/calendar"},
        {"f": "xlsx", "label": _("Bảng tính Excel (XLSX)"), "type": spreadsheet.CONTENT_TYPE},
        {"f": "geojson", "label": "GeoJSON", "type": "application/geo+json"},
        {"f": "gpkg", "label": "GeoPackage", "type": "application/geopackage+sqlite3"},
        {"f": "kml", "label": "KML", "type": "application/vnd.google-earth.kml+xml"},
        {"f": "dxf", "label": "DXF (VN-2000)", "type": "image/vnd.dxf"},
        {"f": "csv", "label": _("Bảng tọa độ góc ranh (CSV)"), "type": "text/csv"},
    ]


def address_by(request: HttpRequest) -> Callable[[Lot], str]:
    """Absolute addresses of lots' pages on the host that was asked."""
    return lambda lot: request.build_absolute_uri(reverse("lot", args=[lot.code]))


def _sheet(seen: LotReading, request: HttpRequest) -> LotSheet:
    lot: Any = seen.lot
    answers = answers_of(lot, reading.price_texts(lot, language()))
    return LotSheet(
        record=lot_formats.read_lot_record(request.user, lot.code),
        stage=str(Stage(lot.stage).label),
        address=address_by(request)(lot),
        answers=[Row(answer.title, answer.text, answer.more or answer.exact) for answer in answers],
        timetable=[Row(line.title, moment_text(line.at)) for line in reading.timetable(lot, clock())],
        today=timezone.localdate(),
    )
