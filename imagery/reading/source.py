"""What a scene is made of, before a pixel is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from imagery.workflow import BandRole


@dataclass(frozen=True)
class Band:
    """One band of one file.

    Attributes:
        path: the file; `index` the band in it, from 1.
        scale: a physical value is stored * scale + offset.
        nodata: as the person said; None where the file's own word stands.
    """

    path: Path
    index: int
    name: str
    role: BandRole
    scale: float = 1.0
    offset: float = 0.0
    nodata: float | None = None


@dataclass(frozen=True)
class Mask:
    """The file that says where clouds are.

    Attributes:
        scheme: "scl" (Sentinel-2), "qa_pixel" (Landsat Collection 2) or "bqa" (Collection 1).
    """

    path: Path
    index: int
    scheme: str


@dataclass(frozen=True)
class Product:
    """What a set of files is, as far as names and metadata tell.

    Attributes:
        code: of the scene; made from the names.
        collection: code of the series.
        acquired_at: UTC; `time_known` is False where only the day is known.
        metadata: platform, instrument, sun_azimuth, sun_elevation, off_nadir, cloud_percent, processing; what is known.
        synthetic: the files say that nobody took this picture.
        period: from when to when, where the picture stands for more than a moment (a composite).
    """

    code: str
    collection: str
    bands: tuple[Band, ...]
    mask: Mask | None = None
    acquired_at: datetime | None = None
    time_known: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    synthetic: bool = False
    period: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Said:
    """What a person says of the files; it stands above what the files say.

    Attributes:
        bands: roles in the order of the bands, "-" for one to leave out; () for what the files say.
        nodata: stored value that means "no data" in every band.
        srid: EPSG number of files that do not say their system.
    """

    code: str = ""
    title: str = ""
    collection: str = ""
    acquired_at: datetime | None = None
    time_known: bool = False
    bands: tuple[str, ...] = ()
    nodata: float | None = None
    srid: str = ""


def noon_of(day: date) -> datetime:
    """The instant that stands for a local day of which no hour is known: its noon, so that it stays that day."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
