"""kg sources and kg provenance: a triple -> who said it; the graph -> named graphs or statements with their sources."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import format_option, graph_option, to_option, write, write_result

FORMATS = ("trig", "nquads", "reified")  # as kg.provenance.graphs has them


@click.command()
@graph_option
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("value", metavar="[OBJECT]", required=False)
@click.option(
    "--files", type=click.Path(path_type=Path), multiple=True,
    help="A folder that was built from, to find the lines of single fields in.",
)  # fmt: skip
@format_option("text", "json")
def sources(
    folder: Path, subject: str, predicate: str | None, value: str | None, files: tuple[Path, ...], form: str
) -> None:
    """Say which files and lines said a triple: SUBJECT, or all of it with PREDICATE and OBJECT.

    IRIs may be written in full, with a prefix (schema:headline), or without the base (article/0123456789abcdef); a
    literal goes by its value. SUBJECT alone may be a line of N-Triples.
    """
    from kg.cli.reasons import drawn, reasons_of
    from kg.graph import open

    known = open(folder).provenance.with_files(files)
    triple = subject if subject.startswith("<") and " " in subject else (subject, predicate, value)
    found = reasons_of(known, triple)
    lines = (f"{line}\n" for reason in found for line in drawn(reason))
    write_result(form, found, text=lambda: "".join(lines) or "the graph holds no such triple\n")


@click.command()
@graph_option
@format_option(*FORMATS)
@to_option
def provenance(folder: Path, form: str, to: Path | None) -> None:
    """Write the graph with who said each triple.

    trig and nquads have a named graph for each line of a source file that says anything, and one for what each part of
    a build derived; reified has a statement for each triple, with the rule and the evidence. All tell the build itself
    in PROV.
    """
    from kg.folder import write_whole
    from kg.graph import open
    from kg.provenance import graphs

    graph = open(folder)
    data = graphs.export(graph.provenance, form, build=graph.report.get("build"))
    if to is None:
        write(data.decode())
        return
    write_whole(to, data)
    click.echo(to)
