"""Numbers that files say in words."""

from datetime import UTC, datetime
from math import isfinite

# What each may be; a number out of its range is a slip, or stands for "not known" (USGS writes a cloud cover of -1).
RANGES = {
    "sun_azimuth": (-360.0, 360.0),
    "sun_elevation": (-90.0, 90.0),
    "off_nadir": (0.0, 90.0),
    "cloud_percent": (0.0, 100.0),
}


def number_of(name: str, text: str | None) -> dict[str, float]:
    """A fact by its name, or nothing where the text is none of its numbers."""
    low, high = RANGES[name]
    try:
        value = float(text or "")
    except ValueError:
        return {}
    return {name: round(value, 4)} if isfinite(value) and low <= value <= high else {}


def linear(scale: float, offset: float) -> tuple[float, float]:
    """A band's scale and offset; those of a file that says none that can be are 1 and 0."""
    return (scale, offset) if isfinite(scale) and isfinite(offset) and scale != 0 else (1.0, 0.0)


def moment_of(text: str) -> datetime | None:
    """An instant as ISO 8601 or as TIFF writes it ("2026:11:22 10:20:00"); UTC where no zone is said."""
    words = text.strip()
    if words[4:5] == ":" and words[7:8] == ":":
        words = words[:10].replace(":", "-") + words[10:]
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) if len(words) > 10 else None
