"""The sample register: 7,500 plots of exactly 11,104.0 ha, or a million small ones for measurements."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point

from land.sample import areas as measured
from land.sample.attributes import FIRST_DAY, LAST_DAY, Place, fitting_kinds, kind_of
from land.sample.build import Draft, PlotAreas, build
from land.sample.facts import communes as commune_facts
from land.sample.facts import current_leaf_codes
from land.sample.flags import plan_auctions
from land.sample.history import SHARE, give_history
from land.sample.kinds import KINDS, Kind
from land.sample.lineage import merges, splits
from land.sample.names import Surroundings, surroundings
from land.sample.numbering import Sheets, reading_order
from land.sample.paper import paper_drafts
from land.sample.randomness import Dice, stream
from land.sample.selection import select
from land.sample.sites import many_sites, sites_of
from land.sample.spec import SamplePlot, Site
from land.sample.terrain import Commune
from land.sample.traits import traits_of

SEED = 20251122
COUNT, TOTAL_HA = 7_500, 11_104.0
_PAPER_SHARE = 0.04
_PLANNED, _RUNNING = 0.024, 0.0032  # shares of plots planned for auction, and in one
"""Tenths of m² in a hectare."""
_TENTHS = 100_000


def generate(
    units_2025: Mapping[str, MultiPolygon],
    communes_2024: Mapping[str, MultiPolygon],
    count: int = COUNT,
    total_ha: float = TOTAL_HA,
    seed: int = SEED,
) -> list[SamplePlot]:
    """The sample register; active plots count exactly `count` and `total_ha`, retired ones come in addition.

    Args:
        units_2025: the 30 units of today by uid; plots keep inside them.
        communes_2024: the communes of 2024 and Côn Đảo district (755) by code.
        count: active plots.
        total_ha: sum of the headline areas of the active plots.
        seed: another seed, another register.
    """
    landscape = _Landscape(communes_2024, units_2025, seed)
    sites = [site for commune in landscape.communes for site in sites_of(commune, seed)]
    areas = measured.areas_of(stream(seed, "areas"), shapely.area(np.array([site.shape for site in sites])))
    wanted = round(total_ha * _TENTHS)
    paper = round(count * _PAPER_SHARE)
    papers = paper_drafts(landscape.places, communes_2024, paper, seed)
    nominal = sum(tenths for _, tenths in papers)
    chosen = select(sites, areas.headline, landscape.kinds, count - paper, wanted - nominal, seed)
    kinds = _kinds(landscape, sites, areas.headline, chosen)
    drafts = [_draft(landscape, sites[index], kinds[index], areas, index) for index in chosen]
    lack = wanted - sum(int(areas.headline[index]) for index in chosen)
    drafts += _fitted(papers, lack, landscape)
    return _register(landscape, drafts)
