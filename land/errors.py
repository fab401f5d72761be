"""What the register refuses, and why. Codes are documented in docs/api/errors.md."""

from typing import Any, Self

from django.utils.translation import gettext

from gis.http.problems import DomainError
from gis.work.told import in_both_languages


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

    @classmethod
    def of(cls, plot: Any) -> Self:
        """With the sentence that says which plot, and how it ended."""
        sentence = gettext("Khu đất %(code)s %(status)s, chỉ còn để tra cứu.")
        return cls(sentence % {"code": plot.code, "status": plot.get_status_display().lower()})


class ReferenceTaken(DomainError):
    """Another version of the reference layer stands for the same time."""

    code = "land.reference_taken"
    status = 409


class LeaseOverlap(DomainError):
    """The ground is leased to somebody else at that time."""

    code = "land.lease_overlap"
    status = 409


class LeaseStep(DomainError):
    """The lease cannot go from its state to that one."""

    code = "land.lease_step"
    status = 409


class BadFile(DomainError):
    """The file is of a kind, size or content that the register does not keep."""

    code = "land.bad_file"


class ImportStep(DomainError):
    """The uploaded file cannot go from its state to that one."""

    code = "land.import_step"
    status = 409


class ImportMoved(DomainError):
    """The register changed between the check of a file and its commit; what would be written is not what was seen."""

    code = "land.import_moved"
    status = 409

    @classmethod
    def told(cls, sentence: str, **values: Any) -> Self:
        """For a worker, whose language is not that of the person who reads it on the page."""
        both = in_both_languages(sentence, **values)
        return cls(both["detail"], [{"code": cls.code, **both}])
