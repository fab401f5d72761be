"""The price of the minutes stays with an attempt whose win was given up."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0011_tallies"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="minutes_price_amount",
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name="giá trúng theo biên bản (đồng)"),
        ),
        migrations.RunSQL((SQL / "minutes_price_v1.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
