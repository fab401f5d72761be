from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("land", "0031_agreed_end_and_reasons"),
    ]

    operations = [
        migrations.RenameField(model_name="searchword", old_name="n", new_name="public"),
        migrations.AddField(
            model_name="searchword",
            name="internal",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="searchword",
            name="restricted",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
