"""Values every page needs."""

from typing import Any

from django.http import HttpRequest

from accounts.scopes import scope_of
from auctions import policies as auction_policies
from audit.readers import kinds_for
from imagery import policies as imagery_policies
from land import policies
from land.models import Plot
from portal import policies as portal_policies
from worktime import policies as calendar_policies


def site(request: HttpRequest) -> dict[str, Any]:
    """The reader's roles and desks, and whether the register holds sample data (every page then says so)."""
    sample = Plot.objects.visible_to(request.user).filter(sample=True)[:1].exists()
    return {
        "roles": scope_of(request.user).roles,
        "sample_register": sample,
        "land_desk": policies.can_open_desk(request.user),
        "renumbering": policies.can_open_renumbering(request.user),
        "lease_desk": policies.can_open_lease_desk(request.user),
        "log_reader": bool(kinds_for(request.user)),
        "reference_desk": policies.can_open_reference_desk(request.user),
        "scene_desk": imagery_policies.can_open_scene_desk(request.user if request.user.is_authenticated else None),
        "auction_desk": auction_policies.can_open_desk(request.user if request.user.is_authenticated else None),
        "calendar_desk": calendar_policies.can_open_calendar_desk(request.user),
        "operator": portal_policies.can_operate(request.user),
        "change_desk": imagery_policies.can_review_changes(request.user if request.user.is_authenticated else None),
    }
