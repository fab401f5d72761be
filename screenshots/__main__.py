"""Takes the pictures that are named, or all; fails when one is too heavy."""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from screenshots import pictures
from screenshots.webp import LIMIT_ALL, write

FOLDER = Path(__file__).resolve().parents[1] / "docs/images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def main() -> int:
    """What the command line asks for; gives the exit code."""
    known = {picture.name: picture for picture in pictures.PICTURES}
    parser = argparse.ArgumentParser(prog="script/screenshots")
    parser.add_argument("url")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    wanted = parser.parse_args()
    if unknown := sorted(set(wanted.names) - set(known)):
        parser.error(f"there is no picture {', '.join(unknown)}; there are: {', '.join(known)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in wanted.names or known:
            taken = take(browser, wanted.url, known[name])
            size, quality = write(taken, FOLDER / f"{name}.webp")
            print(f"{name}.webp  {size / 1024:.0f} KB  quality {quality}")
        browser.close()
    total = sum(path.stat().st_size for path in FOLDER.glob("*.webp"))
    print(f"{total / 1024:.0f} KB together in docs/images")
    if total > LIMIT_ALL:
        print(f"The pictures may weigh {LIMIT_ALL / 1024:.0f} KB together.", file=sys.stderr)
    return int(total > LIMIT_ALL)


def take(browser: Browser, url: str, picture: pictures.Picture) -> bytes:
    """A PNG of what the picture shows, in a browser that nobody has used before."""
    context = open_context(browser, url, picture)
    page = context.new_page()
    picture.prepare(page)
    if not page.locator(".banner").count():
        sys.exit("This is not the sample register: its pages may show what is not for a manual. Nothing was written.")
    taken = page.screenshot(animations="disabled", caret="hide")
    picture.tidy(page)
    context.close()
    return taken


def open_context(browser: Browser, url: str, picture: pictures.Picture) -> BrowserContext:
    """A browser of the picture's size and appearance, in Vietnamese."""
    return browser.new_context(
        base_url=url,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
        viewport={"width": 390, "height": 780} if picture.phone else {"width": 1440, "height": picture.height},
        has_touch=picture.phone,
        is_mobile=picture.phone,
        device_scale_factor=2 if picture.phone else 1,
    )


if __name__ == "__main__":
    sys.exit(main())
