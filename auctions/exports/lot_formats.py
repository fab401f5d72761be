"""One lot, or the lots as filtered, in the formats people ask for."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from auctions.exports import words
from auctions.layers import LOTS
from auctions.models import Lot
from gis.http.problems import NotFound
from gis.layers import Rows
from gis.text.numbers import format_area
from land.exports import register
from land.exports import words as land_words
from land.exports.downloads import Download
from land.exports.records import Record, read_row
from land.exports.rows import number_lang
from land.exports.single import FORMATS, Single, check_format, export_single

LIST_FORMATS = ("xlsx", "csv", "geojson", "gpkg")
__all__ = ["FORMATS", "LIST_FORMATS", "export_lot", "export_lots", "read_lot_record"]


def export_lots(fmt: str, *, queryset: Rows, user: Any, filter_text: str, today: date | None = None) -> Download:
    """A file of exactly these lots with exactly the columns this reader may see.

    Args:
        fmt: one of LIST_FORMATS.
        queryset: already narrowed to what the reader may know of and to the filter.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    check_format(fmt, LIST_FORMATS)
    return register.export(
        fmt,
        layer=LOTS,
        queryset=queryset,
        user=user,
        title=words.title(),
        filter_text=filter_text,
        today=today,
        source=words.source(),
        notice=words.notice(),
    )


def export_lot(fmt: str, *, code: str, user: Any, today: date | None = None) -> Download:
    """One lot as a file, with the fields this reader may see; "csv" is the table of corners.

    Raises:
        NotFound: no such lot for this reader.
        ExportError: an unknown format.
    """
    check_format(fmt)
    record = read_lot_record(user, code)
    day = land_words.as_of(today or timezone.localdate())
    area = record.value("area_m2")
    notes = [words.source(), day, land_words.system(), words.notice()]
    one = Single(
        record=record,
        layer=LOTS,
        notes=[*notes, land_words.sample()] if record.sample else notes,
        label=(record.code, record.value("name") or "", format_area(area, number_lang()) if area is not None else ""),
    )
    return export_single(fmt, one)


def read_lot_record(user: Any, code: str) -> Record:
    """The lot of a code as papers show it to this reader.

    Raises:
        NotFound: there is none that the reader may know of.
    """
    rows = Lot.objects.visible_to(user).filter(code=code)
    known = rows.values_list("updated_at", "sample").first()
    record = None if known is None else read_row(LOTS, rows, user, code, updated_at=known[0], sample=known[1])
    if record is None:
        raise NotFound(_("Không có lô %(code)s, hoặc lô chưa được công khai.") % {"code": code})
    return record
