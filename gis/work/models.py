"""What every row that stands for a long work has."""

from typing import ClassVar

from django.db import models


class Work(models.Model):
    """Work under way.

    `run` counts the times a worker was asked to do it: a worker that died and comes back late finds another number and
    writes nothing. `started_at` is when the present run was ordered, `claimed_at` when a worker took it.

    Attributes:
        RUNNING: the states in which a worker is, or should be, busy with it.
    """

    RUNNING: ClassVar[frozenset[str]] = frozenset()

    run = models.PositiveIntegerField(default=0, editable=False)
    resumed = models.PositiveSmallIntegerField(default=0, editable=False)
    step = models.CharField(max_length=12, blank=True, editable=False)
    done = models.BigIntegerField(default=0, editable=False)
    total = models.BigIntegerField(default=-1, editable=False)
    started_at = models.DateTimeField("yêu cầu lúc", null=True, editable=False)
    heartbeat_at = models.DateTimeField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField("xong lúc", null=True, editable=False)

    class Meta:
        abstract = True
