"""A file of `_data/organizations` -> a provider."""

from __future__ import annotations

from kg.codes import NO_IDENTITY
from kg.errors import SourceError
from kg.identity import domain_key
from kg.model import Provider, Reading, SourceFile
from kg.sources.dialects import content
from kg.sources.mappings import Fields, Reader
from kg.sources.site import Site
from kg.sources.tree import Mapping


def read_organization(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the provider that an organization's file describes (Markdown with front matter, or YAML).

    Raises:
        SourceError: not a mapping, or no domain that the provider could be known by.
    """
    return provider_of(content(text, file.path), Reader(file, site))


def provider_of(node: object, reader: Reader) -> Reading:
    """Return the provider that a mapping describes.

    Raises:
        SourceError: it is none, or has no domain that the provider could be known by.
    """
    if not isinstance(node, Mapping):
        raise SourceError("an organization is a mapping of keys to values (name, domain, ...)")
    fields = Fields(node, reader)
    values = fields.values("provider")
    domain = values.pop("domain", None)
    if domain is None:
        raise SourceError("no domain: a provider is known by its domain; add domain", line=node.line, code=NO_IDENTITY)
    provider = Provider(domain=domain_key(domain), **values)
    return Reading(file=reader.file, providers=(provider,), warned=tuple(reader.warned))
