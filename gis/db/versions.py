"""Data versions of layers: what a tile's ETag and the `v=` of a tile address stand on.

The public has versions of its own, which stay when only internal data changed: they would tell when and where it did.
"""

import time
from collections.abc import Iterable

from django.db import connections

from gis.db.prepared import fetch_prepared

CELL_ZOOM = 12
_FRESH_FOR_S = 0.5  # an edit may stay unseen for at most 1 s (issue of the register, 1.9)
_seen: dict[tuple[str, str], tuple[float, int]] = {}

# A transaction may change internal and public things of one layer in any order, and each holds a row until the commit:
# two of them would lock each other out. So the first of them takes the layer whole.
_BUMP = """
WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(4300, hashtext(%(both)s)) AS done),
stamp AS (SELECT nextval('gis_db_data_version') AS version FROM held)
INSERT INTO gis_db_dataversion (layer, x, y, version)
SELECT %(layer)s, x, y, version FROM stamp, unnest(%(xs)s::int[], %(ys)s::int[]) AS cell(x, y) ORDER BY x, y
ON CONFLICT (layer, x, y) DO UPDATE SET version = excluded.version
"""
_READ = "SELECT max(version) FROM gis_db_dataversion WHERE layer = ANY(%s) AND x = %s AND y = %s"
_INTERNAL = "{} internal"  # no layer has such a name


def bump(layer: str, cells: Iterable[tuple[int, int]] = (), *, public: bool = True) -> None:
    """Mark a layer, and the zoom-12 cells (x, y) that changed, as new. Call last: it holds a row until commit.

    Args:
        public: whether the public can see anything of what changed, before or after.
    """
    touched = sorted({(-1, -1), *cells})
    name = layer if public else _INTERNAL.format(layer)
    with connections["default"].cursor() as cursor:
        places = {"xs": [x for x, _ in touched], "ys": [y for _, y in touched]}
        cursor.execute(_BUMP, {"layer": name, "both": layer, **places})


def layer_version(layer: str, using: str = "default") -> int:
    """Version of the whole layer, at most half a second old."""
    now = time.monotonic()
    when, version = _seen.get((using, layer), (0.0, 0))
    if not version or now - when > _FRESH_FOR_S:
        version = _read(layer, using, -1, -1)
        _seen[(using, layer)] = (now, version)
    return version


def tile_version(layer: str, z: int, x: int, y: int, using: str = "default") -> int:
    """Version of one tile: of its zoom-12 cell from zoom 12 on, of the layer above it."""
    if z < CELL_ZOOM:
        return layer_version(layer, using)
    shift = z - CELL_ZOOM
    return _read(layer, using, x >> shift, y >> shift)


def forget() -> None:
    """Empty the memory of this process (tests)."""
    _seen.clear()


def _read(layer: str, using: str, x: int, y: int) -> int:
    internal = [_INTERNAL.format(layer)] if using == "default" else []
    ((version,),) = fetch_prepared(using, _READ, [[layer, *internal], x, y])
    return int(version or 1)
