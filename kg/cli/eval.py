"""kg eval: labels and stories -> scores, and the stories that came out worst."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kg import words
from kg.cli.output import format_option, graph_option, write_result

if TYPE_CHECKING:
    from kg.analysis.evaluation import Fault, Part, Predicted, ScoredArticle

MOST_OTHERS = 6  # articles that came into a story, on the screen; JSON has all
MOST_WARNINGS = 5
MEASURES = (("BCubed", "bcubed"), ("pairs", "pair"))
SCREEN = """\
labelled    {n:,} articles in {gold_clusters:,} stories, {gold_multi:,} of them of two articles or more
found       {pred_clusters:,} stories; {exact_multi:,} of the {gold_multi:,} are exactly right
missing     {missing:,} labelled, but not there: counted as alone
unknown     {unknown:,} there, but not labelled: not counted

            precision  recall     F1
{rows}
V-measure   {v:.4f}     (homogeneity {homogeneity:.4f}, completeness {completeness:.4f})
ARI         {ari:.4f}
AMI         {ami:.4f}
"""

EXPLAINED = """
Worst: what a labelled story fell into (=), what came in with it (+), and how many articles' worth of BCubed it lost
"""


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), metavar="LABELS.csv")
@click.argument("source", nargs=-1, type=click.Path(path_type=Path))
@graph_option
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="Stories to tell of.")
@format_option("text", "json")
@click.pass_context
def eval(context: click.Context, labels: Path, source: tuple[Path, ...], folder: Path, worst: int, form: str) -> None:
    """Score the stories of a graph, or of SOURCE, against labels.

    LABELS.csv has an address (webUrl, id or url) and a label (label, cluster or story) on each line. The articles of
    SOURCE are read and put into stories in memory; nothing is written. The names of the JSON fields are explained by
    kg.analysis.scores.Scores.
    """
    from click.core import ParameterSource

    from kg.analysis.evaluation import evaluate, read_labels

    if source and context.get_parameter_source("folder") is not ParameterSource.DEFAULT:
        raise click.UsageError("give a graph (-g) or a SOURCE, not both")
    gold = read_labels(labels)
    evaluation = evaluate(gold, _found(source, folder), worst=worst)
    for warning in evaluation.warnings[:MOST_WARNINGS]:
        click.echo(f"warning: {labels}: {warning}", err=True)
    if len(evaluation.warnings) > MOST_WARNINGS:
        click.echo(f"... and {len(evaluation.warnings) - MOST_WARNINGS:,} more warnings", err=True)
    scores = msgspec.structs.asdict(evaluation.scores)
    document = {**scores, "warnings": evaluation.warnings, "worst": evaluation.worst}
    write_result(form, document, text=lambda: _screen(scores, evaluation.worst))


def _found(source: tuple[Path, ...], folder: Path) -> Predicted:
    from kg.analysis.evaluation import in_graph, in_memory

    if not source:
        from kg import graph

        return in_graph(graph.open(folder))
    from kg.build.pipeline import find_stories

    entities, stories = find_stories(source)
    if entities.rejected:
        files = len({finding.origin.path for finding in entities.rejected})
        click.echo(f"rejected files: {files:,}; kg build {' '.join(map(str, source))} names them", err=True)
    return in_memory(entities.articles, stories)


def _screen(scores: Mapping[str, float], worst: Sequence[Fault]) -> str:
    rows = "\n".join(
        f"{name:11} " + "     ".join(f"{scores[f'{field}_{part}']:.4f}" for part in ("p", "r", "f1"))
        for name, field in MEASURES
    )
    text = SCREEN.format(**scores, rows=rows)
    if worst:
        text += EXPLAINED
    for number, fault in enumerate(worst, 1):
        text += "".join(f"{line}\n" for line in ("", _heading(number, fault), *_parts(fault.parts)))
    return text


def _heading(number: int, fault: Fault) -> str:
    came = len({other.address for part in fault.parts for other in part.others if other.label is not None})
    what = [words.count(fault.size, "article")]
    if len(fault.parts) > 1:
        what.append(f"in {len(fault.parts)} parts")
    if came:
        what.append(f"{came} of other stories came in")
    return f"{number:2}. {fault.label}: {', '.join(what)}; {fault.lost:.2f} lost"


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the lines of a labelled story: the found ones that it is in, then what stands alone, then what is gone."""
    for part in parts:
        if not _is_single(part):
            yield f"    story {part.story}"
            yield from map(_own, part.own)
            yield from (
                f"      + {_day(m)}  {m.title} ({m.label or 'not labelled'})" for m in part.others[:MOST_OTHERS]
            )
            if len(part.others) > MOST_OTHERS:
                yield f"      + and {len(part.others) - MOST_OTHERS:,} more"
    for heading, gone in (("alone", False), ("not there", True)):
        members = [part.own[0] for part in parts if _is_single(part) and (part.story is None) is gone]
        if members:
            yield f"    {heading}"
            yield from map(_own, sorted(members, key=_when))


def _is_single(part: Part) -> bool:
    return len(part.own) + len(part.others) == 1


def _own(member: ScoredArticle) -> str:
    return f"      = {_day(member)}  {member.title}"


def _day(member: ScoredArticle) -> str:
    return f"{member.published:%Y-%m-%d}" if member.published else "no date   "


def _when(member: ScoredArticle) -> tuple[str, str]:
    return member.published.isoformat() if member.published else "later than all", member.address
