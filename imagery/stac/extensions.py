"""Which extensions of STAC a document uses: those whose words stand in it."""

from collections.abc import Iterator
from typing import Any, Final

_ROOT = "https://stac-extensions.github.io"
EXTENSIONS: Final = {
    "eo": f"{_ROOT}/eo/v2.0.0/schema.json",
    "raster": f"{_ROOT}/raster/v2.0.0/schema.json",
    "proj": f"{_ROOT}/projection/v2.0.0/schema.json",
    "view": f"{_ROOT}/view/v1.1.0/schema.json",
    "file": f"{_ROOT}/file/v2.1.0/schema.json",
    "processing": f"{_ROOT}/processing/v1.2.0/schema.json",
    "classification": f"{_ROOT}/classification/v1.1.0/schema.json",
    "renders": f"{_ROOT}/render/v2.0.0/schema.json",
    "tilejson": f"{_ROOT}/web-map-links/v1.2.0/schema.json",
}
_PARTS: Final = ("properties", "summaries")
_FILES: Final = ("assets", "item_assets")


def used_in(document: dict[str, Any]) -> list[str]:
    """Addresses of the extensions, in one order."""
    words = {word.split(":")[0] for word in _words(document)} | {link["rel"] for link in document["links"]}
    return [address for word, address in EXTENSIONS.items() if word in words]


def _words(document: dict[str, Any]) -> Iterator[str]:
    """Names of members where extensions put them: an own member may borrow their words further inside."""
    for part in _PARTS:
        yield from document.get(part, ())
    for files in _FILES:
        for file in document.get(files, {}).values():
            yield from file
            for band in file.get("bands", ()):
                yield from band
