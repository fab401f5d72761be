"""Every file for the public is written over the public connection, whose role cannot read a hidden column."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test.utils import CaptureQueriesContext

from land.exports.pdf import plot_pdf
from land.exports.plot_formats import FORMATS as PLOT_FORMATS
from land.exports.plot_formats import export_plot
from land.exports.register import FORMATS, export
from land.exports.report import report
from land.exports.summary_files import FORMATS as SUMMARY_FORMATS
from land.exports.summary_files import export_summary
from land.layers import PLOTS
from tests.database.exports.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
PUBLIC = AnonymousUser()


def _doors():
    about = {"title": "Quỹ đất công", "filter_text": "", "today": TODAY}

    def rows():
        return PLOTS.rows(PUBLIC).order_by("number")

    for fmt in FORMATS:
        yield f"register-{fmt}", lambda code, fmt=fmt: export(fmt, layer=PLOTS, queryset=rows(), user=PUBLIC, **about)
    for fmt in PLOT_FORMATS:
        yield f"plot-{fmt}", lambda code, fmt=fmt: export_plot(fmt, code=code, user=PUBLIC, today=TODAY)
    for fmt in SUMMARY_FORMATS:
        yield f"summary-{fmt}", lambda code, fmt=fmt: export_summary(fmt, queryset=rows(), filter_text="", today=TODAY)
    yield "pdf", lambda code: plot_pdf(code, user=PUBLIC, address="https://x.example/", today=TODAY)
    yield "report", lambda code: report(layer=PLOTS, queryset=rows(), user=PUBLIC, **about)


DOORS = dict(_doors())


@pytest.mark.parametrize("door", DOORS)
def test_the_public_reads_plots_over_the_public_connection_only(door, plots, public_wall):
    code = plots["simple"].code
    with CaptureQueriesContext(connections["default"]) as asked, CaptureQueriesContext(connections["public"]) as seen:
        assert DOORS[door](code).content()
    assert [query["sql"] for query in asked if 'FROM "land_plot' in query["sql"]] == []
    assert any('FROM "land_plot"' in query["sql"] for query in seen)
