"""Libraries that are not found while another is loaded."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from kg.light import without
{before}
with without("colorsys"):
    try:
        import colorsys
        print("found")
    except ModuleNotFoundError:
        print("not found")
import colorsys
print(sys.modules["colorsys"] is colorsys)
"""


def said(before: str) -> list[str]:
    """What a new process says, in which no other test has loaded anything."""
    command = [sys.executable, "-c", LOADED.format(before=before)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:2]


def test_it_is_not_found_meanwhile_and_found_afterwards() -> None:
    assert said("") == ["not found", "True"]


def test_what_is_loaded_already_stays() -> None:
    assert said("import colorsys") == ["found", "True"]


def test_in_a_notebook_all_are_found() -> None:
    assert said("sys.modules['IPython'] = sys") == ["found", "True"]
