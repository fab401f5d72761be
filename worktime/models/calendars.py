"""Days off by the notices that say them, and office hours."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import get_language

from accounts.models import Agency
from worktime.querysets import CalendarDayQuerySet, LawQuerySet
from worktime.workflow import DayKind, Mark


class CalendarNotice(models.Model):
    """Notice or resolution that says which days are off. In Vietnamese: thông báo nghỉ lễ, tết.

    `provisional` while the year's own notice is not known and the days are worked out from the law alone. A notice that
    replaces another one mends a mistake: the other stays, with its days, and no longer counts. Who entered it is an id
    and a label, as in the log, and not public.
    """

    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=200, blank=True)
    title = models.CharField("trích yếu", max_length=300)
    source = models.CharField("nguồn", max_length=300)
    source_url = models.URLField("địa chỉ nguồn", max_length=500, blank=True)
    mark = models.CharField("độ chắc", max_length=1, choices=Mark)
    provisional = models.BooleanField("tạm tính", default=False)
    # What the project's own facts say; a notice that an official entered is never replaced by them.
    from_facts = models.BooleanField("từ dữ liệu kèm theo", default=False, editable=False)
    replaces: Any = models.OneToOneField(
        "self", verbose_name="thay cho", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement"
    )
    actor_id = models.CharField("mã người nhập", max_length=64, blank=True, editable=False)
    actor_label = models.CharField("người nhập", max_length=200, blank=True, editable=False)
    recorded_at = models.DateTimeField("ghi nhận lúc", db_default=Now(), editable=False)

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo nghỉ lễ, tết"
        verbose_name_plural = "thông báo nghỉ lễ, tết"
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class CalendarDay(models.Model):
    """A day that is not as its weekday. In Vietnamese: ngày nghỉ, ngày làm việc bù.

    A later notice replaces the row by one of its own; the old one stays and says by which.
    """

    notice = models.ForeignKey(CalendarNotice, verbose_name="thông báo", on_delete=models.PROTECT, related_name="days")
    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=12, choices=DayKind)
    name = models.CharField("tên", max_length=120)
    name_en = models.CharField("tên tiếng Anh", max_length=120, blank=True)
    hours_of = models.PositiveSmallIntegerField("theo giờ của thứ (ISO)", default=1)
    source = models.CharField("nguồn", max_length=300, blank=True)
    mark = models.CharField("độ chắc", max_length=1, choices=Mark)
    replaced_by = models.ForeignKey(
        CalendarNotice,
        verbose_name="được thay bởi",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_days",
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = "ngày của lịch làm việc"
        verbose_name_plural = "ngày của lịch làm việc"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(replaced_by=None), name="one_standing_row_per_day"),
            models.CheckConstraint(name="known_kind_of_day", condition=Q(kind__in=DayKind.values)),
            models.CheckConstraint(name="hours_of_a_working_weekday", condition=Q(hours_of__range=(1, 5))),
        ]

    @property
    def local_name(self) -> str:
        """The name in the language of the request."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class OfficeHours(models.Model):
    """Hours of a weekday, of one agency or of all. In Vietnamese: giờ làm việc.

    An agency's own hours of a weekday stand in for the general ones of that weekday.
    """

    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    weekday = models.PositiveSmallIntegerField("thứ (ISO: 1 là thứ hai)")
    opens = models.TimeField("từ")
    closes = models.TimeField("đến")
    period = DateRangeField("hiệu lực")
    source = models.CharField("nguồn", max_length=300)
    mark = models.CharField("độ chắc", max_length=1, choices=Mark)

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = "giờ làm việc"
        verbose_name_plural = "giờ làm việc"
        ordering = ["agency", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(name="weekday_of_iso", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(name="opens_before_it_closes", condition=Q(opens__lt=F("closes"))),
            ExclusionConstraint(
                name="office_hours_do_not_overlap",
                expressions=[
                    (Coalesce("agency", 0), RangeOperators.EQUAL),
                    (F("weekday"), RangeOperators.EQUAL),
                    (F("period"), RangeOperators.OVERLAPS),
                    # PostgreSQL has no range of times of the day: the same times of one day.
                    (
                        # The migration writer sorts the words; in another order it would see a change each time.
                        Func(
                            "opens",
                            "closes",
                            arg_joiner=", DATE '2000-01-01' + ",
                            template="tsrange(DATE '2000-01-01' + %(expressions)s)",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}-{self.closes:%H:%M}"
