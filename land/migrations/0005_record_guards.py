"""Triggers and checks of reference layers, leases and files; SQL in land/sql, one file per version."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("land", "0004_reference_leases_documents")]
    operations = [
        migrations.RunSQL(
            (SQL / "records_v1.sql").read_text(encoding="utf-8"),
            (SQL / "records_v1_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
