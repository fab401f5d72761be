"""Forms of the desk: no act is offered that does nothing."""

import pytest

from auctions.pages.acts import FORMS
from auctions.pages.lot_forms import LotForm


@pytest.mark.parametrize("name", FORMS)
def test_act__every_form_that_is_reached_does_something_of_its_own(name):
    assert FORMS[name].act is not LotForm.act
