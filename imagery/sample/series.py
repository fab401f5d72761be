"""A series: the ground of an area, what happens on it, and its scenes one after another."""

from collections.abc import Iterator, Sequence
from datetime import date

from imagery.sample.areas import Area
from imagery.sample.climate import Climate
from imagery.sample.dates import days_of, instant_of
from imagery.sample.decoys import plant_decoys, plant_shadows
from imagery.sample.events import plant_events
from imagery.sample.ground import draw
from imagery.sample.inputs import Land, Plot
from imagery.sample.mixing import mixture_of
from imagery.sample.pieces import Overlay
from imagery.sample.planting import Field
from imagery.sample.scenes import Scene, scene_of, still_of
from imagery.sample.truth import Truth

SEED = 20261122


class Series:
    """A series of synthetic scenes over one area. In Vietnamese: chuỗi ảnh mô phỏng.

    The same arguments give the same bytes. Preparing takes seconds; scenes are made while they are asked for, so that
    only one is held at a time.

    Attributes:
        truth: what was planted.
    """

    def __init__(
        self, area: Area, plots: Sequence[Plot], land: Land, seed: int = SEED, dates: Sequence[date] | None = None
    ) -> None:
        """Draw the ground and plant what happens on it.

        Args:
            plots: active plots; those that touch the area matter.
            land: what lies outside it is sea.
            dates: days of the scenes, at least six, oldest first; the usual ones of the area without.
        """
        self.area = area
        self.days = tuple(dates) if dates is not None else days_of(area)
        self._seed = seed
        ground = draw(area, plots, land, seed)
        field = Field(ground, self.days)
        events = plant_events(field, seed)
        decoys = plant_decoys(field, seed)
        shadows, self._puffs = plant_shadows(field, seed, len(decoys))
        self.truth = Truth(area.slug, seed, tuple(events), (*decoys, *shadows))
        self._palette, self._climate = ground.palette, Climate(seed)
        self._overlay = Overlay(area, ground.labels, field.pieces, len(ground.palette.covers))
        mixture = mixture_of(ground.labels)
        roughness = self._overlay.extended(ground.palette.roughness, None)
        self._still = still_of(area, roughness, mixture, ground.layers.shore, ground.hills, seed)

    def scenes(self) -> Iterator[Scene]:
        """The scenes, oldest first."""
        for day in self.days:
            weather = self._climate.day(instant_of(day))
            spectra, salty = self._palette.spectra(weather)
            ordinal = day.toordinal()
            yield scene_of(
                self.area,
                day,
                self._seed,
                self._still,
                self._overlay.extended(spectra, ordinal),
                self._overlay.extended(salty, ordinal),
                self._puffs.get(day, ()),
            )
