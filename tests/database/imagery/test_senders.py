"""Who may send large files: nginx asks before it takes a byte."""

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories import land

pytestmark = pytest.mark.django_db
MAY = {
    Role.LAND_MANAGER: {"scenes", "plots", "reference", "papers"},
    Role.PLANNER: {"reference", "papers"},
    Role.ADMIN: {"papers"},
    None: set(),
}


@pytest.mark.parametrize("role", MAY)
def test_senders__by_their_roles(role):
    client = Client()
    if role:
        client.force_login(land.person("sender", role))
    asked = ("scenes", "plots", "reference", "papers", "another")
    answers = {what: client.get(f"/uploads/{what}/may-send") for what in asked}
    assert {what for what, answer in answers.items() if answer.status_code == 204} == MAY[role]
    assert {answer.status_code for answer in answers.values()} <= {204, 403}
    assert all(answer.content == b"" for answer in answers.values())
