"""What the tests of pages share: one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",  # which leaves WebGL to software
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="without Playwright there is no browser to open the page in"
    )
    if not CHROMIUM.exists():
        missing = pytest.fail if os.environ.get("KG_REQUIRE_BROWSER") else pytest.skip
        missing(f"{CHROMIUM} is not there: no browser to open the page in")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield chromium
        chromium.close()
