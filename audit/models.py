"""The append-only log."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from audit.querysets import EventQuerySet


class Event(models.Model):
    """One act on the register. In Vietnamese: sự kiện nhật ký.

    The actor is an id and a label without a foreign key: the log outlives the account and imports no app.
    """

    at = models.DateTimeField("lúc", db_default=Now())
    actor_id = models.CharField("mã người thực hiện", max_length=64, blank=True)
    actor_label = models.CharField("người thực hiện", max_length=200, blank=True)
    verb = models.CharField("việc", max_length=60)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.CharField("mã đối tượng", max_length=64)
    subject_label = models.CharField("đối tượng", max_length=200, blank=True)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    reason = models.TextField("lý do", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            BrinIndex(fields=["at"], name="audit_day"),  # rows lie in the order of time; hardly costs a write
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.actor_label} {self.verb} {self.subject_label}"
