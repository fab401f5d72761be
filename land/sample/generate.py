"""The sample register: 7,500 plots of exactly 11,104.0 ha, or a million small ones for measurements."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point

from land.sample.areas import METHODS, Areas, areas_of, square_metres
from land.sample.attributes import FIRST_DAY, LAST_DAY, kind_of
from land.sample.borders import SHARE as BORDER_SHARE
from land.sample.borders import move_border
from land.sample.build import Draft, PlotAreas, build
from land.sample.facts import current_leaf_codes
from land.sample.flags import plan_auctions
from land.sample.history import SHARE, give_history
from land.sample.kinds import VACANT, Kind, fitting_kinds
from land.sample.landscape import Landscape
from land.sample.lineage import families
from land.sample.numbering import reading_order
from land.sample.paper import areas_on_paper, fitted, paper_plots
from land.sample.randomness import Dice, stream
from land.sample.selection import quotas, select
from land.sample.shapes import DIGITS
from land.sample.sites import many_sites, sites_of
from land.sample.spec import SamplePlot, Site

SEED = 20251122
COUNT, TOTAL_HA = 7_500, 11_104.0
_TENTHS_PER_HA = 100_000
_PAPER_SHARE = 0.04
# Shares of the plots: planned for auction, in an auction, born of a split, born of a merger.
_PLANNED, _RUNNING, _SPLITS, _MERGERS = 0.024, 0.0032, 0.008, 0.0027


def generate(
    units_2025: Mapping[str, MultiPolygon],
    communes_2024: Mapping[str, MultiPolygon],
    count: int = COUNT,
    total_ha: float = TOTAL_HA,
    seed: int = SEED,
) -> list[SamplePlot]:
    """The sample register in the order of its codes; retired plots come in addition to `count` active ones.

    Args:
        units_2025: the 30 units of today by uid; plots keep inside them.
        communes_2024: the communes of 2024 and Côn Đảo district (755) by code.
        count: active plots.
        total_ha: exact sum of the headline areas of the active plots.
        seed: another seed, another register.
    """
    landscape = Landscape(communes_2024, units_2025, seed)
    needed = quotas(landscape.kinds, count)
    sites = [site for commune in landscape.communes for site in sites_of(commune, seed, needed[commune.code])]
    areas = areas_of(stream(seed, "areas"), shapely.area(np.array([site.shape for site in sites])))
    wanted = round(total_ha * _TENTHS_PER_HA)
    papers = paper_plots(landscape.places, landscape.land, round(count * _PAPER_SHARE), seed)
    on_paper = sum(paper.tenths for paper in papers)
    chosen = select(sites, areas.headline, landscape.kinds, count - len(papers), wanted - on_paper, seed)
    kinds = _kinds(landscape, sites, areas, chosen)
    drafts = [_draft(landscape, sites[index], kinds[index], areas, index) for index in chosen]
    lack = wanted - int(areas.headline[chosen].sum())
    drafts += [
        replace(paper.draft, areas=areas_on_paper(tenths))
        for paper, tenths in zip(papers, fitted(papers, lack), strict=True)
    ]
    return _register(landscape, drafts)


def _kinds(landscape: Landscape, sites: list[Site], areas: Areas, chosen: list[int]) -> dict[int, Kind]:
    """A kind for each chosen site; a land-use code in force that nobody drew goes to the first fitting site."""
    kinds: dict[int, Kind] = {}
    dice = Dice(stream(landscape.seed, "kinds"))
    before: tuple[Site, Kind] | None = None
    for index in chosen:
        site, size = sites[index], float(areas.headline[index]) / 10
        kinds[index] = kind_of(dice, site, size, landscape.place(site.commune))
        if before and _alike(before[0], site) and dice.chance(0.88):
            kinds[index] = before[1]
        before = site, kinds[index]
    used = {kind.land_use for kind in kinds.values()}
    for code in current_leaf_codes():
        if code in used:
            continue
        for index in chosen:
            size = float(areas.headline[index]) / 10
            grounds = landscape.place(sites[index].commune).grounds
            fit = [kind for kind, _ in fitting_kinds(sites[index].theme, size, grounds) if kind.land_use == code]
            if fit and kinds[index] is VACANT:
                kinds[index] = fit[0]
                break
    return kinds


def _alike(one: Site, other: Site) -> bool:
    """Neighbours in one resettlement area, salt field, farm block or forest, which are of one kind."""
    if (one.commune, one.place, one.theme) != (other.commune, other.place, other.theme):
        return False
    return one.theme == "forest" or (one.theme in ("project", "salt", "field", "pond") and one.block == other.block)


def _draft(landscape: Landscape, site: Site, kind: Kind, areas: Areas, index: int) -> Draft:
    legal, surveyed = int(areas.legal[index]), int(areas.surveyed[index])
    known = PlotAreas(
        square_metres(int(areas.headline[index])),
        METHODS[int(areas.method[index])],
        square_metres(legal) if legal >= 0 else None,
        square_metres(surveyed) if surveyed >= 0 else None,
        square_metres(int(areas.planar[index])),
    )
    inner = site.shape.representative_point()
    point = Point(round(inner.x, DIGITS), round(inner.y, DIGITS))
    return Draft(site, kind, landscape.place(site.commune), landscape.around(site), known, site.shape, point)


def _register(landscape: Landscape, drafts: list[Draft]) -> list[SamplePlot]:
    """Plots of the drafts, with their histories and families, numbered by the day they were entered."""
    seed = landscape.seed
    drafts = sorted(drafts, key=lambda draft: _by_number(landscape, draft))
    plots = []
    for code, dice in {draft.site.commune: Dice(stream(seed, draft.site.commune, "plots")) for draft in drafts}.items():
        mine = [draft for draft in drafts if draft.site.commune == code]
        plots += [build(dice, draft, landscape.sheets, dice.day(FIRST_DAY, LAST_DAY)) for draft in mine]
    dice = Dice(stream(seed, "families"))
    codes = [draft.site.commune for draft in drafts]
    number = len(plots)
    found = families(dice, plots, codes, landscape.sheets, round(number * _SPLITS), round(number * _MERGERS))
    children = {id(child) for family in found for child in family.children}
    dice = Dice(stream(seed, "history"))
    order = {id(plot): plot.valid_from for plot in plots}
    for plot, code in zip(plots, codes, strict=True):
        if id(plot) not in children and dice.chance(SHARE):
            give_history(dice, plot, landscape.place(code))
    dice = Dice(stream(seed, "borders"))
    for plot in plots:
        fit = plot.geom is not None and not plot.history and id(plot) not in children
        if fit and dice.chance(BORDER_SHARE):
            move_border(dice, plot)
    retired = [parent for family in found for parent in family.parents]
    order |= {id(parent): parent.history[0].valid_from for parent in retired}
    numbered = sorted([*plots, *retired], key=lambda plot: order[id(plot)])
    for key, plot in enumerate(numbered, start=1):
        plot.key = key
    for family in found:
        family.link()
    plan_auctions(Dice(stream(seed, "auctions")), plots, round(number * _PLANNED), round(number * _RUNNING))
    return numbered


def _by_number(landscape: Landscape, draft: Draft) -> tuple[str, int, tuple[int, float]]:
    code, point = draft.site.commune, draft.point
    return code, landscape.sheets.sheet_at(code, point.x, point.y), reading_order(point.x, point.y)


def generate_many(
    units_2025: Mapping[str, MultiPolygon],
    communes_2024: Mapping[str, MultiPolygon],
    count: int,
    seed: int = SEED,
) -> Iterator[list[SamplePlot]]:
    """`count` small plots on the same land in lists of some hundreds, for measurements; without history and families.

    Raises:
        ValueError: at the end, when the land is full before the count is reached.
    """
    landscape = Landscape(communes_2024, units_2025, seed)
    area = {commune.code: commune.land.area for commune in landscape.communes}
    total, made, due = sum(area.values()), 0, 0.0
    # Small communes first: what does not fit there finds room in the large ones.
    for commune in sorted(landscape.communes, key=lambda commune: (area[commune.code], commune.code)):
        due += count * area[commune.code] / total
        for sites in many_sites(commune, seed):
            room = min(len(sites), round(due) - made)
            if room > 0:
                yield _chunk(landscape, sites[:room], made)
                made += room
            if made >= round(due):
                break
        landscape.forget()
    if made < count:
        raise ValueError(f"the land holds {made} such plots, {count} were wanted")


def _chunk(landscape: Landscape, sites: list[Site], made: int) -> list[SamplePlot]:
    first = sites[0]
    names = (landscape.seed, "many", first.commune, first.place)
    areas = areas_of(stream(*names, "areas"), shapely.area(np.array([site.shape for site in sites])))
    dice = Dice(stream(*names))
    place = landscape.place(first.commune)
    plots = []
    for index, site in enumerate(sites):
        kind = kind_of(dice, site, float(areas.headline[index]) / 10, place)
        draft = _draft(landscape, site, kind, areas, index)
        plots.append(build(dice, draft, landscape.sheets, dice.day(FIRST_DAY, LAST_DAY)))
        plots[-1].key = made + index + 1
    return plots


def active(plots: list[SamplePlot]) -> list[SamplePlot]:
    """The plots on the map and in the sums."""
    return [plot for plot in chain(plots) if plot.retired_on is None]
