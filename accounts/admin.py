"""Users, roles and agencies in the admin: for the system administrator, who sees no land data."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.actions import rights_of
from accounts.models import Agency, RoleAssignment, User
from audit.actions import Entry, record
from gis.text.fold import fold
from territory.models import AdminUnit
from territory.names import find_units

_MOST_UNITS = 30


class AdministratorOnly:
    """Opens a model to the role admin alone; Django's own permissions are not used."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policies.can_manage_people(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policies.can_manage_people(request.user)

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People and agencies are switched off, never deleted: the log names them."""
        return False


class ShownOnly(AdministratorOnly):
    """To be looked at by the administrator; it is written elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission


class Logged(AdministratorOnly):
    """What is entered stands in the register's own log too, which nobody can edit."""

    subject = ""
    named_by = ""

    def state_of(self, obj: Any) -> dict[str, Any]:
        """What the log keeps of the object."""
        raise NotImplementedError

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A new one."""
        self._record(request, "created", obj, message)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A changed one; of a person also changed rights and a password that was set."""
        self._record(request, "changed", obj, message)
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def _record(self, request: HttpRequest, done: str, obj: Any, message: Any) -> None:
        label, after = getattr(obj, self.named_by), self.state_of(obj) | {"what": message}
        entry = Entry(f"{self.subject}.{done}", self.subject, str(obj.pk), label, after=after)
        record(actor=request.user, entries=[entry])


class AssignmentInline(AdministratorOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Roles of a person."""

    model = RoleAssignment
    extra = 0
    autocomplete_fields = ("units", "agencies")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policies.can_manage_people(request.user)


admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(Logged, UserAdmin):  # type: ignore[type-arg]
    """People and their roles."""

    subject, named_by = "account", "username"
    inlines = (AssignmentInline,)
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "assignments__role")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Họ tên"), {"fields": ("last_name", "first_name", "email")}),
        (_("Trạng thái"), {"fields": ("is_active", "is_staff")}),
    )

    def state_of(self, obj: User) -> dict[str, Any]:
        """Rights."""
        return rights_of(obj)


@admin.register(Agency)
class AgencyAdmin(Logged, admin.ModelAdmin):  # type: ignore[type-arg]
    """Agencies."""

    subject, named_by = "agency", "code"
    list_display = ("code", "name", "name_en", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")
    autocomplete_fields = ("parent",)

    def state_of(self, obj: Agency) -> dict[str, Any]:
        """All but its code, which names it."""
        return {"full_name": obj.name, "name_en": obj.name_en, "parent": obj.parent and obj.parent.code}


@admin.register(AdminUnit)
class UnitAdmin(ShownOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Units, to be looked up and chosen for a role; they come from files, by `load_facts` and `load_units`."""

    list_display = ("name", "uid", "level", "parent_code", "valid")
    list_filter = ("level",)
    search_fields = ("search_text",)  # what is typed there goes through get_search_results
    fields = ("uid", "code", "name", "unit_type", "level", "parent_code", "valid", "legal_start", "legal_end")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AdminUnit]:
        """Without polygons."""
        return AdminUnit.objects.light()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AdminUnit], search_term: str
    ) -> tuple[QuerySet[AdminUnit], bool]:
        """By old and new names without tone marks, best first; an old unit is preceded by those that hold its land."""
        if not search_term.strip():
            return queryset, False
        hits = find_units(search_term, limit=_MOST_UNITS)
        if not hits:
            return queryset.filter(search_text__contains=fold(search_term)), False
        places: dict[str, int] = {}
        for hit in hits:
            for unit in (*hit.today, hit.unit):
                places.setdefault(unit.uid, len(places))
        rank = Case(*(When(pk=uid, then=place) for uid, place in places.items()))
        return queryset.filter(pk__in=places).order_by(rank), False
