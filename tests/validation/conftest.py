"""What the tests of validation share: small sites, and what is found in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import sources, validation

Found = Callable[..., list[validation.Finding]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Return a function that writes files into a site, and returns what is found: ``found({"x.md": text})``."""

    def check(files: dict[str, str | bytes]) -> list[validation.Finding]:
        for path, text in files.items():
            location = tmp_path / "site" / path
            location.parent.mkdir(parents=True, exist_ok=True)
            location.write_bytes(text.encode() if isinstance(text, str) else text)
        return validation.check(sources.find([tmp_path / "site"]))

    return check
