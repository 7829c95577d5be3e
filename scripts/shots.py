"""examples/ -> docs/images/page*.png: the views of the page, by day and by night, on a desk and on a phone."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

import kg

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SETTLED = 1500  # milliseconds until nothing moves
COLORS = 255  # of a picture, so that it stays small
OPENED = "state.set({story: 0, open: [0]})"
SHOTS = {  # the name: screen, light or dark, and what is chosen
    "page": (DESK, "light", OPENED),
    "page-map-dark": (DESK, "dark", "state.set({open: []})"),
    "page-timeline": (DESK, "light", "state.set({view: 'timeline'})"),
    "page-timeline-dark": (DESK, "dark", "state.set({view: 'timeline', story: 0})"),
    "page-stories": (DESK, "light", "state.set({view: 'stories'})"),
    "page-phone-map": (PHONE, "light", OPENED),
    "page-phone-timeline": (PHONE, "dark", "state.set({view: 'timeline'})"),
    "page-phone-stories": (PHONE, "dark", "state.set({view: 'stories'})"),
}


def main() -> int:
    """Make the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium here: install Debian's package chromium")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = kg.build(ROOT / "examples", output=Path(folder) / "output").folder / "graph.html"
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name in SHOTS:
            shoot(browser, page, IMAGES / f"{name}.png")
        browser.close()
    return 0


def shoot(browser: Browser, page: Path, to: Path) -> None:
    """Make one picture."""
    size, scheme, chosen = SHOTS[to.stem]
    tab = browser.new_page(viewport=size, color_scheme="dark" if scheme == "dark" else "light")
    tab.goto(page.resolve().as_uri())
    tab.wait_for_function("() => document.documentElement.dataset.ready === 'true'")
    tab.evaluate(f"() => {{ const {{ state }} = kgPage; {chosen}; }}")
    tab.wait_for_timeout(SETTLED)
    tab.screenshot(path=to)
    tab.close()
    with Image.open(to) as picture:
        small = picture.convert("RGB").quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(to, optimize=True)
    print(f"{to.name}: {to.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
