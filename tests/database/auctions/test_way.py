"""The straight way of a lot from plan to certificate, by the real acts."""

import pytest

from auctions.models import LotEvent, LotVersion
from auctions.workflow import LotState
from tests.factories import auctions

pytestmark = pytest.mark.django_db


def test_brought_to__the_end():
    lot = auctions.brought_to(LotState.CERTIFIED)
    assert lot.state == LotState.CERTIFIED
    verbs = list(LotEvent.objects.filter(lot=lot).order_by("at", "id").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb not in {"readiness", "plan"}] == [
        "approve_plan", "set_start_price", "decide_auction", "contract_organisation", "publish", "post",
        "open_registration", "close_registration", "open_session", "sell", "recognise", "tax_notice", "confirm_half",
        "confirm_payment", "hand_over", "certify",
    ]  # fmt: skip
    versions = list(LotVersion.objects.filter(lot=lot).order_by("version"))
    assert [item.version for item in versions] == list(range(1, lot.version + 1))
    assert [item.recorded.upper for item in versions[:-1]] == [item.recorded.lower for item in versions[1:]]
