"""Models of the land register, one file per theme."""

from land.models.details import AcceptedOverlap, PlotFlag, PlotParcel, Tolerance
from land.models.land_use import LandUse
from land.models.plot import Plot, PlotLineage, PlotVersion
from land.models.state import PlotState

__all__ = [
    "AcceptedOverlap",
    "LandUse",
    "Plot",
    "PlotFlag",
    "PlotLineage",
    "PlotParcel",
    "PlotState",
    "PlotVersion",
    "Tolerance",
]
