"""Finding lots from what a person typed."""

import re
from typing import Any

from auctions.models import Lot
from gis.db.expressions import Corners
from gis.query.words import MAX_WORDS, all_words
from gis.text.fold import fold

_CODE = re.compile(r"(?<!\w)ldg[\s_-]*(\d{1,9})(?!\w)")
_SHOWN = ("code", "name", "state", "stage", "area_m2", "start_price_amount", "sold_price_amount", "point")


def lot_code(text: str) -> str:
    """The code that a text names, as it is written (`LDG-000123`); "" for none."""
    match = _CODE.search(text.lower())
    return f"LDG-{int(match[1]):06d}" if match else ""


def find_lots(user: Any, text: str, limit: int = 5) -> list[Lot]:
    """Lots with the code that is typed, else with every word of it, the newest first, with their corners as `box`."""
    seen = Lot.objects.visible_to(user).select_related("unit").only(*_SHOWN, "unit__name").annotate(box=Corners("geom"))
    if code := lot_code(text):
        return list(seen.filter(code=code))
    words = fold(text).split()
    if not words or len(words) > MAX_WORDS:
        return []
    fitting = seen.filter(all_words([[word] for word in words], unfinished=True))
    return list(fitting.order_by("-number")[:limit])
