"""Arguments that several commands read."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError

from land.loading.places import Places
from land.loading_reference.mappings import suits
from land.models import ImportProfile
from land.workflow import ImportTarget


def unit(places: Places, text: str) -> str:
    """The key of a unit that is named by key, code or name; the old one where the name is old.

    Raises:
        CommandError: nothing, or several, have this name.
    """
    match = places.unit(text)
    if match.choices:
        raise CommandError(f"“{text}” có thể là: {', '.join(match.choices)}. Hãy ghi khóa của đơn vị.")
    if not (match.uid or match.at_record):
        raise CommandError(f"Không có đơn vị “{text}”.")
    return str(match.at_record or match.uid)


def saved_mapping(actor: Any, name: str, owner: str | None, kind: str = "") -> Mapping[str, Any]:
    """A mapping that was saved in the browser; the actor's own stands before others of the name.

    Args:
        actor: None for the operator, who sees all.
        owner: username, where several have the name.
        kind: the reference layer that is loaded; "" for plots.

    Raises:
        CommandError: none, or several, with this name.
    """
    target = ImportTarget.REFERENCE if kind else ImportTarget.PLOTS
    every: Any = ImportProfile.objects
    kept = every.filter(target=target) if actor is None else every.visible_to(actor, target)
    offered = [item for item in kept.select_related("owner") if not kind or suits(kind, item.kind)]
    found = [item for item in offered if item.name == " ".join(name.split())]
    found = [item for item in found if owner in {None, item.owner.username}]
    found = [item for item in found if item.owner == actor] or found
    if not found:
        listed = ", ".join(f"“{item.name}” ({item.owner.username})" for item in offered) or "chưa lưu hồ sơ nào"
        raise CommandError(f"Không có hồ sơ ánh xạ “{name}”. Đã lưu: {listed}.")
    if len(found) > 1:
        owners = ", ".join(item.owner.username for item in found)
        raise CommandError(f"Nhiều người có hồ sơ ánh xạ “{name}”: {owners}. Hãy thêm --profile-owner TÊN.")
    return dict(found[0].mapping)


def add_saved_mapping(parser: Any, group: Any) -> None:
    """The arguments that name one."""
    group.add_argument("--profile", metavar="TÊN", help="hồ sơ ánh xạ cột đã lưu trên trang web")
    parser.add_argument("--profile-owner", metavar="TÊN", help="người lập hồ sơ, khi nhiều người có hồ sơ cùng tên")
