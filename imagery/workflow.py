"""States and codes of scenes: data only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BandRole(models.TextChoices):
    """What a band measures. In Vietnamese: vai trò kênh phổ. STAC: eo:common_name, in the terms of this project."""

    COASTAL = "coastal", _("Xanh tím (ven biển)")
    BLUE = "blue", _("Xanh lam")
    GREEN = "green", _("Xanh lục")
    RED = "red", _("Đỏ")
    RED_EDGE = "rededge", _("Rìa đỏ")
    NIR = "nir", _("Cận hồng ngoại")
    SWIR1 = "swir1", _("Hồng ngoại sóng ngắn 1")
    SWIR2 = "swir2", _("Hồng ngoại sóng ngắn 2")
    PAN = "pan", _("Toàn sắc")
    ALPHA = "alpha", _("Mặt nạ trong suốt")
    OTHER = "other", _("Kênh khác")


# The roles that renderings, indices and observations know; of products with more bands these are kept.
MEASURED = (BandRole.BLUE, BandRole.GREEN, BandRole.RED, BandRole.NIR, BandRole.SWIR1, BandRole.SWIR2)


class Quality(models.IntegerChoices):
    """What stands in a pixel of a quality mask. In Vietnamese: lớp chất lượng điểm ảnh.

    The classes of Sentinel-2 (SCL) and Landsat (QA_PIXEL, BQA) in one list.
    """

    NO_DATA = 0, _("Không có dữ liệu")
    CLEAR = 1, _("Quang mây")
    WATER = 2, _("Mặt nước, quang mây")
    SHADOW = 3, _("Bóng mây")
    CLOUD = 4, _("Mây")
    THIN_CLOUD = 5, _("Mây mỏng")
    SNOW = 6, _("Tuyết")


CLEAR = (Quality.CLEAR, Quality.WATER)  # what may be measured
CLOUDY = (Quality.SHADOW, Quality.CLOUD, Quality.THIN_CLOUD)  # what a share of cloud counts


class JobState(models.TextChoices):
    """Where files on their way to a scene stand. In Vietnamese: tình trạng lần nạp ảnh."""

    RUNNING = "running", _("Đang xử lý")
    DONE = "done", _("Đã thành ảnh")
    FAILED = "failed", _("Không nạp được")
    ABANDONED = "abandoned", _("Đã bỏ")


JOB_AFTER = {
    JobState.RUNNING: frozenset({JobState.DONE, JobState.FAILED, JobState.ABANDONED}),
    # Tried again with another answer (day, bands, system), or as it is when the machine was at fault.
    JobState.FAILED: frozenset({JobState.RUNNING, JobState.ABANDONED}),
    JobState.DONE: frozenset[JobState](),
    JobState.ABANDONED: frozenset[JobState](),
}
JOB_RUNNING = frozenset({JobState.RUNNING})


class JobStep(models.TextChoices):
    """What a worker is at. In Vietnamese: bước xử lý ảnh."""

    READ = "read", _("Đọc và kiểm tra tệp")
    ALIGN = "align", _("Nắn về lưới bản đồ")
    MASK = "mask", _("Nắn mặt nạ mây")
    COMPOSE = "compose", _("Ghép các cảnh trong năm")
    OVERVIEWS = "overviews", _("Dựng các mức thu nhỏ")
    MEASURE = "measure", _("Tính thống kê")
    STORE = "store", _("Lưu vào kho ảnh")


# Kinds of subject whose events are this app's.
LOGGED_SUBJECTS = ("scene", "scene_job")
