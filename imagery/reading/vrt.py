"""What a VRT of a stranger may say. It is a text that names files, and GDAL reads it more loosely than XML is written:
names in any case, attributes where elements are meant, other files and code in many places. So only what gdalbuildvrt
and gdal_translate write is let through, spelt as they spell it."""

import re
from pathlib import Path
from xml.etree import ElementTree

from imagery.errors import BadScene

_MOST_BYTES = 2_000_000
_TAGS = """
    VRTDataset SRS GeoTransform Metadata MDI VRTRasterBand Description UnitType Offset Scale NoDataValue HideNoDataValue
    ColorInterp ColorTable Entry CategoryNames Category Histograms HistItem HistMin HistMax BucketCount
    IncludeOutOfRange Approximate HistCounts SimpleSource ComplexSource SourceFilename SourceBand SourceProperties
    SrcRect DstRect NODATA UseMaskBand ScaleOffset ScaleRatio MaskBand OverviewList
"""
_ATTRIBUTES = """
    rasterXSize rasterYSize dataType band blockXSize blockYSize subClass dataAxisToSRSAxisMapping coordinateEpoch domain
    key relativeToVRT shared resampling RasterXSize RasterYSize DataType BlockXSize BlockYSize xOff yOff xSize ySize
    c1 c2 c3 c4
"""
_KNOWN, _KNOWN_ATTRIBUTES = frozenset(_TAGS.split()), frozenset(_ATTRIBUTES.split())
_PLAIN_BAND = "VRTSourcedRasterBand"


def sources_of(path: Path) -> list[str]:
    """The names of the files that a VRT is made of, each relative to the folder of the VRT and below it.

    Raises:
        BadScene: it is damaged, says what is not used here, or names files elsewhere.
    """
    root = _tree(path)
    if root.tag != "VRTDataset":
        raise BadScene("damaged", name=path.name, what="XML")
    found: list[str] = []
    for element in root.iter():
        _check_element(path, element, element is root)
        if element.tag == "SourceFilename":
            found.append(_inside(path, (element.text or "").strip(), element.get("relativeToVRT") == "1"))
    return list(dict.fromkeys(found))


def _tree(path: Path) -> ElementTree.Element:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadScene("damaged", name=path.name, what="XML")
        text = path.read_text(encoding="utf-8-sig")
        # Comments, entities and instructions are where two readers of one text may differ.
        strange = re.search(r"<[!?].{0,20}", re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
        if strange:
            raise BadScene("vrt_part", name=path.name, what=strange[0])
        return ElementTree.fromstring(text)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise BadScene("damaged", name=path.name, what="XML") from error


def _check_element(path: Path, element: ElementTree.Element, root: bool) -> None:
    strange = [name for name in element.attrib if name not in _KNOWN_ATTRIBUTES]
    if element.tag not in _KNOWN or (element.tag == "VRTDataset") != root:
        strange.insert(0, str(element.tag))
    if element.get("subClass") not in {None, _PLAIN_BAND}:
        strange.append(str(element.get("subClass")))
    if strange:
        raise BadScene("vrt_part", name=path.name, what=strange[0][:80])


def _inside(path: Path, named: str, relative: bool) -> str:
    parts = Path(named).parts
    if not relative or not parts or named.startswith(("/", "\\", "<", "{")) or ":" in named or ".." in parts:
        raise BadScene("refers_outside", name=path.name, what=named[:120] or "-")
    return named
