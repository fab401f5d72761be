"""Files that pages offer, and how a finished file is answered."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from gis.db.wall import is_known
from gis.query.params import Params
from gis.query.question import Question
from land.exports import plot_formats
from land.exports.downloads import Download
from land.exports.pdf import plot_pdf
from land.exports.register import FORMATS, export
from land.exports.report import report
from land.exports.summary import Era
from land.exports.summary_files import export_summary
from land.reading import Reading
from portal.pages.conditions import in_words

_SUMMARIES = {"summary-xlsx": "xlsx", "summary-pdf": "pdf"}


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


def of_register(wanted: str, question: Question, params: Params) -> Download:
    """A file of the filtered plots.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    rows = question.rows().order_by("number")
    words = in_words(question, params)
    if wanted in _SUMMARIES:
        return export_summary(
            _SUMMARIES[wanted], queryset=rows, filter_text=words, era=era_of(params), as_of=question.day
        )
    asked = {"layer": question.layer, "queryset": rows, "user": question.user, "filter_text": words}
    if wanted == "report":
        return report(title=_("Báo cáo quỹ đất công"), **asked)
    return export(wanted, title=_("Quỹ đất công"), **asked)


def era_of(params: Params) -> Era:
    """Whether plots are counted under the units of today or under those of their record."""
    return "record" if params.one("era") == "record" else "current"


def of_plot(wanted: str, seen: Reading, request: HttpRequest, address: str) -> Download:
    """A file of one plot that the reader already sees.

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
        )
    return plot_formats.export_plot(wanted, code=seen.plot.code, user=request.user)


def plot_files(seen: Reading) -> list[dict[str, str]]:
    """The files of one plot, with labels."""
    files = [{"query": "f=pdf", "label": _("Phiếu và sơ đồ, PDF khổ A4"), "type": "application/pdf"}]
    files.append({"query": "f=pdf&paper=A3", "label": _("Phiếu và sơ đồ, PDF khổ A3"), "type": ""})
    if seen.internal:
        files += [
            {"query": "f=pdf&staff=true", "label": _("Bản in nội bộ có chữ ký, PDF khổ A4"), "type": ""},
            {"query": "f=pdf&staff=true&paper=A3", "label": _("Bản in nội bộ có chữ ký, PDF khổ A3"), "type": ""},
        ]
    files += [
        {"query": "f=geojson", "label": "GeoJSON", "type": "application/geo+json"},
        {"query": "f=gpkg", "label": "GeoPackage", "type": "application/geopackage+sqlite3"},
        {"query": "f=kml", "label": "KML", "type": "application/vnd.google-earth.kml+xml"},
        {"query": "f=dxf", "label": "DXF (VN-2000)", "type": "image/vnd.dxf"},
    ]
    if seen.plot.geom is not None:
        files.append({"query": "f=csv", "label": _("Bảng tọa độ góc ranh (CSV)"), "type": "text/csv"})
    return files


def answer(download: Download, user: Any) -> StreamingHttpResponse:
    """The file as an attachment; what a signed-in person gets is nobody else's."""
    response = StreamingHttpResponse(download.chunks(), content_type=download.content_type)
    response["Content-Disposition"] = f'attachment; filename="{download.filename}"'
    response["Cache-Control"] = "private, no-store" if is_known(user) else "no-cache"
    return response
