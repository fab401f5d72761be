"""Lots counted from an index alone; news matched with saved searches by the same rules in less time."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("auctions", "0009_settled_ground")]
    operations = [
        migrations.RunSQL(
            (SQL / "match_v2.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION auctions_matches_v2(bigint, bigint, boolean);\n"
            + (SQL / "match_v1.sql").read_text(encoding="utf-8"),
        ),
        migrations.RemoveIndex(model_name="lot", name="lot_cell"),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                fields=["cell"],
                include=(
                    "publish_level", "area_m2", "stage", "state", "organisation", "owner", "unit", "unit_at_record",
                    "land_use", "land_use_current", "right", "term_kind", "bidders", "sale_by", "form", "missing",
                    "failure", "start_price_amount", "unit_price_amount", "deposit_amount", "session_at",
                    "files_until", "distance_coast_m", "distance_road_m",
                ),
                name="lot_cell",
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("sold_price_amount__isnull", False)),
                fields=["land_use", "right", "unit", "area_m2"],
                name="lot_sold",
            ),
        ),
    ]  # fmt: skip
