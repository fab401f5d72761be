"""Uploads of scenes: large, several files at once, never held in memory."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from imagery.errors import BadScene
from imagery.reading.opening import SUFFIXES as PICTURES
from land.pages.uploads import LimitedUpload

MOST_BYTES = 4_000_000_000  # a Sentinel-2 tile as it is delivered has about 1 GB; nginx lets this through
SUFFIXES = (*sorted(PICTURES), ".zip", ".tar", ".gz", ".tgz", ".xml", ".json", ".txt", ".tfw", ".ovr", ".aux")


class SceneUpload(LimitedUpload):
    """Streams all files of a form to disk, up to a limit for all of them together."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request, MOST_BYTES)


def check_names(names: list[str]) -> None:
    """Refuse a kind of file that no scene is made of, before anything is kept.

    Raises:
        BadScene: with the kinds that are.
    """
    for name in names:
        if Path(name).suffix.lower() not in SUFFIXES:
            raise BadScene("unknown_format", name=name)


def too_large() -> BadScene:
    """The refusal of an upload over the limit."""
    limit = f"{MOST_BYTES // 1_000_000_000} GB"
    return BadScene("too_large", name=_("tệp tải lên"), size=f"> {limit}", limit=limit)
