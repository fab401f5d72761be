"""Papers that can be taken back, instalments that can be planned anew, and the shapes of versions checked.

Backwards the marks of papers that were taken back are lost: they would stand again, though their plots were corrected.
"""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("land", "0028_counted_index")]
    operations = [
        migrations.AddField(
            model_name="handlingdecision",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="rút lại lúc"),
        ),
        migrations.AddField(
            model_name="handlingdecision",
            name="withdrawn_reason",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="lý do rút lại"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="handoverminute",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="rút lại lúc"),
        ),
        migrations.AddField(
            model_name="handoverminute",
            name="withdrawn_reason",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="lý do rút lại"),
            preserve_default=False,
        ),
        migrations.RunSQL(
            (SQL / "records_v2.sql").read_text(encoding="utf-8"),
            (SQL / "records_v2_reverse.sql").read_text(encoding="utf-8"),
        ),
    ]
