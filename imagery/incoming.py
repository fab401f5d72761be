"""Files of scenes on disk before they are scenes: DATA_DIR/incoming/<id>/source, and beside it what is being made.

They are kept as they came until they have become a scene, also when nobody can read them.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import UUID

from django.conf import settings

from imagery.errors import BadScene
from land.import_files import plain_name

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
    return folder_of(job_id) / "source"


def scratch() -> Path:
    """A folder for files that are on their way here, on the same disk."""
    folder = Path(settings.DATA_DIR) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


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
                raise BadScene("too_large", name=name, size=f"> {_MOST_FILES}", limit=f"{_MOST_FILES} tệp")
            arrived.append(_write(source_of(job_id), name, pieces, room))
            room -= arrived[-1].size
            if room < 0:
                limit = f"{most_bytes // 1_000_000} MB"
                raise BadScene("too_large", name=name, size=f"> {limit}", limit=limit)
    except BaseException:
        remove(job_id)
        raise
    return arrived


def _write(folder: Path, name: str, pieces: Iterable[bytes], room: int) -> Arrived:
    place = folder.joinpath(*(plain_name(part) for part in PurePosixPath(name.replace("\\", "/")).parts if part != "/"))
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with place.open("xb") as file:
        for piece in pieces:
            size += len(piece)
            digest.update(piece)
            file.write(piece)
            if size > room:
                break
    return Arrived(str(place.relative_to(folder)), size, digest.hexdigest())


def digest_of(arrived: Iterable[Arrived]) -> str:
    """What stands for all files together, whatever their order and names."""
    return hashlib.sha256("".join(sorted(file.sha256 for file in arrived)).encode()).hexdigest()


def from_disk(paths: Iterable[Path]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Files and whole folders of this machine, as `keep` takes them.

    Raises:
        BadScene: there is no such file.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(found for found in path.rglob("*") if found.is_file()):
                yield f"{path.resolve().name}/{file.relative_to(path)}", _pieces(file)
        elif path.is_file():
            yield path.name, _pieces(path)
        else:
            raise BadScene("missing", name=path.name)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def remove(job_id: UUID) -> None:
    """Delete everything of one load."""
    shutil.rmtree(folder_of(job_id), ignore_errors=True)


def remove_drafts(job_id: UUID) -> None:
    """Delete what was being made, and keep what came."""
    for name in ("unpacked", "work"):
        shutil.rmtree(folder_of(job_id) / name, ignore_errors=True)
