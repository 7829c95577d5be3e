"""A file of `_data/organizations` -> a provider."""

from __future__ import annotations

from kg.errors import SourceError
from kg.identity import domain_key
from kg.model import Provider, Reading, SourceFile
from kg.sources.fields import Reader
from kg.sources.files import YAML
from kg.sources.frontmatter import FENCE, Mapping, front_matter, parse


def read(text: str, file: SourceFile) -> Reading:
    """Return the provider that an organization's file describes (Markdown with front matter, or YAML).

    Raises:
        SourceError: not a mapping, or no domain that the provider could be known by.
    """
    markdown = not file.path.lower().endswith(YAML) and text.lstrip("\n").startswith(FENCE)
    node = front_matter(text) if markdown else parse(text)
    if not isinstance(node, Mapping):
        raise SourceError("an organization is a mapping of keys to values (name, domain, ...)")
    reader = Reader(file)
    domain = reader.text(node, "domain")
    if domain is None:
        raise SourceError("no domain: a provider is known by its domain; add domain", line=node.line)
    provider = Provider(
        domain=domain_key(domain),
        name=reader.text(node, "name"),
        other_names=reader.texts(node, "other_names"),
        description=reader.prose(node, "description"),
        images=reader.images(node),
    )
    return Reading(file=file, providers=(provider,), warned=tuple(reader.warned))
