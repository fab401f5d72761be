"""Where readers look: tiles, boxes and words taken from the register itself, always the same ones."""

import random

from bench.registers import Register
from gis.tiles.matrix import SIZE, Tile

_SEED = 7
_PLOTS, LOTS = "land_plot", "auctions_lot"
_SHOWN = {_PLOTS: "status = 'active' AND anchor_3857 IS NOT NULL", LOTS: "publish_level = 'public'"}


def tiles_of(register: Register, z: int, most: int = 60, *, table: str = _PLOTS) -> list[Tile]:
    """Distinct tiles of a zoom that hold plots or lots, at random but always the same; all of them at low zooms."""
    side = 2 * SIZE / (1 << z)
    rows = register.query(
        f"SELECT DISTINCT floor((ST_X(anchor_3857) + {SIZE}) / {side})::int AS x, "
        f"floor(({SIZE} - ST_Y(anchor_3857)) / {side})::int AS y FROM {_some(register, table)} ORDER BY 1, 2"
    )
    found = [Tile(z, x, y) for x, y in rows]
    return random.Random(_SEED).sample(found, min(most, len(found)))


def boxes(register: Register, metres: float, most: int, *, table: str = _PLOTS) -> list[str]:
    """Boxes of a size around plots or lots, as `bbox` wants them."""
    rows = register.query(
        "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b) FROM (SELECT box3d(ST_Transform("
        f"ST_Expand(anchor_3857, {metres / 2}), 4326)) AS b FROM {_some(register, table)} "
        f"ORDER BY md5(code) LIMIT {most}) q"
    )
    return [",".join(f"{value:.6f}" for value in row) for row in rows]


def _some(register: Register, table: str) -> str:
    return f"{table} TABLESAMPLE SYSTEM ({_share(register)}) REPEATABLE ({_SEED}) WHERE {_SHOWN[table]}"


def _share(register: Register) -> float:
    """Percent of the table's pages that give about 20,000 rows."""
    return min(100.0, 2_000_000 / register.count)
