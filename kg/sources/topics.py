"""A file of `_data/topics` -> topics, with their place in the taxonomy."""

from __future__ import annotations

from kg.codes import NO_IDENTITY
from kg.errors import SourceError
from kg.identity import topic_slug
from kg.model import Reading, SourceFile, Topic
from kg.sources.fields import Fields, Reader, items
from kg.sources.frontmatter import front_matter, parse
from kg.sources.tree import Mapping


def read_topics(text: str, file: SourceFile) -> Reading:
    """Return the topics that a taxonomy file describes: one mapping, or a list of them.

    Raises:
        SourceError: neither of these, or a topic without a name.
    """
    node = front_matter(text) if file.path.endswith((".md", ".markdown")) else parse(text)
    reader = Reader(file)
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
    return Reading(file=file, topics=tuple(topics), warned=tuple(reader.warned))
