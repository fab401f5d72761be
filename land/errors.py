"""What the register refuses, and why. Codes are documented in docs/api/errors.md."""

from gis.http.problems import DomainError


class StaleVersion(DomainError):
    """The record was changed by somebody else since it was read."""

    code = "land.stale_version"
    status = 409


class BadChange(DomainError):
    """The change contradicts itself or the register."""

    code = "land.bad_change"


class PlotOverlap(DomainError):
    """The boundary overlaps another active plot beyond the tolerance."""

    code = "land.overlap"
    status = 409


class ParcelTaken(DomainError):
    """A parcel number is held by another plot in the same unit and period."""

    code = "land.parcel_taken"
    status = 409


class PlotEnded(DomainError):
    """The plot was split, merged or removed; its record is history."""

    code = "land.plot_ended"
    status = 409
