"""What messages refuse, and why. Codes are documented in docs/api/errors.md. No sentence holds an address."""

from gis.http.problems import DomainError


class BadAddress(DomainError):
    """What was typed is no address of this channel, or the channel is not in use here."""

    code = "notices.bad_address"


class LinkRefused(DomainError):
    """The link of a message is damaged, too old, or from before the last stop."""

    code = "notices.link"
    status = 404


class MessageStep(DomainError):
    """The message cannot go from its state to that one."""

    code = "notices.message_step"
    status = 409


class SignatureRefused(DomainError):
    """An event that does not come from the provider."""

    code = "notices.signature"
    status = 403
