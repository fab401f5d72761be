"""Names and addresses of invented plots."""

from collections.abc import Sequence
from dataclasses import dataclass

from land.sample.facts import CommuneFacts
from land.sample.randomness import Dice, stream
from land.sample.spec import Site
from land.sample.tables import words

_NUMBERED = ("Quốc lộ", "Tỉnh lộ", "Hương lộ", "Liên cảng", "Ven biển")  # named without the word đường
_HAMLETS = words("words", "hamlets", "words")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a site: its commune, streets by number, hamlet; the same for neighbours."""

    commune: CommuneFacts
    street: str
    corner: str
    hamlet: str
    group: int


def surroundings(site: Site, commune: CommuneFacts, seed: int) -> Surroundings:
    """Names around a site; they depend on region and street number only, so a street keeps its name."""
    streets = words("districts", commune.district_code, "streets")
    place = int(stream(seed, site.commune, site.place, "names").integers(1 << 30))
    street = streets[(place + max(site.street, 0) * 7) % len(streets)]
    corner = streets[(place + 3 + site.corner * 5) % len(streets)] if site.corner >= 0 else ""
    return Surroundings(commune, street, "" if corner == street else corner, _neighbourhood(place, commune), place)


def _neighbourhood(place: int, commune: CommuneFacts) -> str:
    """Khu phố in a ward, ấp in a commune of today, khu dân cư on the island."""
    if commune.kind == "island":
        return f"khu dân cư số {place % 9 + 1}"
    if commune.unit_name.startswith("Phường"):
        return f"khu phố {place % 14 + 1}" if commune.kind == "ward" else f"khu phố {_HAMLETS[place % len(_HAMLETS)]}"
    return f"ấp {_HAMLETS[place % len(_HAMLETS)]}"


def name_of(dice: Dice, patterns: Sequence[str], site: Site, around: Surroundings) -> str:
    """An invented name that suits the place."""
    number = dice.number(1, 399)
    text = dice.one(patterns).format(
        on=_on(dice, site, around),
        road=_road(around.street),
        number=f"{number}{'/' + str(dice.number(1, 29)) if dice.chance(0.25) else ''}",
        hamlet=around.hamlet,
        old_unit=_lower(around.commune.name),
        old_short=_short(around.commune.name),
        lot=f"{'ABCDEFGHKLMN'[site.block % 12]}{site.block % 4 + 1}-{number % 60 + 1:02d}",
        code=f"{'ABC'[around.group % 3]}{around.group % 97 + 1:02d}-{number}",
        compartment=site.block % 24 + 1,
        tract=around.group % 90 + 10,
        **_proper(dice, around),
    )
    return text[:200]


def _proper(dice: Dice, around: Surroundings) -> dict[str, str]:
    code, district = around.commune.code, around.commune.district_code
    draw = dice.number(0, 999)

    def one(choices: Sequence[str], shift: int = 0) -> str:
        return choices[(around.group + shift) % len(choices)]

    near = one(_HAMLETS)
    return {
        "estate": one(words("districts", district, "estates")),
        "flower": one(words("words", "flowers", "words"), draw),
        "school": one(words("words", "schools", "words"), draw),
        "water": one(words("words", "waters", "words"), draw % 3),
        "hill": one(words("communes", code, "hills") or (near,)),
        "zone": one(words("communes", code, "zones") or (near,), draw % 2),
        "beach": one(words("communes", code, "beaches") or (near,), draw % 4),
        "proper": one(_HAMLETS, draw % 40),
    }


def _on(dice: Dice, site: Site, around: Surroundings) -> str:
    """Where: a corner of two streets, a street, or a hamlet."""
    open_land = site.street < 0 or site.theme in ("field", "salt", "pond")
    if open_land or (around.commune.kind == "rural" and dice.chance(0.5)):
        return around.hamlet
    if around.corner:
        return f"góc {_road(around.street)} - {around.corner}"
    return _road(around.street)


def _road(name: str) -> str:
    return name if name.startswith(_NUMBERED) else f"đường {name}"


def address_of(dice: Dice, site: Site, around: Surroundings) -> str:
    """Address in the words of today's units."""
    parts = []
    if site.street >= 0 and site.theme in ("lot", "project", "civic", "industry"):
        draw, number = dice.roll(), dice.number(1, 599)
        door = f"số {number} " if draw < 0.4 else f"hẻm {number} " if draw < 0.55 else ""
        parts.append(f"{door}{_road(around.street)}")
    elif site.theme == "ribbon":
        parts.append(_road(around.street))
    if around.commune.kind == "rural" and dice.chance(0.4):
        parts.append(f"tổ {dice.number(1, 24)}")
    text = ", ".join([*parts, around.hamlet, _lower(around.commune.unit_name), "Thành phố Hồ Chí Minh"])
    return text[0].upper() + text[1:]


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _short(name: str) -> str:
    for title in ("Phường ", "Xã ", "Thị trấn ", "Huyện "):
        name = name.removeprefix(title)
    return f"Phường {name}" if name.isdigit() else name
