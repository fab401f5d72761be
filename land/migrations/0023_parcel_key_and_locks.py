"""Parcel numbers by one short key, and the locks of the overlap check without a set-returning call per row."""

from pathlib import Path

import django.contrib.postgres.constraints
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("land", "0022_search_words"), ("territory", "0002_mercator_indexes")]
    operations = [
        migrations.RemoveConstraint(model_name="plotparcel", name="one_plot_per_parcel_number"),
        migrations.AddConstraint(
            model_name="plotparcel",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        django.db.models.functions.comparison.Cast(
                            django.db.models.functions.text.MD5(
                                django.db.models.functions.text.Concat(
                                    "unit", models.Value("\n"), "sheet_number", models.Value("\n"), "parcel_number"
                                )
                            ),
                            models.UUIDField(),
                        ),
                        "=",
                    ),
                    (models.F("period"), "&&"),
                ],
                name="one_plot_per_parcel_number",
            ),
        ),
        migrations.RunSQL(
            (SQL / "guards_v2.sql").read_text(encoding="utf-8"),
            (SQL / "guards_v2_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
