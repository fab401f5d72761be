"""The door to the bytes: right type and name, nobody's who may not, no way out of the folder, no EXIF outside."""

import io

import pytest
from django.test import Client
from PIL import Image

from land import files
from land.actions import create_plots, publish_plot, withdraw_file
from land.workflow import PublishLevel
from tests.database.land.lease_desk import client_of
from tests.database.land.rights import INSIDE
from tests.database.land.test_documents import PDF, TODAY, document, jpeg, office, photo

pytestmark = pytest.mark.usefixtures("media")
PAGE = "/plots/BRVT-000001/"


def address(file, size=""):
    return f"{PAGE}documents/{file.pk}/" if not size else f"{PAGE}photos/{file.pk}/{size}/"


def readers(people, path):
    return {name for name, user in people.items() if client_of(user).get(path).status_code == 200}


def test_document__sent_as_what_it_is(plot):
    made = document(plot, level=PublishLevel.PUBLIC)
    answer = Client().get(address(made))
    assert answer.getvalue() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "Nguy" not in answer["Content-Disposition"]
    assert answer["Content-Length"] == str(len(PDF))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-cache" in answer["Cache-Control"]


def test_document__not_sent_twice(plot):
    made = document(plot, level=PublishLevel.PUBLIC)
    tag = Client().get(address(made))["ETag"]
    again = Client().get(address(made), headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_document__type_by_its_bytes_not_its_name(plot):
    made = document(plot, office("word/document.xml"), level=PublishLevel.PUBLIC, file_name="trang.html")
    answer = Client().get(address(made))
    assert answer["Content-Type"] == files.DOCX
    assert answer["Content-Disposition"].endswith('.docx"')


def test_document__readers_by_level(plot, people):
    shown, inner = document(plot, level=PublishLevel.PUBLIC), document(plot, PDF + b"2")
    secret = document(plot, PDF + b"3", level=PublishLevel.RESTRICTED)
    assert readers(people, address(shown)) == set(people)
    assert readers(people, address(inner)) == INSIDE
    assert readers(people, address(secret)) == {"land_manager", "inspector"}


def test_document__gone_when_withdrawn_or_the_plot_is_hidden(plot, people):
    made, other = document(plot, level=PublishLevel.PUBLIC), document(plot, PDF + b"2", level=PublishLevel.PUBLIC)
    withdraw_file(actor=None, file=made, reason="r")
    assert readers(people, address(made)) == set()
    publish_plot(actor=None, plot=plot, level=PublishLevel.INTERNAL, reason="r", today=TODAY)
    assert readers(people, address(other)) == INSIDE


def test_photo__pictures_without_exif_for_all_the_original_inside(plot, people):
    made = photo(plot, level=PublishLevel.PUBLIC)
    for size in ("view", "thumb"):
        assert readers(people, address(made, size)) == set(people)
        answer = Client().get(address(made, size))
        content = answer.getvalue()
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"].startswith("inline")
        assert not Image.open(io.BytesIO(content)).getexif()
        assert "RIÊNG".encode() not in content
    assert readers(people, address(made, "original")) == INSIDE
    original = client_of(people["officer"]).get(address(made, "original"))
    assert original.getvalue() == jpeg()
    assert original["Content-Disposition"].startswith("attachment")


def test_photo__inner_ones_stay_inside(plot, people):
    made = photo(plot)
    assert readers(people, address(made, "view")) == INSIDE


def test_same_bytes_on_two_plots__each_under_its_own(register):
    one, two = create_plots(actor=None, drafts=[register.draft(), register.draft(dx=50)])
    shown, inner = document(one, level=PublishLevel.PUBLIC), document(two)
    assert "BRVT-000001" in Client().get(address(shown))["Content-Disposition"]
    assert Client().get(f"/plots/{two.code}/documents/{inner.pk}/").status_code == 404
    assert Client().get(f"/plots/{two.code}/documents/{shown.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "documents/../../../../etc/passwd",
        "documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd/",
        "documents/" + "a" * 64 + "/",
        "documents/00000000-0000-7000-8000-000000000000/",
        "photos/00000000-0000-7000-8000-000000000000/raw/",
        "photos/00000000-0000-7000-8000-000000000000/view/",
    ],
)
def test_no_way_to_other_files(plot, people, path):
    for name in ("anonymous", "land_manager"):
        assert client_of(people[name]).get(PAGE + path).status_code == 404


def test_lost_file__is_said_and_nothing_breaks(plot):
    made = document(plot, level=PublishLevel.PUBLIC)
    files.path_of(made.sha256).unlink()
    answer = Client().get(address(made))
    assert answer.status_code == 404
    assert "Không có tệp này" in answer.content.decode()


def test_only_reading(plot):
    made = document(plot, level=PublishLevel.PUBLIC)
    assert Client().head(address(made)).status_code == 200
    assert Client().post(address(made)).status_code == 405
