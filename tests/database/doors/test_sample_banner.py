"""A register of sample plots says so on every page, to whoever reads it."""

import pytest
from django.test import Client

from land.models import Plot
from tests.database.doors.addresses import every

LEAVING = {"accounts/sign-out/", "admin/logout/"}


def pages(client, world):
    """Every address that answers this reader with a page, and the page."""
    for address in every():
        if address.route in LEAVING:
            continue
        for path in world.fill(address):
            answer = client.get(path, headers={"accept": "text/html"})
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield path, b"".join(answer).decode()


@pytest.mark.parametrize(
    ("reader", "least", "sample"),
    [("anonymous", 15, True), ("anonymous", 15, False), ("land_manager", 40, True), ("admin", 20, True)],
)
def test_every_page_says_that_the_register_is_a_sample(world, reader, least, sample):
    Plot.objects.update(sample=sample)
    client = Client()
    if person := world.people[reader]:
        person.is_staff = True
        person.save()
        client.force_login(person)
    found = {path: "được sinh ra để trình diễn" in text for path, text in pages(client, world)}
    assert len(found) >= least
    assert {path for path, said in found.items() if said != sample} == set()
