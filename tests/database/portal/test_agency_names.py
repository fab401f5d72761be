"""Agencies bear an English name on English pages."""

import pytest
from django.urls import reverse

from accounts.models import Agency
from tests.database.land.lease_desk import text_of
from tests.factories import land

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def plot():
    manager = Agency.objects.create(code="ttptqd", name="Trung tâm Phát triển quỹ đất", name_en="Land Fund Centre")
    user = Agency.objects.create(code="thpt", name="Trường Nguyễn Huệ")  # none in English
    return land.plot(managing_agency=manager, using_agency=user)


def test_plot_page__and_list_name_them(client, plot):
    for path in (reverse("plot", args=[plot.code]), "/plots/"):
        vietnamese, english = text_of(client.get(path)), text_of(client.get(path, headers=ENGLISH))
        assert "Trung tâm Phát triển quỹ đất" in vietnamese
        assert "Land Fund Centre" not in vietnamese
        assert "Land Fund Centre" in english
        assert "Trung tâm" not in english
    assert "Trường Nguyễn Huệ" in text_of(client.get(reverse("plot", args=[plot.code]), headers=ENGLISH))


def test_facets__name_them(client, plot):
    path = "/ogc/collections/plots/facets?facets=managing_agency"
    for headers, label in (({}, "Trung tâm Phát triển quỹ đất"), (ENGLISH, "Land Fund Centre")):
        values = client.get(path, headers=headers).json()["facets"]["managing_agency"]["values"]
        assert [(value["value"], value["label"]) for value in values] == [("ttptqd", label)]
