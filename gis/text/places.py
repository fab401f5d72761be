"""Places in one line."""

from gis.text.fold import fold


def place_text(address: str, unit: str) -> str:
    """Address and commune; the commune once, where the address names it already. Whole parts count: 11 is not 1."""
    named = any(fold(part.strip()) == fold(unit) for part in address.split(","))
    return address if named else ", ".join(part for part in (address, unit) if part)
