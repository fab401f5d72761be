"""The register in the admin: thin doors to actions. What a person may not do, the admin does not offer."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from land import policies
from land.dated_forms import LeaseTermForm, ToleranceForm
from land.forms import PlotForm
from land.models import LandUse, LeaseTermBound, Plot, PlotVersion, Tolerance

admin.site.site_header = admin.site.site_title = "Đất công Bà Rịa - Vũng Tàu"


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return policies.can_manage_register(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policies.can_manage_register(request.user)


@admin.register(Plot)
class PlotAdmin(ReadOnlyAdmin):
    """Plots, with the boundary on a Leaflet map. Every save goes through `revise_plots`."""

    form = PlotForm
    list_display = ("code", "name", "unit", "land_use", "use_state", "area_m2", "publish_level", "review_state")
    list_filter = ("publish_level", "review_state", "use_state", "location_basis")
    search_fields = ("code", "search_text")
    list_select_related = ("unit", "land_use")
    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"screen": ["css/admin.css"]}

    def has_change_permission(self, request: HttpRequest, obj: Plot | None = None) -> bool:
        """The department, and others for the fields that are theirs."""
        if obj is None:
            return policies.can_manage_register(request.user)
        return "revise" in policies.allowed_verbs(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plot]:
        """What the person may know of."""
        return Plot.objects.visible_to(request.user)

    def get_form(self, request: HttpRequest, obj: Plot | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who acts, and its map's inline script carries the page's nonce."""
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = request.user  # type: ignore[attr-defined]
        form.base_fields["boundary"].widget.csp_nonce = request.csp_nonce  # type: ignore[attr-defined]
        return form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Plot:
        """The form's action has written already."""
        plot: Plot = form.instance
        return plot

    def save_model(self, request: HttpRequest, obj: Plot, form: Any, change: bool) -> None:
        """Nothing left to do, see `save_form`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A plot's dated facts have pages of their own."""


@admin.register(PlotVersion)
class PlotVersionAdmin(ReadOnlyAdmin):
    """The history, read only."""

    list_display = ("code", "version", "valid", "recorded", "change", "actor_label")
    search_fields = ("code",)
    show_full_result_count = False


@admin.register(LandUse)
class LandUseAdmin(ReadOnlyAdmin):
    """Codes and colours."""

    list_display = ("code", "name_vi", "group", "colour", "colour_confidence", "status")
    search_fields = ("code", "name_vi")


class DatedAdmin(ReadOnlyAdmin):
    """Values with the time in which they hold: a new one is added, which ends the old; none is changed."""

    list_filter = ("kind",)
    ordering = ("kind", "-period")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return policies.can_date_values(request.user)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who acts."""
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = request.user  # type: ignore[attr-defined]
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row that stands shows its period; only a new one asks for day and reason."""
        return self.list_display if obj is not None else super().get_fields(request, obj)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The form's action has written already."""
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing left to do, see `save_form`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """These rows hold no others."""


@admin.register(Tolerance)
class ToleranceAdmin(DatedAdmin):
    """Tolerances with their source."""

    form = ToleranceForm
    list_display = ("kind", "value", "period", "source")


@admin.register(LeaseTermBound)
class LeaseTermAdmin(DatedAdmin):
    """Bounds of lease terms with their article."""

    form = LeaseTermForm
    list_display = ("kind", "lessee_kind", "least_months", "most_months", "period", "source", "mark")
