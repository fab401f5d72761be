"""Sums beside the plots, and the span that tells what is too small to be drawn."""

from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations, models

import gis.db.expressions

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("land", "0020_imports"),
        ("territory", "0002_mercator_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlotCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=10)),
                ("n", models.BigIntegerField()),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=20)),
                ("settled", models.BooleanField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("land_use", models.CharField(max_length=5, null=True)),
                ("use_state", models.CharField(blank=True, max_length=16)),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
            options={
                "verbose_name": "ô đếm khu đất",
                "verbose_name_plural": "ô đếm khu đất",
            },
        ),
        migrations.CreateModel(
            name="PlotTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.CharField(max_length=10)),
                ("n", models.BigIntegerField()),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=20)),
                ("settled", models.BooleanField()),
                ("field", models.CharField(blank=True, max_length=40)),
                ("held", models.CharField(max_length=40, null=True)),
            ],
            options={
                "verbose_name": "số đếm khu đất",
                "verbose_name_plural": "số đếm khu đất",
            },
        ),
        migrations.AddField(
            model_name="plot",
            name="span_m",
            field=models.GeneratedField(
                db_persist=True, expression=gis.db.expressions.Span("geom"), output_field=models.FloatField(null=True)
            ),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(
                models.OrderBy(models.F("span_m"), descending=True),
                name="plot_span",
            ),
        ),
        migrations.AddIndex(
            model_name="plotcell",
            index=models.Index(fields=["x", "y"], name="plotcell_place"),
        ),
        migrations.AddIndex(
            model_name="plotcell",
            index=models.Index(condition=models.Q(("settled", False)), fields=["settled"], name="plotcell_added"),
        ),
        migrations.AddIndex(
            model_name="plottally",
            index=models.Index(condition=models.Q(("settled", False)), fields=["settled"], name="plottally_added"),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=django.contrib.postgres.indexes.GistIndex(
                condition=models.Q(("geom__isnull", True)), fields=["anchor_3857"], name="plot_anchor_alone"
            ),
        ),
        migrations.RunSQL(
            (SQL / "tallies_v1.sql").read_text(encoding="utf-8"),
            (SQL / "tallies_v1_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
