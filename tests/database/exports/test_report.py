"""The stand-alone report: one file, no network, nobody's secrets, no markup out of data."""

import re
from html.parser import HTMLParser

import pytest
from playwright.sync_api import sync_playwright

from land.exports.downloads import ExportError
from land.exports.report import report
from land.layers import PLOTS
from land.models import Plot
from tests.database.exports.conftest import TODAY

pytestmark = pytest.mark.django_db
TOOLTIPS = """() => {
  const texts = [];
  const groups = Object.keys(window).filter((name) => /^geo_json_[0-9a-f]+$/.test(name));
  groups.forEach((name) => window[name].eachLayer((item) => {
    const latlng = item.getBounds ? item.getBounds().getCenter() : item.getLatLng();
    item.fire("mouseover", {latlng}, true);
    document.querySelectorAll(".leaflet-tooltip").forEach((tip) => texts.push(tip.innerText));
  }));
  return texts.join(" ");
}"""
EVIL = "</script><img src=x onerror=document.title='hacked'>"


# Where a reader may move the map, and the names that must then be in view.
SEA, HOANG_SA, TRUONG_SA = "Biển Đông", "Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)"
VIEWS = {(12.5, 110.5, 5): {SEA, HOANG_SA, TRUONG_SA}, (15.8, 111.3, 9): {SEA, HOANG_SA}, (8.68, 106.62, 11): {SEA}}


def _names(tab, at):
    return set(
        tab.evaluate(
            """([lat, lng, zoom]) => {
              const map = window[Object.keys(window).find((name) => /^map_[0-9a-f]+$/.test(name))];
              map.setView([lat, lng], zoom, { animate: false });
              const frame = map.getContainer().getBoundingClientRect();
              const inside = ({ left, right, top, bottom }) =>
                left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom;
              const labels = [...document.querySelectorAll(".sea-label")];
              return labels.filter((label) => inside(label.getBoundingClientRect())).map((label) => label.textContent);
            }""",
            list(at),
        )
    )


class References(HTMLParser):
    """Everything that would make a browser ask somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name in ("src", "href", "srcset", "data") and value]


@pytest.fixture
def document(plots, people, rows):
    Plot.objects.filter(pk=plots["parts"].pk).update(name=EVIL)
    user = people["anonymous"]
    download = report(
        layer=PLOTS, queryset=rows(user), user=user, title="Báo cáo quỹ đất công", filter_text="Vũng Tàu", today=TODAY
    )
    assert download.filename == "bao-cao-quy-dat-cong_2026-11-22.html"
    return download.content().decode()


def test_it_refers_to_nothing_outside(document):
    parser = References()
    parser.feed(document)
    styles = "".join(re.findall(r"<style>(.*?)</style>", document, re.DOTALL))
    assert parser.found == []
    assert "link" not in parser.tags
    assert "url(" not in styles
    assert "@import" not in styles
    assert "default-src 'none'" in document


def test_it_says_what_it_is(document, plots):
    assert plots["simple"].code in document
    assert plots["hidden"].code not in document
    assert "Số liệu đến ngày 22/11/2026" in document
    assert "không thay thế Giấy chứng nhận" in document
    assert "Quần đảo Hoàng Sa (Việt Nam)" in document
    assert "Quần đảo Trường Sa (Việt Nam)" in document
    assert "Biển Đông" in document


def test_it_does_not_tell_internal_fields(document):
    assert "Chỉ nội bộ được biết" not in document
    assert "Bị lấn, chiếm" not in document


def test_a_browser_without_network_draws_it_and_runs_no_data(document, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(document, encoding="utf-8")
    asked, errors = [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
        )
        context = browser.new_context(offline=True)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.goto(path.as_uri())
        tab.wait_for_selector(".folium-map canvas", state="attached")
        names = {at: _names(tab, at) for at in VIEWS}
        told = tab.evaluate(TOOLTIPS)
        tab.wait_for_timeout(200)  # what an injected handler would need to run
        title, drawn = tab.title(), tab.locator(".folium-map canvas").count()
        tab.screenshot(path=tmp_path / "report.png")
        browser.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert errors == []
    assert drawn
    assert EVIL in told
    assert names == VIEWS
    assert title == "Báo cáo quỹ đất công"


def test_too_many_plots_for_one_file(plots, people, rows, monkeypatch):
    monkeypatch.setattr("land.exports.report.MOST_PLOTS", 3)
    with pytest.raises(ExportError, match="nhiều nhất 3 khu đất"):
        report(layer=PLOTS, queryset=rows(None), user=None, title="x", filter_text="", today=TODAY)


def test_no_plots_is_a_report_all_the_same(plots, people, rows):
    download = report(layer=PLOTS, queryset=rows(None).none(), user=None, title="x", filter_text="", today=TODAY)
    assert b"folium-map" in download.content()
