"""Addresses as people type them, as they are kept, and as they may be shown."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from notices.errors import BadAddress
from notices.workflow import Channel

LONGEST = 254  # of an e-mail address, RFC 5321 4.5.3.1.3 less the angle brackets
_valid = EmailValidator()
# Mobile numbers have nine digits after the country code since the change of prefixes in 2018 (Ministry of Information
# and Communications, decision 798/QĐ-BTTTT); ZNS reaches mobile phones only.
_PHONE = re.compile(r"(?:\+?84|0)?([35789]\d{8})")
_SPACING = re.compile(r"[\s.\-()]+")


def normalised(channel: str, text: str) -> str:
    """The one form in which an address is kept: lower-case e-mail with a domain in ASCII, phone as 84 and nine digits.

    Raises:
        BadAddress: it is none; the sentence does not repeat it.
    """
    short = text[: 2 * LONGEST]
    return _email(short) if channel == Channel.EMAIL else _phone(short)


def _email(text: str) -> str:
    bad = BadAddress(_("Địa chỉ thư điện tử chưa đúng. Ví dụ đúng: ten@example.com."))
    local, at, domain = text.strip().lower().rpartition("@")
    try:
        found = f"{local}{at}{domain.encode('idna').decode()}"
        _valid(found)
    except (ValidationError, UnicodeError):
        raise bad from None  # the cause holds what was typed
    # Letters outside ASCII before the @ need SMTPUTF8 on every server of the way.
    if not found.isascii() or len(found) > LONGEST:
        raise bad
    return found


def _phone(text: str) -> str:
    found = _PHONE.fullmatch(_SPACING.sub("", text))
    if found is None or not found[0].isascii():
        raise BadAddress(_("Số điện thoại di động chưa đúng. Ví dụ đúng: 0912 345 678."))
    return f"84{found[1]}"


def masked(channel: str, address: str) -> str:
    """Enough for its owner to recognise, too little for others: `n***@gmail.com`, `84*****678`; "–" when forgotten."""
    if not address:
        return "–"
    if channel == Channel.EMAIL:
        local, _at, domain = address.rpartition("@")
        return f"{local[:1]}***@{domain}"
    return f"{address[:2]}*****{address[-3:]}"
