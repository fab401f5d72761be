"""What looks like the number of a person has no place in a text that everybody reads and the log keeps for ever."""

import re

from django.utils.translation import gettext as _

from auctions.errors import BadTerms

# An identity number has 12 digits, written in one or in threes behind its first 0. A mobile one has ten, the second of
# them 3, 5, 7, 8 or 9, in one or in groups. Amounts and days never look so; telephones of offices (02…) may stand.
_IDENTITY = re.compile(r"(?<!\d)(?:\d{12}|0\d{2}(?:[ .-]?\d{3}){3})(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+84[ .-]?|0)([35789]\d{1,2}(?:[ .-]?\d{2,4}){2,3})(?![ .-]?\d)")
_MOBILE_DIGITS = 9  # behind the 0 or the +84


def personal_number(text: str) -> str:
    """The first part of a text that looks like an identity number or a mobile telephone's; "" for none."""
    if found := _IDENTITY.search(text):
        return found[0]
    mobiles = (match for match in _MOBILE.finditer(text) if len(re.sub(r"\D", "", match[1])) == _MOBILE_DIGITS)
    return next((match[0] for match in mobiles), "")


def check_published(field: str, text: str) -> None:
    """Refuse a text that is about to be published.

    Raises:
        BadTerms: it holds what looks like the number of a person.
    """
    if found := personal_number(text):
        raise BadTerms.at(
            field,
            _("“%(number)s” giống số căn cước hoặc số điện thoại cá nhân. Nội dung này được công bố: hãy bỏ số đó.")
            % {"number": found},
        )
