"""An issued parcel identifier belongs to one plot at a time; the database says so, not the action alone."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("land", "0024_import_target")]

    operations = [
        migrations.AddConstraint(
            model_name="plotparcel",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("identifier", ""), _negated=True),
                expressions=[(models.F("identifier"), "="), (models.F("plot"), "<>"), (models.F("period"), "&&")],
                name="one_plot_per_parcel_identifier",
            ),
        ),
    ]
