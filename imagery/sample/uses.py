"""What is found on a plot, by its land use and how it is used."""

from typing import Final

from imagery.sample.inputs import Plot

_EMPTY: Final = frozenset({"vacant", "unmanaged"})
_LET: Final = frozenset({"leased_short", "lent"})
_LAKE_M2 = 6_000.0
_ESTATE_M2 = 40_000.0

# Uses that stay what they are, whoever uses them.
_FIXED: Final[dict[str, str]] = {
    "LUA": "paddy",
    "LUC": "paddy",
    "LUK": "paddy",
    "CHN": "annual",
    "HNK": "annual",
    "CLN": "orchard",
    "NKH": "vegetables",
    "RDD": "forest",
    "RPH": "forest",
    "RSX": "forest",
    "LNP": "forest",
    "NTS": "pond",
    "LMU": "salt",
    "CNT": "sheds",
    "BCS": "wild",
    "DCS": "wild",
    "NCS": "rock",
    "MCS": "swamp",
    "SKS": "quarry",
    "DRA": "landfill",
    "NTD": "graves",
    "DKV": "park",
    "DTT": "sports",
    "DGT": "paved",
    "DTL": "canal",
    "SON": "bank",
    "MNC": "lake",
    "DPC": "dyke",
    "TVC": "lake",
}
_HOMES: Final = frozenset({"ODT", "ONT", "OTC"})
_WORKS: Final = frozenset({"SKK", "SKN", "SKC", "SCT", "SCC", "CSK"})


def theme_of(plot: Plot, area_m2: float, by_the_sea: bool) -> str:
    """Key of `imagery.sample.landscape.PAINTERS`.

    Args:
        area_m2: area of the plot; water that wide is a lake, not a canal.
        by_the_sea: it lies by the shore or near creeks that the tide fills.
    """
    use = plot.land_use
    if use in _FIXED:
        return _by_size(_FIXED[use], use, area_m2, by_the_sea)
    if plot.use_state in _EMPTY:
        return "vacant"
    if plot.use_state in _LET:
        return "let"
    if use in _HOMES:
        return "house"
    return "industry" if use in _WORKS and area_m2 > _LAKE_M2 else "campus"


def _by_size(theme: str, use: str, area_m2: float, by_the_sea: bool) -> str:
    if theme == "canal" and area_m2 > _LAKE_M2 * 2:
        return "lake"
    if theme == "lake" and area_m2 < _LAKE_M2:
        return "pond"
    if theme == "forest" and by_the_sea and use != "RDD":
        return "casuarina"
    if theme == "bank" and by_the_sea:
        return "tidal_bank"
    return "rubber" if theme == "orchard" and area_m2 > _ESTATE_M2 else theme
