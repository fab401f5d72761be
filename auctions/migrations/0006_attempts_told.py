"""Attempts get an area, a code, an outcome and what follows from their prices; stopped ones are attempts too."""

from pathlib import Path

import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0005_ledger_gone"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attempt",
            name="failed_attempt_says_why",
        ),
        migrations.RemoveConstraint(
            model_name="attempt",
            name="sold_attempt_has_a_price",
        ),
        migrations.AddField(
            model_name="attempt",
            name="area_m2",
            field=models.DecimalField(decimal_places=1, max_digits=14, null=True, verbose_name="diện tích (m²)"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="code",
            field=models.CharField(editable=False, max_length=26, null=True, verbose_name="mã lần đấu giá"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="stopped",
            field=models.BooleanField(default=False, verbose_name="hủy, rút trước phiên"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="refusals",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="số lần từ chối kết quả trúng"),
        ),
        migrations.RunSQL((SQL / "attempts_v1.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="attempt",
            name="area_m2",
            field=models.DecimalField(decimal_places=1, max_digits=14, verbose_name="diện tích (m²)"),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="code",
            field=models.CharField(editable=False, max_length=26, unique=True, verbose_name="mã lần đấu giá"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="uplift_percent",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    django.db.models.functions.math.Round(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.comparison.Cast(
                                        models.F("price_amount"), models.DecimalField(decimal_places=4, max_digits=24)
                                    ),
                                    "-",
                                    django.db.models.functions.comparison.Cast(
                                        models.F("start_price_amount"),
                                        models.DecimalField(decimal_places=4, max_digits=24),
                                    ),
                                ),
                                "*",
                                models.Value(100),
                            ),
                            "/",
                            django.db.models.functions.comparison.Cast(
                                models.F("start_price_amount"), models.DecimalField(decimal_places=4, max_digits=24)
                            ),
                        ),
                        1,
                    ),
                    models.DecimalField(decimal_places=1, max_digits=12),
                ),
                output_field=models.DecimalField(
                    decimal_places=1, max_digits=12, null=True, verbose_name="chênh lệch (%)"
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["-session_at", "code"], name="attempt_session"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failure", ""), ("sold", True), ("stopped", False)),
                    models.Q(("failure", ""), ("sold", False), ("stopped", True)),
                    models.Q(("failure__gt", ""), ("sold", False), ("stopped", False)),
                    _connector="OR",
                ),
                name="attempt_that_did_not_sell_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("price_amount__isnull", False), ("sold", True)),
                    models.Q(("price_amount", None), ("sold", False)),
                    _connector="OR",
                ),
                name="price_of_a_sold_attempt_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("start_price_amount__gt", 0)), name="attempt_has_a_start_price"
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="unit_price_amount",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    django.db.models.functions.math.Round(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("price_amount"), models.DecimalField(decimal_places=1, max_digits=20)
                            ),
                            "/",
                            models.F("area_m2"),
                        )
                    ),
                    models.BigIntegerField(),
                ),
                output_field=models.BigIntegerField(null=True, verbose_name="giá trúng mỗi m² (đồng)"),
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="outcome",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(sold=True, then=models.Value("sold")),
                    models.When(stopped=True, then=models.Value("cancelled")),
                    models.When(failure__in=["winner_refused", "not_paid"], then=models.Value("defaulted")),
                    default=models.Value("failed"),
                ),
                output_field=models.CharField(
                    choices=[
                        ("sold", "Đấu giá thành"),
                        ("failed", "Đấu giá không thành"),
                        ("cancelled", "Đã hủy, rút trước phiên"),
                        ("defaulted", "Bỏ kết quả trúng"),
                    ],
                    max_length=10,
                ),
            ),
        ),
    ]
