"""What the national portal says of a session: its notice is linked, never taken over what was posted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import policies
from auctions.actions import rows
from auctions.actions.rows import Why
from auctions.models import Auction
from auctions.workflow import LotChange
from audit.actions import Entry, record
from gis.http.problems import NotAllowed


@transaction.atomic
def link_notice(*, actor: Any, auction: Auction, code: str, url: str, now: datetime | None = None) -> bool:
    """Write code and address of the portal's notice on a session and its lots. False where both stand there already.

    Args:
        code, url: "" leaves what stands.

    Raises:
        NotAllowed: the session is not the actor's.
    """
    current, lots = rows.locked_auction(auction)
    if not policies.can_link_notice(actor, current):
        raise NotAllowed(_("Cuộc đấu giá %(code)s không thuộc đơn vị của bạn.") % {"code": current.code})
    given = {name: value for name, value in (("notice_code", code), ("notice_url", url)) if value}
    changed = {name: value for name, value in given.items() if getattr(current, name) != value}
    if not changed:
        return False
    at, before = rows.moment(now), {name: getattr(current, name) for name in changed}
    for name, value in changed.items():
        setattr(current, name, value)
    current.updated_at = at
    current.save(update_fields=[*changed, "updated_at"])
    entry = Entry("auction.notice", "auction", str(current.pk), current.code, before=before, after=changed)
    record(actor=actor, entries=[entry])
    for lot in lots:
        rows.write(lot, changed, LotChange.TERMS, Why(actor, details={"verb": "lot.notice"}), at)
    return True
