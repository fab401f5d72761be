"""Leases and papers of the sample: every kind is there, nothing contradicts the plot, the law or the day."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from land.actions.sample_history import told_periods, versions_of_states
from land.sample.agencies import agencies
from land.sample.records import records_of
from land.workflow import DocumentKind, LeaseKind, LeaseState, LesseeKind

SEED = 20251122


@pytest.fixture(scope="module")
def day():
    return date(2026, 11, 22)


@pytest.fixture(scope="module")
def records(plots, day):
    return records_of(plots, day, SEED)


def test_same_day_same_records(plots, records, day):
    assert records_of(plots, day, SEED) == records


def test_every_state_kind_and_lessee(records):
    assert {lease.state for lease in records.leases} == set(LeaseState.values)
    assert {lease.kind for lease in records.leases} == set(LeaseKind.values)
    assert {lease.lessee_kind for lease in records.leases} == set(LesseeKind.values)
    assert any(lease.area_m2 for lease in records.leases)


def test_some_end_within_each_band(records, day):
    left = [(lease.end - day).days - 1 for lease in records.leases if lease.state == LeaseState.ACTIVE]
    for first, last in ((-3, -1), (0, 0), (1, 30), (31, 90), (91, 30_000)):
        assert any(first <= days <= last for days in left), (first, last)
    assert min(left) >= -3


def test_another_day_moves_the_ends_along(plots, day):
    later = day + timedelta(days=400)
    left = [(lease.end - later).days - 1 for lease in records_of(plots, later, SEED).leases if lease.state == "active"]
    assert any(1 <= days <= 30 for days in left)


def test_leases_of_a_plot_stand_one_behind_the_other(records):
    of_plot = defaultdict(list)
    for lease in records.leases:
        if lease.state in {LeaseState.ACTIVE, LeaseState.EXPIRED, LeaseState.RENEWED}:
            of_plot[lease.plot].append(lease)
    for leases in of_plot.values():
        leases.sort(key=lambda lease: lease.start)
        assert all(before.end <= after.start for before, after in pairwise(leases))
    assert all(lease.earlier.state == LeaseState.RENEWED for lease in records.leases if lease.earlier)


def test_terms_keep_to_the_law(records):
    most = {LeaseKind.SHORT: 60, LeaseKind.COMMUNE_FUND: 120, LeaseKind.ANNUAL: 840, LeaseKind.ONCE: 840}
    for lease in records.leases:
        assert lease.start < lease.end
        assert (lease.end - lease.start).days <= most[lease.kind] * 31


def test_lessees_are_seen_to_be_made_up(records):
    assert all("mẫu" in lease.lessee.lower() for lease in records.leases)
    assert all(lease.contract_number.endswith("-MẪU") for lease in records.leases)
    assert len({lease.contract_number for lease in records.leases}) == len(records.leases)
    renewed = [lease for lease in records.leases if lease.earlier]
    assert all(lease.lessee == lease.earlier.lessee for lease in renewed)


def test_rent_is_possible_and_some_is_owed(records, day):
    owed = Counter()
    for lease in records.leases:
        assert len({item.due_on for item in lease.rent}) == len(lease.rent)
        for item in lease.rent:
            assert item.amount > 0
            assert (item.paid_on is None) is (item.paid_amount is None)
            assert item.paid_amount is None or 0 < item.paid_amount <= item.amount
            assert item.paid_on is None or item.paid_on <= day
            owed["overdue" if item.due_on < day and (item.paid_amount or 0) < item.amount else "fine"] += 1
        assert lease.state != LeaseState.DRAFT or not any(item.paid_on for item in lease.rent)
    assert 20 < owed["overdue"] < owed["fine"] / 10


def test_handovers_name_the_version_that_changed_the_manager(plots, records):
    """Flags have versions of their own, so the number of a state is not always that of its version."""
    by_key = {plot.key: plot for plot in plots}
    agency_ids = {agency.code: agency.code for agency in agencies()}
    moved = 0
    for minute in records.handovers:
        plot = by_key[minute.plot]
        version = versions_of_states(plot)[minute.state]
        told = [row for row in told_periods(plot, agency_ids) if row.step == version]
        assert {row.values["managing_agency_id"] for row in told} == {minute.to_agency}
        assert min(row.start for row in told) == minute.handed_on
        moved += version != minute.state
    assert moved, "no plot of the sample shows the difference"


def test_papers_fit_their_plots(plots, records, day):
    by_key = {plot.key: plot for plot in plots}
    assert records.decisions
    assert records.handovers
    for decision in records.decisions:
        assert decision.plan == by_key[decision.plot].handling_plan
        assert decision.decided_on <= day
    for minute in records.handovers:
        assert minute.from_agency != minute.to_agency
        assert 1 < minute.state <= len(by_key[minute.plot].history) + 1
    assert {file.level for file in records.files} == {"public", "internal"}
    assert {file.kind for file in records.files if not file.is_photo} == set(DocumentKind.values)
    contracts = [file for file in records.files if file.kind == DocumentKind.CONTRACT]
    assert {file.level for file in contracts} == {"internal"}
    assert {file.number for file in contracts} <= {lease.contract_number for lease in records.leases}
    for file in records.files:
        assert "mẫu" in file.title
        assert file.level == "internal" or by_key[file.plot].publish_level == "public"
