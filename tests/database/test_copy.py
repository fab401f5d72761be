"""Rows by COPY: every value comes back as it was, whatever signs it holds."""

import threading
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from uuid6 import uuid7

from audit.models import Event
from gis.db.copy import copy_rows, rows_of, write_rows
from land.models import Plot, PlotFlag
from tests import places
from tests.factories import land

pytestmark = pytest.mark.django_db
ODD = ["", r"\N", r"\.", "a\tb", "a\nb\r\nc", r"C:\temp\n", "'; --", '"', "{}", "{a,b}", "Đường số 3 – “góc” 🏠", " "]


def event(subject, **values):
    return Event(actor_label="a", verb="v", subject_type="t", subject_id=subject, **values)


@pytest.mark.parametrize("text", ODD)
def test_texts_and_json_come_back(text):
    told = {"name": text, "list": [text, None, 1.5, True], text: {}}
    copy_rows([event("1", reason=text, after=told)])
    kept = Event.objects.get()
    assert (kept.reason, kept.after, kept.before) == (text, told, None)


@pytest.mark.parametrize("flags", [[], ["disputed", "in_auction"]])
@pytest.mark.parametrize("bounded", [True, False])
def test_a_plot_comes_back(flags, bounded):
    notes = [{"code": "x", "detail": "1\n2\\"}]
    plot = Plot.objects.get(pk=land.plot(note="a\\b\tc", flags=flags, review_notes=notes).pk)
    plot.pk, plot.number, plot.code = uuid7(), plot.number + 1, "BRVT-999999"
    plot.area_m2, plot.decision_on = Decimal("1234.50"), date(1, 1, 1)
    plot.updated_at = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    if bounded:
        plot.geom = land.geos(places.square(places.VUNG_TAU, 20, 500))
    else:
        plot.geom, plot.location_basis = None, "point"
    copy_rows([plot])
    again = Plot.objects.get(code="BRVT-999999")
    for field in Plot._meta.concrete_fields:
        if not field.generated:
            assert getattr(again, field.attname) == getattr(plot, field.attname), field.attname


@pytest.mark.parametrize(("start", "end"), [(None, None), (date(2025, 1, 1), None), (None, date(2025, 1, 1))])
def test_a_period_comes_back(start, end):
    plot, period = land.plot(), DateRange(start, end)
    copy_rows([PlotFlag(plot=plot, kind="disputed", period=period)])
    assert PlotFlag.objects.get().period == period


def test_rows_are_written_down_in_another_thread():
    found = []
    events = [event(str(number)) for number in range(3)]
    thread = threading.Thread(target=lambda: found.append(rows_of(events)))
    thread.start()
    thread.join()
    assert not Event.objects.exists()
    assert write_rows(found[0]) == 3
    assert sorted(Event.objects.values_list("subject_id", flat=True)) == ["0", "1", "2"]


def test_nothing_is_no_statement():
    assert write_rows(rows_of([])) == 0
    assert rows_of([]).text == b""


def test_constraints_hold():
    plot = land.plot()
    with pytest.raises(IntegrityError):
        copy_rows([plot])


def test_the_sign_that_postgresql_cannot_hold_is_refused():
    with pytest.raises(DataError):
        copy_rows([event("1", reason="a\x00b")])
