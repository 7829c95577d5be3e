"""Articles -> the stories that are found, as a pair: for tests that ask for nothing else."""

from __future__ import annotations

from typing import Any

from kg import stories
from kg.model import Story


def find(*given: Any, **options: Any) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Return the stories of two articles or more, and the articles that stand alone; see `kg.stories.find`."""
    found = stories.find(*given, **options)
    return found.together, found.alone
