"""Files that pages offer, and how a finished file is answered."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from gis.db.wall import is_known
from gis.query.params import Params
from gis.query.question import Question
from imagery.panel.paper import picture_page
from land.exports import plot_formats, spreadsheet
from land.exports.downloads import Download, ExportError
from land.exports.pdf import plot_pdf
from land.exports.register import FORMATS, export
from land.exports.summary import Era
from land.exports.summary_files import export_summary
from land.reading import Reading
from portal.pages.conditions import in_words

_SUMMARIES = {"summary-xlsx": "xlsx", "summary-pdf": "pdf"}
# Formats of one plot that a list does not have -> what it has instead.
_OF_ONE_PLOT = {"pdf": ("summary-pdf", "report"), "dxf": ("gpkg", "shp", "kml")}


def formats() -> list[dict[str, str]]:
    """The files that /plots/?f= serves, with labels in the reader's language; nothing dead is offered."""
    labels = {
        "xlsx": _("Bảng tính Excel (XLSX)"),
        "gpkg": _("GeoPackage cho QGIS"),
        "geojson": "GeoJSON",
        "shp": "Shapefile",
        "csv": _("Bảng CSV"),
        "kml": _("KML cho Google Earth"),
    }
    files = [{"f": name, "label": label} for name, label in labels.items() if name in FORMATS]
    return [
        *files,
        {"f": "summary-xlsx", "label": _("Biểu tổng hợp quỹ đất công (Excel)")},
        {"f": "summary-pdf", "label": _("Biểu tổng hợp quỹ đất công (PDF)")},
        {"f": "report", "label": _("Báo cáo bản đồ, một tệp HTML")},
    ]


def of_layers() -> list[dict[str, str]]:
    """The files that every layer's items have at /ogc/, with labels in the reader's language."""
    return [
        {"f": "csv", "label": _("Bảng CSV")},
        {"f": "geojson", "label": "GeoJSON"},
        {"f": "gpkg", "label": _("GeoPackage cho QGIS")},
    ]


def of_register(wanted: str, question: Question, params: Params) -> Download:
    """A file of the filtered plots.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    if wanted in _OF_ONE_PLOT:
        raise _only_of_one(wanted)
    rows = question.rows().order_by("number")
    words = in_words(question, params)
    if wanted in _SUMMARIES:
        return export_summary(
            _SUMMARIES[wanted], queryset=rows, filter_text=words, era=era_of(params), as_of=question.day
        )
    asked = {"layer": question.layer, "queryset": rows, "user": question.user, "filter_text": words}
    if wanted == "report":
        from land.exports.report import report  # when it is asked for: folium would take 0.5 s of every start

        return report(title=_("Báo cáo quỹ đất công"), today=question.day, **asked)
    return export(wanted, title=_("Quỹ đất công"), today=question.day, **asked)


def _only_of_one(wanted: str) -> ExportError:
    """A drawing or a sheet is of one plot; says where it is, and what the list has instead."""
    mends = {
        "pdf": _(
            "Phiếu PDF có ở trang của từng khu đất: /plots/{code}/?f=pdf. Danh sách có biểu tổng hợp: f=summary-pdf."
        ),
        "dxf": _(
            "Bản vẽ DXF có ở trang của từng khu đất: /plots/{code}/?f=dxf. Danh sách có bản đồ: f=gpkg, f=shp, f=kml."
        ),
    }
    place = {"detail": mends[wanted], "parameter": "f", "mend": ", ".join(_OF_ONE_PLOT[wanted])}
    return ExportError(_("Danh sách không có định dạng %(format)s.") % {"format": wanted}, [place])


def era_of(params: Params) -> Era:
    """Whether plots are counted under the units of today or under those of their record."""
    return "record" if params.one("era") == "record" else "current"


def of_plot(wanted: str, seen: Reading, request: HttpRequest, address: str) -> Download:
    """A file of one plot that the reader already sees, of the same state.

    Raises:
        ExportError: an unknown format, paper or scale, or no boundary where one is needed.
    """
    params = Params(dict(request.GET.lists()))
    if wanted == "pdf":
        return plot_pdf(
            seen.plot.code,
            user=request.user,
            address=address,
            paper=params.one("paper") or "A4",
            scale=params.whole("scale", 0, 0, 1_000_000) or None,
            staff=params.yes("staff") and seen.internal,
            past=seen.past,
            more=None if seen.past else lambda sheet: picture_page(request.user, seen.plot, sheet),
        )
    return plot_formats.export_plot(wanted, code=seen.plot.code, user=request.user, past=seen.past)


def plot_files(seen: Reading) -> list[dict[str, str]]:
    """The files of one plot, with labels; those of a past state ask for it."""
    files = [
        ("pdf", _("Phiếu và sơ đồ, PDF khổ A4"), "application/pdf"),
        ("xlsx", _("Bảng tính Excel (XLSX)"), spreadsheet.CONTENT_TYPE),
        ("geojson", "GeoJSON", "application/geo+json"),
        ("gpkg", "GeoPackage", "application/geopackage+sqlite3"),
        ("kml", "KML", "application/vnd.google-earth.kml+xml"),
        ("dxf", "DXF (VN-2000)", "image/vnd.dxf"),
    ]
    if seen.plot.geom is not None:
        files.append(("csv", _("Bảng tọa độ góc ranh (CSV)"), "text/csv"))
    past = seen.past.query if seen.past else {}
    return [{"query": urlencode({"f": name, **past}), "label": label, "type": media} for name, label, media in files]


def answer(download: Download, user: Any) -> StreamingHttpResponse:
    """The file as an attachment; what a signed-in person gets is nobody else's."""
    response = StreamingHttpResponse(download.chunks(), content_type=download.content_type)
    response["Content-Disposition"] = f'attachment; filename="{download.filename}"'
    response["Cache-Control"] = "private, no-store" if is_known(user) else "no-cache"
    return response
