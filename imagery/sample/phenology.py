"""Wild plants, trees and waters through the year: shares of materials in each unit of ground on a day.

Every function takes the units' own numbers `own` of shape (n, 4), each uniform from 0 to 1, and returns shares of
materials (n) that add up to 1.
"""

import numpy as np

from imagery.sample.arrays import Floats, smoothstep
from imagery.sample.climate import Day

Shares = dict[str, Floats]


def vigour(own: Floats, day: Day) -> Floats:
    """How green each unit is, around what the season allows."""
    found: Floats = np.clip(day.green + (own[:, 0] - 0.5) * 0.34, 0.0, 1.0)
    return found


def grass(own: Floats, day: Day) -> Shares:
    """Grassland: green in the rains, straw-coloured by March."""
    green = 0.12 + (0.58 + 0.16 * own[:, 1]) * vigour(own, day)
    dry = (1 - green) * (0.5 + 0.3 * own[:, 2])
    return {"grass": green, "drygrass": dry, "soil": 1 - green - dry}


def scrub(own: Floats, day: Day) -> Shares:
    """Bushes with grass between them."""
    strong = vigour(own, day)
    bush: Floats = 0.32 + 0.26 * own[:, 1] + 0.14 * strong
    green = (1 - bush) * 0.75 * strong
    dry = (1 - bush - green) * 0.65
    return {
        "leaf": bush * 0.45,
        "forest": bush * 0.55,
        "grass": green,
        "drygrass": dry,
        "soil": 1 - bush - green - dry,
    }


def forest(own: Floats, day: Day) -> Shares:
    """Evergreen and half deciduous forest; the driest slopes lose half of their leaves."""
    bare = own[:, 0] ** 2 * 0.3 * (1 - vigour(own[:, 1:], day))
    canopy = (0.88 + 0.1 * own[:, 1]) * (1 - bare)
    young = canopy * (0.12 + 0.3 * own[:, 2])
    return {"forest": canopy - young, "leaf": young, "drygrass": (1 - canopy) * 0.8, "soil": (1 - canopy) * 0.2}


def rubber(own: Floats, day: Day) -> Shares:
    """Plantations of one age, bare for some weeks between mid January and early March."""
    fall = (day.season * 365.25 - 12 - 26 * own[:, 0] + 182) % 365.25 - 182
    bare = smoothstep(fall, 0.0, 16.0) * (1 - smoothstep(fall, 26.0, 52.0))
    grown = np.where(own[:, 1] < 0.16, 0.35 + 2.0 * own[:, 1], 0.9).astype(np.float32)
    canopy = grown * (1 - 0.72 * bare)
    under = (1 - canopy) * 0.7 * vigour(own, day)
    dry = (1 - canopy - under) * 0.6
    return {
        "leaf": canopy * 0.8,
        "forest": canopy * 0.2,
        "grass": under,
        "drygrass": dry,
        "soil": 1 - canopy - under - dry,
    }


def orchard(own: Floats, day: Day) -> Shares:
    """Fruit, cashew, pepper: rows of crowns over grass or bare soil."""
    crowns = 0.42 + 0.36 * own[:, 1] + 0.06 * vigour(own, day)
    under = (1 - crowns) * (0.15 + 0.55 * vigour(own, day)) * (0.4 + 0.6 * own[:, 2])
    dry = (1 - crowns - under) * 0.4
    return {
        "leaf": crowns * 0.62,
        "forest": crowns * 0.38,
        "grass": under,
        "drygrass": dry,
        "soil": 1 - crowns - under - dry,
    }


def garden(own: Floats, day: Day) -> Shares:
    """Trees and lawns between houses."""
    crowns = 0.45 + 0.3 * own[:, 1]
    lawn = (1 - crowns) * (0.25 + 0.35 * vigour(own, day))
    return {
        "leaf": crowns * 0.5,
        "forest": crowns * 0.5,
        "grass": lawn,
        "concrete": (1 - crowns - lawn) * 0.35,
        "soil": (1 - crowns - lawn) * 0.65,
    }


def bare(own: Floats, day: Day) -> Shares:
    """Levelled ground, with weeds in the rains."""
    weeds = 0.32 * own[:, 1] * vigour(own, day)
    dry = 0.12 * own[:, 2]
    return {"grass": weeds, "drygrass": dry, "soil": 1 - weeds - dry}


def lane(own: Floats, day: Day) -> Shares:
    """A country lane with its verges."""
    verge = 0.3 + 0.3 * own[:, 1]
    green = verge * (0.2 + 0.7 * vigour(own, day))
    return {
        "grass": green * 0.7,
        "leaf": green * 0.3,
        "drygrass": verge - green,
        "soil": (1 - verge) * 0.6,
        "concrete": (1 - verge) * 0.25,
        "asphalt": (1 - verge) * 0.15,
    }


def yard(own: Floats, day: Day) -> Shares:
    """Trodden ground around buildings."""
    paved = 0.25 + 0.45 * own[:, 1]
    green = (1 - paved) * 0.4 * vigour(own, day)
    return {"concrete": paved, "grass": green, "soil": 1 - paved - green}


def graves(own: Floats, day: Day) -> Shares:
    """Whitewashed tombs, grass between them."""
    stone = 0.25 + 0.3 * own[:, 1]
    green = (1 - stone) * (0.15 + 0.6 * vigour(own, day))
    return {
        "concrete": stone * 0.7,
        "metal": stone * 0.2,
        "tile": stone * 0.1,
        "grass": green,
        "drygrass": 1 - stone - green,
    }


def shore_of_lake(own: Floats, day: Day) -> Shares:
    """Drawn down in the dry season: the first number is the share of a full lake at which the place drowns."""
    level = own[:, 0]
    wet = smoothstep(day.lake, level - 0.03, level + 0.03)
    green = (1 - wet) * 0.55 * vigour(own, day)
    mud = (1 - wet - green) * smoothstep(day.lake, level - 0.3, level)
    return {"water": wet, "grass": green, "mud": mud, "soil": 1 - wet - green - mud}
