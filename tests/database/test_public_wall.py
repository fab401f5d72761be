"""The second wall: what the public role can and cannot read, asked of the real role."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connections

from gis.db import public
from gis.layers import Audience
from land import layers
from land.actions import create_plots
from land.models import Plot, PlotVersion
from land.models.state import PlotState
from land.public import COLUMNS
from tests.database.land.conftest import register  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db(databases=["default", "public"], transaction=True)
ANYONE = AnonymousUser()


def ask(statement: str):
    with connections["public"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.fixture
def plots(register):  # noqa: F811
    secret = {"note": "BÍ MẬT", "confidence": "low"}
    hidden = {"publish_level": "internal", "published_on": None, "name": "Khu đất nội bộ"}
    return create_plots(actor=None, drafts=[register.draft(**secret), register.draft(dx=50, **hidden)])


def test_the_role_is_the_public_one(public_wall):
    assert ask("SELECT current_user")[0][0] == connections["public"].settings_dict["USER"]
    assert ask("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
        (False,)
    ]


def test_published_rows_only_and_hidden_columns_are_null(public_wall, plots):
    rows = list(Plot.objects.visible_to(ANYONE))
    assert [plot.code for plot in rows] == ["BRVT-000001"]
    assert rows[0]._state.db == "public"
    assert (rows[0].note, rows[0].confidence, rows[0].flags, rows[0].review_notes) == (None, None, None, None)
    assert rows[0].geom.equals(plots[0].geom)
    assert [version.code for version in PlotVersion.objects.visible_to(ANYONE)] == ["BRVT-000001"]


def test_a_forgotten_filter_still_shows_published_rows_only(public_wall, plots):
    """The same queryset without visible_to, run on the public connection by mistake."""
    assert Plot.objects.using("public").count() == 1
    assert not Plot.objects.using("public").filter(note__icontains="MẬT").exists()


@pytest.mark.parametrize("model", [m for m in apps.get_models()], ids=lambda model: model._meta.label)
def test_base_tables_are_out_of_reach(public_wall, model):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask(f'SELECT * FROM public."{model._meta.db_table}" LIMIT 1')


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE x (a int)", "CREATE FUNCTION public_read.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"]
)
def test_the_role_makes_nothing(public_wall, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), connections["public"].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM land_plot", "UPDATE land_plot SET name = 'x'", "INSERT INTO land_landuse (code) VALUES ('X')"],
)
def test_the_role_writes_nothing(public_wall, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), connections["public"].cursor() as cursor:
        cursor.execute(statement)


def test_people_and_log_are_not_even_named():
    assert not {"accounts_user", "audit_event", "accounts_apitoken", "land_plotflag"} & set(public.declared())


def test_public_fields_and_public_columns_are_one_list():
    """A field published by the layer must be readable through the wall, an internal one must not."""
    for field in layers.FIELDS:
        root = str(field.source).split("__")[0].removesuffix("_id")
        if root == "publish_level":
            continue  # the column says "public" on every row the role sees; querysets filter by it
        own = root == "code" or root in COLUMNS
        assert own is (field.audience == Audience.PUBLIC), field.name


def test_every_stored_attribute_is_a_field_of_the_layer():
    """What is stored and never declared is absent from page, paper, files and API, and from the history."""
    declared = {str(field.source).split("__")[0].removesuffix("_id") for field in layers.FIELDS}
    stored = {name.removesuffix("_id") for name in PlotState.state_fields()}
    shown_otherwise = {"status", "review_notes", "geom", "point"}  # headline, worklist, map
    assert stored - declared == shown_otherwise


def test_spatial_index_is_used_through_the_wall(public_wall, plots):
    with connections["public"].cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT code FROM land_plot WHERE geom_3857 && ST_TileEnvelope(14, 13000, 7700)")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "Index Cond" in plan
    assert "geom_3857" in plan
