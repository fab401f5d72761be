"""Unpacking zip files from strangers."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from land.loading.errors import Unreadable

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What an upload may weigh. Ours; a province's cadastre of 1,000,000 parcels is about 1 GB unpacked."""

    file_bytes: int = 4 << 30
    unpacked_bytes: int = 6 << 30
    members: int = 5_000
    ratio: int = 200  # DBF files of blanks reach 100
    ratio_from_bytes: int = 20 << 20


LIMITS = Limits()


def unpack(path: Path, folder: Path, limits: Limits = LIMITS) -> None:
    """Unpack an archive into an empty folder.

    Raises:
        Unreadable: it is damaged, encrypted, swells beyond the limits, or holds unsafe paths.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            inspect(path, members, limits)
            budget = limits.unpacked_bytes
            for member in members:
                if not member.is_dir():
                    budget -= _unpack_member(archive, member, folder, budget, path)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise Unreadable("bad_archive", name=path.name) from error


def inspect(path: Path, members: list[zipfile.ZipInfo], limits: Limits = LIMITS) -> None:
    """Refuse an archive by its table of contents, before a byte is unpacked."""
    if len(members) > limits.members:
        raise Unreadable("archive_bomb", name=path.name, what=f"{len(members)} tệp")
    total = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if total > limits.unpacked_bytes:
        raise Unreadable("archive_bomb", name=path.name, what=f"{total >> 20} MB")
    if total > limits.ratio_from_bytes and total / packed > limits.ratio:
        raise Unreadable("archive_bomb", name=path.name, what=f"{total // packed} : 1")
    for member in members:
        if member.flag_bits & 0x1:
            raise Unreadable("encrypted", name=path.name)
        if not _is_safe(member):
            raise Unreadable("archive_path", name=path.name, member=member.filename)


def _is_safe(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    plain = not name.startswith("/") and ".." not in parts and ":" not in name and "\x00" not in name
    return plain and not stat.S_ISLNK(member.external_attr >> 16)


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, budget: int, path: Path) -> int:
    target = folder / PurePosixPath(member.filename.replace("\\", "/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as source, target.open("wb") as sink:
        # The sizes of the table of contents are the sender's claim; what counts is what comes out.
        while piece := source.read(_CHUNK):
            written += len(piece)
            if written > budget:
                raise Unreadable("archive_bomb", name=path.name, what=member.filename)
            sink.write(piece)
    return written
