"""What is known of changes on a plot, for those who read its inside; to others nothing is said of it."""

from typing import Any

from imagery import policies
from imagery.models import ChangeCandidate, ChangeLook
from land.models import Plot


def changes_of(user: Any, plot: Plot) -> dict[str, Any] | None:
    """Standing candidates, the latest first, and how far pictures can tell; None where this reader sees neither."""
    found = list(
        ChangeCandidate.objects.visible_to(user).standing().with_names().filter(plot=plot).order_by("-seen_on", "pk")
    )
    looks = list(ChangeLook.objects.visible_to(user).filter(plot=plot).select_related("collection").order_by("pk"))
    if not found and not looks:
        return None
    return {"found": found, "looks": looks, "review": policies.can_review_changes(user)}
