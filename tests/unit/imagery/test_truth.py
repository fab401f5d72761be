"""What is planted lies on plots, has the sizes it says, and is the same for a seed."""

import json
from collections import Counter

import pytest
import shapely

from gis import crs
from imagery.sample.areas import AREAS, CRS, SMALL
from imagery.sample.series import Series
from imagery.sample.truth import DecoyKind, EventKind
from tests.unit.imagery.digest import digest

ROUNDING_M2 = 0.5  # corners are kept to the millimetre


def test_same_seed__same_bytes_in_another_process(series, scenes, second_run):
    first = digest(series.truth, scenes)
    assert digest(series.truth, series.scenes()) == first
    output, _ = second_run.communicate(timeout=120)
    assert output.strip() == first


def test_another_seed__another_series(series, scenes, inputs):
    other = Series(SMALL, *inputs, seed=7, dates=series.days[:6])
    assert {event.shape.wkb for event in other.truth.events}.isdisjoint(
        event.shape.wkb for event in series.truth.events
    )
    scene = next(other.scenes())
    assert (scene.bands != scenes[0].bands).mean() > 0.9


def test_events__as_many_as_wanted_of_every_kind(series):
    kinds = Counter(event.kind for event in series.truth.events)
    assert sum(kinds.values()) >= 0.8 * SMALL.events
    assert set(kinds) == set(EventKind)
    assert sum(area.events for area in AREAS) >= 100


def test_events__small_and_large(series):
    sizes = sorted(event.inside_m2 for event in series.truth.events)
    assert 80 <= sizes[0] < 250
    assert 1_500 < sizes[-1] <= 6_500
    assert sum(size >= 400 for size in sizes) >= len(sizes) / 3


def test_events__lie_where_they_say(series, plots):
    by_code = {plot.code: plot for plot in plots}
    for event in series.truth.events:
        plot = by_code[event.plot]
        assert event.shape.is_valid
        assert event.shape.area >= event.area_m2 - ROUNDING_M2
        assert event.shape.intersection(plot.shape).area == pytest.approx(event.inside_m2, abs=ROUNDING_M2)
        assert SMALL.box.covers(crs.transform(event.shape, crs.LEGAL, CRS))
        if event.kind is not EventKind.ENCROACHMENT:
            assert event.inside_m2 == pytest.approx(event.area_m2, abs=ROUNDING_M2)


def test_encroachments__lie_on_both_sides_of_the_border_and_on_no_other_plot(series, plots):
    found = [event for event in series.truth.events if event.kind is EventKind.ENCROACHMENT]
    assert found
    for event in found:
        assert 0.3 < event.inside_m2 / event.area_m2 < 0.97
        others = [plot for plot in plots if plot.code != event.plot and plot.shape.intersects(event.shape)]
        assert sum(plot.shape.intersection(event.shape).area for plot in others) < ROUNDING_M2


def test_events__between_the_scenes(series):
    for event in series.truth.events:
        assert sum(day < event.on for day in series.days) >= 3
        assert sum(day >= event.on for day in series.days) >= 1


def test_decoys__as_many_as_events_and_on_other_plots(series):
    events, decoys = series.truth.events, series.truth.decoys
    assert len(decoys) >= len(events)
    assert len({decoy.kind for decoy in decoys}) >= 4
    assert len({thing.plot for thing in (*events, *decoys)}) == len(events) + len(decoys)
    assert len({thing.id for thing in (*events, *decoys)}) == len(events) + len(decoys)


def test_decoys__lie_on_their_plots_and_are_seen(series, plots):
    by_code = {plot.code: plot for plot in plots}
    for decoy in series.truth.decoys:
        assert decoy.shape.difference(by_code[decoy.plot].shape).area < ROUNDING_M2
        assert decoy.seen_on
        assert all(decoy.on <= day <= decoy.until for day in decoy.seen_on)
        if decoy.kind is DecoyKind.TIDE:
            assert len(decoy.seen_on) < len(series.days)


def test_things__apart(series):
    shapes = [thing.shape for thing in (*series.truth.events, *series.truth.decoys) if thing.kind != "cloud_shadow"]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert (first == second).all()


def test_write__geojson_in_degrees_that_says_it_is_synthetic(series, tmp_path):
    path = series.truth.write(tmp_path)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "SYN_truth_chi-linh.geojson"
    assert "không phải ảnh chụp" in told["note"]
    assert len(told["features"]) == len(series.truth.events) + len(series.truth.decoys)
    event = told["features"][0]
    longitude, latitude = event["geometry"]["coordinates"][0][0]
    assert 107.0 < longitude < 107.2
    assert 10.3 < latitude < 10.4
    assert event["properties"]["on"] == series.truth.events[0].on.isoformat()
    assert shapely.from_wkt(event["properties"]["legal"]).area == pytest.approx(
        series.truth.events[0].area_m2, rel=0.01
    )
