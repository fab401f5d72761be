"""Documents and photos of a plot as one reader sees them, and the one way to a file's bytes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from land import files
from land.models import Document, Photo, Plot

VIEW, THUMB, ORIGINAL = "view", "thumb", "original"


@dataclass(frozen=True)
class FileView:
    """A document or photo to list. The inner fields are "" for readers outside."""

    row: Document | Photo
    title: str
    file_name: str = ""
    attached_by: str = ""


def documents_of(user: Any, plot: Plot) -> list[FileView]:
    """Standing documents that the reader may open, newest first."""
    rows = Document.objects.visible_to(user).standing().filter(plot=plot.pk).order_by("-issued_on", "title")
    return _file_views(user, rows)


def photos_of(user: Any, plot: Plot) -> list[FileView]:
    """Standing photos that the reader may see, newest first."""
    rows = Photo.objects.visible_to(user).standing().filter(plot=plot.pk).order_by("-taken_at", "id")
    return _file_views(user, rows)


def _file_views(user: Any, rows: Any) -> list[FileView]:
    inner = set(rows.model.objects.inside(user).values_list("pk", flat=True).filter(pk__in=[row.pk for row in rows]))
    return [
        FileView(row, str(row), row.file_name, row.attached_by) if row.pk in inner else FileView(row, str(row))
        for row in rows
    ]


@dataclass(frozen=True)
class OpenedFile:
    """A file to send: as an attachment under a name that names no person, or inline for pictures made by us."""

    path: Path
    sha256: str
    media_type: str
    name: str
    inline: bool
    attached_at: datetime


def open_file(user: Any, sha256: str) -> OpenedFile | None:
    """The file of a hash for this reader, None where there is none that the reader may open.

    The original of a photo, with its EXIF, opens from inside only; the view and the thumbnail wherever the photo shows.
    """
    document = _documents(user).filter(sha256=sha256).first()
    if document is not None:
        return _document(document)
    for size, column in ((VIEW, "view_sha256"), (THUMB, "thumb_sha256")):
        photo = _photos(user, size).filter(**{column: sha256}).first()
        if photo is not None:
            return _photo(photo, size)
    photo = _photos(user, ORIGINAL).filter(sha256=sha256).first()
    return None if photo is None else _photo(photo, ORIGINAL)


def open_document(user: Any, code: str, pk: UUID) -> OpenedFile | None:
    """A document of a plot; None as for `open_file`."""
    row = _documents(user).filter(plot__code=code, pk=pk).first()
    return None if row is None else _document(row)


def open_photo(user: Any, code: str, pk: UUID, size: str) -> OpenedFile | None:
    """A photo of a plot as `view`, `thumb` or `original`; None as for `open_file`."""
    row = _photos(user, size).filter(plot__code=code, pk=pk).first()
    return None if row is None else _photo(row, size)


def _documents(user: Any) -> Any:
    return Document.objects.visible_to(user).standing().select_related("plot")


def _photos(user: Any, size: str) -> Any:
    rows = Photo.objects.inside(user) if size == ORIGINAL else Photo.objects.visible_to(user)
    return rows.standing().select_related("plot")


def _document(row: Document) -> OpenedFile:
    name = f"{row.plot.code}-{row.kind}-{str(row.pk)[-6:]}.{files.SUFFIXES[row.media_type]}"
    return OpenedFile(files.path_of(row.sha256), row.sha256, row.media_type, name, False, row.attached_at)


def _photo(row: Photo, size: str) -> OpenedFile:
    name = f"{row.plot.code}-{str(row.pk)[-6:]}"
    if size == ORIGINAL:
        name = f"{name}-goc.{files.SUFFIXES[row.media_type]}"
        return OpenedFile(files.path_of(row.sha256), row.sha256, row.media_type, name, False, row.attached_at)
    sha256 = row.view_sha256 if size == VIEW else row.thumb_sha256
    return OpenedFile(files.path_of(sha256), sha256, files.JPEG, f"{name}.jpg", True, row.attached_at)
