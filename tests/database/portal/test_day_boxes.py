"""The day of a sheet and of the list as boxes of a form: what is sent becomes the address, which fills them again."""

import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from land.actions import create_plots
from tests.database.land.conftest import register  # noqa: F401 - fixtures

PAGES = ("/plots/", "/plots/BRVT-000001/")


@pytest.fixture
def plot(register):  # noqa: F811
    return create_plots(actor=None, drafts=[register.draft(name="Công viên")])[0]


def box(text: str) -> tuple[str, bool]:
    """The day in the box, and whether what the register said is ticked."""
    [day] = re.findall(r'name="day"\s+value="([^"]*)"', text)
    [said] = re.findall(r'name="said"\s+value="1"(\s+checked)?', text)
    return day, bool(said)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("sent", "address", "filled"),
    [
        ("day=2025-09-01", "?datetime=2025-09-01", ("2025-09-01", False)),
        ("day=TODAY&said=1", "?recorded=TODAY", ("TODAY", True)),
        ("day=2025-09-01&datetime=2024-01-01", "?datetime=2025-09-01", ("2025-09-01", False)),
        ("day=TODAY&recorded=2024-01-01&said=1", "?recorded=TODAY", ("TODAY", True)),
        ("day=", "", ("", False)),
        ("day=&said=1", "", ("", False)),
    ],
)
def test_boxes__become_an_address_that_fills_them(client, plot, path, sent, address, filled):
    today = timezone.localdate(plot.updated_at).isoformat()  # before it the register says nothing of the plot
    sent, address, day = (text.replace("TODAY", today) for text in (sent, address, filled[0]))
    first = client.get(f"{path}?{sent}")
    assert (first.status_code, first["Location"]) == (302, path + address)
    then = client.get(path + address)
    assert box(then.content.decode()) == (day, filled[1])


@pytest.mark.parametrize("path", PAGES)
def test_boxes__a_moment_within_a_day_stands_in_none(client, plot, path):
    then = client.get(f"{path}?recorded={quote(plot.updated_at.isoformat())}").content.decode()
    assert box(then) == ("", False)


@pytest.mark.parametrize("path", PAGES)
def test_boxes__what_is_no_day_is_explained(client, plot, path):
    answer = client.get(f"{path}?day=2025-13-01", follow=True)
    assert answer.status_code == 400
    assert "2025-13-01" in answer.content.decode()


def test_list__keeps_the_other_filters_with_the_day(client, plot):
    answer = client.get("/plots/?q=vien&day=2025-09-01&said=1&land_use=DGD")
    assert answer["Location"] == "/plots/?q=vien&land_use=DGD&recorded=2025-09-01"
    shown = client.get(answer["Location"])
    assert "open" in re.search(r'<details class="list-filters"([^>]*)>', shown.content.decode())[1]
    assert "recorded" not in dict(shown.context["kept"])
