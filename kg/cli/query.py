"""kg query: a question and its parameters -> rows, or a graph."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import reasons
from kg.cli.output import as_json, asked_option, clickable, columns, picked, wrapped, write

if TYPE_CHECKING:
    from kg.query.questions import Parameter, Question

QUESTION = "kg.question"  # in the context: the saved question that is asked


class _Query(click.Command):
    """A command that has, beside its own options, those of the saved question that is asked."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        parser = self.make_parser(ctx)
        parser.ignore_unknown_options = True  # those of a question, which is among the words that are left
        own, words, _ = parser.parse_args([*args])
        given = [word for word in (own["query"], *words) if isinstance(word, str)]
        ctx.meta[QUESTION] = _question(given, queries=own.get("queries", ()))
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        question = ctx.meta.get(QUESTION)
        own = super().get_params(ctx)
        return own if question is None else [*map(_option, question.parameters), *own]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if (question := ctx.meta.get(QUESTION)) is None:
            super().format_usage(ctx, formatter)
        else:
            formatter.write_usage(ctx.command_path, f"{question.name} [OPTIONS]")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if (question := ctx.meta.get(QUESTION)) is None:
            super().format_help_text(ctx, formatter)
            return
        for text in filter(None, (question.title, question.text)):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(text)


def _folders(given: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders of saved questions: those given, and that of the settings of the working directory."""
    from kg import settings

    own = settings.load().query.folder
    return (*given, *([] if own is None else [Path(own)]))


def _question(words: Sequence[str], *, queries: Sequence[Path]) -> Question | None:
    """Return the saved question that is among the words, or None."""
    from kg.query.questions import find, saved

    questions = None
    for word in words:
        if word.startswith("-"):
            continue
        if word.endswith(".rq") and "\n" not in word:
            return find(word)
        questions = saved(_folders(queries)) if questions is None else questions
        if word in questions:
            return questions[word]
    return None


def _option(parameter: Parameter) -> click.Option:
    needed = not parameter.default
    default = "" if needed or parameter.default == "UNDEF" else f"  [default: {parameter.default}]"
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", f"parameter_{parameter.name}"],
        metavar=parameter.kind.upper(),
        multiple=True,
        help=f"{parameter.text}{'  [needed]' if needed else default}",
    )


@click.command(cls=_Query)
@click.argument("query", required=False)
@asked_option
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "turtle"]), help="Default: table, or turtle."
)
@click.option("--limit", type=click.IntRange(min=1), help="How many rows to take at most.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="How many seconds it may take.")
@click.option(
    "--queries",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of saved questions of your own; so does KG_QUERIES, and [query] folder in kg.toml.",
)
@click.option(
    "--why", is_flag=True, help="Add to each row the triples it comes from, and which files and lines said them."
)
@click.option(
    "--files",
    type=click.Path(path_type=Path),
    multiple=True,
    help="With --why: a folder that was built from, to find the lines of single fields in.",
)
@click.option("--allow-service", "service", is_flag=True, help="Let the query ask other endpoints (SERVICE).")
@click.option("--list", "listed", is_flag=True, help="List the saved questions and their parameters.")
def query(  # noqa: PLR0913 - a parameter an option
    query: str | None,
    folder: str,
    form: str | None,
    limit: int | None,
    timeout: float | None,
    queries: tuple[Path, ...],
    files: tuple[Path, ...],
    *,
    service: bool,
    listed: bool,
    why: bool,
    **parameters: tuple[str, ...],
) -> None:
    """Ask in SPARQL: QUERY is a query, a FILE.rq or the name of a saved question.

    A saved question has options of its own: kg query NAME --help shows them.
    """
    from kg import graph

    queries = _folders(queries)
    if listed:
        write(_list(queries, form))
        return
    if query is None:
        raise click.UsageError("give a query, a FILE.rq or the name of a saved question (kg query --list)")
    bound = {name.removeprefix("parameter_"): list(values) for name, values in parameters.items() if values}
    opened = graph.open(folder, queries=queries)
    if why:
        write(reasons.with_reasons(opened, query, form or "table", files=files, parameters=bound))
        return
    answer = opened.ask(query, timeout=timeout, limit=limit, service=service, **bound)
    form = form or ("turtle" if answer.is_graph else "table")
    write(answer.to_text(form, width=columns(), links=clickable()))
    if answer.cut:
        click.echo(f"kg: cut after {limit:,} {'triples' if answer.is_graph else 'rows'}; there are more", err=True)


def _list(folders: Sequence[str | os.PathLike[str]], form: str | None) -> str:
    from kg.query.questions import saved

    questions = saved(folders).values()
    if form == "json":
        return as_json([picked(each, ("name", "title", "text", "parameters")) for each in questions])
    lines = []
    for question in questions:
        lines.append(f"{question.name:24} {question.title}")
        for parameter in question.parameters:
            option = f"--{parameter.name.replace('_', '-')} {parameter.kind.upper()}"
            lines.append(f"    {option:20} {parameter.text}")
    return wrapped("\n".join(lines), hanging=25) + "\n"
