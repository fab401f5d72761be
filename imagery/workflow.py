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


class SceneFault(models.TextChoices):
    """Why a scene's files cannot be read. In Vietnamese: lỗi tệp ảnh trong kho."""

    MISSING = "missing", _("Không có tệp trong kho")
    DAMAGED = "damaged", _("Tệp hỏng hoặc không mở được")


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


class CandidateKind(models.TextChoices):
    """What seems to have happened on a plot. In Vietnamese: loại nghi vấn biến động. A hint to whoever looks at it."""

    BUILDING = "building", _("Xây dựng trên đất trống")
    CLEARING = "clearing", _("Phát quang, san lấp")
    ENCROACHMENT = "encroachment", _("Lấn qua ranh giới")
    POND = "pond", _("Đào ao, ngập nước")
    OTHER = "other", _("Biến động khác")


class Sight(models.TextChoices):
    """Whether pictures can show a change on a plot. In Vietnamese: khả năng soát biến động."""

    SEEN = "seen", _("Đã soát")
    TOO_SMALL = "too_small", _("Quá nhỏ so với điểm ảnh, không soát được")
    TOO_FEW_DAYS = "too_few_days", _("Quá ít ngày quang mây, chưa soát được")


class ChangeState(models.TextChoices):
    """Where a candidate stands. In Vietnamese: tình trạng xử lý nghi vấn biến động."""

    CANDIDATE = "candidate", _("Nghi vấn, chưa ai xem")
    TRIAGE = "triage", _("Đang xem xét")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    DISMISSED = "dismissed", _("Đã loại")
    LAPSED = "lapsed", _("Máy không còn thấy")


CHANGE_AFTER = {
    ChangeState.CANDIDATE: frozenset({ChangeState.TRIAGE, ChangeState.LAPSED}),
    # A person put it back: it waits again. Sending it to the field ("to_field") will stand between triage and the two
    # decisions when the handbook has tasks.
    ChangeState.TRIAGE: frozenset({ChangeState.CONFIRMED, ChangeState.DISMISSED, ChangeState.CANDIDATE}),
    ChangeState.CONFIRMED: frozenset[ChangeState](),
    ChangeState.DISMISSED: frozenset[ChangeState](),
    # Later pictures show it again.
    ChangeState.LAPSED: frozenset({ChangeState.CANDIDATE}),
}
# Steps that only the next run of the method takes.
CHANGE_BY_MACHINE = frozenset(
    {(ChangeState.CANDIDATE, ChangeState.LAPSED), (ChangeState.LAPSED, ChangeState.CANDIDATE)}
)
CHANGE_WAITING = frozenset({ChangeState.CANDIDATE, ChangeState.TRIAGE})
CHANGE_DECIDED = frozenset({ChangeState.CONFIRMED, ChangeState.DISMISSED})

# Kinds of subject whose events are this app's.
LOGGED_SUBJECTS = ("scene", "scene_job", "change")
