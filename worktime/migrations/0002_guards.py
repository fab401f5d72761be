"""Triggers of notices, days and histories; SQL in worktime/sql, one file per version."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("worktime", "0001_initial")]
    operations = [
        migrations.RunSQL(
            (SQL / "guards_v1.sql").read_text(encoding="utf-8"),
            (SQL / "guards_v1_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
