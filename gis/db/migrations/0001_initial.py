"""Tables of the bottom storey, the extensions, and the pinned VN-2000 systems in spatial_ref_sys."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

from gis.crs import OWN
from gis.text.fold import DROP_FOLD_SQL, FOLD_SQL


def add_srids(apps, schema_editor):
    """Own SRIDs carry no EPSG authority: PostGIS would ignore their text and pick the operation by place."""
    with schema_editor.connection.cursor() as cursor:
        for crs in OWN:
            cursor.execute(
                "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) "
                "VALUES (%s, 'DATCONG', %s, %s) ON CONFLICT (srid) DO NOTHING",
                [crs.srid, crs.srid, f"{crs.proj4} +no_defs +type=crs"],
            )


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FOLD_SQL, DROP_FOLD_SQL),
        migrations.RunPython(add_srids, migrations.RunPython.noop),
        migrations.RunSQL("CREATE SEQUENCE gis_db_data_version START 2", "DROP SEQUENCE IF EXISTS gis_db_data_version"),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("last", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("layer", models.CharField(max_length=60)),
                ("x", models.IntegerField(default=-1)),
                ("y", models.IntegerField(default=-1)),
                ("version", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["layer", "x", "y"], name="one_version_per_cell")],
            },
        ),
    ]
