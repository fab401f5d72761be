"""Models of the land register, one file per theme."""

from land.models.details import AcceptedOverlap, PlotFlag, PlotParcel, Tolerance
from land.models.documents import Document, Photo, StoredFile
from land.models.handling import HandlingDecision, HandoverMinute
from land.models.imports import ImportJob, ImportProfile
from land.models.land_use import LandUse
from land.models.leases import Lease, LeaseTermBound, LesseePerson, RentDue
from land.models.plot import Plot, PlotLineage, PlotVersion
from land.models.reference import (
    CadastralParcel,
    LandPrice,
    PlannedUse,
    PlanZone,
    PricePlace,
    ReferenceRow,
    ReferenceSet,
    RoadLine,
)
from land.models.state import PlotState
from land.models.tallies import INTERNAL_TALLIES, PlotCell, PlotMix, PlotTally
from land.models.vocabulary import SearchWord

__all__ = [
    "INTERNAL_TALLIES",
    "AcceptedOverlap",
    "CadastralParcel",
    "Document",
    "HandlingDecision",
    "HandoverMinute",
    "ImportJob",
    "ImportProfile",
    "LandPrice",
    "LandUse",
    "Lease",
    "LeaseTermBound",
    "LesseePerson",
    "Photo",
    "PlanZone",
    "PlannedUse",
    "Plot",
    "PlotCell",
    "PlotFlag",
    "PlotLineage",
    "PlotMix",
    "PlotParcel",
    "PlotState",
    "PlotTally",
    "PlotVersion",
    "PricePlace",
    "ReferenceRow",
    "ReferenceSet",
    "RentDue",
    "RoadLine",
    "SearchWord",
    "StoredFile",
    "Tolerance",
]
