"""kg providers: who covers what others cover, who leads, and what one provider has missed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import words
from kg.cli.output import as_csv, as_json, columns, graph_option, write

if TYPE_CHECKING:
    from kg.analysis.coverage import Coverage, Missed, Peer, Standing

ALL = ("provider", "name", "articles", "stories", "first", "by chance", "behind")
ALL_CSV = ("domain", "name", "articles", "stories", "timed", "first", "by_chance", "lag_hours")
PEER = ("shared", "expected", "lift", "ahead", "behind", "by", "p")
PEER_CSV = ("shared", "expected", "lift", "ahead", "behind", "lead_hours", "p")
MISSED = ("story", "articles", "providers", "label", "peers")
MISSED_CSV = ("story", "articles", "providers", "start", "end", "label", "peers")
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
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
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
    if provider is None:
        write(_pairs(read, form) if pairs else _all(read, form))
        return
    domain = coverage.find_provider(read, provider)
    write(_missed(coverage.missed(read, domain), form) if missed else _one(read, domain, form))


def _all(read: Coverage, form: str) -> str:
    from kg.analysis.coverage import standings

    found = standings(read)
    if form == "json":
        return as_json(found)
    if form == "csv":
        return as_csv(ALL_CSV, ([getattr(s, name) for name in ALL_CSV] for s in found))
    return _table(ALL, [(s.domain, s.name, str(s.articles), str(s.stories), *_speed(s)) for s in found])


def _pairs(read: Coverage, form: str) -> str:
    from kg.analysis.coverage import leads

    found = leads(read)
    if form == "json":
        return as_json(found)
    if form == "csv":
        rows = ((lead.domain, lead.follower.domain, *_values(lead.follower)) for lead in found)
        return as_csv(("leader", "follower", *PEER_CSV), rows)
    return _table(("leader", "follower", *PEER), [(x.domain, x.follower.domain, *_cells(x.follower)) for x in found])


def _one(read: Coverage, domain: str, form: str) -> str:
    from kg.analysis import coverage

    peers = coverage.peers(read, domain)
    if form == "csv":
        return as_csv(("peer", "name", *PEER_CSV), ((peer.domain, peer.name, *_values(peer)) for peer in peers))
    (standing,) = (standing for standing in coverage.standings(read) if standing.domain == domain)
    missed = coverage.missed(read, domain)
    if form == "json":
        return as_json({"standing": standing, "peers": peers, "missed": [_document(item) for item in missed]})
    lag = standing.lag_hours
    speed = "" if lag is None else SPEED.format(**_fields(standing), lag=words.duration(lag))
    rest = len(missed) - MOST_MISSED
    more = f"... and {rest:,} more: kg providers {domain} --missed\n" if rest > 0 else ""
    return SCREEN.format(
        **_fields(standing),
        speed=speed,
        peers=_table(("peer", "name", *PEER), [(peer.domain, peer.name, *_cells(peer)) for peer in peers]),
        least=coverage.LEAST_PEERS,
        missed=_missed(missed[:MOST_MISSED], "table") + more,
    )


def _missed(missed: Sequence[Missed], form: str) -> str:
    if form == "json":
        return as_json([_document(item) for item in missed])
    if form == "csv":
        rows = ({**_document(item), "peers": " ".join(item.peers)} for item in missed)
        return as_csv(MISSED_CSV, ([*row.values()] for row in rows))
    return _table(
        MISSED,
        [(m.story.id, str(len(m.story.members)), str(m.providers), m.story.label, ", ".join(m.peers)) for m in missed],
    )


def _document(missed: Missed) -> dict[str, object]:
    story = missed.story
    values = (story.id, len(story.members), missed.providers, story.start, story.end, story.label, missed.peers)
    return dict(zip(MISSED_CSV, values, strict=True))


def _values(peer: Peer) -> list[object]:
    return [getattr(peer, name) for name in PEER_CSV]


def _cells(peer: Peer) -> tuple[str, ...]:
    by = "" if peer.lead_hours is None else _signed(peer.lead_hours)
    numbers = str(peer.shared), f"{peer.expected:.1f}", f"{peer.lift:.1f}", str(peer.ahead), str(peer.behind)
    return *numbers, by, f"{peer.p:.2f}"


def _signed(hours: float) -> str:
    return f"{'-' if hours < 0 else '+'}{words.duration(abs(hours))}" if hours else "0"


def _speed(standing: Standing) -> tuple[str, str, str]:
    if standing.lag_hours is None:
        return "", "", ""
    return str(standing.first), f"{standing.by_chance:.1f}", words.duration(standing.lag_hours)


def _fields(standing: Standing) -> dict[str, object]:
    return {name: getattr(standing, name) for name in standing.__struct_fields__}


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    from kg.query.answer import table

    return table(names, rows, width=columns()) if rows else "none\n"
