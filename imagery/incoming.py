"""Files of scenes on disk before they are scenes: DATA_DIR/incoming/<id>/source, and beside it what is being made.

They are kept as they came until they have become a scene, also when nobody can read them.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.conf import settings

from imagery.errors import BadScene
from imagery.reading.unpacking import is_litter
from imagery.reading.words import OWN_FOLDER
from land.import_files import plain_name

UNPACKED, WORK = "unpacked", "work"
_PIECE = 1 << 20
_MOST_FILES = 2_000


@dataclass(frozen=True)
class Arrived:
    """A file as it came."""

    name: str
    size: int
    sha256: str


def folder_of(job_id: UUID) -> Path:
    """The folder of one load."""
    return Path(settings.DATA_DIR) / "incoming" / str(job_id)


def source_of(job_id: UUID) -> Path:
    """Where its files lie as they came."""
    return folder_of(job_id) / OWN_FOLDER


def scratch() -> Path:
    """A folder for files that are on their way here, on the same disk."""
    folder = Path(settings.DATA_DIR) / "incoming"
    _private(folder)
    return folder


def _private(folder: Path) -> None:
    """Make a folder for nobody else; `mkdir(parents=True)` would leave those above it open to the whole machine."""
    if not folder.is_dir():
        _private(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)


def keep(job_id: UUID, files: Iterable[tuple[str, Iterable[bytes]]], most_bytes: int) -> list[Arrived]:
    """Write files piece by piece; nothing is left behind when they turn out too large.

    Args:
        files: (name, content); a name may have folders, which tell what product it is.

    Raises:
        BadScene: too many, too large, or two of one name.
    """
    arrived: list[Arrived] = []
    room = most_bytes
    try:
        for name, pieces in files:
            if len(arrived) == _MOST_FILES:
                raise BadScene("too_many", most=_MOST_FILES)
            arrived.append(_write(source_of(job_id), name, pieces, room))
            room -= arrived[-1].size
            if room < 0:
                limit = f"{most_bytes // 1_000_000} MB"
                raise BadScene("too_large", name=name, size=f"> {limit}", limit=limit)
    except OSError as error:
        remove(job_id)
        if error.errno == ENOSPC:
            raise no_room(most_bytes - room, folder_of(job_id)) from error
        raise
    except BaseException:
        remove(job_id)
        raise
    return arrived


def no_room(need: int, folder: Path) -> BadScene:
    """The refusal where the disk is full."""
    return BadScene("no_room", need=f"{need / 1e9:.1f} GB", free=f"{free_bytes(folder) / 1e9:.1f} GB")


def free_bytes(folder: Path) -> int:
    """Room on the disk of a folder."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _write(folder: Path, name: str, pieces: Iterable[bytes], room: int) -> Arrived:
    place = folder / plain_path(name)
    digest, size = hashlib.sha256(), 0
    try:
        _private(place.parent)
        file = place.open("xb")
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise BadScene("same_name", name=name) from error
    with file:
        for piece in pieces:
            size += len(piece)
            digest.update(piece)
            file.write(piece)
            if size > room:
                break
    return Arrived(str(place.relative_to(folder)), size, digest.hexdigest())


def plain_path(name: str) -> Path:
    """Where a file of that name lies in the folder of its load: its folders are kept, since they tell what it is."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part.strip("/")]
    return Path(*(plain_name(part) for part in parts or [""]))


def digest_of(arrived: Iterable[Arrived]) -> str:
    """What stands for all files together, whatever their order and names."""
    return hashlib.sha256("".join(sorted(file.sha256 for file in arrived)).encode()).hexdigest()


def named(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Files and whole folders of this machine: the name of each and where it is.

    Raises:
        BadScene: there is no such file.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(found for found in path.rglob("*") if found.is_file() and not is_litter(found)):
                yield f"{path.resolve().name}/{file.relative_to(path)}", file
        elif path.is_file():
            yield path.name, path
        else:
            raise BadScene("missing", name=path.name)


def from_disk(paths: Iterable[Path]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Files and whole folders of this machine, as `keep` takes them.

    Raises:
        BadScene: there is no such file.
    """
    return ((name, _pieces(path)) for name, path in named(paths))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def remove(job_id: UUID) -> None:
    """Delete everything of one load."""
    shutil.rmtree(folder_of(job_id), ignore_errors=True)


def remove_drafts(job_id: UUID) -> None:
    """Delete what was being made, and keep what came."""
    for name in (UNPACKED, WORK):
        shutil.rmtree(folder_of(job_id) / name, ignore_errors=True)


def cut_off() -> list[Path]:
    """Django's own files of uploads on their way; one that nobody writes any more is of a worker that died."""
    root = Path(settings.DATA_DIR) / "incoming"
    return [path for path in root.glob("tmp*.upload*") if path.is_file()]


def left_behind() -> list[UUID]:
    """The loads that have a folder."""
    root = Path(settings.DATA_DIR) / "incoming"
    return [UUID(path.name) for path in root.glob("*-*-*-*-*") if path.is_dir()] if root.is_dir() else []
