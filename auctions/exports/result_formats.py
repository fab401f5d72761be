"""The results as filtered, as files."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from auctions.exports import words
from auctions.result_layer import RESULTS
from gis.layers import Rows
from land.exports import register
from land.exports.downloads import Download
from land.exports.single import check_format

FORMATS = ("xlsx", "csv")


def export_results(fmt: str, *, queryset: Rows, user: Any, filter_text: str, today: date | None = None) -> Download:
    """A file of exactly these results with exactly the columns this reader may see.

    Args:
        fmt: one of FORMATS.
        queryset: already narrowed to what the reader may know of and to the filter.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    check_format(fmt, FORMATS)
    return register.export(
        fmt,
        layer=RESULTS,
        queryset=queryset,
        user=user,
        title=_("Kết quả đấu giá quyền sử dụng đất"),
        filter_text=filter_text,
        today=today,
        source=words.source(),
        notice=words.notice(),
    )
