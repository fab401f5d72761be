"""What auctions refuse, and why. Codes are documented in docs/api/errors.md."""

from gis.http.problems import DomainError


class LotStep(DomainError):
    """The lot cannot go from its state to that one; somebody may have been quicker."""

    code = "auctions.lot_step"
    status = 409


class GuardRefused(DomainError):
    """A condition of the step does not hold; `errors` names each and how it is mended."""

    code = "auctions.guard"
    status = 409


class BadTerms(DomainError):
    """What was entered contradicts itself, the law or the register."""

    code = "auctions.bad_terms"


class StaleLot(DomainError):
    """The lot was changed by somebody else since it was read."""

    code = "auctions.stale_lot"
    status = 409


class TooEarly(DomainError):
    """The law lets nobody know or enter this yet."""

    code = "auctions.too_early"
    status = 409


class SealRefused(DomainError):
    """The day cannot be sealed: it is not over, or one before it waits."""

    code = "auctions.seal"
    status = 409


class TooMany(DomainError):
    """More came today than can be read; nothing was kept."""

    code = "auctions.too_many"
    status = 429
