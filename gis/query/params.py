"""The parameters of a request, each named once, none unknown."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

from gis.crs import CRS84, SERVED, Crs, UnknownCrs, by_code
from gis.query.errors import QueryError
from gis.query.parser import guard_text


@dataclass(frozen=True)
class Params:
    """Query parameters as they came.

    Attributes:
        values: name -> values in order.
    """

    values: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The value of a parameter that is given at most once; "" where it is absent.

        Raises:
            QueryError: given twice, or not text that a database can hold.
        """
        found = self.values.get(name, ())
        if len(found) > 1:
            raise QueryError(_("Tham số “%(name)s” chỉ được dùng một lần.") % {"name": name}, parameter=name)
        text = found[0] if found else ""
        guard_text(text, name)
        return text

    def names(self) -> list[str]:
        """Names in the order given."""
        return list(self.values)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number of at least `low`; more than `high` gives `high`, as OGC API says of limit.

        Raises:
            QueryError: no whole number, or below `low`.
        """
        text = self.one(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= low):
            detail = _("“%(name)s” phải là số nguyên từ %(low)d.") % {"name": name, "low": low}
            raise QueryError(detail, parameter=name, mend=f"{low}..{high}")
        return min(int(text), high)

    def yes(self, name: str) -> bool:
        """A parameter that is true or false.

        Raises:
            QueryError: it is neither.
        """
        text = self.one(name)
        if text not in ("", "true", "false"):
            raise QueryError(_("“%(name)s” phải là true hoặc false.") % {"name": name}, parameter=name, mend="true")
        return text == "true"

    def crs(self, name: str, default: Crs = CRS84) -> Crs:
        """A served coordinate reference system.

        Raises:
            QueryError: not served.
        """
        text = self.one(name)
        if not text:
            return default
        try:
            found: Crs | None = by_code(text)
        except UnknownCrs:
            found = None
        if found is None or found not in SERVED:
            served = ", ".join(one.code for one in SERVED)
            detail = _("Không có hệ tọa độ “%(text)s”.") % {"text": text[:80]}
            raise QueryError(detail, parameter=name, mend=served)
        return found

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Refuse parameters that mean nothing here: a misspelt filter must not answer with everything.

        Raises:
            QueryError: one is unknown.
        """
        known = set(known)
        for name in self.values:
            if name not in known:
                near = get_close_matches(name, known, 1)
                detail = _("Không có tham số “%(name)s”.") % {"name": name[:80]}
                raise QueryError(detail, parameter=name[:80], mend=near[0] if near else "")

    def signature(self, names: Iterable[str]) -> str:
        """Short text that is equal for equal values of these parameters; "" where none is given."""
        chosen = {name: list(self.values[name]) for name in sorted(names) if any(self.values.get(name, ()))}
        if not chosen:
            return ""
        return hashlib.blake2b(json.dumps(chosen).encode(), digest_size=16).hexdigest()
