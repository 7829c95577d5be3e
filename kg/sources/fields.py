"""The keys of front matter -> the fields of records: the one table of fields, and what reads a mapping by it.

A row of `FIELDS` says all that is known of a field: the keys that it has had (the first with a value wins), how its
value is read, and which attributes of which records it fills. Both readers of articles, merge, validation, provenance
and `kg doctor` go by it. A new field is a row here, and the attribute in `kg.model`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from kg.rdf.properties import Property
from kg.sources.images import IMAGES
from kg.sources.names import LABELS, PEOPLE, PROVIDER, TOPICS
from kg.sources.types import (
    ADDRESS,
    DRAFT,
    INTEGER,
    KIND,
    LANGUAGES,
    LINK_FORM,
    LINKS,
    MOMENT,
    OTHER_ADDRESS,
    PATH,
    PROSE,
    RELATED,
    SIZE,
    TEXT,
    TEXTS,
    TRUTH,
    WORDS,
    Type,
)
from kg.words import nearest


class Field(msgspec.Struct, frozen=True):
    """A field of front matter.

    Keys are compared without case, hyphens and underscores; the first with a value that suits the type wins.

    Attributes:
        keys: the keys it goes by.
        type: how its value is read.
        fills: the attributes of records that take it, as "record.attribute".
        also: keys that are its only where their value suits the type, after those above; of these, one that stands
            here has this place.
    """

    name: str
    keys: tuple[str, ...]
    type: Type
    fills: tuple[str, ...]
    also: tuple[str, ...] = ()


# who has which key: docs/field-study.md
_TABLE = (
    Field(
        "url", ("webUrl", "originalUrl", "sourceUrl", "url"), ADDRESS, ("article.url",),
        (
            "articleUrl", "articleLink", "storyUrl", "externalUrl", "externalLink", "linkUrl", "link",
            "targetUrl", "bookmarkOf", "repostOf", "likeOf", "readOf", "listenOf", "watchOf", "url", "href", "uri",
            "originalLink", "originalSource", "original", "sourceLink", "source", "target", "refUrl",
            "expandedUrl", "redirectTo", "redirect", "canonicalUrl", "canonical", "permalink", "loc",
        ),
    ),
    Field(
        "title", ("title", "headline"), TEXT, ("article.title", "image.caption"),
        (
            "name", "headline.main", "fullTitle", "linkTitle", "articleTitle", "externalTitle", "sourceTitle",
            "webTitle", "subject",
        ),
    ),
    Field(
        "excerpt", ("excerpt", "abstract", "summary"), PROSE, ("article.excerpt",),
        (
            "description", "tldr", "lead", "lede", "teaser", "intro", "deck", "dek", "standfirst", "snippet",
            "shortDescription", "subtitle", "selection", "note", "comment",
        ),
    ),
    Field(
        "published", ("publishedDateTime", "publishedDate", "datePublished", "date"), MOMENT, ("article.published",),
        (
            "linkPublished", "linkDate", "link.date", "sourceDate", "published", "pubDate", "publishedAt",
            "publishedOn", "publicationDate", "publishedTime", "webPublicationDate", "date", "dtPublished",
            "publishDate", "issued", "seenDate", "datetime",
        ),
    ),
    Field(
        "updated", ("updatedDateTime", "modifiedDateTime", "dateModified", "lastModified"), MOMENT,
        ("article.updated",),
        (
            "updated", "updatedAt", "updatedDate", "dateUpdated", "dtUpdated", "lastUpdated", "lastUpdatedAt",
            "modified", "modifiedAt", "modifiedDate", "modifiedTime", "lastModifiedAt", "lastmod",
        ),
    ),
    Field(  # when somebody kept it, which says nothing of when it was published
        "saved", (), MOMENT, ("reading.saved",),
        (
            "created", "createdAt", "dateCreated", "saved", "savedAt", "dateSaved", "added", "addedAt", "dateAdded",
            "timeAdded", "addDate", "clipped", "slurped", "scraped", "scrapedAt", "fetched", "fetchedAt", "crawledAt",
            "collectedAt", "retrieved", "retrievedDate", "lastSeenAt", "ingested", "hydratedAt", "accessed",
            "accessDate", "timestamp",
        ),
    ),
    Field("kind", (), KIND, ("article.kind",), ("type",)),
    Field("quality", ("quality",), INTEGER, ("article.quality",), ("score",)),
    Field("heat", ("heat",), INTEGER, ("article.heat",)),
    Field("is_published", ("published",), TRUTH, ("article.is_published",)),
    Field("is_draft", (), DRAFT, ("reading.draft",), ("draft", "isDraft", "status")),
    Field(
        "is_link", (), LINK_FORM, ("reading.is_link",),
        ("layout", "type", "format", "postFormat", "postType", "kind"),
    ),
    Field(
        "provider", ("provider",), PROVIDER, ("article.provider",),
        (
            "publisher", "sourceName", "sourceSite", "source", "siteName", "site", "host", "hostname", "domain",
            "outlet", "publication", "newspaper", "publicationTitle", "containerTitle", "website", "blogTitle",
        ),
    ),
    Field(
        "authors", (), PEOPLE, ("article.authors",),
        (
            "linkAuthor", "link.author", "sourceAuthor", "articleAuthor",
            "authors", "author", "byline", "creator", "creators", "by",
        ),
    ),
    Field("language", (), LANGUAGES, ("article.language",), ("inLanguage", "language", "lang", "locale")),
    Field("topics", ("topics",), TOPICS, ("article.topics",), ("topic",)),
    Field("tags", ("tags",), LABELS, ("article.tags",), ("tag", "hashtags", "manualTags")),
    Field(
        "categories", (), LABELS, ("article.categories",),
        ("categories", "category", "subjects", "section", "sections", "folder", "collection"),
    ),
    Field("labels", (), LABELS, ("article.labels",), ("keywords", "keyword", "labels")),
    Field(
        "images", ("images", "image"), IMAGES, ("article.images", "provider.images"),
        ("thumbnail", "cover", "coverImage", "featuredImage", "hero", "heroImage", "banner", "picture", "photo"),
    ),
    Field("amp_url", ("ampWebUrl", "ampUrl"), OTHER_ADDRESS, ("article.amp_url",)),
    Field("cdn_amp_url", ("cdnAmpWebUrl", "cdnAmpUrl"), OTHER_ADDRESS, ("article.cdn_amp_url",)),
    Field(
        "related", ("related", "relatedArticles"), RELATED, ("reading.related",),
        ("seeAlso", "relatedPosts", "relatedLinks", "inReplyTo"),
    ),
    Field("links", (), LINKS, ("reading.links",), ("links", "sources", "references", "articles", "stories")),
    Field("slug", (), TEXT, ("reading.slug",), ("slug",)),
    Field("permalink", (), PATH, ("reading.permalink",), ("permalink", "url", "path")),
    Field("width", ("width",), SIZE, ("image.width",)),
    Field("height", ("height",), SIZE, ("image.height",)),
    Field("name", ("name", "title"), TEXT, ("provider.name", "topic.name", "person.name", "organization.name")),
    Field("description", ("description",), PROSE, ("provider.description", "person.description"), ("bio", "about")),
    Field("domain", ("domain", "_id"), TEXT, ("provider.domain",)),
    Field(
        "homepage", (), ADDRESS, ("person.url", "organization.url"),
        ("webUrl", "url", "website", "homepage", "site", "link", "href"),
    ),
    Field(
        "other_names", ("otherNames", "otherName", "alternateNames"), TEXTS,
        ("provider.other_names", "person.other_names", "organization.other_names"), ("aliases", "alias"),
    ),
    Field("short_name", ("shortname", "shortName"), TEXT, ("topic.short_name",)),
    Field("parent", ("parent",), TEXT, ("topic.parent",)),
    Field("keywords", ("keywords", "keyword"), TEXTS, ("topic.keywords",)),
    Field("hashtags", ("hashtags", "hashtag"), WORDS, ("topic.hashtags",)),
)  # fmt: skip
FIELDS = {field.name: field for field in _TABLE}
WITHIN = ("extra", "params", "taxonomies", "metadata")  # mappings whose keys are read as if they stood at the top
# keys without case and separators whose addresses are never that of the article (docs/field-study.md, "The address")
NEVER_OURS = frozenset(
    """
    home web
    avatar avatarurl logo logourl icon iconurl favicon photo photourl picture pictureurl img imgurl imageurl headimage
    headerimage coverurl coverimage thumbnailurl thumb bannerurl ogimage socialimage twitterimage twitter github
    gitlab linkedin mastodon facebook instagram youtube telegram email mailto orcid blogurl siteurl homepage feed
    feedurl rss rssurl guid canonicalurl inreplyto via webmentions syndication comments commentsurl editurl
    revisionurl license licence licenseurl authorurl authors author avatarlink repo repository download downloadurl
    pdf slides video videourl audio audiourl enclosure
    """.split()
)


@functools.cache
def fields_of(record: str) -> dict[str, Field]:
    """Return the fields that fill a record by the attributes that take them, in the order of the table.

    >>> list(fields_of("image"))
    ['caption', 'width', 'height']
    """
    filled = ((field, *place.partition(".")) for field in _TABLE for place in field.fills)
    return {attribute: field for field, name, _, attribute in filled if name == record}


def fields_of_property(known: Property, *, records: Iterable[str]) -> tuple[str, ...]:
    """Return the fields that say a property of the graph in some records, the first that is there.

    >>> from kg.rdf.properties import PROPERTIES
    >>> from kg.rdf.vocab import SCHEMA
    >>> fields_of_property(PROPERTIES[SCHEMA.alternateName], records=["provider", "topic"])
    ('other_names', 'name')
    """
    having = [record for record in records if record in known.of]
    filling = [fields_of(record)[known.of[record]].name for record in having if known.of[record] in fields_of(record)]
    return tuple(dict.fromkeys((*filling, *known.said_by))) if having else ()


_OF_IMAGES = frozenset(fields_of("image").values()) - frozenset(fields_of("article").values())
_SPELT = tuple(key for field in _TABLE for key in field.keys if field not in _OF_IMAGES)  # what a misspelt key can mean
# keys that are read in their place, or that sites have for themselves: never a misspelling of those above
OTHER_KEYS = frozenset(
    """
    width height isCached category categories tag tagline layout permalink slug author authors draft drafts weight
    secured featuredContent taxonomy services link links lang language locale source sources publisher publishers
    published_by video videos series comments subtitle subject types rating ratings content body aliases names
    topic_id dated heading headlines summaries update expires
    """.split()
) - {*_SPELT}


@functools.lru_cache(maxsize=1 << 12)
def meant_key(key: str) -> str | None:
    """Return the key that one which nothing reads was probably meant to be; None if there is no such, or several.

    >>> meant_key("weburl"), meant_key("publshedDateTime"), meant_key("titel"), meant_key("secured")
    ('webUrl', 'publishedDateTime', 'title', None)
    """
    return None if key in OTHER_KEYS else nearest(key, _SPELT)
