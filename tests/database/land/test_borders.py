"""What lies under light maps: today's communes, and the plots around one that the reader may know of."""

from land.actions import create_plots
from tests.database.land.lease_desk import client_of
from tests.database.land.rights import INSIDE

ADDRESS = "/desk/borders/"


def found(answer, kind):
    return [shape["properties"]["name"] for shape in answer.json()["features"] if shape["properties"]["kind"] == kind]


def test_borders__are_of_those_inside(people):
    answers = {name: client_of(user).get(ADDRESS) for name, user in people.items()}
    assert answers["anonymous"].status_code == 302
    assert {name for name, answer in answers.items() if answer.status_code == 200} == INSIDE | {"other_officer"}
    shown = answers["officer"]
    assert sorted(found(shown, "unit")) == ["Phường Rạch Dừa", "Phường Vũng Tàu"], "the predecessor is no more"
    assert found(shown, "plot") == []
    assert shown.json()["note"] == "Ranh giới phường, xã"


def test_borders__the_plots_around_one_are_those_the_reader_may_know_of(register, people):
    level = {"publish_level": "restricted", "published_on": None}
    drafts = [register.draft(), register.draft(dx=30), register.draft(dx=60, **level)]
    plot, public, restricted = create_plots(actor=None, drafts=drafts)
    seen = {
        name: found(client_of(people[name]).get(ADDRESS, {"plot": plot.code}), "plot")
        for name in ("land_manager", "officer")
    }
    assert seen == {"land_manager": [public.code, restricted.code], "officer": [public.code]}
    assert found(client_of(people["officer"]).get(ADDRESS, {"plot": restricted.code}), "plot") == []
    assert client_of(people["officer"]).get(ADDRESS, {"plot": "\x00"}).status_code == 200
