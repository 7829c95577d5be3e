"""Where the ontology is: its terms, shapes, saved questions, and the organizations that come along."""

from __future__ import annotations

from pathlib import Path

ORGANIZATIONS = "organizations.ttl"  # the gazetteer that comes with the package


def folder() -> Path:
    """Return the folder of the ontology: beside the package in a checkout, inside of it once installed.

    >>> (folder() / ORGANIZATIONS).is_file()
    True
    """
    package = Path(__file__).resolve().parents[1]
    inside = package / "ontology"
    return inside if inside.is_dir() else package.parent / "ontology"
