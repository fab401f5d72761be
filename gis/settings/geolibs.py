"""Where GeoDjango finds GDAL and GEOS: the pinned copies inside the pyogrio and shapely wheels.

Debian 12 ships GDAL 3.6, for which Django raises gis.W001; the wheels give every machine the same version.
The wheels are imported before Django opens the libraries, so that both sides use one loaded copy and
pyogrio has told it where PROJ's and GDAL's data lie.
"""

import os
from pathlib import Path

import pyogrio
import shapely

# Unless told, each process keeps blocks up to a twentieth of the machine's memory. Tiles are no slower with 100 MB, and
# two workers then hold 1.1 GB instead of 3.1 (docs/operations/benchmarks.md).
os.environ.setdefault("GDAL_CACHEMAX", "100")


def _bundled(package_file: str, pattern: str) -> str | None:
    """Path of a shared library that a wheel carries beside its package, None where the system's is linked."""
    folder = Path(package_file).parent
    for place in (folder.with_name(f"{folder.name}.libs"), folder / ".dylibs"):
        found = sorted(place.glob(pattern))
        if found:
            return str(found[0])
    return None


def library_paths() -> dict[str, str]:
    """Django settings for the wheels' libraries; empty values are left out so that Django searches the system."""
    paths = {
        "GDAL_LIBRARY_PATH": _bundled(pyogrio.__file__, "libgdal*"),
        "GEOS_LIBRARY_PATH": _bundled(shapely.__file__, "libgeos_c*"),
    }
    return {name: path for name, path in paths.items() if path}
