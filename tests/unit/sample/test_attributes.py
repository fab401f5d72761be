"""What the sample says of its plots: every code occurs, nothing contradicts the register's own rules."""

from collections import Counter
from datetime import date

import pytest

from land import workflow
from land.sample.agencies import LAND_FUND, agencies
from land.sample.facts import current_leaf_codes, unit_names
from land.sample.kinds import KINDS

CHOICES = [
    ("use_state", workflow.UseState),
    ("legal_status", workflow.LegalStatus),
    ("handling_plan", workflow.HandlingPlan),
    ("origin", workflow.Origin),
    ("publish_level", workflow.PublishLevel),
    ("area_method", workflow.AreaMethod),
    ("location_basis", workflow.LocationBasis),
    ("confidence", workflow.Confidence),
    ("review_state", workflow.ReviewState),
]


@pytest.mark.parametrize(("field", "choices"), CHOICES, ids=[field for field, _ in CHOICES])
def test_choices__every_one_occurs_and_no_other(plots, field, choices):
    assert {getattr(plot, field) for plot in plots} == set(choices.values)


def test_flags__every_kind_lasts_somewhere(plots):
    lasting = Counter(kind for plot in plots for kind in plot.current_flags)
    assert set(lasting) == set(workflow.FlagKind.values)
    assert lasting["planned_auction"] == 180
    assert all(flag.starts_on <= (flag.ends_on or date.max) for plot in plots for flag in plot.flags)
    assert any(flag.ends_on for plot in plots for flag in plot.flags)


def test_flags__periods_of_a_kind_do_not_overlap(register):
    for plot in register:
        assert len({flag.kind for flag in plot.flags}) == len(plot.flags)


def test_land_use__every_leaf_in_force_and_recovered_land_above_all(plots):
    count = Counter(plot.land_use for plot in plots)
    assert set(count) == set(current_leaf_codes())
    assert count.most_common(1)[0][0] == "CGT"
    assert {plot.land_use_current for plot in plots} <= set(current_leaf_codes())


def test_agencies__known_and_named_in_both_languages(register):
    known = {agency.code for agency in agencies()}
    assert len(known) == len(agencies())
    assert all(agency.name and agency.name_en for agency in agencies())
    assert all(code.isascii() and len(code) <= 40 for code in known)
    used = {code for plot in register for code in (plot.managing_agency, plot.using_agency)} - {""}
    assert used <= known
    earlier = {version.earlier.get("managing_agency", "") for plot in register for version in plot.history} - {""}
    assert earlier <= known
    seen: set[str] = set()
    for agency in agencies():
        assert not agency.parent or agency.parent in seen
        seen.add(agency.code)


def test_agencies__every_managing_one_manages_something(plots):
    """Bodies that a kind of land names, and the committees of the thirty units, whose commune land they manage."""
    committees = {agency.code for agency in agencies() if agency.code.removeprefix("ubnd-").isdigit()}
    assert len(committees) == 30
    managers = {kind.manager for kind in KINDS} & {agency.code for agency in agencies()}
    assert len(managers) > 10
    assert {*managers, *committees, LAND_FUND} <= {plot.managing_agency for plot in plots}


def test_publication__shares_and_rules(plots):
    share = {level: n / len(plots) for level, n in Counter(plot.publish_level for plot in plots).items()}
    assert share["public"] == pytest.approx(0.82, abs=0.03)
    assert share["internal"] == pytest.approx(0.15, abs=0.03)
    assert share["restricted"] == pytest.approx(0.03, abs=0.012)
    for plot in plots:
        public = plot.publish_level == "public"
        assert public == (plot.published_on is not None)
        assert not (public and plot.review_state == "needs_review")
        assert not (public and "restricted" in plot.current_flags)
        assert not public or date(2022, 1, 1) <= plot.published_on <= date(2026, 11, 30)


def test_review__faults_have_field_detail_and_mend(plots):
    faulty = [plot for plot in plots if plot.review_state == "needs_review"]
    assert 0.01 <= len(faulty) / len(plots) <= 0.025
    assert all(set(note) == {"field", "detail", "mend"} for plot in faulty for note in plot.review_notes)
    assert all(not plot.review_notes for plot in plots if plot.review_state == "checked")


def test_without_boundary__about_four_in_a_hundred_with_paper_area(plots):
    bare = [plot for plot in plots if plot.geom is None]
    assert len(bare) == 300
    assert {plot.location_basis for plot in bare} == {"parcel", "point", "unit"}
    for plot in bare:
        assert plot.point is not None
        assert plot.area_legal_m2 == plot.area_m2
        assert plot.area_planar_m2 is None


def test_headline_area__is_the_one_its_method_names(plots):
    for plot in plots:
        assert getattr(plot, f"area_{plot.area_method}_m2") == plot.area_m2


def test_words__fit_the_register(register):
    names = unit_names()
    for plot in register:
        assert 5 < len(plot.name) <= 200
        assert len(plot.address) <= 300
        assert names[plot.unit_uid].split(" ", 1)[1] in plot.address
        assert len(plot.source) <= 300
        assert len(plot.parcel_number) <= 20
        assert len(plot.decision_number) <= 80
        assert "{" not in plot.name + plot.address + plot.source + plot.note


def test_names__many(plots):
    assert len({plot.name for plot in plots}) > 4_000


def test_days__in_order(register):
    for plot in register:
        born = plot.history[0].valid_from if plot.history else plot.valid_from
        assert date(2005, 1, 1) <= born <= date(2026, 11, 20)
        assert not plot.published_on or plot.published_on >= born
        assert not plot.decision_on or plot.decision_on <= max(plot.valid_from, born)
        assert plot.recorded_at.tzinfo is not None
        assert plot.recorded_at.date() >= plot.valid_from
