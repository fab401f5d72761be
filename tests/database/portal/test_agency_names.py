"""Agencies bear an English name on English pages."""

from io import BytesIO

import pypdf
import pytest
from django.urls import reverse

from accounts.models import Agency
from tests.database.doors.reading import content_of
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


def test_papers__name_them(client, plot):
    address = reverse("plot", args=[plot.code])
    for path in (f"{address}?f=pdf", "/plots/?f=summary-pdf"):
        for headers, word in (({}, "Trung tâm Phát triển"), (ENGLISH, "Land Fund Centre")):
            pages = pypdf.PdfReader(BytesIO(content_of(client.get(path, headers=headers)))).pages
            text = " ".join(" ".join(page.extract_text().split()) for page in pages)
            assert word in text
            assert ("Trung tâm" in text) == (not headers), path


def test_tables__keep_the_name_of_the_record(client, plot):
    """What comes back edited is matched against the register, in whatever language it was fetched."""
    sent = content_of(client.get("/plots/?f=csv", headers=ENGLISH)).decode("utf-8-sig")
    assert "Trung tâm Phát triển quỹ đất" in sent
