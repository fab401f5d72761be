"""What the series is made from: plots, the land, and what the land is like between them."""

from dataclasses import dataclass, field

from shapely.geometry import MultiPolygon, Polygon


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of the register, as far as pictures are concerned.

    Attributes:
        code: registration code.
        shape: boundary in the legal CRS.
        land_use: code of the use found on the ground (data/facts/land_use_codes.csv).
        use_state: code of land.workflow.UseState.
    """

    code: str
    shape: MultiPolygon
    land_use: str
    use_state: str


@dataclass(frozen=True, slots=True)
class Axes:
    """How streets or furrows lie: a turned plane, bent by two slow waves.

    Attributes:
        east, north: a point that they pass, in metres of the CRS of the shape they belong to.
        cos, sin: direction of the first axis.
        sway_m, period_m, phase: of the two waves.
    """

    east: float
    north: float
    cos: float
    sin: float
    sway_m: tuple[float, float] = (0.0, 0.0)
    period_m: tuple[float, float] = (1000.0, 1000.0)
    phase: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the land with one kind of landscape.

    Attributes:
        name: unique, seeds its pattern.
        theme: a key of `imagery.sample.landscape.PAINTERS`.
        shape: in the legal CRS.
        density: how built up, 0 to 1, where that matters.
        axes: in the legal CRS, where the landscape has them.
    """

    name: str
    theme: str
    shape: Polygon
    density: float = 0.5
    axes: Axes | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """The land: outside lies the sea.

    Attributes:
        ground: in the legal CRS.
        regions: what is known of its parts; where nothing is known, a patchwork is drawn.
    """

    ground: MultiPolygon | Polygon
    regions: tuple[Region, ...] = field(default=())
