"""kg providers: who covers what others cover, who leads, and what one provider has missed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import asdict

from kg import words
from kg.cli.output import columns, format_option, graph_option, write, write_result

if TYPE_CHECKING:
    from kg.analysis.coverage import Coverage, Missed

Row = Mapping[str, object]

# the heads of columns on the screen -> what they show, by the names that CSV has
STANDING = {
    "provider": "domain", "name": "name", "articles": "articles", "stories": "stories", "first": "first",
    "by chance": "by_chance", "behind": "lag_hours",
}  # fmt: skip
STANDING_CSV = ("domain", "name", "articles", "stories", "timed", "first", "by_chance", "lag_hours")
NUMBERS = {
    "shared": "shared", "expected": "expected", "lift": "lift", "ahead": "ahead", "behind": "behind",
    "by": "lead_hours", "p": "p",
}  # fmt: skip
PAIR = {"leader": "leader", "follower": "follower", **NUMBERS}
PEER = {"peer": "peer", "name": "name", **NUMBERS}
MISSED = {name: name for name in ("story", "articles", "providers", "label", "peers")}
MISSED_CSV = ("story", "articles", "providers", "start", "end", "label", "peers")
TIMED = ("first", "by_chance")  # of a provider without dates they say nothing
MOST_MISSED = 20  # on the screen of a provider; --missed has all
SCREEN = """{name}

provider    {domain}
articles    {articles}
stories     {stories} that others carried too
{speed}
Peers: providers that share more stories with it than chance would have it

{peers}
Missed: stories that {least} of these peers or more carried, and it did not

{missed}"""
SPEED = (
    "speed       first in {first} of {timed} with dates, {by_chance:.1f} by chance; {lag} behind the first (median)\n"
)


@click.command()
@graph_option
@click.argument("provider", required=False, metavar="[DOMAIN]")
@click.option("--pairs", is_flag=True, help="List the pairs of providers that share stories, by lift.")
@click.option("--missed", is_flag=True, help="List only the stories that peers of DOMAIN carried and it did not.")
@format_option("table", "csv", "json")
def providers(folder: Path, provider: str | None, form: str, *, pairs: bool, missed: bool) -> None:
    """List the providers, or show the one with this DOMAIN (or name): its peers, and what it missed.

    Counted are stories that two providers or more carried. Lift is how many stories two providers share over how many
    they would share if they chose independently: 1 is chance. In the shared stories the one was so often ahead of the
    other, or behind, and by so much (median); p is how often so uneven a count comes by chance. As CSV a provider is
    its peers.
    """
    if (missed and provider is None) or (pairs and provider is not None):
        raise click.UsageError("--missed goes with a DOMAIN, --pairs without")
    from kg import graph
    from kg.analysis import coverage

    read = graph.open(folder).coverage
    if provider is not None:
        _one(read, coverage.find_provider(read, provider), form, only_missed=missed)
    elif pairs:
        leads = coverage.leads(read)
        rows = [{"leader": x.domain, "follower": x.follower.domain} | asdict(x.follower) for x in leads]
        _write(form, leads, rows, csv=PAIR.values(), table=PAIR)
    else:
        found = coverage.standings(read)
        _write(form, found, list(map(asdict, found)), csv=STANDING_CSV, table=STANDING)


def _one(read: Coverage, domain: str, form: str, *, only_missed: bool) -> None:
    from kg.analysis import coverage

    missed = list(map(_document, coverage.missed(read, domain)))
    if only_missed:
        _write(form, missed, missed, csv=MISSED_CSV, table=MISSED)
        return
    peers = coverage.peers(read, domain)
    rows = [{"peer": peer.domain} | asdict(peer) for peer in peers]
    (standing,) = (standing for standing in coverage.standings(read) if standing.domain == domain)
    if form != "table":
        document = {"standing": standing, "peers": peers, "missed": missed}
        _write(form, document, rows, csv=PEER.values(), table=PEER)
        return
    lag = standing.lag_hours
    speed = "" if lag is None else SPEED.format(**asdict(standing), lag=words.duration(lag))
    rest = len(missed) - MOST_MISSED
    more = f"... and {rest:,} more: kg providers {domain} --missed\n" if rest > 0 else ""
    screen = SCREEN.format(
        **asdict(standing),
        speed=speed,
        peers=_table(rows, PEER),
        least=coverage.LEAST_PEERS,
        missed=_table(missed[:MOST_MISSED], MISSED) + more,
    )
    write(screen)


def _document(missed: Missed) -> dict[str, object]:
    story = missed.story
    values = (story.id, len(story.members), missed.providers, story.start, story.end, story.label, missed.peers)
    return dict(zip(MISSED_CSV, values, strict=True))


def _write(form: str, document: object, rows: Sequence[Row], *, csv: Collection[str], table: Mapping[str, str]) -> None:
    values = ([row[name] for name in csv] for row in rows)
    write_result(form, document, csv=([*csv], values), text=lambda: _table(rows, table))


def _table(rows: Sequence[Row], heads: Mapping[str, str]) -> str:
    from kg.query.tables import table

    cells = [[_cell(row, name) for name in heads.values()] for row in rows]
    return table([*heads], cells, width=columns()) if rows else "none\n"


def _cell(row: Row, name: str) -> str:
    value = row[name]
    unknown = value is None or (name in TIMED and not row["timed"])
    return "" if unknown else TEXTS.get(name, str)(value)


def _signed(hours: float) -> str:
    return f"{'-' if hours < 0 else '+'}{words.duration(abs(hours))}" if hours else "0"


# how the values of a column are written on the screen, if not as they are
TEXTS: dict[str, Callable[[Any], str]] = {
    "by_chance": "{:.1f}".format, "expected": "{:.1f}".format, "lift": "{:.1f}".format, "p": "{:.2f}".format,
    "lag_hours": words.duration, "lead_hours": _signed, "peers": ", ".join,
}  # fmt: skip
