"""Documents and photos: kept by hash, of known kinds, published one by one, withdrawn but never deleted."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from PIL import Image
from shapely.geometry import Point

from audit.models import Event
from land import files
from land.actions import (
    DocumentDraft,
    PhotoDraft,
    attach_document,
    attach_photo,
    create_plots,
    publish_file,
    publish_plot,
    withdraw_file,
)
from land.errors import BadChange, BadFile
from land.models import Document, Photo
from land.reading_files import documents_of, open_file, photos_of
from land.workflow import DocumentKind, PublishLevel
from tests import places
from tests.database.land.rights import INSIDE, WRITERS, who_may

pytestmark = pytest.mark.usefixtures("media")
TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def hidden(register):
    values = {"publish_level": "internal", "published_on": None}
    return create_plots(actor=None, drafts=[register.draft(dx=50, **values)])[0]


def document(plot, content=PDF, actor=None, level=PublishLevel.INTERNAL, **values) -> Document:
    own = {"kind": DocumentKind.DECISION, "title": "Quyết định giao đất", "number": "12/QĐ-UBND"}
    name = values.pop("file_name", "C:\\hồ sơ\\Nguyễn Văn A.pdf")
    draft = DocumentDraft(**own | values)
    return attach_document(
        actor=actor, plot=plot, content=io.BytesIO(content), draft=draft, file_name=name, level=level
    )


def jpeg(width=2400, height=1200, orientation=None, secret="VỊ TRÍ NHÀ RIÊNG") -> bytes:
    picture = Image.new("RGB", (width, height), "#80a060")
    exif = Image.Exif()
    exif[0x010E] = secret  # ImageDescription
    exif[0x8825] = {1: "N", 2: (10.0, 20.0, 30.0)}  # GPS
    if orientation:
        exif[0x0112] = orientation
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"LOI BINH")
    return buffer.getvalue()


def photo(plot, content=None, actor=None, **values) -> Photo:
    level = values.pop("level", PublishLevel.INTERNAL)
    content = io.BytesIO(jpeg() if content is None else content)
    return attach_photo(actor=actor, plot=plot, content=content, draft=PhotoDraft(**values), level=level)


def office(member: str, extra: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in filter(None, ("[Content_Types].xml", member, extra)):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


# --- keeping -------------------------------------------------------------------------------------------------------
def test_attach__the_bytes_lie_under_their_hash(plot, media):
    made = document(plot)
    path = files.path_of(made.sha256)
    assert path.read_bytes() == PDF
    assert path.is_relative_to(media)
    assert (made.size, made.media_type, made.file_name) == (len(PDF), "application/pdf", "Nguyễn Văn A.pdf")
    assert not list(media.glob("incoming-*"))
    event = Event.objects.get(verb="document.attached")
    assert (event.after["sha256"], event.after["plot"]) == (made.sha256, plot.code)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (jpeg(8, 8), "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (office("word/document.xml"), files.DOCX),
        (office("xl/workbook.xml"), files.XLSX),
    ],
)
def test_attach__kind_is_told_by_content(plot, content, kind):
    assert document(plot, content).media_type == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 program",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\n",
        b" %PDF-1.7 after a blank",
        b"PK\x03\x04 broken archive",
        office("readme.txt"),
        office("word/document.xml", "word/vbaProject.bin"),
    ],
    ids=["empty", "exe", "html", "svg", "script", "shifted", "broken", "zip", "macro"],
)
def test_attach__other_kinds_are_refused_whatever_their_name(plot, media, content):
    with pytest.raises(BadFile):
        document(plot, content, file_name="quyet-dinh.pdf")
    assert not Document.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_attach__too_large_is_refused_and_leaves_nothing(plot, media, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(BadFile, match="MB"):
        document(plot, PDF + b"x" * 1000)
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_attach__the_same_file_twice_is_refused_until_withdrawn(plot, hidden):
    made = document(plot)
    with pytest.raises(BadChange, match="đã được đính kèm"):
        document(plot)
    assert document(hidden).sha256 == made.sha256  # another plot may have it too
    withdraw_file(actor=None, file=made, reason="Nhầm")
    document(plot)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63 + "/"])
def test_path_of__only_hashes(name):
    with pytest.raises(ValueError, match="SHA-256"):
        files.path_of(name)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM land_document",
        "UPDATE land_document SET sha256 = repeat('0', 64)",
        "UPDATE land_document SET plot_id = gen_random_uuid()",
    ],
)
def test_database__files_are_kept(plot, statement):
    document(plot)
    with pytest.raises(DatabaseError, match=r"never|only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- photos --------------------------------------------------------------------------------------------------------
def test_photo__pictures_carry_no_exif_and_the_original_stays(plot):
    content = jpeg()
    made = photo(plot, content, caption="Góc đông", heading=90, taken_at=datetime(2026, 11, 1, 8, tzinfo=UTC),
                 point=Point(*places.VUNG_TAU))  # fmt: skip
    assert files.path_of(made.sha256).read_bytes() == content
    for sha256, side in ((made.view_sha256, 1600), (made.thumb_sha256, 320)):
        raw = files.path_of(sha256).read_bytes()
        with Image.open(io.BytesIO(raw)) as picture:
            assert (picture.size, dict(picture.getexif()), picture.info.get("comment")) == ((side, side // 2), {}, None)
        assert b"LOI BINH" not in raw
        assert b"Exif" not in raw
    assert (made.width, made.height, made.heading, made.point.x) == (2400, 1200, 90, places.VUNG_TAU[0])


def test_photo__is_turned_upright(plot):
    made = photo(plot, jpeg(400, 200, orientation=6))
    assert (made.width, made.height) == (200, 400)


@pytest.mark.parametrize("content", [PDF, b"\xff\xd8\xff broken", b"\x89PNG\r\n\x1a\n broken"])
def test_photo__what_is_no_picture_is_refused(plot, content):
    with pytest.raises(BadFile):
        photo(plot, content)
    assert not Photo.objects.exists()


def test_photo__too_many_pixels_are_refused_before_they_are_unpacked(plot, monkeypatch):
    monkeypatch.setattr("land.photos.MOST_PIXELS", 100)
    with pytest.raises(BadFile, match="điểm ảnh"):
        photo(plot, jpeg(20, 20))


@pytest.mark.parametrize("heading", [-1, 360])
def test_photo__heading_in_degrees(plot, heading):
    with pytest.raises(BadChange):
        photo(plot, heading=heading)


# --- who reads -----------------------------------------------------------------------------------------------------


def readers(people, act):
    return {name for name, user in people.items() if act(user)}


def test_read__level_by_level(plot, people):
    made = document(plot)
    assert readers(people, lambda user: documents_of(user, plot)) == INSIDE
    publish_file(actor=None, file=made, level=PublishLevel.PUBLIC, reason="Công bố")
    assert readers(people, lambda user: documents_of(user, plot)) == set(people)
    publish_file(actor=None, file=made, level=PublishLevel.RESTRICTED, reason="Hạn chế")
    assert readers(people, lambda user: documents_of(user, plot)) == {"land_manager", "inspector"}


def test_read__a_public_document_is_not_more_public_than_its_plot(plot, people):
    document(plot, level=PublishLevel.PUBLIC)
    publish_plot(actor=None, plot=plot, level=PublishLevel.INTERNAL, today=TODAY, reason="Rút")
    assert readers(people, lambda user: documents_of(user, plot)) == INSIDE


def test_read__file_names_and_names_of_clerks_stay_inside(plot, people):
    made = document(plot, level=PublishLevel.PUBLIC)
    shown = {name: documents_of(user, plot)[0] for name, user in people.items()}
    assert {name for name, view in shown.items() if view.file_name or view.attached_by} == INSIDE
    opened = open_file(people["anonymous"], made.sha256)
    assert opened.name.startswith(f"{plot.code}-decision-")
    assert (opened.inline, opened.media_type) == (False, "application/pdf")


def test_read__originals_of_photos_open_from_inside_only(plot, people):
    made = photo(plot, level=PublishLevel.PUBLIC)
    assert readers(people, lambda user: photos_of(user, plot)) == set(people)
    assert readers(people, lambda user: open_file(user, made.thumb_sha256)) == set(people)
    assert readers(people, lambda user: open_file(user, made.view_sha256)) == set(people)
    assert readers(people, lambda user: open_file(user, made.sha256)) == INSIDE


def test_read__nothing_of_a_hidden_plot(hidden, people):
    made, shot = document(hidden, level=PublishLevel.PUBLIC), photo(hidden, level=PublishLevel.PUBLIC)
    for sha256 in (made.sha256, shot.thumb_sha256, shot.sha256):
        assert readers(people, lambda user, sha256=sha256: open_file(user, sha256)) == INSIDE
    assert open_file(people["land_manager"], "0" * 64) is None


def test_withdraw__is_gone_for_readers_and_kept_in_the_house(plot, people):
    made = document(plot, level=PublishLevel.PUBLIC)
    withdraw_file(actor=people["land_manager"], file=made, reason="Có tên cá nhân")
    assert readers(people, lambda user: documents_of(user, plot) or open_file(user, made.sha256)) == set()
    assert Document.objects.get().withdrawn_reason == "Có tên cá nhân"
    assert files.path_of(made.sha256).exists()
    assert Event.objects.get(verb="document.withdrawn").reason == "Có tên cá nhân"
    with pytest.raises(BadChange):
        withdraw_file(actor=None, file=made, reason="r")
    with pytest.raises(BadChange):
        publish_file(actor=None, file=made, level=PublishLevel.INTERNAL, reason="r")


# --- who writes ----------------------------------------------------------------------------------------------------
def test_permissions__of_every_role(plot, people):
    made = document(plot)
    assert who_may(people, lambda user: document(plot, PDF + b"2", user)) == WRITERS
    assert who_may(people, lambda user: photo(plot, actor=user)) == WRITERS
    assert who_may(people, lambda user: withdraw_file(actor=user, file=made, reason="r")) == WRITERS
    for level in (PublishLevel.PUBLIC, PublishLevel.RESTRICTED):
        attach = lambda user, level=level: document(plot, PDF + b"3", user, level)  # noqa: E731
        assert who_may(people, attach) == {"land_manager"}
        change = lambda user, level=level: publish_file(actor=user, file=made, level=level, reason="r")  # noqa: E731
        assert who_may(people, change) == {"land_manager"}
