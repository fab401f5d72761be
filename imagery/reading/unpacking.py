"""Archives that products are delivered in: .zip (Sentinel-2), .tar and .tar.gz (Landsat)."""

import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from imagery.errors import BadScene
from land.loading.archives import Limits, unpack

LIMITS = Limits(file_bytes=8 << 30, unpacked_bytes=12 << 30)
_PIECE = 1 << 20


def is_archive(path: Path) -> bool:
    """Whether a file is to be unpacked."""
    return path.stat().st_size > 0 and (zipfile.is_zipfile(path) or tarfile.is_tarfile(path))


def files_of(place: Path, unpacked: Path) -> list[Path]:
    """Every file of a load, archives unpacked.

    Args:
        place: a folder, or one file.

    Raises:
        BadScene, Unreadable: an archive is damaged, unsafe, or swells beyond the limits.
    """
    found: list[Path] = []
    for path in [place] if place.is_file() else sorted(item for item in place.rglob("*") if item.is_file()):
        if is_archive(path):
            # The archive's own name may be the only place that says which product it is.
            target = unpacked / path.name
            if not target.is_dir():
                _unpack(path, target)
            found += sorted(item for item in target.rglob("*") if item.is_file())
        else:
            found.append(path)
    return _without_litter(found)


def _unpack(path: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.part")
    draft.mkdir(parents=True, exist_ok=True)
    if zipfile.is_zipfile(path):
        unpack(path, draft, LIMITS)
    else:
        _untar(path, draft)
    draft.rename(target)


def _untar(path: Path, folder: Path) -> None:
    """Plain files alone: links and devices of a tar could reach out of the folder."""
    room, count = LIMITS.unpacked_bytes, 0
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                name = PurePosixPath(member.name.replace("\\", "/"))
                count += 1
                if not member.isfile():
                    continue
                room -= member.size
                if name.is_absolute() or ".." in name.parts or count > LIMITS.members or room < 0:
                    raise BadScene("damaged", name=path.name, what=str(name)[:80])
                source = archive.extractfile(member)
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as sink:
                    while source and (piece := source.read(_PIECE)):
                        sink.write(piece)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadScene("damaged", name=path.name, what="tar") from error


def _without_litter(files: Sequence[Path]) -> list[Path]:
    """Without what desktop systems and previews leave among the files."""
    return [
        path
        for path in files
        if not path.name.startswith((".", "_")) and "__MACOSX" not in path.parts and path.name != "Thumbs.db"
    ]
