from django.db import migrations, models

import gis.db.expressions


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("land", "0032_words_by_level"),
        ("territory", "0002_mercator_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="plot",
            name="cell",
            field=models.GeneratedField(
                db_persist=True,
                expression=gis.db.expressions.MercatorCell("point"),
                output_field=models.BigIntegerField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(
                fields=["cell"],
                include=(
                    "status",
                    "unit",
                    "unit_at_record",
                    "area_method",
                    "land_use",
                    "land_use_current",
                    "origin",
                    "managing_agency",
                    "use_state",
                    "public_flags",
                    "legal_status",
                    "handling_plan",
                    "location_basis",
                    "publish_level",
                    "area_m2",
                ),
                name="plot_cell",
            ),
        ),
        migrations.AddConstraint(
            model_name="plot",
            constraint=models.CheckConstraint(
                condition=models.Q(("geom__isnull", True), ("point__isnull", False), _connector="OR"),
                name="boundary_has_a_point",
            ),
        ),
    ]
