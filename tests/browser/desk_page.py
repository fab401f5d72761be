"""A page of the desks in a browser, for somebody who signs in; and what axe-core finds on any page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from accounts.models import User
from tests.browser.conftest import DESKTOP, PHONE

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_MS = 20_000
PASSWORD = "mat-khau-chi-de-thu"


def violations(page: Page) -> list[str]:
    """What is against WCAG 2.2 AA on the page."""
    page.evaluate(AXE.read_text())  # evaluate, not a script element: the page's CSP stays as it is
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    return [f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']]}" for one in found["violations"]]


class DeskPage:
    """A page that remembers what should not have happened.

    Attributes:
        expected: parts of the browser's messages that the tests bring about themselves.
    """

    expected: tuple[str, ...] = ()

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.faults: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._see)

    def _hear(self, told: Any) -> None:
        if told.type == "error" and not any(part in told.text for part in self.expected):
            self.faults.append(told.text)

    def _see(self, request: Any) -> None:
        if not request.url.startswith((self.site, "blob:", "data:")):
            self.faults.append(f"left the site: {request.url}")

    def sign_in(self, user: User, path: str) -> None:
        """As this person, on the way to a page for which one has to sign in."""
        user.set_password(PASSWORD)
        user.save()
        self.page.goto(f"{self.site}{path}")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(f"**{path}")

    def wait_for_next(self) -> None:
        """Until a page that waits for the worker has gone on by itself, and its scripts have run."""
        # Not a count of zero: that is also the answer while one page goes and the next has not come.
        self.page.locator("main:not(:has([data-job]))").wait_for(timeout=PATIENCE_MS)
        self.page.wait_for_load_state()

    def text(self) -> str:
        """What can be read, in one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def check(self) -> None:
        """Readable by everybody, and nothing stands out at the right of a phone."""
        assert violations(self.page) == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= screen.width"), self.page.url


@contextmanager
def new_page(browser: Browser, device: str) -> Iterator[Page]:
    """A page in a context of its own, on a "desktop" or a "phone"."""
    phone = device == "phone"
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, locale="vi-VN", has_touch=phone, is_mobile=phone
    )
    try:
        yield context.new_page()
    finally:
        context.close()
