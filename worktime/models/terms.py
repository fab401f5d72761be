"""Terms that run."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from uuid6 import uuid7

from accounts.models import Agency
from worktime.lengths import Length, Unit
from worktime.models.calendars import CalendarNotice
from worktime.models.rules import whole
from worktime.querysets import TermChangeQuerySet, TermQuerySet
from worktime.workflow import OPEN, Direction, TermEvent, TermState, TermUnit


class Term(models.Model):
    """A legal term about something. In Vietnamese: thời hạn giải quyết.

    The subject is a kind, an id and a label without a foreign key, as in the log: this app imports none above it. The
    end holds for the calendar as it is known; `TermChange` tells how it came about. While a term rests it has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.CharField("mã đối tượng", max_length=64)
    subject_label = models.CharField("đối tượng", max_length=200, blank=True)
    kind = models.CharField("loại thời hạn", max_length=60)
    name = models.CharField("tên", max_length=200)
    agency = models.ForeignKey(
        Agency, verbose_name="cơ quan", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField("tính từ lúc")
    amount = models.DecimalField("số lượng", max_digits=7, decimal_places=2)
    unit = models.CharField("đơn vị", max_length=16, choices=TermUnit)
    direction = models.CharField("chiều tính", max_length=10, choices=Direction, default=Direction.FORWARD)
    roll = models.BooleanField("ngày cuối là ngày nghỉ thì dời", default=True)
    due_day = models.DateField("ngày hết hạn", null=True, blank=True)
    due_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    closes_at = models.DateTimeField("giờ đóng cửa của ngày hết hạn", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=TermState, default=TermState.RUNNING)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn giải quyết"
        verbose_name_plural = "thời hạn giải quyết"
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(name="known_term_state", condition=Q(state__in=TermState.values)),
            models.CheckConstraint(name="term_has_a_length", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="running_term_has_an_end",
                condition=~Q(state=TermState.RUNNING) | Q(due_at__isnull=False, due_day__isnull=False),
            ),
            models.CheckConstraint(
                name="paused_term_has_no_end", condition=~Q(state=TermState.PAUSED) | Q(due_at=None)
            ),
            models.CheckConstraint(
                name="closed_term_says_when",
                condition=Q(closed_at__isnull=True, state__in=sorted(OPEN))
                | Q(closed_at__isnull=False) & ~Q(state__in=sorted(OPEN)),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_term_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=TermState.RUNNING), name="term_running_due"),
            models.Index(fields=["subject_type", "subject_id"], name="term_subject"),
        ]

    @property
    def length(self) -> Length:
        """How long."""
        return Length(whole(Decimal(self.amount)), Unit(self.unit))

    @property
    def was_met_in_time(self) -> bool | None:
        """Whether what was due was done before the end, or while the term rested; None while it is not done."""
        if self.state != TermState.MET or self.closed_at is None:
            return None
        return self.due_at is None or self.closed_at < self.due_at

    def __str__(self) -> str:
        return f"{self.subject_label or self.subject_id}: {self.name}"


class TermPause(models.Model):
    """A time in which a term rests. In Vietnamese: tạm dừng thời hạn."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateTimeField("từ lúc")
    until = models.DateTimeField("đến lúc", null=True, blank=True)
    reason = models.TextField("lý do")

    class Meta:
        verbose_name = "tạm dừng thời hạn"
        verbose_name_plural = "tạm dừng thời hạn"
        ordering = ["term", "since"]
        constraints = [
            models.UniqueConstraint(fields=["term"], condition=Q(until=None), name="one_open_pause_of_a_term"),
            models.CheckConstraint(
                name="pause_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} - {self.until or ''}"


class TermChange(models.Model):
    """What happened to a term, and to its end. In Vietnamese: lịch sử thời hạn. Rows are only ever added.

    `at` is when it happened, `recorded_at` when the system knew. The actor is an id and a label, as in the log.
    """

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="changes")
    event = models.CharField("việc", max_length=10, choices=TermEvent)
    at = models.DateTimeField("lúc")
    due_before = models.DateTimeField("hết hạn trước đó", null=True, blank=True)
    due_after = models.DateTimeField("hết hạn sau đó", null=True, blank=True)
    notice: Any = models.ForeignKey(
        CalendarNotice, verbose_name="thông báo", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("lý do", blank=True)
    actor_id = models.CharField("mã người thực hiện", max_length=64, blank=True)
    actor_label = models.CharField("người thực hiện", max_length=200, blank=True)
    recorded_at = models.DateTimeField("ghi nhận lúc", db_default=Now(), editable=False)

    objects = TermChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "lịch sử thời hạn"
        verbose_name_plural = "lịch sử thời hạn"
        ordering = ["term", "pk"]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.at}"
