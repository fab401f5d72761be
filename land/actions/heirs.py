"""What plots made of others take over from them: secrecy and faults always, the rest as a start."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from land.actions.drafts import FlagDraft, PlotDraft
from land.models import Plot
from land.workflow import PublishLevel, ReviewState

# Not the legal status nor areas on paper: the new ground is registered anew. Not the use state: a lease stays with the
# old code, so who divides or merges says what the new ground is.
_TAKEN_OVER = (
    "address",
    "unit_id",
    "unit_at_record_id",
    "land_use_id",
    "land_use_current_id",
    "origin",
    "managing_agency_id",
    "using_agency_id",
    "decision_number",
    "decision_on",
    "decision_issuer",
    "handling_plan",
    "source",
    "confidence",
)
_STRICTEST_FIRST = (PublishLevel.RESTRICTED, PublishLevel.INTERNAL, PublishLevel.PUBLIC)


def heir(
    parents: Sequence[Plot], own: dict[str, Any], *, today: date, on_date: date, keep_public: bool, keep_flags: bool
) -> PlotDraft:
    """A plot to enter in place of others; the largest parent leads.

    A restricted parent makes a restricted heir, and the notes of a record that needs review go with the ground.

    Args:
        own: attribute names to values that the heir has for itself; they stand over what it takes over.
        on_date: since when it stands; flags go on from then.
        keep_public: public where every parent is; otherwise the heir starts inside.
        keep_flags: the flags that are up on any parent are up on the heir.
    """
    lead = max(parents, key=lambda plot: plot.area_m2 or 0)
    values = {name: getattr(lead, name) for name in _TAKEN_OVER}
    values |= {"location_basis": lead.location_basis, "name": lead.name} | own
    values |= _review(parents)
    level = next(level for level in _STRICTEST_FIRST if any(plot.publish_level == level for plot in parents))
    if level == PublishLevel.PUBLIC and (not keep_public or values.get("review_notes")):
        level = PublishLevel.INTERNAL
    values |= {"publish_level": level, "published_on": today if level == PublishLevel.PUBLIC else None}
    codes = ", ".join(plot.code for plot in parents)
    kinds = sorted({kind for plot in parents for kind in plot.flags}) if keep_flags else []
    flags = [FlagDraft(kind, on_date, note=f"Chuyển từ {codes}") for kind in kinds]
    return PlotDraft(values=values, flags=flags)


def _review(parents: Sequence[Plot]) -> dict[str, Any]:
    notes = [note for plot in parents for note in plot.review_notes or []]
    faulty = any(plot.review_state == ReviewState.NEEDS_REVIEW for plot in parents)
    return {"review_state": ReviewState.NEEDS_REVIEW, "review_notes": notes} if faulty else {}
