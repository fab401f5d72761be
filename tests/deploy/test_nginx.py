"""The nginx template: it parses, and a real nginx with it does what the deployment relies on."""

import re
import time
from pathlib import Path

import crossplane
import pytest

from tests.deploy.conftest import Site
from tests.deploy.files import SITE_TEMPLATE, SITE_VARIABLES, filled_site

TILE = "/ogc/collections/plots/tiles/WebMercatorQuad/12"
SESSION = {"Cookie": "theme=dark; sessionid=abc"}
KEPT_FOR_S = 2.1  # one second, in nginx's whole seconds
TOKEN = {"Authorization": "Bearer abc"}


def test_template_names_the_documented_variables() -> None:
    assert set(re.findall(r"\$\{([A-Z_]+)\}", SITE_TEMPLATE.read_text())) == SITE_VARIABLES


def test_template_parses(tmp_path: Path) -> None:
    values = dict.fromkeys(SITE_VARIABLES, "/x") | {"HTTP_PORT": "80", "HTTPS_PORT": "443", "UPSTREAM": "web:8000"}
    (tmp_path / "site.conf").write_text(filled_site(values), encoding="utf-8")
    (tmp_path / "nginx.conf").write_text("events {}\nhttp { include site.conf; }\n")
    parsed = crossplane.parse(str(tmp_path / "nginx.conf"), check_ctx=True, check_args=True)
    assert parsed["status"] == "ok", parsed["errors"]


def test_no_location_drops_the_proxy_headers() -> None:
    """nginx forgets the server's proxy headers in a location that sets one of its own."""
    locations = SITE_TEMPLATE.read_text().partition("    location ")[2]
    assert locations
    assert "proxy_set_header" not in locations


def test_plain_http_goes_to_tls(site: Site) -> None:
    reply = site.get_plainly("/plots/?q=1")
    assert reply.status == 308
    assert reply.header("Location") == f"https://localhost:{site.https_port}/plots/?q=1"


def test_application_answers_by_tls(site: Site) -> None:
    reply = site.get("/plots/")
    assert reply.status == 200
    assert reply.body.startswith(b"/plots/ ")


def test_security_headers_come_once(site: Site) -> None:
    reply = site.get("/plots/")
    assert reply.header("Strict-Transport-Security") == "max-age=31536000"
    assert reply.header("X-Content-Type-Options") == "nosniff"
    assert reply.header("Server") == "nginx"


def test_application_is_told_of_the_client_by_nginx_alone(site: Site) -> None:
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    site.get("/told/", lies)
    seen = site.application.seen["/told/"]
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["host"] == f"localhost:{site.https_port}"
    assert "x-forwarded-host" not in seen


def test_text_is_compressed(site: Site) -> None:
    assert site.get("/page/", {"Accept-Encoding": "gzip"}).header("Content-Encoding") == "gzip"
    assert site.get("/page/").header("Content-Encoding") == ""


def test_measurements_stay_inside(site: Site) -> None:
    assert site.get("/metrics").status == 404
    assert site.application.hits["/metrics"] == 0


@pytest.mark.parametrize("place", [TILE, "/imagery/scenes/s1/tiles/WebMercatorQuad/12"])
def test_public_tile_is_cached(site: Site, place: str) -> None:
    path = f"{place}/1/1?v=1"
    first, second = site.get(path), site.get(path)
    assert (first.header("X-Cache"), second.header("X-Cache")) == ("MISS", "HIT")
    assert first.body == second.body
    assert site.application.hits[path] == 1
    assert second.header("Strict-Transport-Security") == "max-age=31536000"


def test_readers_with_and_without_gzip_do_not_meet(site: Site) -> None:
    path = f"{TILE}/1/2?v=1"
    assert site.get(path, {"Accept-Encoding": "gzip, br"}).header("X-Cache") == "MISS"
    assert site.application.seen[path]["accept-encoding"] == "gzip"
    assert site.get(path, {"Accept-Encoding": "deflate, gzip"}).header("X-Cache") == "HIT"
    assert site.get(path, {"Cookie": "theme=dark", "Accept-Encoding": "gzip"}).header("X-Cache") == "HIT"
    assert site.get(path).header("X-Cache") == "MISS"
    assert "accept-encoding" not in site.application.seen[path]


@pytest.mark.parametrize("who", [SESSION, TOKEN], ids=["session", "token"])
@pytest.mark.parametrize("query", ["?v=1", ""], ids=["version", "now"])
def test_signed_in_reader_never_meets_the_cache(site: Site, who: dict[str, str], query: str) -> None:
    path = f"{TILE}/2/{len(who)}{next(iter(who))}{query}"
    mark = next(iter(who.values())).encode()
    for _ in range(2):  # not kept
        own = site.get(path, who)
        assert own.header("X-Cache") in {"BYPASS", "MISS"}
        assert mark in own.body
    stranger = site.get(path)
    assert stranger.header("X-Cache") == ("MISS" if query else "BYPASS")
    assert mark not in stranger.body
    again = site.get(path, who)  # and not served from what a stranger left
    assert again.header("X-Cache") == "BYPASS"
    assert mark in again.body


@pytest.mark.parametrize("kind", ["private", "unmarked", "everything", "outdated"])
@pytest.mark.parametrize("query", ["?v=1", ""], ids=["version", "now"])
def test_only_what_is_called_public_is_kept(site: Site, kind: str, query: str) -> None:
    path = f"/ogc/collections/{kind}/tiles/WebMercatorQuad/12/3/1{query}"
    assert [site.get(path).header("X-Cache") for _ in range(2)] == ["MISS" if query else "BYPASS"] * 2
    assert site.application.hits[path] == 2


@pytest.mark.parametrize("path", [f"{TILE}/4/1", "/ogc/collections/plots/tiles/WebMercatorQuad?f=tilejson"])
def test_what_names_no_version_is_never_kept(site: Site, path: str) -> None:
    """Neither tiles of this moment nor the list that tells the version: an edit shows within a second."""
    assert {site.get(path).header("X-Cache") for _ in range(2)} <= {"BYPASS", ""}
    assert site.application.hits[path] == 2


def test_kept_tile_outlives_the_application(site: Site) -> None:
    path = f"{TILE}/5/1?v=1"
    site.get(path)
    site.application.down = True
    try:
        assert site.get(path).status == 200
        assert site.get(f"{TILE}/5/2?v=1").status == 502
    finally:
        site.application.down = False


def test_kept_tile_is_asked_for_again_by_its_tag(site: Site) -> None:
    path = f"{TILE}/5/3?v=1"
    first = site.get(path)
    time.sleep(KEPT_FOR_S)
    again = site.get(path)
    assert (again.status, again.header("X-Cache"), again.body) == (200, "REVALIDATED", first.body)
    assert site.application.seen[path]["if-none-match"] == first.header("ETag")
    assert site.get(path).header("X-Cache") == "HIT"
    assert site.application.hits[path] == 2


@pytest.mark.parametrize("place", [TILE, "/imagery/scenes/s2/tiles/WebMercatorQuad/12"])
def test_withdrawn_tile_is_gone_from_the_cache(site: Site, place: str) -> None:
    """Its address names bytes that never change; that they are public may end."""
    path = f"{place}/5/4?v=1"
    assert [site.get(path).header("X-Cache") for _ in range(2)] == ["MISS", "HIT"]
    site.application.withdrawn.add(path.partition("?")[0])
    time.sleep(KEPT_FOR_S)
    assert [site.get(path).status for _ in range(2)] == [404, 404]


def test_module_has_a_type_that_browsers_run(site: Site) -> None:
    reply = site.get("/static/map.mjs")
    assert reply.header("Content-Type") == "text/javascript; charset=utf-8"
    assert reply.header("X-Content-Type-Options") == "nosniff"
    assert reply.header("Cache-Control") == "public, max-age=3600"


def test_hashed_file_never_expires(site: Site) -> None:
    reply = site.get("/static/style.0123456789ab.css")
    assert reply.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert reply.header("Strict-Transport-Security") == "max-age=31536000"


@pytest.mark.parametrize(
    ("takes", "coding", "body"),
    [("gzip, deflate, br, zstd", "br", b"as brotli"), ("gzip", "gzip", b"as gzip"), ("", "", b"plain")],
)
def test_finished_compression_is_sent(site: Site, takes: str, coding: str, body: bytes) -> None:
    reply = site.get("/static/both.0123456789ab.js", {"Accept-Encoding": takes})
    assert (reply.header("Content-Encoding"), reply.body) == (coding, body)
    assert reply.header("Content-Type") == "text/javascript; charset=utf-8"
    assert reply.header("Vary") == "Accept-Encoding"
    assert reply.header("Cache-Control") == "public, max-age=31536000, immutable"
    assert reply.header("X-Content-Type-Options") == "nosniff"
    assert reply.header("Strict-Transport-Security") == "max-age=31536000"


@pytest.mark.parametrize("name", ["only.js", "picture.webp"])
def test_without_finished_brotli_the_plain_file_is_sent(site: Site, name: str) -> None:
    reply = site.get(f"/static/{name}", {"Accept-Encoding": "br"})
    assert (reply.status, reply.header("Content-Encoding"), reply.body) == (200, "", b"plain")


def test_brotli_files_have_no_address_of_their_own(site: Site) -> None:
    assert site.get("/brotli/both.0123456789ab.js.br").status == 404


def test_upload_limit(site: Site) -> None:
    reply = site.get("/upload/", {"Content-Length": str(301 * 1024 * 1024)}, method="POST")
    assert reply.status == 413


def test_many_sign_ins_from_one_address_wait(site: Site) -> None:
    """The application's own lock sees one name at a time."""
    post = {"headers": {"Content-Length": "0"}, "method": "POST"}
    assert site.get("/accounts/sign-in/", **post).status == 200
    last = [site.get("/admin/login/", **post) for _ in range(45)][-1]
    assert last.status == 429
    assert last.header("Retry-After") == "60"
    assert "Hãy chờ một phút" in last.body.decode()
    assert site.get("/accounts/sign-in/", **post).status == 429
    assert site.get("/accounts/sign-in/").status == 200
    assert site.get("/plots/", **post).status == 200
    assert 30 <= site.application.hits["/admin/login/"] < 45
