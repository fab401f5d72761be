"""What nginx takes and sends of large bodies: from whom, how many at once, and without a worker of the application."""

import http.client
import ssl
import threading
import time
from collections.abc import Iterator

import pytest

from tests.deploy.conftest import HANDED_ON, SCENE, Site

SESSION = {"Cookie": "sessionid=abc"}
UPLOADS = {
    "/scenes/loads/": ("scenes", 4_000_000_000),
    "/imports/": ("plots", 300_000_000),
    "/desk/reference/new/": ("reference", 300_000_000),
    "/plots/DC-1/documents/new/": ("papers", 50 << 20),
    "/plots/DC-1/photos/new/": ("papers", 50 << 20),
    "/plots/DC-1/edit/": ("papers", 20 << 20),
    "/plots/DC-1/split/": ("papers", 20 << 20),
    "/plots/new/": ("papers", 20 << 20),
    "/desk/leases/01a2/part/": ("papers", 20 << 20),
    "/desk/renumber/": ("papers", 2 << 20),
}
FORM = 4_000  # what a form says beside its file
DATA = "/imagery/scenes/s1/data.tif"


@pytest.fixture(autouse=True)
def calm(site: Site) -> Iterator[None]:
    """Every test finds nobody on the way."""
    site.application.methods.clear()
    site.application.go_on.clear()
    yield
    site.application.go_on.set()
    site.application.may_send = True


def told(size: int, who: dict[str, str] = SESSION) -> dict[str, dict[str, str] | str]:
    """The head of an upload, whose body does not follow."""
    return {"headers": who | {"Content-Length": str(size)}, "method": "POST"}


def opened(site: Site, path: str, size: int) -> http.client.HTTPSConnection:
    """An upload that stops in its first bytes."""
    trust = ssl.create_default_context(cafile=str(site.folder / "cert.pem"))
    connection = http.client.HTTPSConnection("localhost", site.https_port, timeout=20, context=trust)
    connection.putrequest("POST", path)
    for name, value in (SESSION | {"Content-Length": str(size)}).items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(b"x" * 1000)
    return connection


def is_answered(connection: http.client.HTTPSConnection) -> bool:
    """Whether nginx has said something without waiting for the rest."""
    assert connection.sock is not None
    connection.sock.settimeout(0.5)
    try:
        return bool(connection.sock.recv(1))
    except TimeoutError:
        return False


@pytest.mark.parametrize("path", UPLOADS)
def test_upload_of_a_stranger_is_refused_unread(site: Site, path: str) -> None:
    assert site.get(path, **told(2_000_000, {})).status == 403
    assert site.application.methods == []


@pytest.mark.parametrize("path", UPLOADS)
def test_upload_of_whom_the_application_does_not_let_is_refused_unread(site: Site, path: str) -> None:
    site.application.may_send = False
    assert site.get(path, **told(2_000_000)).status == 403
    assert site.application.methods == [("GET", f"/uploads/{UPLOADS[path][0]}/may-send")]
    asked = site.application.seen.get(f"/uploads/{UPLOADS[path][0]}/may-send", {})
    assert asked.get("cookie") == SESSION["Cookie"]
    assert asked.get("content-length", "0") == "0"


@pytest.mark.parametrize("path", UPLOADS)
def test_upload_of_the_largest_file_is_taken(site: Site, path: str) -> None:
    connection = opened(site, path, UPLOADS[path][1] + FORM)
    try:
        assert not is_answered(connection)
    finally:
        connection.close()
    assert site.application.methods == [("GET", f"/uploads/{UPLOADS[path][0]}/may-send")]


@pytest.mark.parametrize("path", UPLOADS)
def test_upload_above_the_limit_is_refused(site: Site, path: str) -> None:
    assert site.get(path, **told(4_400_000_000)).status == 413


def test_upload_reaches_the_application(site: Site) -> None:
    assert site.get("/imports/?a=1", **told(0)).status == 200
    assert site.application.methods == [("GET", "/uploads/plots/may-send"), ("POST", "/imports/?a=1")]


@pytest.mark.parametrize("path", [path + query for path in UPLOADS for query in ("", "?page=2&q=%20a")])
def test_page_of_an_upload_is_read_like_any_other(site: Site, path: str) -> None:
    assert site.get(path).status == 200
    assert site.get(path, method="HEAD").status == 200
    assert site.application.methods == [("GET", path), ("HEAD", path)]
    assert site.get(path, {"Content-Length": "4000000"}).status == 413


@pytest.mark.parametrize("path", ["/plots/DC-1/", "/stac/search", "/accounts/sign-in/", "/imports/01a2/check/"])
def test_bodies_elsewhere_are_small(site: Site, path: str) -> None:
    assert site.get(path, **told(4_000_000)).status == 413
    connection = opened(site, path, 2_500_000)
    assert not is_answered(connection)
    connection.close()


def test_two_uploads_from_an_address_at_once(site: Site) -> None:
    uploads = [opened(site, "/scenes/loads/", 1_000_000) for _ in range(2)]
    assert not is_answered(uploads[0])
    surplus = site.get("/imports/", **told(1_000_000))
    assert (surplus.status, surplus.header("Retry-After")) == (429, "5")
    assert "Quá nhiều yêu cầu cùng lúc" in surplus.body.decode()
    assert site.get("/imports/", SESSION).status == 200
    for upload in uploads:
        upload.close()
    eventually(lambda: site.get("/imports/", **told(0)).status == 200)


def eventually(holds: object) -> None:
    for _ in range(100):
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError


PDF = {"Accept": "text/html, application/pdf"}
COSTLY: list[tuple[str, dict[str, str]]] = [
    ("/plots/DC-1/imagery/film.webp?all=1&held", {}),
    ("/plots/DC-1/imagery/01a2.tif?held", {}),
    ("/plots/?held&f=pdf", {}),
    ("/plots/?f=csv&%66=%70df&held", {}),
    ("/map/print.pdf?held", {}),
    ("/plots/?held", PDF),
]


@pytest.mark.parametrize(("path", "headers"), COSTLY)
def test_what_is_costly_is_made_four_times_at_once_for_an_address(
    site: Site, path: str, headers: dict[str, str]
) -> None:
    assert most_at_once(site, path, headers, 6) == 4


@pytest.mark.parametrize("path", ["/plots/?held&f=csv", "/plots/DC-1/imagery/01a2.webp?held"])
def test_what_costs_little_is_not_counted(site: Site, path: str) -> None:
    assert most_at_once(site, path, {}, 6) == 6


def test_scenes_are_sent_sixteen_times_at_once_to_an_address(site: Site) -> None:
    assert most_at_once(site, f"{DATA}?held", {}, 18) == 16


def most_at_once(site: Site, path: str, headers: dict[str, str], asked: int) -> int:
    """How many of so many askers are not sent away while the others still wait."""
    statuses: list[int] = []
    askers = [threading.Thread(target=lambda: statuses.append(site.get(path, headers).status)) for _ in range(asked)]
    for asker in askers:
        asker.start()
    eventually(lambda: len(site.application.methods) + len(statuses) == asked)
    sent_away = list(statuses)
    site.application.go_on.set()
    for asker in askers:
        asker.join(20)
    assert set(sent_away) <= {429}
    assert statuses.count(200) == asked - len(sent_away)
    return asked - len(sent_away)


def test_scene_is_sent_by_nginx(site: Site) -> None:
    reply = site.get(DATA)
    assert (reply.status, reply.body) == (200, SCENE)
    for name, value in HANDED_ON.items():
        assert reply.header(name) == ("" if name == "X-Accel-Redirect" else value), name
    assert reply.header("Accept-Ranges") == "bytes"
    assert reply.header("Strict-Transport-Security") == "max-age=31536000"
    head = site.get(DATA, method="HEAD")
    assert (head.status, head.header("Content-Length"), head.body) == (200, str(len(SCENE)), b"")


@pytest.mark.parametrize(
    ("headers", "status", "body"),
    [
        ({"Range": "bytes=5-9"}, 206, SCENE[5:10]),
        ({"Range": "bytes=-5"}, 206, SCENE[-5:]),
        ({"Range": "bytes=0-1,5-6"}, 200, SCENE),
        ({"Range": "bytes=5-9", "If-Range": HANDED_ON["ETag"]}, 206, SCENE[5:10]),
        ({"Range": "bytes=5-9", "If-Range": HANDED_ON["Last-Modified"]}, 206, SCENE[5:10]),
        ({"Range": "bytes=5-9", "If-Range": '"another"'}, 200, SCENE),
    ],
)
def test_scene_is_sent_in_parts_by_the_tag_of_the_application(
    site: Site, headers: dict[str, str], status: int, body: bytes
) -> None:
    reply = site.get(DATA, headers)
    assert (reply.status, reply.body) == (status, body)


def test_part_behind_the_end_of_a_scene(site: Site) -> None:
    assert site.get(DATA, {"Range": f"bytes={len(SCENE)}-"}).status == 416


@pytest.mark.parametrize("path", ["/scenes-store/a%20b/data.tif", "/ordinary", "/may-send"])
def test_what_is_internal_has_no_address(site: Site, path: str) -> None:
    assert site.get(path, SESSION).status == 404
    assert site.application.methods == []
