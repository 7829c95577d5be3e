"""A file of `_data/organizations` -> a provider."""

from __future__ import annotations

from kg.codes import NO_IDENTITY
from kg.errors import SourceError
from kg.identity import domain_key
from kg.model import Provider, Reading, SourceFile
from kg.sources.fields import Fields, Reader
from kg.sources.frontmatter import content
from kg.sources.tree import Mapping


def read_organization(text: str, file: SourceFile) -> Reading:
    """Return the provider that an organization's file describes (Markdown with front matter, or YAML).

    Raises:
        SourceError: not a mapping, or no domain that the provider could be known by.
    """
    node = content(text, file.path)
    if not isinstance(node, Mapping):
        raise SourceError("an organization is a mapping of keys to values (name, domain, ...)")
    reader = Reader(file)
    fields = Fields(node, reader)
    values = fields.values("provider")
    domain = values.pop("domain", None)
    if domain is None:
        raise SourceError("no domain: a provider is known by its domain; add domain", line=node.line, code=NO_IDENTITY)
    provider = Provider(domain=domain_key(domain), **values)
    return Reading(file=file, providers=(provider,), warned=tuple(reader.warned))
