"""kg search: words -> the articles that speak of them."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import clickable, columns, format_option, graph_option, write
from kg.errors import QueryError

COLUMNS = ("score", "published", "provider", "headline", "passage", "url")  # of the table; csv and json have all


@click.command()
@graph_option
@click.argument("words", nargs=-1, required=True)
@click.option("--provider", help="Only of this provider: its domain, or a name.")
@click.option("--topic", help="Only about this topic.")
@click.option("--story", help="Only of this story: the beginning of its id.")
@click.option("--since", help="Only from this day on.")
@click.option("--until", help="Only up to this day.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@format_option("table", "csv", "json")
def search(folder: Path, words: tuple[str, ...], limit: int, form: str, **filters: str | None) -> None:
    """Find articles by WORDS, the best first.

    Words are compared without case, accents and English endings. "several words" in quotes go together, polic* is
    every word that begins so, and a -word (after --) rules out.
    """
    from kg import graph

    # what the shell has as one argument with spaces goes together
    text = " ".join(
        f'"{word}"' if " " in word.strip() and '"' not in word and len(words) > 1 else word for word in words
    )
    found = graph.open(folder).search(text, limit=limit, **filters)
    if not found and form == "table":
        raise QueryError(f"nothing found for {text!r}")
    shown = found.only(*COLUMNS) if form == "table" else found
    write(shown.to_text(form, width=columns(), links=clickable()))
    if found.cut:
        click.echo(f"kg: these are the best {limit:,}; there are more (--limit)", err=True)
