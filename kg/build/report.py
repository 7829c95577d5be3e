"""What a build found -> `report.json` and `stories.csv`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from kg import identity
from kg.analysis import history
from kg.entities.merge import Entities
from kg.errors import UsageError
from kg.identity import absolute, article_iri
from kg.model import Article, Story
from kg.sources.account import Account
from kg.stories import Found

DISTRIBUTION = "kg-news"
MOST_NAMED = 5  # rejected files in an error message


def check_not_empty(entities: Entities, paths: Sequence[Path], files: Account) -> None:
    """Refuse to write a graph of nothing.

    Raises:
        UsageError: no article, provider or topic was read; names the first files that were rejected.
    """
    if entities.articles or entities.providers or entities.topics:
        return
    where = ", ".join(map(str, paths))
    reasons = [f"{r.origin.path}:{r.origin.line}: {r.reason}" for r in entities.rejected[:MOST_NAMED]]
    hint = "\n".join([*reasons, *files.lines(every=True)]) or "there is no file in it"
    raise UsageError(f"nothing could be built from {where}:\n{hint}")


def report(
    entities: Entities,
    stories: Found,
    files: Account,
    *,
    triples: int,
    base: str,
    changes: history.History = history.NOTHING,
    found: Mapping[str, object] = {},
) -> dict[str, object]:
    """Return the deterministic part of the report: counts, rejected files and warnings, and `found` (of validation)."""
    full = sum(article.full for article in entities.articles)
    return {
        "version": distribution_version(),
        "identity_version": identity.VERSION,
        "base": base,
        "counts": {
            "files": files.counts,
            "articles": len(entities.articles),
            "full": full,
            "stubs": len(entities.articles) - full,
            "providers": len(entities.providers),
            "topics": len(entities.topics),
            "organizations": len(entities.organizations),
            "people": len(entities.people),
            "images": len(entities.images),
            "related": len(entities.related),
            "mentions": sum(len(article.mentions) for article in entities.articles),
            "stories": len(stories.together),
            "in_stories": sum(len(story.members) for story in stories.together),
            "series": sum(story.series for story in stories.together),
            "storylines": len(stories.storylines),
            "triples": triples,
        },
        "left_out": {"why": msgspec.to_builtins(files.left_out), "folders": files.folders},
        "without_address": {"files": files.known_by_path, "unread": files.unread},
        "rejected_why": msgspec.to_builtins(files.rejected),
        "rejected": [{"path": r.origin.path, "line": r.origin.line, "reason": r.reason} for r in entities.rejected],
        "warnings": [{"path": w.origin.path, "line": w.origin.line, "message": w.message} for w in entities.warned],
        "validation": found,
        "history": history.as_report(changes, stories.together),
    }


def write_report(result: Mapping[str, object], seconds: Mapping[str, float], path: Path) -> None:
    """Write the report; the timings stand apart, for they are the only part that differs from run to run."""
    text = json.dumps({**result, "timings": {**seconds}}, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def write_stories(articles: Sequence[Article], stories: Sequence[Story], path: Path, *, base: str) -> None:
    """Write ``article,story``: the address of every article as its file has it (or its IRI), and the id of its story.

    An article that stands alone has a story of its own here, under its own id, which the graph does not hold.
    """
    story = {member: found.id for found in stories for member in found.members}
    write_rows(sorted((a.url or absolute(article_iri(a.key), base=base), story[a.key]) for a in articles), path)


def write_rows(rows: Iterable[tuple[str, str]], path: Path) -> None:
    """Write addresses and ids of stories as ``article,story``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["article", "story"])
        writer.writerows(rows)


def distribution_version() -> str:
    """Return the version of kg that is installed."""
    return version(DISTRIBUTION) or "unknown"


def version(package: str) -> str | None:
    """Return the version of a package that is installed, None if it is not.

    >>> version("no-such-package") is None
    True
    """
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
