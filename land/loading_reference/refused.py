"""Refused rows of a reference file to mend the file by: a table, and the shapes they have."""

from pathlib import Path

from gis.commands import write_table
from gis.text.cells import defused
from land.loading.refused import CSV_NAME, GPKG_NAME, append_package
from land.loading_reference.reading import ReferenceFile

_OWN = ("Dòng", "Lý do")


def write_refused(folder: Path, found: ReferenceFile, layer: str) -> dict[str, str]:
    """Write the refused rows. Returns the files by kind; none when no row was refused, no GeoPackage without shapes.

    Args:
        folder: is made.
        layer: name of the layer of the GeoPackage.
    """
    package = folder / GPKG_NAME
    package.unlink(missing_ok=True)  # a folder that a person named may hold the rows of an earlier try
    if not found.refused:
        return {}
    lines = ([row.row, row.why.vi, *map(defused, row.cells)] for row in found.refused)
    sheet = write_table(folder / CSV_NAME, [*_OWN, *map(defused, found.fields.values())], lines)
    drawn = [row for row in found.refused if row.shape is not None]
    if not drawn:
        return {"refused_csv": str(sheet)}
    cells = [[row.row, row.why.vi, *row.cells] for row in drawn]
    headings = [*_OWN, *found.fields.values()]
    append_package(package, headings, cells, [row.shape for row in drawn], layer, append=False)
    return {"refused_csv": str(sheet), "refused_gpkg": str(package)}
