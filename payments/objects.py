"""Data objects of EMVCo codes: two digits of name, two of length, then the value, in which others may be packed.

Source: NAPAS, Quy định về định dạng VietQR 1.0 (9/2021), 5.1; EMVCo QR Code Specification, Merchant-Presented Mode.
"""

from binascii import crc_hqx
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from payments.errors import UnreadableCode

MOST = 99
_HEAD = 4


@dataclass(frozen=True, slots=True)
class DataObject:
    """One object as it was read: `path` names it from the root down, `place` is where its value begins in the text."""

    path: str
    place: int
    value: str


def written(name: str, value: str) -> str:
    """One object as text. `value` has 1 to 99 characters."""
    assert 1 <= len(value) <= MOST
    return f"{name}{len(value):02}{value}"


def read(value: str, place: int = 0, path: str = "") -> dict[str, DataObject]:
    """The objects that `value` consists of, by name, in their order.

    Args:
        value: ASCII text.
        place: where it begins in the whole text, for the places of what is told.
        path: the object that it is the value of.

    Raises:
        UnreadableCode: the lengths do not fit, or a name stands twice.
    """
    found: dict[str, DataObject] = {}
    at = 0
    while at < len(value):
        name, length = value[at : at + 2], value[at + 2 : at + _HEAD]
        inner = f"{path}/{name}".lstrip("/")
        if not (name + length).isdigit() or len(length) < 2:
            raise UnreadableCode.told(place + at, path, _("cần hai chữ số tên và hai chữ số độ dài"))
        end = at + _HEAD + int(length)
        if int(length) == 0 or end > len(value):
            raise UnreadableCode.told(place + at + 2, inner, _("độ dài %(length)s không khớp") % {"length": length})
        if name in found:
            raise UnreadableCode.told(place + at, inner, _("trường %(name)s lặp lại") % {"name": inner})
        found[name] = DataObject(inner, place + at + _HEAD, value[at + _HEAD : end])
        at = end
    return found


def inside(outer: DataObject) -> dict[str, DataObject]:
    """The objects packed in another one. Raises UnreadableCode as `read`."""
    return read(outer.value, outer.place, outer.path)


def take(found: dict[str, DataObject], name: str, place: int, allowed: Sequence[str] = ()) -> DataObject:
    """The object of that name, which must be there and, where `allowed` says so, have one of these values.

    Raises:
        UnreadableCode: it is not there (told at `place`) or has another value.
    """
    if name not in found:
        raise UnreadableCode.told(place, name, _("thiếu trường %(name)s") % {"name": name})
    one = found[name]
    if allowed and one.value not in allowed:
        words = {"name": one.path, "value": one.value, "allowed": ", ".join(allowed)}
        raise UnreadableCode.told(one.place, one.path, _("trường %(name)s là “%(value)s”, cần %(allowed)s") % words)
    return one


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE of ASCII text in four hexadecimal digits: 29B1 for `123456789`."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"
