"""Where messages go."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from notices.addresses import LONGEST, masked
from notices.querysets import ContactQuerySet
from notices.workflow import Channel, ContactState, Language


class Contact(models.Model):
    """Address that a person wants messages at. In Vietnamese: địa chỉ nhận tin.

    Personal data: it stands in no view of the public schema, no log, no label and no link.

    Attributes:
        address: as `notices.addresses.normalised` writes it; "" once it is forgotten.
        opt_in: counts the times that the address asked anew after a stop; a link to confirm belongs to one of them.
        bounces: messages that came back since the last one that arrived or the last confirmation.
        unreachable_at: when so many had come back that nothing more is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người dùng", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    channel = models.CharField("kênh", max_length=10, choices=Channel)
    address = models.CharField("địa chỉ", max_length=LONGEST, blank=True)
    language = models.CharField("ngôn ngữ", max_length=2, choices=Language, default=Language.VI)
    state = models.CharField("tình trạng", max_length=10, choices=ContactState, default=ContactState.PENDING)
    opt_in = models.PositiveIntegerField(default=1, editable=False)
    bounces = models.PositiveSmallIntegerField("số lần bị trả lại", default=0, editable=False)
    created_at = models.DateTimeField("tạo lúc")
    asked_at = models.DateTimeField("yêu cầu gần nhất")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    stopped_at = models.DateTimeField("dừng lúc", null=True)
    unreachable_at = models.DateTimeField("không đến được từ", null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "địa chỉ nhận tin"
        verbose_name_plural = "địa chỉ nhận tin"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"], name="one_contact_per_address", condition=~Q(address="")
            ),
            models.CheckConstraint(name="known_contact_channel", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="known_contact_state", condition=Q(state__in=ContactState.values)),
            models.CheckConstraint(
                name="confirmed_contact_has_an_address", condition=~Q(state=ContactState.CONFIRMED) | ~Q(address="")
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="contact_to_forget")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """The address as it may be shown."""
        return masked(self.channel, self.address)
