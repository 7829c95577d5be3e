"""examples/ -> docs/images/page.png: the page that the README shows, as headless Chromium draws it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

import kg

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SETTLED = 1000  # milliseconds until nothing moves


def main() -> int:
    """Make the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium here: install Debian's package chromium")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        graph = kg.build(ROOT / "examples", output=Path(folder) / "output")
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto((graph.folder / "graph.html").resolve().as_uri())
        page.wait_for_timeout(SETTLED)
        page.screenshot(path=IMAGES / "page.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
