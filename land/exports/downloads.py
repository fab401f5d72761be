"""A file on its way out."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gis.http.problems import DomainError
from gis.text.fold import fold

_CHUNK = 256 * 1024


class ExportError(DomainError):
    """This cannot be written in this format; the sentence says what can."""

    code = "land.export"


@dataclass(frozen=True)
class Download:
    """A finished or streaming file.

    Attributes:
        filename: ASCII, with its extension.
        content_type: media type with charset where it is text.
        body: bytes, an open file that exists under no name any more, or an iterator of bytes.
    """

    filename: str
    content_type: str
    body: bytes | IO[bytes] | Iterator[bytes]

    def chunks(self) -> Iterator[bytes]:
        """The content piece by piece."""
        if isinstance(self.body, bytes):
            yield self.body
        elif isinstance(self.body, Iterator) and not hasattr(self.body, "read"):
            yield from self.body
        else:
            yield from iter(lambda: self.body.read(_CHUNK), b"")  # type: ignore[union-attr]

    def content(self) -> bytes:
        """The whole content at once."""
        return b"".join(self.chunks())


def written(write: Callable[[Path], Path]) -> IO[bytes]:
    """Let `write` make a file in a folder of its own and give it open; the folder is gone before anybody reads.

    An open file without a name costs nothing to clean up when a reader goes away in the middle.
    """
    folder = Path(tempfile.mkdtemp(prefix="export-"))
    try:
        return write(folder).open("rb")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def slug(text: str, fallback: str = "tep") -> str:
    """A file name's stem: ASCII, without tone marks, no longer than 60 signs."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(text)).split()
    return "-".join(words)[:60].strip("-") or fallback
