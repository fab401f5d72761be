"""Archives that products are delivered in: .zip (Sentinel-2), .tar and .tar.gz (Landsat)."""

import shutil
import tarfile
from pathlib import Path, PurePosixPath

from imagery.errors import BadScene
from land.loading.archives import Limits, unpack
from land.loading.errors import Unreadable

LIMITS = Limits(file_bytes=8 << 30, unpacked_bytes=12 << 30)
_ZIP, _TAR = (".zip",), (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_PIECE = 1 << 20
_HEADER_BYTES = 1 << 20
# What stands before a member and is read whole: its long name, or words about it.
_NAMES = {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_HEADERS = _NAMES | {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}


class _Member(tarfile.TarInfo):
    """A member whose headers are no place for gigabytes."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:  # tarfile's own place for subclasses
        if self.type in _HEADERS and self.size > _HEADER_BYTES:
            raise tarfile.ReadError("header")
        return super()._proc_member(archive)  # type: ignore[misc]


def is_archive(path: Path) -> bool:
    """Whether a file is to be unpacked. By its name: zeros are a tar, and a picture may end like a zip."""
    return path.name.lower().endswith((*_ZIP, *_TAR))


def files_of(place: Path, unpacked: Path, limits: Limits = LIMITS) -> list[Path]:
    """Every file of a load, archives unpacked.

    Args:
        place: the folder of the load.
        unpacked: where archives are unpacked, each into a folder of its own name: that may be the only place which says
            what product it is.

    Raises:
        BadScene, Unreadable: an archive is damaged, unsafe, or swells beyond the limits.
    """
    found: list[Path] = []
    for path in sorted(item for item in place.rglob("*") if item.is_file()):
        if is_archive(path):
            target = unpacked / path.relative_to(place)
            if not target.is_dir():
                _unpack(path, target, limits)
            found += sorted(item for item in target.rglob("*") if item.is_file())
        else:
            found.append(path)
    return [path for path in found if not is_litter(path)]


def _unpack(path: Path, target: Path, limits: Limits) -> None:
    draft = target.with_name(f"{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)  # of a worker that died
    draft.mkdir(parents=True)
    if path.stat().st_size == 0:
        raise BadScene("empty", name=path.name)
    if path.name.lower().endswith(_ZIP):
        unpack(path, draft, limits)
    else:
        _untar(path, draft, limits)
    draft.rename(target)


def _untar(path: Path, folder: Path, limits: Limits) -> None:
    """Plain files alone: links and devices of a tar could reach out of the folder."""
    room, count = limits.unpacked_bytes, 0
    try:
        with tarfile.open(path, tarinfo=_Member) as archive:
            for member in archive:
                count += 1
                room -= member.size
                if count > limits.members or room < 0:
                    what = f"{count} tệp" if room >= 0 else f"> {limits.unpacked_bytes >> 20} MB"
                    raise Unreadable("archive_bomb", name=path.name, what=what)
                _extract(archive, member, folder, path)
    except (tarfile.TarError, EOFError, OSError, ValueError, RecursionError) as error:
        raise BadScene("damaged", name=path.name, what="tar") from error


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, path: Path) -> None:
    name = PurePosixPath(member.name.replace("\\", "/"))
    if member.isdir():
        return
    shown = member.name.encode("utf-8", "replace").decode()  # tarfile keeps what is not UTF-8 as surrogates
    plain = shown == member.name and "\x00" not in shown
    if not member.isfile() or name.is_absolute() or ".." in name.parts or not plain:
        raise Unreadable("archive_path", name=path.name, member=shown.replace("\x00", "?")[:80])
    source = archive.extractfile(member)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as sink:
        while source and (piece := source.read(_PIECE)):
            sink.write(piece)
    if target.stat().st_size != member.size:
        raise EOFError(str(name))


def is_litter(path: Path) -> bool:
    """What desktop systems leave among the files."""
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.name == "Thumbs.db"
