"""An upload says what it is loaded into: the plots, as all did so far, or a reference layer."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("land", "0023_parcel_key_and_locks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importjob",
            name="target",
            field=models.CharField(
                choices=[("plots", "Sổ khu đất"), ("reference", "Lớp tham chiếu")],
                default="plots",
                max_length=12,
                verbose_name="nơi nhận",
            ),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__in", ["plots", "reference"])), name="known_import_target"
            ),
        ),
    ]
