"""Uploaded files on disk: DATA_DIR/imports/<id>/source/ and, beside it, what the checks wrote."""

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from land.errors import BadFile

MOST_BYTES = 300 * 1000 * 1000  # the shipped nginx lets 300 MiB through, form and all
_NAME_BYTES = 150


@dataclass(frozen=True)
class Stored:
    """A file that is on disk."""

    name: str
    sha256: str
    size: int


def folder_of(job_id: UUID) -> Path:
    """The folder of one upload."""
    return Path(settings.DATA_DIR) / "imports" / str(job_id)


def source_of(job: Any) -> Path:
    """Where the uploaded file lies."""
    return folder_of(job.pk) / "source" / job.stored_name


def reports_of(job_id: UUID, run: int) -> Path:
    """Where one run leaves its refused rows and its preview."""
    return folder_of(job_id) / f"run-{run}"


def plain_name(name: str) -> str:
    """A name for the disk: the last part of the path, letters of any language, digits and a few signs."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in last).strip(" .")
    stem, suffix = os.path.splitext(kept or "tep")
    while len(stem.encode()) > _NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix[:12]}"


def check_size(size: int) -> None:
    """Refuse what is too large or empty.

    Raises:
        BadFile: with the limit.
    """
    if size > MOST_BYTES:
        raise BadFile(
            _(
                "Tệp lớn hơn %(most)s MB. Hãy nén thành .zip, chia nhỏ theo phường, xã, hoặc nhờ "
                "quản trị nhập bằng lệnh import_plots trên máy chủ."
            )
            % {"most": MOST_BYTES // 1_000_000}
        )
    if size == 0:
        raise BadFile(_("Tệp rỗng, không có nội dung. Hãy chọn lại tệp."))


def store(job_id: UUID, name: str, pieces: Iterable[bytes]) -> Stored:
    """Write an upload piece by piece; nothing is left behind when it turns out too large.

    Raises:
        BadFile: too large or empty.
    """
    folder = folder_of(job_id) / "source"
    folder.mkdir(parents=True, mode=0o700)
    target = folder / plain_name(name)
    digest, size = hashlib.sha256(), 0
    try:
        with target.open("xb") as file:
            for piece in pieces:
                size += len(piece)
                check_size(size or 1)
                digest.update(piece)
                file.write(piece)
        check_size(size)
    except BaseException:
        remove(job_id)
        raise
    return Stored(target.name, digest.hexdigest(), size)


def remove(job_id: UUID) -> None:
    """Undo `store`."""
    folder = folder_of(job_id)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    if folder.exists():
        folder.rmdir()
