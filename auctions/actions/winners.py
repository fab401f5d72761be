"""Reading the name of a person who won: every reading is recorded with its reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from auctions import policies
from auctions.errors import BadTerms
from auctions.models import Lot, ResultState, WinnerPerson
from audit.actions import Entry, record
from gis.http.problems import NotAllowed, NotFound


@transaction.atomic
def read_winner(*, actor: Any, lot: Lot, reason: str) -> str:
    """The name of the person who stands as winner of the lot's current attempt (personal data, Law 91/2025).

    Raises:
        NotAllowed: not the actor's to read.
        BadTerms: no reason.
        NotFound: no person won, or an organisation did, whose name is no secret.
    """
    if not policies.can_read_winner(actor, lot):
        raise NotAllowed(_("Bạn không được xem thông tin cá nhân của người trúng đấu giá."))
    if not reason.strip():
        raise BadTerms.at("reason", _("Hãy ghi lý do xem."))
    person = person_of(lot)
    if person is None:
        raise NotFound(_("Lô %(code)s không có cá nhân trúng đấu giá.") % {"code": lot.code})
    record(actor=actor, entries=[Entry("personal.read", "lot", str(lot.pk), lot.code, reason=reason)])
    return str(person.name)


def person_of(lot: Lot) -> WinnerPerson | None:
    """The person who stands as winner in minutes of the current attempt that were not sent back."""
    standing = WinnerPerson.objects.filter(
        winner__result__lot=lot, winner__result__attempt=lot.attempt, winner__refused_at=None
    )
    return standing.exclude(winner__result__state=ResultState.REJECTED).first()
