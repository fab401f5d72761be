"""The sample through time: parcel numbers, versions, splits and mergers; and the same register on every run."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import shapely

from land import workflow
from land.sample.generate import generate_many
from tests.unit.sample.digest import digest

REFORM = date(2025, 7, 1)


def test_generate__same_bytes_whatever_the_hash_seed(register, second_run):
    printed, _ = second_run.communicate()
    assert second_run.returncode == 0
    assert printed.strip() == digest(register)


def test_parcels__one_plot_per_number_at_a_time(register):
    periods = defaultdict(list)
    for plot in register:
        for parcel in plot.parcels:
            key = (parcel.unit_uid, parcel.sheet_number, parcel.parcel_number)
            periods[key].append((parcel.starts_on or date.min, parcel.ends_on or date.max))
    for spans in periods.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_parcels__follow_the_mergers_without_a_gap(plots):
    for plot in plots:
        lasting = [parcel for parcel in plot.parcels if parcel.ends_on is None]
        assert {parcel.unit_uid for parcel in lasting} == {plot.unit_uid}
        assert (plot.sheet_number, plot.parcel_number) in {(p.sheet_number, p.parcel_number) for p in lasting}
        for parcel in lasting:
            assert parcel.starts_on >= REFORM
        ended = [parcel for parcel in plot.parcels if parcel.ends_on is not None]
        assert all(parcel.starts_on < parcel.ends_on <= REFORM for parcel in ended)


def test_parcels__some_plots_hold_several_and_most_sheets_got_new_numbers(plots):
    several = sum(len({p.parcel_number for p in plot.parcels}) > 1 for plot in plots)
    assert 0.03 < several / len(plots) < 0.2
    renumbered = sum(len({p.sheet_number for p in plot.parcels}) > 1 for plot in plots)
    assert renumbered / len(plots) == pytest.approx(0.6, abs=0.08)


def test_units_at_record__old_and_in_between(plots):
    starts = Counter(plot.unit_at_record_uid.partition("@")[2] for plot in plots)
    assert set(starts) == {"initial", "2025-01-01", "2025-03-01"}


def test_history__a_share_of_plots_with_kinds_and_reasons(plots):
    told = [plot for plot in plots if plot.history]
    assert len(told) / len(plots) == pytest.approx(0.12, abs=0.02)
    assert {plot.change for plot in told} >= {"corrected", "changed", "published"}
    for plot in told:
        moments = [version.recorded_at for version in plot.history] + [plot.recorded_at]
        assert moments == sorted(moments)
        starts = [version.valid_from for version in plot.history] + [plot.valid_from]
        assert starts == sorted(starts)
        assert all(version.change in workflow.ChangeKind.values and version.reason for version in plot.history)
        assert all(hasattr(plot, name) for version in plot.history for name in version.earlier)
        assert plot.history[-1].earlier


def test_lineage__about_sixty_splits_and_twenty_mergers(register):
    by_key = {plot.key: plot for plot in register}
    families = defaultdict(list)
    for plot in register:
        for link in plot.lineage:
            families[link.kind, link.parent].append(plot)
            assert by_key[link.parent].retired_on == link.on_date == plot.valid_from
            assert link.parent < plot.key
    splits = [children for (kind, _), children in families.items() if kind == "split"]
    assert len(splits) == 60
    assert {len(children) for children in splits} <= {2, 3, 4}
    assert len({children[0].key for (kind, _), children in families.items() if kind == "merge"}) == 20
    assert {plot.key for plot in register if plot.retired_on} == {parent for _, parent in families}


def test_lineage__parents_cover_their_children(register):
    children = defaultdict(list)
    by_key = {plot.key: plot for plot in register}
    for plot in register:
        for link in plot.lineage:
            if link.kind == "split":
                children[link.parent].append(plot.geom)
    for key, parts in children.items():
        assert shapely.union_all(parts).symmetric_difference(by_key[key].geom).area < 0.01
        assert by_key[key].status == workflow.PlotStatus.SPLIT.value


def test_keys__count_from_one(register):
    assert [plot.key for plot in register] == list(range(1, len(register) + 1))


def test_generate_many__small_plots_apart_in_chunks(ground):
    units, communes, _ = ground
    chunks = list(generate_many(units, communes, 3_000))
    assert sum(len(chunk) for chunk in chunks) == 3_000
    assert max(len(chunk) for chunk in chunks) < 2_000
    made = [plot for chunk in chunks for plot in chunk]
    assert [plot.key for plot in made] == list(range(1, 3_001))
    shapes = np.array([plot.geom for plot in made])
    assert shapely.is_valid(shapes).all()
    vertices = shapely.get_num_coordinates(shapes) - 1
    assert vertices.mean() == pytest.approx(36, abs=4)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert not shapely.relate_pattern(shapes[first[first < second]], shapes[second[first < second]], "T********").any()
    numbers = {(p.unit_uid, p.sheet_number, p.parcel_number) for plot in made for p in plot.parcels if not p.ends_on}
    assert len(numbers) >= 3_000


def test_history__some_borders_moved_and_the_part_that_was_overlaps_nobody(plots):
    moved = [plot for plot in plots if any("geom" in version.earlier for version in plot.history)]
    assert 50 < len(moved) < 150
    for plot in moved:
        before = plot.history[0].earlier
        assert before["geom"].is_valid
        assert 0.5 < before["geom"].area / plot.geom.area < 0.97
        assert before["geom"].difference(plot.geom).area < 0.1
        assert before["area_m2"] < plot.area_m2
        assert (plot.change, plot.history[0].valid_from < plot.valid_from) == ("changed", True)
    assert any(plot.publish_level == "public" and plot.published_on < plot.valid_from for plot in moved)
