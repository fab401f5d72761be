"""What a file would change, all of it, as numbered files: one for each page of the screen, shapes included."""

import json
from pathlib import Path
from typing import Any

from land.loading.comparing import PlotChange
from land.loading.report import SHOWN

PER_PAGE = 100
_NAME = "thay-doi-{}.json"


class ChangedPages:
    """Writes changes as they are found; memory holds one page, and the first SHOWN for the report."""

    def __init__(self, folder: Path | None) -> None:
        """The folder exists; pages of an earlier check in it go. Without one only the first changes are kept."""
        self._folder = folder
        self._first: list[dict[str, Any]] = []
        self._page: list[dict[str, Any]] = []
        self._pages = 0
        for stale in folder.glob(_NAME.format("*")) if folder is not None else ():
            stale.unlink()

    def add(self, change: PlotChange) -> None:
        """Append one."""
        if self._folder is None and len(self._first) == SHOWN:
            return
        told = change.as_dict()
        if len(self._first) < SHOWN:
            self._first.append(told)
        self._page.append(told)
        if len(self._page) == PER_PAGE:
            self._write()

    def close(self) -> list[dict[str, Any]]:
        """Write what is left. Returns the first SHOWN."""
        if self._page:
            self._write()
        return self._first

    def _write(self) -> None:
        self._pages += 1
        if self._folder is not None:
            text = json.dumps(self._page, ensure_ascii=False)
            _page_file(self._folder, self._pages).write_text(text, encoding="utf-8")
        self._page = []


def read_page(folder: Path, number: int) -> list[dict[str, Any]]:
    """The changes of a page, counted from 1, in the order of the file's rows; none where there is no such page."""
    path = _page_file(folder, number)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def _page_file(folder: Path, number: int) -> Path:
    return folder / _NAME.format(f"{number:04d}")
