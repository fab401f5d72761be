from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imagery", "0006_faults"),
    ]

    operations = [
        migrations.AddField(
            model_name="scene",
            name="quality_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="scene",
            name="quality_size",
            field=models.BigIntegerField(default=0, editable=False),
        ),
    ]
