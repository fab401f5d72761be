"""Lots that are found by what a person typed, and by whom."""

import pytest
from django.contrib.auth.models import AnonymousUser

from auctions.search import find_lots, lot_code
from auctions.workflow import LotState
from gis.db import versions
from tests.factories import auctions

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def lots():
    who = auctions.people()
    public = auctions.brought_to(LotState.POSTED, who, name="Lô B2-07 khu dân cư Gò Cát")
    planned = auctions.planned(who, name="Lô B2-08 khu dân cư Gò Cát")
    versions.forget()
    return public, planned, who


@pytest.mark.parametrize("typed", ["LDG-000012", "ldg 12", "Lô LDG_12"])
def test_lot_code__is_read_as_people_write_it(typed):
    assert lot_code(typed) == "LDG-000012"


@pytest.mark.parametrize("typed", ["", "BRVT-000012", "xldg-12", "ldg"])
def test_lot_code__of_nothing(typed):
    assert lot_code(typed) == ""


def test_find__by_code_and_by_words(lots):
    public, _planned, _who = lots
    assert [lot.code for lot in find_lots(NOBODY, public.code.lower())] == [public.code]
    (found,) = find_lots(NOBODY, "go cat b2")
    assert found.code == public.code
    west, south, east, north = found.box
    assert west < east
    assert south < north
    assert find_lots(NOBODY, "không có đâu") == []
    assert find_lots(NOBODY, "...") == []


def test_find__shows_nobody_what_is_not_theirs(lots):
    public, planned, who = lots
    assert find_lots(NOBODY, planned.code) == []
    assert [lot.code for lot in find_lots(who.fund, "gò cát")] == [planned.code, public.code]
    assert [lot.code for lot in find_lots(NOBODY, "gò cát")] == [public.code]
