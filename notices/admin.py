"""Addresses and messages in the admin: masked and read-only; the one act is to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.http.problems import DomainError
from notices import policies
from notices.actions import retry
from notices.models import Attempt, Contact, Message


class OperatorsOnly:
    """For who looks after the service, to look at."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policies.can_operate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policies.can_operate(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Contact)
class ContactAdmin(OperatorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Addresses, masked: neither list nor search knows the whole."""

    list_display = ("masked", "channel", "state", "language", "created_at", "unreachable_at")
    list_filter = ("channel", "state")
    fields = ("masked", "channel", "language", "state", "bounces", "created_at", "asked_at", "confirmed_at")
    readonly_fields = fields
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """What the person may look at."""
        return Contact.objects.for_operators(request.user)


class AttemptInline(OperatorsOnly, admin.TabularInline):  # type: ignore[type-arg]
    """What was tried."""

    model = Attempt
    extra = 0
    fields = ("at", "outcome", "code")


@admin.register(Message)
class MessageAdmin(OperatorsOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Messages, without what they say."""

    list_display = ("kind", "contact", "channel", "state", "attempts", "error", "created_at", "next_attempt_at")
    list_filter = ("state", "channel", "kind")
    list_select_related = ("contact",)
    fields = ("kind", "contact_masked", "channel", "language", "state", "attempts", "error", "created_at", "sent_at")
    readonly_fields = fields
    inlines = (AttemptInline,)
    actions = ("try_again",)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """What the person may look at."""
        return Message.objects.for_operators(request.user)

    @admin.display(description=gettext_lazy("Địa chỉ nhận tin"))
    def contact_masked(self, obj: Message) -> str:
        """The address, masked."""
        return obj.contact.masked

    @admin.action(description=gettext_lazy("Gửi lại các tin đã chọn"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Queue messages anew that were given up."""
        try:
            count = retry(actor=request.user, messages=queryset, now=timezone.localtime())
        except DomainError as error:
            self.message_user(request, error.detail, messages.ERROR)
        else:
            self.message_user(request, _("Đã xếp hàng gửi lại %(count)d tin.") % {"count": count})
