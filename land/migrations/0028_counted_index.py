"""An index wide enough to count what a filter by area leaves without reading the shapes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("land", "0027_fewer_indexes"),
        ("territory", "0002_mercator_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="plot",
            index=models.Index(
                fields=["publish_level", "area_m2"],
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
                ),
                name="plot_counted",
            ),
        ),
    ]
