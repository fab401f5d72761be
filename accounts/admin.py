"""Users, roles and agencies in the admin: for the system administrator, who sees no land data."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import Role
from accounts.scopes import has_role
from audit.actions import Entry, record


class AdministratorOnly:
    """Opens a model to the role admin alone; Django's own permissions are not used."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMIN)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMIN)

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People and agencies are switched off, never deleted: the log names them."""
        return False


def _rights(person: User) -> dict[str, Any]:
    """What a person may do and where, in words that outlive the rows."""
    held = person.assignments.prefetch_related("units", "agencies").order_by("pk")
    return {
        "is_active": person.is_active,
        "is_staff": person.is_staff,
        "roles": [
            {
                "role": item.role,
                "units": sorted(unit.uid for unit in item.units.all()),
                "agencies": sorted(agency.code for agency in item.agencies.all()),
                "starts_on": item.starts_on and item.starts_on.isoformat(),
                "ends_on": item.ends_on and item.ends_on.isoformat(),
            }
            for item in held
        ],
    }


class AssignmentInline(AdministratorOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Roles of a person."""

    model = RoleAssignment
    extra = 0
    autocomplete_fields = ("agencies",)
    raw_id_fields = ("units",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMIN)


admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(AdministratorOnly, UserAdmin):  # type: ignore[type-arg]
    """People and their roles."""

    inlines = (AssignmentInline,)
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "assignments__role")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Họ tên", {"fields": ("last_name", "first_name", "email")}),
        ("Trạng thái", {"fields": ("is_active", "is_staff")}),
    )

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """A new account stands in the register's own log too, which nobody can edit."""
        self._record(request, "account.created", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """So do changed rights and a password that was set."""
        self._record(request, "account.changed", obj, message)
        return super().log_change(request, obj, message)

    def _record(self, request: HttpRequest, verb: str, person: User, message: Any) -> None:
        after = _rights(person) | {"what": message}
        entry = Entry(verb, "account", str(person.pk), person.username, after=after)
        record(actor=request.user, entries=[entry])


@admin.register(Agency)
class AgencyAdmin(AdministratorOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Agencies."""

    list_display = ("code", "name", "parent")
    search_fields = ("code", "name")
