"""What pure materials reflect in the five bands, as surface reflectance.

The figures are ours, rounded from what public collections show for such materials when averaged over Sentinel-2's
bands 2, 3, 4, 8 and 11 (490, 560, 665, 842 and 1610 nm): the USGS Spectral Library Version 7 (Kokaly and others 2017,
USGS Data Series 1035: leaves, dry grass, soils, concrete, asphalt, sheet metal, tiles), the ECOSTRESS spectral library
(Meerdink and others 2019: soils, water, man-made), and the endmembers of Sousa and Small (The Sentinel 2 MSI spectral
mixing space, Remote Sensing 14, 2022, 5748). Canopies are darker than leaves because they shade themselves.
"""

from typing import Final

import numpy as np

from imagery.sample.arrays import Floats

BANDS: Final = ("blue", "green", "red", "nir", "swir1")

#                    blue   green   red    nir   swir1
_REFLECTANCE: Final[dict[str, tuple[float, float, float, float, float]]] = {
    "leaf": (0.024, 0.055, 0.028, 0.390, 0.165),  # one closed layer of broad leaves: rubber, cassava, fruit trees
    "forest": (0.017, 0.036, 0.019, 0.290, 0.115),  # uneven tall canopy with its own shadows
    "needle": (0.021, 0.039, 0.028, 0.235, 0.115),  # casuarina
    "mangrove": (0.019, 0.036, 0.021, 0.265, 0.085),
    "crop": (0.025, 0.062, 0.032, 0.430, 0.155),  # rice and the like in full growth
    "ripe": (0.048, 0.092, 0.098, 0.310, 0.230),
    "straw": (0.078, 0.118, 0.152, 0.265, 0.310),
    "grass": (0.036, 0.080, 0.050, 0.330, 0.205),
    "drygrass": (0.066, 0.100, 0.132, 0.235, 0.310),
    "sandy": (0.118, 0.154, 0.188, 0.260, 0.335),
    "grey": (0.082, 0.112, 0.140, 0.200, 0.265),
    "red": (0.048, 0.078, 0.132, 0.198, 0.265),
    "sand": (0.196, 0.236, 0.266, 0.325, 0.385),
    "mud": (0.062, 0.080, 0.090, 0.100, 0.060),
    "water": (0.030, 0.037, 0.024, 0.010, 0.004),
    "turbid": (0.060, 0.087, 0.086, 0.036, 0.010),
    "algae": (0.030, 0.060, 0.036, 0.060, 0.012),
    "sea": (0.040, 0.034, 0.013, 0.005, 0.002),
    "coastal": (0.054, 0.072, 0.040, 0.012, 0.004),  # green water over a shelf with some silt
    "shoal": (0.098, 0.138, 0.092, 0.014, 0.003),  # a sandy bottom under a metre of clear water
    "salt": (0.300, 0.335, 0.350, 0.350, 0.170),
    "foam": (0.220, 0.225, 0.220, 0.180, 0.080),
    "asphalt": (0.078, 0.088, 0.098, 0.118, 0.140),
    "concrete": (0.160, 0.188, 0.208, 0.248, 0.275),
    "metal": (0.260, 0.275, 0.285, 0.315, 0.300),  # zinc sheets, light
    "dark": (0.085, 0.092, 0.100, 0.128, 0.165),  # weathered fibre cement, rust
    "tile": (0.075, 0.098, 0.165, 0.240, 0.270),  # fired clay
    "blue": (0.170, 0.175, 0.140, 0.200, 0.235),  # painted sheets
    "ash": (0.034, 0.040, 0.048, 0.078, 0.125),
    "rock": (0.105, 0.125, 0.140, 0.175, 0.205),
}
MATERIALS: Final = {name: index for index, name in enumerate(_REFLECTANCE)}
REFLECTANCE: Final[Floats] = np.array(list(_REFLECTANCE.values()), dtype=np.float32)  # (materials, bands)
SOILS: Final = ("sandy", "grey", "red")


def of(name: str) -> Floats:
    """Reflectance of one material in the five bands."""
    spectrum: Floats = REFLECTANCE[MATERIALS[name]]
    return spectrum
