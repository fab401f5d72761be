"""Matching of news with saved searches; SQL in auctions/sql, one file per version."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("auctions", "0003_watching"), ("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "match_v1.sql").read_text(encoding="utf-8"),
            (SQL / "match_v1_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
