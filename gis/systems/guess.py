"""In which system a file's coordinates really are: what it declares, what the ground says, what the register knows.

Every door through which a file comes in asks here: PROJ alone would choose the way from VN-2000 by place.

A declaration is kept while it puts the land into the territory. Where it does not, the other systems in use here are
tried and the one that fits is named, never used unasked: the person confirms with --srid or --swap-axes. A datum shift
of 226 m stays inside the territory, so only the declaration itself or plots already registered can tell it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS as ProjCrs

from gis import crs
from gis.systems import names
from gis.systems.names import Declared
from gis.systems.sentences import SYSTEMS
from gis.text.sentences import ERROR

Floats = npt.NDArray[np.float64]

_FITS = 0.9  # share of sample points in the territory that makes another system the right one
_KEEPS = 0.5  # share that lets a declaration stand; stray rows are then faults of their own
_ENOUGH_PAIRS = 3
_STEADY_M = 5.0
_MERIDIANS = (107.75, 105.75, 107.0, 108.0, 105.0, 106.0, 106.25, 107.25, 108.25, 108.5, 105.5, 106.5)
_WGS84_UTM = "+proj=utm +zone={zone} +datum=WGS84 +units=m +no_defs +type=crs"
_OTHER_OPERATION_M = (0.6, 1.0)  # EPSG:5194 instead of EPSG:6960 is 0.80 m


@dataclass(frozen=True)
class Ground:
    """Where land of the register lies, in the legal CRS.

    Attributes:
        outline: outline of all land, None when no boundaries are loaded.
        bounds: box of the territory, for when there is no outline.
    """

    outline: Any = None
    bounds: tuple[float, float, float, float] = (360_000.0, 940_000.0, 490_000.0, 1_200_000.0)

    def inside(self, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
        """Which points lie in the territory; points at the edge count."""
        if self.outline is not None:
            return np.asarray(shapely.intersects_xy(self._near, x, y), dtype=bool)
        west, south, east, north = self.bounds
        return (x >= west) & (x <= east) & (y >= south) & (y <= north)

    @cached_property
    def _near(self) -> Any:
        # A datum shift moves a point by 226 m: land at the border must not look like another zone for it.
        near = shapely.simplify(self.outline, 50).buffer(400)
        shapely.prepare(near)
        return near


@dataclass(frozen=True)
class Sample:
    """Some shapes of a file and the plots that they claim to be.

    Attributes:
        shapes: geometries in the file's coordinates.
        known: a point (legal CRS) of the registered plot of each shape, None where it names none.
    """

    shapes: Any
    known: Sequence[shapely.Point | None] = ()


@dataclass(frozen=True)
class Remark:
    """One thing to say of a file's coordinates; `code` is a key of SYSTEMS."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """error, warning or info."""
        return SYSTEMS[self.code].severity

    def text(self, language: str = "vi") -> str:
        """What is wrong."""
        return SYSTEMS[self.code].text(self.params, language)

    def mend(self, language: str = "vi") -> str:
        """What to do."""
        return SYSTEMS[self.code].mend(self.params, language)


@dataclass(frozen=True)
class Reading:
    """How to read coordinates.

    Attributes:
        swapped: north comes first in the file.
        assumed: the file declares nothing; the ground decided.
        blocked: nothing may be committed before a person has confirmed the system.
        proposal: options that would put it right ({"srid": 9210} or {"swap_axes": True}).
    """

    system: ProjCrs | None
    title: str = ""
    swapped: bool = False
    assumed: bool = False
    blocked: bool = False
    proposal: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def faults(self) -> tuple[Remark, ...]:
        """Remarks that are errors: a door that cannot ask anybody refuses the file for them."""
        return tuple(remark for remark in self.remarks if remark.severity == ERROR)

    def to_legal(self, shapes: Any) -> Any:
        """Geometries in the legal CRS."""
        if self.system is None:
            return shapes
        turned = swap(shapes) if self.swapped else shapes
        if self.system == crs.LEGAL.proj():
            return turned
        return crs.transform_from(turned, self.system, crs.LEGAL)


@dataclass(frozen=True)
class _Try:
    system: ProjCrs
    title: str
    swapped: bool = False


def swap(shapes: Any) -> Any:
    """Geometries with x and y exchanged."""
    return shapely.transform(shapes, lambda points: points[:, ::-1])


def read_coordinates(system: ProjCrs | None, sample: Sample, ground: Ground, *, swapped: bool = False) -> Reading:
    """Decide how the coordinates are meant.

    Args:
        system: declared by the file or named by the person, None for neither.
        sample: shapes to try with.
        swapped: the person says that north comes first.
    """
    usable = [shape for shape in sample.shapes if shape is not None and not shape.is_empty]
    declared = names.declared(system) if system is not None else None
    if not usable:
        return Reading(declared.system if declared else None, declared.title if declared else "", swapped)
    middles = shapely.get_coordinates(shapely.centroid(np.array(usable, dtype=object)))
    middles = middles[np.isfinite(middles).all(axis=1)]
    if declared is None:
        return _undeclared(middles, sample, ground, swapped)
    stated = _Try(declared.system, declared.title, swapped)
    if _share(stated, middles, ground) < _KEEPS:
        return _misplaced(stated, middles, ground)
    reading = Reading(declared.system, declared.title, swapped)
    return _with_shift(reading, declared, sample)


def _undeclared(middles: Floats, sample: Sample, ground: Ground, swapped: bool) -> Reading:
    fitting = [trial for trial in _hypotheses(swapped) if _share(trial, middles, ground) >= _FITS]
    # Systems of neighbouring provinces fit somewhere, too; they are thought of only when none of ours does.
    ours = [trial for trial in fitting if trial.title in _titles_of_ours()]
    fitting = [trial for trial in ours if trial.swapped == swapped] or ours or fitting
    if not fitting:
        return Reading(None, blocked=True, remarks=(Remark("crs_unknown", params=_where(None, middles)),))
    first = fitting[0]
    rivals = [trial for trial in fitting[1:] if not _is_shift_twin(first, trial, middles)]
    if rivals:
        names = "; ".join(trial.title for trial in [first, *rivals])
        return Reading(None, blocked=True, remarks=(Remark("crs_ambiguous", params={"systems": names}),))
    codes = [Remark("crs_assumed", params={"system": first.title})]
    if first.swapped and not swapped:
        codes.append(Remark("axes_swapped_assumed"))
    national = Declared(first.system, first.title, national=first.system != crs.CRS84.proj(), shift="official")
    reading = Reading(first.system, first.title, first.swapped, assumed=True, remarks=tuple(codes))
    return _with_shift(reading, national, sample)


def _misplaced(stated: _Try, middles: Floats, ground: Ground) -> Reading:
    """The declaration puts the land elsewhere: name what would put it here."""
    reading = Reading(stated.system, stated.title, stated.swapped)
    fitting = [trial for trial in _hypotheses(stated.swapped, stated) if _share(trial, middles, ground) >= _FITS]
    if not fitting:
        remark = Remark("outside_all", params={"system": stated.title} | _where(stated, middles))
        return replace(reading, remarks=(remark,))
    right = next((trial for trial in fitting if trial.system == stated.system), fitting[0])
    params = {"declared": stated.title, "right": right.title, "distance_km": _distance_km(stated, right, middles)}
    code = _fault(stated, right)
    return replace(reading, blocked=True, proposal=_proposal(stated, right), remarks=(Remark(code, params=params),))


def _fault(stated: _Try, right: _Try) -> str:
    if right.system == stated.system:
        return "axes_swapped"
    if stated.system.is_geographic != right.system.is_geographic:
        return "metres_for_degrees" if stated.system.is_geographic else "degrees_for_metres"
    return "zone_wrong"


def _proposal(stated: _Try, right: _Try) -> dict[str, Any]:
    found = {} if right.system == stated.system else {"srid": _srid(right)}
    return found | ({"swap_axes": right.swapped} if right.swapped != stated.swapped else {})


def _srid(trial: _Try) -> str:
    known = next((item for item in crs.KNOWN if item.proj() == trial.system), None)
    return known.code.partition(":")[2] if known else trial.system.to_proj4()


def _hypotheses(swapped: bool, stated: _Try | None = None) -> list[_Try]:
    """Systems in use here, likeliest first; each also with the axes the other way round, at the end."""
    systems = [names.pinned(meridian) for meridian in _MERIDIANS[:2]]
    systems += [crs.VN2000_UTM48.proj(), crs.VN2000_UTM49.proj(), crs.CRS84.proj(), crs.VN2000_GEO.proj()]
    systems += [names.pinned(meridian) for meridian in _MERIDIANS[2:]]
    systems += [ProjCrs.from_user_input(_WGS84_UTM.format(zone=zone)) for zone in (48, 49)]
    systems.append(crs.WEB_MERCATOR.proj())
    if stated is not None:
        systems.insert(0, stated.system)
    plain = [_Try(system, names.title_of(system), swapped) for system in systems]
    return plain + [replace(trial, swapped=not swapped) for trial in plain]


def _titles_of_ours() -> frozenset[str]:
    return frozenset(names.title_of(system.proj()) for system in (*crs.OWN, crs.CRS84))


def _legal(trial: _Try, points: Floats) -> Floats:
    shapes = shapely.points(points[:, ::-1] if trial.swapped else points)
    if trial.system.is_geographic and not _are_degrees(points):
        return np.full(points.shape, np.inf)
    moved: Floats = shapely.get_coordinates(crs.transform_from(shapes, trial.system, crs.LEGAL))
    return moved


def _are_degrees(points: Floats) -> bool:
    return bool((np.abs(points) <= 180).all())


def _share(trial: _Try, points: Floats, ground: Ground) -> float:
    moved = _legal(trial, points)
    finite = np.isfinite(moved).all(axis=1)
    if not finite.any():
        return 0.0
    inside = ground.inside(moved[finite, 0], moved[finite, 1])
    return float(inside.sum()) / len(points)


def _is_shift_twin(one: _Try, other: _Try, points: Floats) -> bool:
    """Two readings that differ by no more than a datum shift are one question, asked later."""
    gap = np.hypot(*(_legal(one, points) - _legal(other, points)).T)
    return bool(np.median(gap) < 1_000)


def _distance_km(stated: _Try, right: _Try, points: Floats) -> str:
    gap = np.hypot(*(_legal(stated, points) - _legal(right, points)).T)
    middle = float(np.median(gap)) / 1000
    return f"{middle:,.0f}" if np.isfinite(middle) and middle < 20_000 else "?"


def _where(stated: _Try | None, points: Floats) -> dict[str, Any]:
    x, y = (float(value) for value in np.median(points, axis=0))
    found: dict[str, Any] = {"x": f"{x:.1f}", "y": f"{y:.1f}", "longitude": "?", "latitude": "?"}
    if stated is not None:
        place = crs.transform_from(shapely.Point((y, x) if stated.swapped else (x, y)), stated.system, crs.CRS84)
        if np.isfinite([place.x, place.y]).all():
            found |= {"longitude": f"{place.x:.3f}", "latitude": f"{place.y:.3f}"}
    return found


def _with_shift(reading: Reading, declared: Declared, sample: Sample) -> Reading:
    """Add what is known of the datum shift."""
    remarks = list(reading.remarks)
    if declared.national and declared.shift in {"missing", "other"}:
        code = "shift_missing_declared" if declared.shift == "missing" else "shift_other_declared"
        remarks.append(Remark(code, params={"system": declared.title}))
    offset = _offset(reading, sample)
    if offset is None:
        if not declared.certain or not declared.national:
            remarks.append(Remark("shift_unknowable", params={"system": declared.title}))
        return replace(reading, remarks=tuple(remarks))
    distance = float(np.hypot(*offset))
    if distance < _OTHER_OPERATION_M[0]:
        return replace(reading, remarks=tuple(remarks))
    twin = _shift_twin(reading.system)
    if twin is not None:
        corrected = _offset(replace(reading, system=twin), sample)
        if corrected is not None and float(np.hypot(*corrected)) < 2.0 < distance:
            params = _vector(offset) | {"right": names.title_of(twin), "declared": reading.title}
            fault = Remark("shift_missing", params=params)
            proposal = {"srid": _srid(_Try(twin, ""))} if names.declared(twin).certain else {}
            return replace(reading, blocked=True, proposal=proposal, remarks=(*remarks, fault))
    code = "offset_other_operation" if distance <= _OTHER_OPERATION_M[1] else "offset_constant"
    return replace(reading, remarks=(*remarks, Remark(code, params=_vector(offset))))


def _shift_twin(system: ProjCrs | None) -> ProjCrs | None:
    """The same plane or degrees on the other datum: WGS 84 for VN-2000 and the reverse."""
    if system is None:
        return None
    if system.is_geographic:
        return crs.VN2000_GEO.proj() if system != crs.VN2000_GEO.proj() else crs.CRS84.proj()
    national = names.declared(system).national
    source = system.source_crs if system.is_bound and system.source_crs is not None else system
    meridian, scale = names.meridian_and_scale(source)
    if meridian is None or scale is None:
        return None
    if not national:
        return names.pinned(meridian, scale)
    plane = f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k={scale} +x_0=500000 +y_0=0 +datum=WGS84 +units=m"
    return ProjCrs.from_user_input(f"{plane} +no_defs +type=crs")


def _offset(reading: Reading, sample: Sample) -> Floats | None:
    """East and north offset of the file from the register, when enough plots agree on it."""
    known = sample.known or [None] * len(sample.shapes)
    pairs = [
        (shape, plot)
        for shape, plot in zip(sample.shapes, known, strict=True)
        if plot is not None and shape is not None and not shape.is_empty
    ]
    if len(pairs) < _ENOUGH_PAIRS:
        return None
    shapes = np.array([shape for shape, _plot in pairs], dtype=object)
    moved = shapely.get_coordinates(shapely.point_on_surface(reading.to_legal(shapes)))
    gaps = moved - np.array([(plot.x, plot.y) for _shape, plot in pairs])
    middle = np.median(gaps, axis=0)
    spread = float(np.median(np.hypot(*(gaps - middle).T)))
    return middle if spread <= _STEADY_M and np.isfinite(middle).all() else None


def _vector(offset: Floats) -> dict[str, Any]:
    east, north = (float(value) for value in offset)
    return {"east": f"{east:.2f}", "north": f"{north:.2f}", "distance": f"{float(np.hypot(east, north)):.1f}"}
