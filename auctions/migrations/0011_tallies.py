"""Sums beside the lots."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0010_speed"),
    ]

    operations = [
        migrations.CreateModel(
            name="LotCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.BigIntegerField()),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=20)),
                ("settled", models.BooleanField()),
                ("level", models.CharField(max_length=10)),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("stage", models.CharField(max_length=12)),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
            options={
                "verbose_name": "ô đếm lô đấu giá",
                "verbose_name_plural": "ô đếm lô đấu giá",
                "indexes": [
                    models.Index(fields=["x", "y"], name="lotcell_place"),
                    models.Index(condition=models.Q(("settled", False)), fields=["settled"], name="lotcell_added"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.BigIntegerField()),
                ("area_m2", models.DecimalField(decimal_places=1, max_digits=20)),
                ("settled", models.BooleanField()),
                ("level", models.CharField(max_length=10)),
                ("field", models.CharField(blank=True, max_length=40)),
                ("held", models.CharField(max_length=40, null=True)),
            ],
            options={
                "verbose_name": "số đếm lô đấu giá",
                "verbose_name_plural": "số đếm lô đấu giá",
                "indexes": [
                    models.Index(condition=models.Q(("settled", False)), fields=["settled"], name="lottally_added")
                ],
            },
        ),
        migrations.RunSQL(
            (SQL / "tallies_v1.sql").read_text(encoding="utf-8"),
            (SQL / "tallies_v1_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
