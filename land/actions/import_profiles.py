"""Saved mappings of columns, for files that come again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.clock import clock
from land import policies
from land.actions.imports import NOT_YOURS
from land.actions.plots import require
from land.errors import BadChange
from land.models import ImportProfile
from land.workflow import ImportTarget


@transaction.atomic
def save_import_profile(
    *,
    actor: Any,
    name: str,
    mapping: Mapping[str, Any],
    target: ImportTarget = ImportTarget.PLOTS,
    kind: str = "",
) -> ImportProfile:
    """Keep a mapping under a name; the owner's mapping of that name is replaced.

    Args:
        mapping: of plots a profile of land.loading; of a reference layer columns, srid, encoding, swap_axes.
        kind: the reference layer that it was made for.

    Raises:
        NotAllowed: the actor does not load such files.
        BadChange: no name, or no column mapped.
    """
    require(policies.can_keep_import_profile(actor, target, kind), NOT_YOURS[target])
    plain = " ".join(name.split())[:80]
    if not plain or not any(mapping.get("columns", {}).values()):
        raise BadChange(_("Hãy đặt tên cho hồ sơ ánh xạ, và chọn ít nhất một cột."))
    profile, _made = ImportProfile.objects.update_or_create(
        owner=actor,
        target=target,
        name=plain,
        defaults={"mapping": dict(mapping), "kind": kind, "updated_at": clock()},
    )
    _tell(actor, profile, "import.profile_saved")
    return profile


@transaction.atomic
def drop_import_profile(*, actor: Any, profile: ImportProfile) -> None:
    """Delete a saved mapping.

    Raises:
        NotAllowed: it is somebody else's.
    """
    require(policies.can_drop_import_profile(actor, profile), _("Chỉ người lập được xóa hồ sơ ánh xạ này."))
    _tell(actor, profile, "import.profile_dropped")
    profile.delete()


def _tell(actor: Any, profile: ImportProfile, verb: str) -> None:
    record(actor=actor, entries=[Entry(verb, "import", str(profile.pk), profile.name)])
