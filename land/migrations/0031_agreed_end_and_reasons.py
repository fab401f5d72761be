"""The end agreed before a renewal, and papers that are taken back with a reason or not at all."""

from django.db import migrations, models


def _reasoned(model: str, name: str) -> migrations.AddConstraint:
    condition = models.Q(withdrawn_at=None, withdrawn_reason="") | (
        models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")
    )
    return migrations.AddConstraint(model_name=model, constraint=models.CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [("land", "0030_saved_mappings_of_layers")]
    operations = [
        migrations.AddField(
            model_name="lease",
            name="agreed_end",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="hết hạn đã thỏa thuận"),
        ),
        _reasoned("handlingdecision", "decision_taken_back_with_a_reason"),
        _reasoned("handoverminute", "handover_taken_back_with_a_reason"),
    ]
