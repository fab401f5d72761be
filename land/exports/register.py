"""A layer as filtered, in every format: one function for the register, the lots and every other list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Layer, Rows
from land import colours
from land.exports import delimited, geojson, geopackage, kml, shapefile, spreadsheet, words
from land.exports.downloads import Download, slug, written
from land.exports.rows import Chunk, Column, columns, has_sample, read
from land.exports.single import check_format

FORMATS = ("xlsx", "gpkg", "geojson", "shp", "csv", "csv-machine", "kml")


@dataclass(frozen=True)
class Order:
    """What is asked for, worked out once for every format."""

    layer: Layer
    queryset: Rows
    user: Any
    title: str
    filter_text: str
    today: date
    chosen: tuple[Column, ...]
    sample: bool
    source: str
    notice: str

    @property
    def stem(self) -> str:
        """File name without its extension."""
        return f"{slug(self.title, self.layer.name)}_{self.today.isoformat()}"

    def chunks(self, target: crs.Crs | None) -> Iterator[Chunk]:
        """The rows, geometries in `target`; the first are read at once: a broken query is an error, not half a file."""
        rows = read(self.layer, self.queryset, self.user, target, self.chosen)
        return chain(list(islice(rows, 1)), rows)

    def facts(self) -> list[tuple[str, str]]:
        """What the file says of itself."""
        lines = [
            (_("Nguồn"), self.source),
            (_("Thời điểm"), words.as_of(self.today)),
            (_("Điều kiện lọc"), self.filter_text or _("Không lọc")),
            *([(_("Hệ tọa độ"), f"{crs.LEGAL.code} – {words.system()}")] if self.layer.geometry else []),
            (_("Lưu ý"), self.notice),
        ]
        return [*lines, (_("Dữ liệu"), words.sample())] if self.sample else lines

    def about(self) -> str:
        """The same in one paragraph."""
        return "\n".join(f"{name}: {text}" for name, text in self.facts())


def export(
    fmt: str,
    *,
    layer: Layer,
    queryset: Rows,
    user: Any,
    title: str,
    filter_text: str,
    today: date | None = None,
    source: str = "",
    notice: str = "",
) -> Download:
    """A file of exactly these rows with exactly the columns this reader may see.

    Args:
        fmt: one of FORMATS.
        layer: the declaration of the rows.
        queryset: already narrowed to what the reader may know of (`visible_to`) and to the filter.
        user: the reader.
        title: names the file and its contents.
        filter_text: the filter in words.
        today: the day on the file; the local day by default.
        source, notice: where the figures come from and what the file is no substitute for; the register's by default.

    Raises:
        ExportError: an unknown format, or more rows than it holds.
    """
    check_format(fmt, FORMATS)
    order = Order(
        layer=layer,
        queryset=queryset,
        user=user,
        title=title,
        filter_text=filter_text,
        today=today or timezone.localdate(),
        chosen=columns(layer, user),
        sample=has_sample(queryset),
        source=source or words.source(),
        notice=notice or words.disclaimer(),
    )
    return _WRITERS[fmt](order)


def _xlsx(order: Order) -> Download:
    body = written(
        lambda folder: spreadsheet.write(
            folder / "export.xlsx", order.title, order.chosen, order.chunks(None), order.facts()
        )
    )
    return Download(f"{order.stem}.xlsx", spreadsheet.CONTENT_TYPE, body)


def _gpkg(order: Order) -> Download:
    about = geopackage.About(order.title, order.about())
    body = written(
        lambda folder: geopackage.write(
            folder / "export.gpkg", order.layer, order.chosen, order.chunks(crs.LEGAL), about
        )
    )
    return Download(f"{order.stem}.gpkg", geopackage.CONTENT_TYPE, body)


def _geojson(order: Order) -> Download:
    about = {"name": order.title, "description": order.about()}
    body = geojson.collection(order.layer, order.chosen, order.chunks(crs.CRS84), about)
    return Download(f"{order.stem}.geojson", geojson.CONTENT_TYPE, body)


def _shp(order: Order) -> Download:
    facts = order.about().split("\n")
    body = written(
        lambda folder: shapefile.write(folder, order.layer, order.chosen, order.chunks(crs.LEGAL), order.title, facts)
    )
    return Download(f"{order.stem}_shp.zip", shapefile.CONTENT_TYPE, body)


def _delimited(order: Order, dialect: delimited.Dialect) -> Iterator[bytes]:
    """With the points of the rows; a table has none."""
    placed = order.layer.geometry is not None
    chunks = order.chunks(crs.CRS84 if placed else None)
    return delimited.table(order.chosen, chunks, dialect, placed=placed)


def _csv(order: Order) -> Download:
    body = _delimited(order, delimited.EXCEL)
    return Download(f"{order.stem}.csv", "text/csv; charset=utf-8", body)


def _csv_machine(order: Order) -> Download:
    body = _delimited(order, delimited.MACHINE)
    return Download(f"{order.stem}_machine.csv", "text/csv; charset=utf-8", body)


def _kml(order: Order) -> Download:
    body = kml.document(order.title, order.about(), colours.colours(), order.chosen, order.chunks(crs.CRS84))
    return Download(f"{order.stem}.kml", kml.CONTENT_TYPE, body)


_WRITERS: dict[str, Callable[[Order], Download]] = {
    "xlsx": _xlsx,
    "gpkg": _gpkg,
    "geojson": _geojson,
    "shp": _shp,
    "csv": _csv,
    "csv-machine": _csv_machine,
    "kml": _kml,
}
