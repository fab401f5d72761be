"""What payments refuse, and why. Codes are documented in docs/api/errors.md."""

from typing import Self

from django.utils.translation import gettext as _

from gis.http.problems import DomainError


class BadTransfer(DomainError):
    """A transfer cannot be asked for so: the bank, the account, the amount or the text."""

    code = "payments.bad_transfer"


class TextTooLong(BadTransfer):
    """The text of a transfer does not fit; `cut` is what would.

    Nothing is cut without being asked: the end of the text is most often the code that tells whose money it is.
    """

    code = "payments.text_too_long"
    cut = ""

    @classmethod
    def of(cls, text: str, most: int) -> Self:
        """With the sentence that offers the first `most` characters."""
        cut = text[:most].rstrip()
        sentence = _("Nội dung chuyển khoản “%(text)s” dài %(length)s ký tự, tối đa %(most)s. Có thể dùng “%(cut)s”.")
        error = cls.at("text", sentence % {"text": text, "length": len(text), "most": most, "cut": cut})
        error.cut = error.errors[0]["cut"] = cut
        return error


class UnreadableCode(DomainError):
    """A text is no VietQR code for a transfer.

    Attributes:
        place: how many characters of the text stand before what is wrong.
        path: the data object, from the root down: `38/01/00`; "" where none was reached.
    """

    code = "payments.unreadable_code"
    place = 0
    path = ""

    @classmethod
    def told(cls, place: int, path: str, reason: str) -> Self:
        """With the sentence that says where, counted from one, and why."""
        sentence = _("Không đọc được mã VietQR ở ký tự thứ %(place)s: %(reason)s.")
        detail = sentence % {"place": place + 1, "reason": reason}
        error = cls(detail, [{"place": place, "path": path, "detail": detail}])
        error.place, error.path = place, path
        return error
