from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auctions", "0004_matching"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("payload__contains", '"act":"unpublish"')),
                fields=["at", "hash"],
                name="ledger_gone",
            ),
        ),
    ]
