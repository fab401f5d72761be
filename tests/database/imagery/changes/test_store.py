"""From the store: real files of a small series, plots of the register, candidates in the database."""

from datetime import date

import numpy as np
import pytest

from imagery.actions import detection
from imagery.changes import reading
from imagery.changes.reading import source_of
from imagery.models import ChangeCandidate, ChangeLook, Collection
from imagery.workflow import CandidateKind, ChangeState, Quality, Sight
from land.workflow import PublishLevel
from tests import places
from tests.database.imagery.pictures import forget
from tests.factories import land, pictures
from tests.factories.changes import MOMENT

pytestmark = pytest.mark.django_db
SIZE = 64
DAYS = [date(year, month, 10) for year in (2023, 2024, 2025) for month in (1, 3, 6, 12)]
BUILT_ON = date(2024, 4, 1)
GRASS = {"blue": 700, "green": 1000, "red": 1100, "nir": 2600, "swir1": 2400}
CLOUDY = date(2024, 3, 10)


def drawn(day):
    """Reflectances x 10000 by band: wood and grass in squares, grain, haze of the day, and a roof from a day on."""
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    cover = (rows // 8 + columns // 8) % 2
    grain = rng.uniform(0.9, 1.1, (SIZE, SIZE))
    haze = np.random.default_rng(day.toordinal()).uniform(0, 150)
    ground = {}
    for role, value in pictures.ROOF.items():
        spectra = np.array([pictures.WOOD[role], GRASS[role]])
        values = spectra[cover] * grain
        if day >= BUILT_ON:
            values[30:35, 34:39] = value
        if day == CLOUDY:
            values[20:44, 24:48] = 6000
        ground[role] = values + haze + np.random.default_rng(day.toordinal() + value).normal(0, 15, (SIZE, SIZE))
    return ground


def classes(day):
    scl = np.full((SIZE, SIZE), 5)
    if day == CLOUDY:
        scl[20:44, 24:48] = 9
    return scl


@pytest.fixture
def series(tmp_path):
    """Twelve scenes; row 32, column 32 of them lies at Vũng Tàu."""
    for day in DAYS:
        pictures.scene(tmp_path, day, drawn(day), size=SIZE, scl=classes(day))
    return Collection.objects.get()


@pytest.fixture
def plots():
    return {
        "built": land.plot(side=90.0, dx=-10, dy=-50),
        "quiet": land.plot(side=120.0, dx=-250, dy=-200),
        "small": land.plot(side=11.0, dx=200, dy=200),
        "far": land.plot(side=50.0, dx=5_000, dy=0),
    }


def test_run__finds_the_roof(series, plots):
    outcome = detection.detect_changes(collection=series)
    row = ChangeCandidate.objects.get()
    assert (outcome.raised, outcome.plots) == (1, 3)
    assert (row.plot, row.kind) == (plots["built"], CandidateKind.BUILDING)
    assert (row.last_clear_on, row.seen_on) == (date(2024, 1, 10), date(2024, 6, 10))
    assert (row.scene_before.acquired_on, row.scene_after.acquired_on) == (row.last_clear_on, row.seen_on)
    x, y = row.extent.centroid.coords
    assert (x, y) == pytest.approx((places.VUNG_TAU[0] + 45, places.VUNG_TAU[1] - 5), abs=12)
    assert row.inside_m2 == pytest.approx(2_500, rel=0.3)
    assert len(row.evidence["curve"]) == len(DAYS)
    sights = {look.plot: look.sight for look in ChangeLook.objects.select_related("plot")}
    assert sights == {plots["built"]: Sight.SEEN, plots["quiet"]: Sight.SEEN, plots["small"]: Sight.TOO_SMALL}
    assert detection.detect_changes(collection=series).renewed == 1


def test_source__one_grid_the_bands_that_all_have_and_the_days_in_order(series, plots):
    source = source_of(series)
    assert source.days == tuple(DAYS)
    assert [role.value for role in source.roles] == ["blue", "green", "red", "nir", "swir1"]
    (window,) = source.windows()
    assert window.stack.bands.shape[:2] == (len(DAYS), 5)
    assert window.stack.pixel_m == pytest.approx(9.4, abs=0.2)
    seen = window.stack.quality[DAYS.index(CLOUDY)]
    assert (seen == Quality.CLOUD).sum() * window.stack.pixel_m**2 == pytest.approx(24 * 24 * 100, rel=0.05)
    assert 0.05 < window.stack.bands[0, 3][seen > 0].mean() < 0.5
    assert {plot.key for plot in window.plots} == {plots[name].pk for name in ("built", "quiet", "small")}


def test_source__the_clearest_days_of_a_long_series(series, monkeypatch):
    monkeypatch.setattr(reading, "MOST_DAYS", 6)
    monkeypatch.setattr(reading, "_NEWEST", 3)
    days = source_of(series).days
    assert len(days) == 6
    assert days[-3:] == tuple(DAYS[-3:])
    assert CLOUDY not in days


def test_broken_file__looked_at_without_it(series, plots, caplog):
    scene = series.scenes.get(acquired_on=DAYS[1])
    series.scenes.filter(pk=scene.pk).update(data_key="gone.tif")
    source = source_of(series)
    (window,) = source.windows()
    assert not window.stack.quality[1].any()
    assert {sheet.id for sheet in source.missed} == {scene.pk}
    assert str(scene.pk) in caplog.text


@pytest.mark.parametrize("lost", [12, 8])
def test_files_away__no_candidate_leaves_the_desk(series, plots, lost):
    detection.detect_changes(collection=series)
    row = ChangeCandidate.objects.get()
    forget()
    for scene in series.scenes.order_by("acquired_on")[:lost]:
        series.scenes.filter(pk=scene.pk).update(data_key=f"gone/{scene.data_key}")
    assert detection.detect_changes(collection=series).lapsed == 0
    row.refresh_from_db()
    assert row.state == ChangeState.CANDIDATE


def test_source__knows_no_restricted_withdrawn_or_faulty_scene(series):
    levels = (
        {"publish_level": PublishLevel.RESTRICTED},
        {"withdrawn_at": MOMENT},
        {"fault": "missing", "fault_since": MOMENT},
    )
    source = source_of(series)
    for day, how in zip(DAYS[:3], levels, strict=True):
        series.scenes.filter(acquired_on=day).update(**how)
    assert source_of(series).days == tuple(DAYS[3:])
    assert not source.is_standing()
    assert source_of(series).is_standing()
