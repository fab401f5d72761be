"""Users, roles and agencies in the admin: for the system administrator, who sees no land data."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Agency, RoleAssignment, User
from accounts.roles import Role
from accounts.scopes import has_role


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


@admin.register(Agency)
class AgencyAdmin(AdministratorOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Agencies."""

    list_display = ("code", "name", "parent")
    search_fields = ("code", "name")
