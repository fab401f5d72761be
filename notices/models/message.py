"""Messages and what was tried to bring them."""

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from notices.models.contact import Contact
from notices.querysets import MessageQuerySet
from notices.workflow import CONFIRM, MESSAGE_WAITING, Channel, Ended, Language, MessageState, Priority


class Message(models.Model):
    """Message to one address. In Vietnamese: tin gửi.

    Attributes:
        kind: code of a `notices.kinds.Kind`.
        data: what the text is filled with; {} once it is forgotten.
        key: names the occasion; the same is queued once.
        claim: of the worker that has it; a worker that comes back late finds another and changes nothing.
        begun_at: when that worker turned to the provider; from then on nobody knows whether it went out.
        first_attempt_at: from here the time runs in which it is tried again.
        error: code of the latest refusal, such as "smtp_550", without an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contact = models.ForeignKey(
        Contact, verbose_name="địa chỉ nhận tin", on_delete=models.PROTECT, related_name="messages"
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel)
    kind = models.CharField("loại tin", max_length=60)
    language = models.CharField("ngôn ngữ", max_length=2, choices=Language)
    data = models.JSONField("nội dung", default=dict)
    key = models.CharField(max_length=200, unique=True)
    priority = models.PositiveSmallIntegerField("ưu tiên", choices=Priority, default=Priority.IMMEDIATE)
    state = models.CharField("tình trạng", max_length=10, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveIntegerField("số lần gửi", default=0)
    next_attempt_at = models.DateTimeField("gửi từ lúc")
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    first_attempt_at = models.DateTimeField(null=True, editable=False)
    provider_id = models.CharField("mã của bên gửi", max_length=80, blank=True)
    error = models.CharField("mã lỗi", max_length=60, blank=True)
    created_at = models.DateTimeField("tạo lúc")
    changed_at = models.DateTimeField("đổi tình trạng lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    delivered_at = models.DateTimeField("đến lúc", null=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    forgotten_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "tin gửi"
        verbose_name_plural = "tin gửi"
        constraints = [
            models.CheckConstraint(name="known_message_state", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_in_hand_has_a_claim", condition=~Q(state=MessageState.SENDING) | Q(claim__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "priority", "next_attempt_at", "id"],
                name="message_due",
                condition=Q(state__in=sorted(MESSAGE_WAITING)),
            ),
            models.Index(
                fields=["channel", "claimed_at"], name="message_in_hand", condition=Q(state=MessageState.SENDING)
            ),
            models.Index(fields=["state", "changed_at"], name="message_changed"),
            models.Index(fields=["created_at"], name="message_confirm", condition=Q(kind=CONFIRM)),
            models.Index(fields=["provider_id"], name="message_provider", condition=~Q(provider_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Attempt(models.Model):
    """What became of one try, or what the provider told later. In Vietnamese: lần gửi. Appended, never changed."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField("lúc")
    outcome = models.CharField("kết quả", max_length=10, choices=Ended)
    code = models.CharField("mã", max_length=60, blank=True)

    class Meta:
        verbose_name = "lần gửi"
        verbose_name_plural = "lần gửi"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.get_outcome_display()} {self.code}".strip()
