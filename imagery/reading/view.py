"""A raster as it is to be read: the bands that are wanted and where they have data, nothing else that the file says.

GDAL's warper would take the first band's no-data value for all, and whatever the file calls alpha for transparency: of
four bands of eight bits, also a near infrared.
"""

from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from affine import Affine

_TYPES = {
    "uint8": "Byte",
    "uint16": "UInt16",
    "int16": "Int16",
    "uint32": "UInt32",
    "int32": "Int32",
    "float32": "Float32",
    "float64": "Float64",
}


@dataclass(frozen=True)
class Part:
    """A band of a file, from 1, or the mask of one: "mask,1"."""

    path: Path
    band: int | str


@dataclass(frozen=True)
class View:
    """What is read of a file.

    Attributes:
        size: columns and rows.
        kind: numpy's name for the numbers of all bands.
        nodata: the number that says "no data" in all of them.
        mask: says by 0 where no band has data.
    """

    size: tuple[int, int]
    transform: Affine
    kind: str
    bands: tuple[Part, ...]
    nodata: float | None = None
    mask: Part | None = None

    def text(self) -> str:
        """The text of a VRT."""
        root = self._root()
        for band, part in zip(self._bands(root), self.bands, strict=True):
            _add(band, "SimpleSource", str(part.path.resolve()), part.band)
        if self.mask is None:
            return tostring(root, encoding="unicode")
        masked = SubElement(SubElement(root, "MaskBand"), "VRTRasterBand", dataType="Byte")
        _add(masked, "SimpleSource", str(self.mask.path.resolve()), self.mask.band)
        inner = tostring(root, encoding="unicode")
        return inner if self.nodata is None else self._in_one(inner)

    def _in_one(self, inner: str) -> str:
        """With the no-data value wherever the mask says 0: of the two the warper would heed only one."""
        root = self._root()
        for number, band in enumerate(self._bands(root), 1):
            SubElement(band, "NoDataValue").text = repr(self.nodata)
            SubElement(_add(band, "ComplexSource", inner, number), "UseMaskBand").text = "true"
        return tostring(root, encoding="unicode")

    def _root(self) -> Element:
        root = Element("VRTDataset", rasterXSize=str(self.size[0]), rasterYSize=str(self.size[1]))
        place = (repr(float(number)) for number in self.transform.to_gdal())
        SubElement(root, "GeoTransform").text = ", ".join(place)
        return root

    def _bands(self, root: Element) -> list[Element]:
        kind = _TYPES[self.kind]
        return [
            SubElement(root, "VRTRasterBand", dataType=kind, band=str(number + 1)) for number in range(len(self.bands))
        ]


def _add(band: Element, kind: str, source: str, number: int | str) -> Element:
    element = SubElement(band, kind)
    SubElement(element, "SourceFilename", relativeToVRT="0", shared="0").text = source
    SubElement(element, "SourceBand").text = str(number)
    return element
