"""A file of `_data/topics` -> topics, with their place in the taxonomy."""

from __future__ import annotations

from kg.codes import NO_IDENTITY
from kg.errors import SourceError
from kg.identity import topic_slug
from kg.model import Reading, SourceFile, Topic
from kg.sources.dialects import content
from kg.sources.mappings import Fields, Reader, items
from kg.sources.site import Site
from kg.sources.tree import Mapping


def read_topics(text: str, file: SourceFile, site: Site) -> Reading:
    """Return the topics that a taxonomy file describes: one mapping, or a list of them.

    Raises:
        SourceError: neither of these, or a topic without a name.
    """
    return topics_of(content(text, file.path), Reader(file, site))


def topics_of(node: object, reader: Reader) -> Reading:
    """Return the topics that a mapping describes, or a list of them.

    Raises:
        SourceError: it is neither of these, or a topic has no name.
    """
    topics = []
    for item, line in items(node, 1):
        if not isinstance(item, Mapping):
            raise SourceError("a topic is a mapping of keys to values (name, parent, keywords, ...)", line=line)
        fields = Fields(item, reader)
        values = fields.values("topic")
        slug = topic_slug(values.get("name") or "")
        if not slug:
            raise SourceError("a topic without a name; add name", line=line, code=NO_IDENTITY)
        topics.append(Topic(slug=slug, **values))
    return Reading(file=reader.file, topics=tuple(topics), warned=tuple(reader.warned))
