"""Where the sun stands."""

import math
from datetime import UTC, datetime

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)


def sun_position(at: datetime, longitude: float, latitude: float) -> tuple[float, float]:
    """Azimuth (from north, clockwise) and elevation of the sun in degrees, true to about 0.01 degrees.

    The low-precision formulae of the Astronomical Almanac as Michalsky gives them (Solar Energy 40, 1988, 227-235).

    Args:
        at: instant, with its time zone.
        longitude: degrees east.
        latitude: degrees north.
    """
    days = (at - _J2000).total_seconds() / 86_400
    mean_longitude = math.radians((280.460 + 0.9856474 * days) % 360)
    anomaly = math.radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = mean_longitude + math.radians(1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    hours = at.hour + at.minute / 60 + at.second / 3600
    sidereal = (6.697375 + 0.0657098242 * days + hours) % 24
    angle = math.radians((sidereal * 15 + longitude) % 360) - ascension
    north = math.radians(latitude)
    elevation = math.asin(
        math.sin(declination) * math.sin(north) + math.cos(declination) * math.cos(north) * math.cos(angle)
    )
    azimuth = math.atan2(
        -math.cos(declination) * math.sin(angle),
        math.sin(declination) * math.cos(north) - math.cos(declination) * math.sin(north) * math.cos(angle),
    )
    return math.degrees(azimuth) % 360, math.degrees(elevation)
