"""Refused rows of a reference file as a table to mend the file by."""

from pathlib import Path

from gis.commands import write_table
from gis.text.cells import defused
from land.loading.refused import CSV_NAME
from land.loading_reference.reading import ReferenceFile


def write_refused(folder: Path, found: ReferenceFile) -> Path | None:
    """Write the refused rows into a folder, which is made; None when there are none."""
    if not found.refused:
        return None
    rows = ([row.row, row.why.vi, *map(defused, row.cells)] for row in found.refused)
    return write_table(folder / CSV_NAME, ["Dòng", "Lý do", *map(defused, found.fields.values())], rows)
