"""Sums of every combination of coded values, for filters by such values."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("land", "0025_identifier_of_one_plot"),
        ("territory", "0002_mercator_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlotMix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.BigIntegerField()),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=20)),
                ("settled", models.BooleanField()),
                ("publish_level", models.CharField(max_length=10)),
                ("area_method", models.CharField(blank=True, max_length=10)),
                ("origin", models.CharField(blank=True, max_length=24)),
                ("use_state", models.CharField(blank=True, max_length=16)),
                ("legal_status", models.CharField(blank=True, max_length=16)),
                ("handling_plan", models.CharField(blank=True, max_length=20)),
                ("location_basis", models.CharField(max_length=10)),
                ("review_state", models.CharField(max_length=14)),
                ("confidence", models.CharField(blank=True, max_length=8)),
                (
                    "public_flags",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                (
                    "land_use",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="land.landuse",
                    ),
                ),
                (
                    "land_use_current",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="land.landuse",
                    ),
                ),
                (
                    "managing_agency",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="territory.adminunit",
                    ),
                ),
                (
                    "unit_at_record",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="territory.adminunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tổ hợp đếm khu đất",
                "verbose_name_plural": "tổ hợp đếm khu đất",
                "indexes": [
                    models.Index(fields=["unit"], name="plotmix_unit"),
                    models.Index(condition=models.Q(("settled", False)), fields=["settled"], name="plotmix_added"),
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "tallies_v2.sql").read_text(encoding="utf-8"),
            (SQL / "tallies_v2_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
