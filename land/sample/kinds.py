"""Kinds of public places: where they lie, how big they are, their land use, keeper, and how they are used."""

from dataclasses import dataclass
from typing import Final

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is usual for a family of kinds; the values are codes of land.workflow."""

    states: Weights
    plans: Weights
    origins: Weights
    legal: Weights = (("unregistered", 35), ("registered", 45), ("certified", 20))


PROFILES: Final = {
    "vacant": Profile(
        (("vacant", 66), ("leased_short", 14), ("unmanaged", 9), ("lent", 6), ("public_work", 5)),
        (("auction", 24), ("short_lease", 20), ("public_work", 18), ("keep", 12), ("return_to_commune", 11),
         ("awaiting_handover", 9), ("transfer", 6)),
        (("recovered", 62), ("assigned_management", 30), ("other", 8)),
        (("unregistered", 48), ("registered", 45), ("certified", 7)),
    ),
    "used": Profile(
        (("agency_used", 80), ("vacant", 10), ("lent", 5), ("leased_short", 5)),
        (("keep", 76), ("transfer", 10), ("auction", 3), ("return_to_commune", 5), ("public_work", 6)),
        (("allocated_free", 78), ("assigned_management", 14), ("recovered", 5), ("other", 3)),
        (("unregistered", 14), ("registered", 26), ("certified", 60)),
    ),
    "works": Profile(
        (("public_work", 90), ("unmanaged", 4), ("vacant", 4), ("lent", 2)),
        (("keep", 82), ("public_work", 12), ("return_to_commune", 6)),
        (("assigned_management", 80), ("allocated_free", 18), ("other", 2)),
    ),
    "forest": Profile(
        (("agency_used", 74), ("public_work", 12), ("leased_long", 9), ("unmanaged", 5)),
        (("keep", 92), ("transfer", 3), ("return_to_commune", 5)),
        (("assigned_management", 70), ("allocated_free", 28), ("leased_annual", 2)),
    ),
    "farm": Profile(
        (("leased_short", 56), ("vacant", 20), ("unmanaged", 10), ("lent", 9), ("agency_used", 5)),
        (("short_lease", 58), ("keep", 18), ("return_to_commune", 14), ("awaiting_handover", 6), ("auction", 4)),
        (("commune_fund", 64), ("assigned_management", 20), ("recovered", 14), ("other", 2)),
    ),
    "business": Profile(
        (("leased_long", 54), ("vacant", 24), ("leased_short", 14), ("unmanaged", 4), ("lent", 4)),
        (("keep", 34), ("auction", 32), ("short_lease", 18), ("awaiting_handover", 10), ("transfer", 6)),
        (("leased_annual", 48), ("leased_once", 22), ("recovered", 24), ("assigned_management", 6)),
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place.

    Attributes:
        name: key, unique.
        land_use: code on record.
        places: (theme, weight) of the sites it is found on.
        area_m2: least and most.
        profile: key of PROFILES.
        manager, user: agency code, or ubnd, fund (land-fund centre), forest, - (none).
        grounds: kinds of commune where it occurs; empty means all.
    """

    name: str
    land_use: str
    places: Weights
    area_m2: tuple[float, float]
    profile: str
    manager: str
    user: str = "-"
    grounds: str = ""


_ANY = (60.0, 9e7)
_SMALL = (60.0, 3_000.0)
_LOTS: Weights = (("lot", 1.0), ("project", 1.0), ("ribbon", 1.0))
_TOWN = "ward town island"


def _lots(factor: float, *more: tuple[str, float]) -> Weights:
    return (*((theme, weight * factor) for theme, weight in _LOTS), *more)


KINDS: Final = (
    Kind("vacant", "CGT", _lots(36, ("civic", 9), ("bank", 6), ("field", 14), ("industry", 16), ("coast", 6),
                                ("lakeside", 8), ("patchwork", 10), ("salt", 6), ("pond", 6)), _ANY, "vacant", "fund"),
    Kind("vacant_commune", "CGT", _lots(8, ("civic", 3), ("bank", 6), ("field", 6)), _ANY, "vacant", "ubnd"),
    Kind("house_urban", "ODT", (("lot", 12), ("project", 6)), (60, 900), "vacant", "fund", "-", _TOWN),
    Kind("house_rural", "ONT", (("lot", 10), ("project", 6), ("ribbon", 14)), (60, 1_500), "vacant", "ubnd", "-", "rural"),
    Kind("resettlement_urban", "ODT", (("project", 50),), _SMALL, "vacant", "fund", "-", _TOWN),
    Kind("resettlement_rural", "ONT", (("project", 50),), _SMALL, "vacant", "fund", "-", "rural"),
    Kind("hamlet_hall", "DKV", (("lot", 5), ("ribbon", 7), ("civic", 4)), (120, 3_000), "used", "ubnd", "ubnd"),
    Kind("garden_park", "DKV", (("lot", 2), ("civic", 6)), (200, 4_000), "works", "ubnd"),
    Kind("park", "DKV", (("civic", 7), ("coast", 10)), (2_500, 90_000), "works", "sxd", "ubnd"),
    Kind("culture_house", "DVH", (("lot", 2), ("ribbon", 3), ("civic", 5)), (250, 9_000), "used", "ubnd", "ubnd"),
    Kind("library", "DVH", (("civic", 2),), (400, 9_000), "used", "svhtt", "svhtt"),
    Kind("kindergarten", "DGD", (("lot", 3), ("ribbon", 3), ("civic", 7)), (450, 6_000), "used", "ubnd", "ubnd"),
    Kind("primary_school", "DGD", (("civic", 7), ("ribbon", 1)), (2_000, 16_000), "used", "ubnd", "ubnd"),
    Kind("secondary_school", "DGD", (("civic", 4),), (5_000, 40_000), "used", "sgddt", "sgddt"),
    Kind("health_station", "DYT", (("lot", 2), ("ribbon", 2), ("civic", 4)), (250, 5_000), "used", "syt", "ubnd"),
    Kind("hospital", "DYT", (("civic", 1.5),), (6_000, 60_000), "used", "syt", "syt"),
    Kind("office_commune", "TSC", (("lot", 2), ("ribbon", 2), ("civic", 6)), (300, 9_000), "used", "ubnd", "ubnd"),
    Kind("office_department", "TSC", (("lot", 1), ("civic", 4)), (300, 12_000), "used", "stc", "vpdk", _TOWN),
    Kind("sports_field", "DTT", (("civic", 4), ("ribbon", 1)), (900, 30_000), "used", "svhtt", "ubnd"),
    Kind("market", "DCH", (("lot", 0.7), ("civic", 5), ("ribbon", 1)), (350, 20_000), "works", "ubnd"),
    Kind("police", "CAN", (("lot", 0.7), ("civic", 1.8)), (250, 12_000), "used", "catp", "catp"),
    Kind("military", "CQP", (("civic", 0.8), ("field", 0.8), ("forest", 1.2)), (900, 700_000), "used", "bchqs", "bchqs"),
    Kind("social_house", "DXH", (("civic", 1.6), ("lot", 0.3)), (400, 20_000), "used", "syt", "btxh"),
    Kind("research", "DKH", (("civic", 1.0), ("field", 0.6)), (400, 60_000), "used", "skhcn", "skhcn"),
    Kind("monitoring", "DMT", (("civic", 0.6), ("lot", 0.3), ("industry", 0.6)), (100, 9_000), "used", "snnmt", "snnmt"),
    Kind("weather", "DKT", (("civic", 0.5), ("lot", 0.2), ("coast", 1)), (100, 15_000), "used", "snnmt", "kttv"),
    Kind("foreign_affairs", "DNG", (("civic", 0.3),), (400, 12_000), "used", "sngv", "sngv", "ward"),
    Kind("other_service", "DSK", (("civic", 1.5), ("lot", 0.5)), (200, 12_000), "used", "stc", "ubnd"),
    Kind("industrial_rest", "SKK", (("industry", 38),), _ANY, "business", "bqlkcn"),
    Kind("cluster_rest", "SKN", (("industry", 9),), _ANY, "business", "sct"),
    Kind("it_park", "SCT", (("industry", 1.6),), (3_000, 200_000), "business", "skhcn"),
    Kind("commerce", "TMD", (("lot", 3), ("civic", 5), ("coast", 12), ("ribbon", 1)), (100, 90_000), "business", "fund"),
    Kind("workshop", "SKC", (("lot", 1.2), ("industry", 8), ("ribbon", 2), ("civic", 1)), (150, 60_000), "business", "fund"),
    Kind("quarry", "SKS", (("field", 1.6), ("patchwork", 2), ("forest", 2)), (4_000, 600_000), "business", "snnmt"),
    Kind("road_strip", "DGT", (("bank", 14), ("lot", 2), ("ribbon", 3), ("industry", 4), ("civic", 1)), _ANY, "works", "sxd"),
    Kind("parking", "DGT", (("lot", 1.4), ("civic", 3)), (150, 12_000), "works", "sxd", "ubnd"),
    Kind("canal", "DTL", (("bank", 20), ("field", 2), ("lakeside", 20)), _ANY, "works", "qltl", "qltl"),
    Kind("irrigation_lake", "DTL", (("lake", 40),), _ANY, "works", "qltl", "qltl"),
    Kind("pump_station", "DCT", (("lot", 1.4), ("ribbon", 1), ("civic", 0.8), ("bank", 2)), (60, 9_000), "works", "sxd", "capnuoc"),
    Kind("dyke", "DPC", (("bank", 7), ("coast", 12)), _ANY, "works", "snnmt", "ubnd"),
    Kind("monument", "DDD", (("lot", 0.6), ("civic", 1.6), ("ribbon", 0.6), ("coast", 1)), (200, 60_000), "works", "svhtt", "ubnd"),
    Kind("prison_monument", "DDD", (("civic", 16), ("lot", 3)), (300, 60_000), "works", "svhtt", "bqldtcd", "island"),
    Kind("waste", "DRA", (("field", 1.2), ("lot", 0.4), ("industry", 1.5), ("patchwork", 1)), (100, 120_000), "works", "sxd", "ubnd"),
    Kind("transformer", "DNL", (("lot", 1.6), ("ribbon", 2), ("industry", 2), ("bank", 1)), (60, 12_000), "works", "sct", "dienluc"),
    Kind("post", "DBV", (("lot", 1.4), ("ribbon", 1.6), ("civic", 1)), (60, 2_500), "used", "ubnd", "buudien"),
    Kind("other_public", "DCK", (("lot", 1.2), ("civic", 1.2), ("ribbon", 1)), (60, 9_000), "works", "ubnd"),
    Kind("religious", "TON", (("civic", 0.7), ("ribbon", 0.5)), (300, 12_000), "used", "ubnd"),
    Kind("shrine", "TIN", (("lot", 1.0), ("ribbon", 1.2), ("civic", 0.6)), (100, 5_000), "used", "ubnd", "ubnd"),
    Kind("cemetery", "NTD", (("civic", 2), ("field", 5), ("patchwork", 9)), (900, 200_000), "works", "ubnd", "ubnd"),
    Kind("lake", "MNC", (("lake", 45), ("civic", 0.8), ("pond", 2)), (800, 9e7), "works", "snnmt", "ubnd"),
    Kind("river", "SON", (("bank", 22),), _ANY, "works", "snnmt", "ubnd"),
    Kind("other_built", "PNK", (("lot", 1), ("field", 0.6), ("ribbon", 1)), (60, 20_000), "vacant", "ubnd"),
    Kind("flat_unused", "BCS", (("lot", 3), ("ribbon", 3), ("field", 6), ("coast", 16), ("bank", 8), ("patchwork", 10),
                                ("lakeside", 14)), _ANY, "vacant", "ubnd"),
    Kind("hill_unused", "DCS", (("forest", 8), ("patchwork", 14)), (500, 3e6), "vacant", "ubnd"),
    Kind("rock", "NCS", (("forest", 5), ("coast", 1.5)), (500, 3e6), "vacant", "ubnd"),
    Kind("water_unused", "MCS", (("pond", 8), ("bank", 5)), _ANY, "vacant", "ubnd"),
    Kind("wet_rice", "LUC", (("field", 11),), (400, 150_000), "farm", "ubnd", "-", "rural town"),
    Kind("other_rice", "LUK", (("field", 7),), (400, 150_000), "farm", "ubnd", "-", "rural town"),
    Kind("annual_crop", "HNK", (("field", 18), ("patchwork", 22), ("ribbon", 3), ("lot", 2)), (300, 250_000), "farm", "ubnd"),
    Kind("perennial", "CLN", (("field", 18), ("patchwork", 26), ("ribbon", 7), ("lot", 3)), (300, 250_000), "farm", "ubnd"),
    Kind("rubber", "CLN", (("field", 9),), (9_000, 400_000), "farm", "snnmt", "nongtruong", "rural"),
    Kind("special_forest", "RDD", (("forest", 40), ("coast", 10)), (2_000, 9e7), "forest", "forest", "forest", "reserve"),
    Kind("protection_forest", "RPH", (("forest", 52), ("lakeside", 14)), (300, 9e7), "forest", "forest", "forest"),
    Kind("coast_forest", "RPH", (("coast", 60),), (1_500, 9e7), "forest", "forest", "forest", "rural island town"),
    Kind("production_forest", "RSX", (("forest", 24), ("field", 3), ("patchwork", 6)), (1_500, 9e7), "forest", "forest", "-",
         "rural town"),
    Kind("pond", "NTS", (("pond", 70), ("salt", 5)), (300, 400_000), "farm", "ubnd"),
    Kind("livestock", "CNT", (("field", 2.5), ("patchwork", 3)), (3_000, 200_000), "farm", "snnmt", "-", "rural"),
    Kind("salt", "LMU", (("salt", 80),), (200, 300_000), "farm", "ubnd"),
    Kind("nursery", "NKH", (("field", 2.5), ("patchwork", 3), ("ribbon", 2), ("lot", 0.8)), (200, 90_000), "farm", "ubnd"),
)  # fmt: skip
