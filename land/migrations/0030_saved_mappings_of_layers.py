"""A saved mapping says what it maps: files of plots, as all did so far, or of a reference layer."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def forget_layers(apps: Any, _schema: Any) -> None:
    """On the way back: mappings of layers have no place, and would be offered for files of plots."""
    apps.get_model("land", "ImportProfile").objects.filter(target="reference").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("land", "0029_papers_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importprofile",
            name="one_profile_of_a_name",
        ),
        migrations.AddField(
            model_name="importprofile",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("parcels", "Bản đồ địa chính (thửa đất)"),
                    ("land_use_plan", "Quy hoạch sử dụng đất"),
                    ("annual_land_use_plan", "Kế hoạch sử dụng đất hằng năm"),
                    ("zoning_plan", "Quy hoạch phân khu"),
                    ("detailed_plan", "Quy hoạch chi tiết"),
                    ("road_lines", "Lộ giới"),
                    ("land_price", "Bảng giá đất"),
                ],
                max_length=24,
                verbose_name="loại lớp",
            ),
        ),
        migrations.AddField(
            model_name="importprofile",
            name="target",
            field=models.CharField(
                choices=[("plots", "Sổ khu đất"), ("reference", "Lớp tham chiếu")],
                default="plots",
                max_length=12,
                verbose_name="nơi nhận",
            ),
        ),
        migrations.AddConstraint(
            model_name="importprofile",
            constraint=models.UniqueConstraint(fields=("owner", "target", "name"), name="one_profile_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="importprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", ""), ("target", "plots")),
                    models.Q(
                        (
                            "kind__in",
                            [
                                "parcels",
                                "land_use_plan",
                                "annual_land_use_plan",
                                "zoning_plan",
                                "detailed_plan",
                                "road_lines",
                                "land_price",
                            ],
                        ),
                        ("target", "reference"),
                    ),
                    _connector="OR",
                ),
                name="profile_of_plots_or_of_a_layer",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_layers),
    ]
