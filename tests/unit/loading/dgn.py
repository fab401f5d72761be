"""DGN V7 files with texts: no Python package writes them, the GDAL inside the wheels does."""

import ctypes
from collections.abc import Iterable
from pathlib import Path

from django.contrib.gis.gdal.libgdal import lgdal

Handle = ctypes.c_void_p


def _call(name: str, *arguments: object) -> int | None:
    """A function of GDAL's C interface that answers with a handle."""
    function = lgdal[name]
    function.restype = Handle
    result: int | None = function(*[Handle(item) if isinstance(item, int) else item for item in arguments])
    return result


def write_dgn(path: Path, elements: Iterable[tuple[str, bytes]]) -> Path:
    """Write elements given as (WKT, text); an empty text draws the shape itself."""
    driver = _call("GDALGetDriverByName", b"DGN")
    data = _call(
        "GDALCreate",
        driver,
        str(path).encode(),
        ctypes.c_int(0),
        ctypes.c_int(0),
        ctypes.c_int(0),
        ctypes.c_int(0),
        None,
    )
    layer = _call("GDALDatasetCreateLayer", data, b"elements", None, ctypes.c_int(0), None)
    for wkt, text in elements:
        shape = Handle()
        lgdal.OGR_G_CreateFromWkt(ctypes.byref(ctypes.c_char_p(wkt.encode())), None, ctypes.byref(shape))
        feature = _call("OGR_F_Create", _call("OGR_L_GetLayerDefn", layer))
        lgdal.OGR_F_SetGeometryDirectly(Handle(feature), shape)
        if text:
            lgdal.OGR_F_SetStyleString(Handle(feature), b'LABEL(t:"' + text + b'",s:2g)')
        lgdal.OGR_L_CreateFeature(Handle(layer), Handle(feature))
        lgdal.OGR_F_Destroy(Handle(feature))
    lgdal.GDALClose(Handle(data))
    return path
