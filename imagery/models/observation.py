"""What each scene says of each plot."""

from typing import Any

from django.contrib.gis.db import models
from django.db.models import Q

from imagery.models.scene import Scene
from imagery.querysets import ObservationQuerySet
from land.models import Plot


class Observation(models.Model):
    """One plot in one scene. In Vietnamese: quan trắc khu đất trên ảnh.

    Area-weighted over the plot's boundary; `values` holds band role or index name -> mean, stddev, minimum, maximum of
    what is clear. The four indices stand in columns of their own too, since curves and questions read them.
    """

    plot = models.ForeignKey(Plot, on_delete=models.CASCADE, related_name="observations")
    scene = models.ForeignKey(Scene, on_delete=models.CASCADE, related_name="observations")
    acquired_on = models.DateField("ngày chụp")
    pixels = models.FloatField("số điểm ảnh")
    valid_percent = models.FloatField("có dữ liệu (%)")
    cloud_percent = models.FloatField("mây trong khu đất (%)", null=True)
    clear_percent = models.FloatField("quang mây (%)")
    ndvi = models.FloatField("cây xanh (NDVI)", null=True)
    ndwi = models.FloatField("mặt nước (NDWI)", null=True)
    ndbi = models.FloatField("xây dựng (NDBI)", null=True)
    bsi = models.FloatField("đất trống (BSI)", null=True)
    values: Any = models.JSONField("thống kê", default=dict)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = "quan trắc khu đất"
        verbose_name_plural = "quan trắc khu đất"
        constraints = [
            models.UniqueConstraint(fields=["plot", "scene"], name="one_observation_of_a_plot"),
            models.CheckConstraint(
                name="observed_shares_are_percent",
                condition=Q(valid_percent__range=(0, 100))
                & Q(clear_percent__range=(0, 100))
                & (Q(cloud_percent=None) | Q(cloud_percent__range=(0, 100))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plot_id} {self.acquired_on}"


class RegisterSeen(models.Model):
    """Up to which state of the register plots were observed. In Vietnamese: mốc quan trắc sổ. One row."""

    version = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "mốc quan trắc sổ"
        verbose_name_plural = "mốc quan trắc sổ"

    def __str__(self) -> str:
        return str(self.version)
