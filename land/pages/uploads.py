"""Uploads before they are stored: what kinds are taken, and a reading of the request that never holds the file."""

import os
from typing import Any

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from land.errors import BadFile
from land.import_files import MOST_BYTES, plain_name
from land.loading.formats import BY_SUFFIX as READ

_ZIP = gettext_lazy("Hãy nén đủ .shp, .shx, .dbf, .prj thành một tệp .zip.")
_HINTS: dict[str, Any] = {
    ".xls": gettext_lazy("Hãy mở bằng Excel và lưu lại dạng .xlsx."),
    ".dwg": gettext_lazy("Hãy lưu lại dạng DXF."),
    ".rar": gettext_lazy("Hãy nén lại dạng .zip."),
    ".7z": gettext_lazy("Hãy nén lại dạng .zip."),
    ".shp": _ZIP,
    ".shx": _ZIP,
    ".dbf": _ZIP,
    ".tab": gettext_lazy("Hãy nén đủ .tab, .dat, .map, .id thành một tệp .zip."),
    ".mif": gettext_lazy("Hãy nén cả .mif và .mid thành một tệp .zip."),
    ".gdb": gettext_lazy("Hãy nén cả thư mục .gdb thành một tệp .zip."),
}
SUFFIXES = tuple(sorted((set(READ) | {".zip"}) - set(_HINTS)))


def check_name(name: str) -> None:
    """Refuse a kind of file that cannot be read, or that is never one file alone.

    Raises:
        BadFile: with what to do instead.
    """
    suffix = os.path.splitext(plain_name(name))[1].lower()
    if suffix not in SUFFIXES:
        mend = str(_HINTS.get(suffix) or _("Dùng được: %(kinds)s.") % {"kinds": ", ".join(SUFFIXES)})
        sentence = _("Không nhận tệp “%(name)s”.") % {"name": plain_name(name)}
        raise BadFile(f"{sentence} {mend}", [{"code": "suffix", "detail": mend}])


class LimitedUpload(TemporaryFileUploadHandler):
    """Streams the file to disk and stops storing at the limit; the rest is read and thrown away.

    Cutting the connection instead would show the person the browser's own error page.
    """

    def __init__(self, request: Any = None, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(request)
        self.most_bytes = most_bytes
        self.received = 0
        self.too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most_bytes:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)
