"""A small town's news, built once: a story that a related link holds together, a copy, a provider alone, odd links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kg

GROUNDED = "The ferry Skylark ran aground on a sandbank off the northern harbor with ninety passengers on board."
TUGS = "Two tugs pulled the ferry Skylark off the sandbank near the northern harbor; all passengers are safe."
PAINTING = "The town museum paid two hundred crowns for a lost painting of the old lighthouse by Ida Brandt."


def link(url: str, title: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"webUrl": url, **({"title": title} if title else {}), **fields}


FILES: dict[str, dict[str, Any]] = {
    "ferry-aground.md": {
        "webUrl": "https://www.tern-times.example/ferry-aground?utm_source=feed",
        "ampWebUrl": "https://amp.tern-times.example/ferry-aground",
        "title": "Ferry Skylark runs aground off the northern harbor",
        "excerpt": GROUNDED,
        "publishedDateTime": "2021-03-04T08:00:00Z",
        "provider": {"name": "Tern Times", "domain": "tern-times.example"},
        "topics": ["Shipping"],
        "related": [
            link("https://gull.example/skylark-free", "Tugs free ferry Skylark from sandbank off northern harbor"),
            link(
                "https://post.example/captain-questioned",
                "Captain questioned overnight",
                publishedDateTime="2021-03-04T20:00:00Z",
                provider={"name": "Harbor Post", "domain": "post.example"},
            ),
        ],
    },
    "ferry-copy.md": {
        "webUrl": "https://wire.example/skylark-aground",
        "title": "Ferry Skylark runs aground off the northern harbor",
        "excerpt": GROUNDED,
        "publishedDateTime": "2021-03-04T09:00:00Z",
        "provider": {"name": "Wire", "domain": "wire.example"},
    },
    "ferry-free.md": {
        "webUrl": "https://gull.example/skylark-free",
        "title": "Tugs free ferry Skylark from sandbank off northern harbor",
        "excerpt": TUGS,
        "publishedDateTime": "2021-03-04T15:00:00Z",
        "provider": {"name": "The Gull", "domain": "gull.example"},
        "topics": ["Shipping"],
    },
    "ferry-passengers.md": {
        "webUrl": "https://bay.example/skylark-passengers",
        "title": "Passengers safe after ferry Skylark is pulled off sandbank",
        "excerpt": "All ninety passengers of the ferry Skylark are safe: tugs pulled it off a sandbank near harbor.",
        "publishedDateTime": "2021-03-04T17:30:00Z",
        "provider": {"name": "Bay News", "domain": "bay.example"},
    },
    "museum-1.md": {
        "webUrl": "https://tern-times.example/museum-buys-painting",
        "title": "Museum buys lost painting of the lighthouse by Ida Brandt",
        "excerpt": PAINTING,
        "publishedDateTime": "2021-03-05T10:00:00Z",
        "provider": {"name": "Tern Times", "domain": "tern-times.example"},
    },
    "museum-2.md": {
        "webUrl": "https://tern-times.example/museum-painting-price",
        "title": "Lost lighthouse painting by Ida Brandt cost the museum 200 crowns",
        "excerpt": "Two hundred crowns the museum paid for the lost painting of the lighthouse, Ida Brandt's last.",
        "publishedDateTime": "2021-03-05T11:00:00Z",
        "provider": {"name": "Tern Times", "domain": "tern-times.example"},
    },
    "orchards.md": {
        "webUrl": "https://bay.example/orchards",
        "title": "Late frost threatens apple blossom in valley orchards",
        "excerpt": "Growers lit fires between their trees for a third night.",
        "publishedDateTime": "2021-04-20T06:00:00Z",
        "related": [link("https://post.example/budget", "Council quarrels", publishedDateTime="2021-04-02")],
    },
    "undated.md": {
        "webUrl": "https://nobody.example/choir",
        "title": "Choir seeks tenors",
    },
}  # fmt: skip


def write(folder: Path, files: dict[str, dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, fields in files.items():
        lines = (f"{key}: {json.dumps(value, indent=1)}\n" for key, value in fields.items())
        (folder / name).write_text(f"---\n{''.join(lines)}---\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def town_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the small town."""
    return write(tmp_path_factory.mktemp("town") / "site", FILES)


@pytest.fixture(scope="session")
def town(town_site: Path) -> kg.KnowledgeGraph:
    """The graph of the small town."""
    return kg.build(town_site, output=town_site.parent / "output", formats=())


@pytest.fixture(scope="session")
def region(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.KnowledgeGraph:
    """The graph of a corpus of some 160 articles on few subjects, where stories stand close to each other."""
    source = examples.parent / "tests" / "data" / "quality" / "articles"
    return kg.build(source, output=tmp_path_factory.mktemp("region") / "output", formats=())
