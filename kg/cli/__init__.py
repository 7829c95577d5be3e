"""argv -> the same calls that Python has; one module a command."""

from __future__ import annotations

import click

from kg.cli import (
    build,
    diff,
    doctor,
    eval,
    explain,
    export,
    init,
    merges,
    provenance,
    providers,
    publish,
    query,
    search,
    serve,
    show,
    stories,
    suspects,
    validate,
)
from kg.errors import KGError

COMMANDS = (
    build.build,
    query.query,
    provenance.sources,
    provenance.provenance,
    merges.merges,
    diff.diff,
    search.search,
    stories.stories,
    explain.explain,
    suspects.suspects,
    providers.providers,
    validate.validate,
    doctor.doctor,
    init.init,
    show.show,
    eval.eval,
    export.export,
    serve.serve,
    publish.publish,
    publish.pull,
)


class _Commands(click.Group):
    """Turn the errors that kg raises on purpose into a message on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KGError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kg-news", prog_name="kg")
def main() -> None:
    """Turn curated news in front matter into a knowledge graph that you can explore, ask and trust."""


for command in COMMANDS:
    main.add_command(command)
