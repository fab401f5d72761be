"""How each channel fares."""

from django.db import models

from notices.workflow import Channel


class Line(models.Model):
    """State of a channel. In Vietnamese: tình trạng kênh gửi.

    One row each, locked while messages are taken: all workers of a channel share its pace and its breaker.

    Attributes:
        failures: attempts in a row at which the provider itself failed.
        waits_until: open breaker: nothing is tried before; then one message is, to see.
        openings: how often the breaker opened in a row; the wait grows with it.
        next_slot_at: when the next message may go, by the channel's rate.
        error: code of the latest failure of the provider.
    """

    channel = models.CharField("kênh", max_length=10, choices=Channel, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)
    waits_until = models.DateTimeField(null=True)
    next_slot_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.get_channel_display())


class ZaloToken(models.Model):
    """Right to send by Zalo. In Vietnamese: mã truy cập Zalo. One row.

    A refresh token is good for one use, so what came last must be kept where all workers find it.

    Attributes:
        seed: SHA-256 of the refresh token in the settings from which this row came; another one there begins anew.
    """

    seed = models.CharField(max_length=64)
    access = models.TextField(blank=True)
    refresh = models.TextField()
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "Zalo"
