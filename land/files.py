"""Files of the register on disk: kept under their SHA-256, of known kinds only, never overwritten.

Nothing here knows a plot; what may be read is decided by the rows that name a hash.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from land.errors import BadFile

MOST_BYTES = 50 * 1024 * 1024
_PIECE = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, JPEG, PNG, WEBP, TIFF = "application/pdf", "image/jpeg", "image/png", "image/webp", "image/tiff"
DOCX, XLSX = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png", WEBP: "webp", TIFF: "tif", DOCX: "docx", XLSX: "xlsx"}
PHOTO_TYPES = frozenset({JPEG, PNG, WEBP})
_MAGIC = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)


@dataclass(frozen=True)
class Stored:
    """A file that is on disk."""

    sha256: str
    size: int
    media_type: str


def path_of(sha256: str) -> Path:
    """Where the file of a hash lies.

    Raises:
        ValueError: not a SHA-256, so perhaps a path in disguise.
    """
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return Path(settings.DATA_DIR) / "media" / sha256[:2] / sha256[2:4] / sha256


def store(content: IO[bytes], *, types: frozenset[str] = frozenset(SUFFIXES)) -> Stored:
    """Keep a file; the same bytes twice are one file.

    Args:
        content: read once, from where it stands; its name and claimed type decide nothing.
        types: media types that are welcome.

    Raises:
        BadFile: empty, too large, or of another kind.
    """
    folder = Path(settings.DATA_DIR) / "media"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    draft = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(content):
                size += len(piece)
                if size > MOST_BYTES:
                    raise BadFile(
                        _("Tệp lớn hơn %(most)s MB. Hãy giảm dung lượng hoặc chia tệp.") % {"most": MOST_BYTES >> 20}
                    )
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        kind = media_type_of(draft)
        if kind not in types:
            raise BadFile(
                _("Chỉ nhận tệp %(names)s.") % {"names": ", ".join(sorted(SUFFIXES[item].upper() for item in types))}
            )
        target = path_of(digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size, kind)


def media_type_of(path: Path) -> str:
    """The media type by the first bytes, "" for a kind that is not kept.

    Raises:
        BadFile: an empty file, or an office file with macros.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise BadFile(_("Tệp rỗng."))
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return _office(path) if head.startswith(b"PK\x03\x04") else ""


def _office(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile(_("Tệp có macro. Hãy lưu lại không có macro (.docx, .xlsx)."))
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


def _pieces(content: IO[bytes]) -> Iterator[bytes]:
    while piece := content.read(_PIECE):
        yield piece
