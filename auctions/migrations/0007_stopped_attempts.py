"""Attempts that were stopped before this version; rows apart from the columns, for one transaction cannot do both."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("auctions", "0006_attempts_told")]
    operations = [
        migrations.RunSQL(
            (SQL / "stopped_attempts_v1.sql").read_text(encoding="utf-8"),
            "DELETE FROM auctions_attempt WHERE stopped",
        ),
    ]
