"""From a list of plots or lots to the map: the conditions that the map holds too, and those that it does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from gis.query.params import Params
from gis.query.question import Question
from gis.query.times import is_end_of
from portal.pages.conditions import title_of

# Names in the address of the map (static/map/permalink.js) -> names of the layer's doors.
RENAMED = {"area": "area_m2", "published": "published_on", "date": "datetime"}
SAID = "said"  # with a date: what the register said at its end, not what was so on it
_OUTER = {inner: name for name, inner in RENAMED.items()}


@dataclass(frozen=True)
class MapAddress:
    """The address of the map, and the titles of the conditions that it leaves out."""

    href: str
    left_out: tuple[str, ...]


def state_of_map(day: date, moment: datetime | None) -> dict[str, str]:
    """What asks the map for a past state; of what the register said it knows the ends of its days alone."""
    said = {SAID: "1"} if moment and is_end_of(day, moment) else {}
    return {_OUTER["datetime"]: day.isoformat(), **said}


def map_address(
    question: Question, params: Params, of: str = "", ranges: Mapping[str, str] | None = None
) -> MapAddress:
    """The map of what a question leaves, as far as the map filters.

    Args:
        question: read from `params`.
        params: the values as they came.
        of: the map's subject, "" for the plots.
        ranges: fields whose ranges the map filters by -> their names in its address; of the plots where not given.
    """
    outer = _OUTER if ranges is None else ranges
    fields = {field.name: field for field in question.layer.fields_for(question.user)}
    coded = {name for name, field in fields.items() if field.facet}
    pairs, left_out = [("of", of)] if of else [], []
    for name in (name for name in params.names() if name in question.conditions):
        text = params.one(name)
        if name in coded or name == "q":
            pairs.append((name, text))
        elif name in outer:
            pairs.append((outer[name], text if ".." in text else f"{text}..{text}"))
        else:
            left_out.append(title_of(name, fields.get(name)))
    if question.day:
        clock = state_of_map(question.day, question.moment)
        pairs += clock.items()
        if question.moment and SAID not in clock:
            left_out.append(title_of("recorded", None))
    query = urlencode(pairs, safe=",")
    return MapAddress(reverse("map") + (f"?{query}" if query else ""), tuple(left_out))
