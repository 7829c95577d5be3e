"""What can be wrong with a file -> a stable code, how grave it is, what is expected, and how to mend it.

A code is never given to another fault, and one that is no longer found is never given again.
"""

from __future__ import annotations

import msgspec

SEVERITIES = ("note", "warning", "error")  # the gravest last


class Code(msgspec.Struct, frozen=True):
    """One kind of fault: `severity` is one of `SEVERITIES`, `fixable` says whether some cases of it can be mended."""

    code: str
    name: str
    severity: str
    title: str
    expected: str
    mend: str
    fixable: bool = False


SYNTAX = "KG001"
UNREADABLE = "KG002"
NO_FRONT_MATTER = "KG003"
NO_IDENTITY = "KG004"
BAD_ADDRESS = "KG005"
MISSPELT_KEY = "KG006"
WRONG_TYPE = "KG007"
BAD_DATE = "KG008"
NO_ZONE = "KG009"
DUPLICATE_KEY = "KG010"
BROKEN_URL = "KG011"
TITLES_DIFFER = "KG012"
SELF_RELATION = "KG013"
DANGLING = "KG014"
FOREIGN_DOMAIN = "KG015"
BAD_DOMAIN = "KG016"
OUTSIDE_TAXONOMY = "KG017"
TOPIC_SPELLING = "KG018"
NEAR_DUPLICATE = "KG019"
MIXED_VINTAGES = "KG020"
ODD_BYTES = "KG021"
REPEATED = "KG022"
NO_DOMAIN = "KG023"
UNKNOWN_KIND = "KG024"
SHAPE = "KG025"
COMMENTED_VALUE = "KG026"
UNQUOTED_VALUE = "KG027"
LONG_TEXT = "KG028"
NOT_PUBLISHED = "KG029"
NO_ADDRESS = "KG030"
UNREAD_ADDRESS = "KG031"
NOTHING_READ = "KG032"
CLAIMED = "KG033"
SHARED_PATH = "KG034"
UNUSED_MERGE = "KG041"
CONTRADICTORY_MERGE = "KG042"
UNUSED_DECISION = "KG043"
CONTRADICTORY_DECISION = "KG044"
BAD_DECISION = "KG045"
BAD_SETTING = "KG051"
FOREIGN_SETTING = "KG052"

_TABLE = (
    Code(
        SYNTAX, "front-matter-syntax", "error", "The front matter does not parse.",
        "YAML between two lines ---", "mend the YAML at this place; put texts with special characters in quotes",
    ),
    Code(
        UNREADABLE, "unreadable", "error", "The file cannot be read.",
        "a regular file that may be read, not empty and below the limit", "check what it is and who may read it",
    ),
    Code(
        NO_FRONT_MATTER, "no-front-matter", "error", "The file has no front matter.",
        "a first line ---, keys and values, and a line ---", "begin the file with front matter, or move it elsewhere",
    ),
    Code(
        NO_IDENTITY, "no-identity", "error", "Nothing says what the file is about.",
        "webUrl or originalUrl for an article, domain for an organization, name for a topic", "add the missing key",
    ),
    Code(
        BAD_ADDRESS, "bad-address", "error", "The address of the article is relative or broken.",
        "an absolute http(s) address", "write the address in full, with https:// and the host",
    ),
    Code(
        MISSPELT_KEY, "misspelt-key", "warning", "A key that nothing reads is nearly one that is read.",
        "a key that kg knows", "write the key as it is known", fixable=True,
    ),
    Code(
        WRONG_TYPE, "wrong-type", "warning", "A value has the wrong type.",
        "a value of the type that the key has", "write a value of this type, or delete the key",
    ),
    Code(
        BAD_DATE, "bad-date", "warning", "A date that is none: it cannot be read, or there is no such day or hour.",
        "a date such as 2020-06-11T01:06:00Z", "write the date as 2020-06-11T01:06:00Z",
    ),
    Code(
        NO_ZONE, "date-without-zone", "warning", "A date has no zone: it is taken as UTC.",
        "a date with a zone, such as 2020-06-11T01:06:00Z", "add Z for UTC, or an offset such as +02:00", fixable=True,
    ),
    Code(
        DUPLICATE_KEY, "duplicate-key", "warning", "A key stands twice in one mapping: the last one counts.",
        "each key once", "delete the one that is wrong", fixable=True,
    ),
    Code(
        BROKEN_URL, "broken-url", "warning", "An address beside that of the article is relative or broken.",
        "an absolute http(s) address", "write the address in full, or delete it",
    ),
    Code(
        TITLES_DIFFER, "titles-differ", "warning", "Two files have one address and different titles.",
        "one file an article, or one title", "delete one of the files, or mend the address that is wrong",
    ),
    Code(
        SELF_RELATION, "self-relation", "warning", "An article is related to itself: the link is dropped.",
        "links to other articles", "delete the item", fixable=True,
    ),
    Code(
        DANGLING, "dangling-related", "warning", "A related link leads to nothing that is known.",
        "the webUrl of an article with a file of its own, or a webUrl and a title", "mend the address, or add a title",
    ),
    Code(
        FOREIGN_DOMAIN, "foreign-domain", "warning", "The domain of the provider does not fit the address.",
        "the domain that the address is at", "mend the domain, or the address",
    ),
    Code(
        BAD_DOMAIN, "bad-domain", "warning", "The domain of a provider is no domain.",
        "a host such as wired.com", "write the host only, without https:// and path", fixable=True,
    ),
    Code(
        OUTSIDE_TAXONOMY, "outside-taxonomy", "warning", "A topic is not in the taxonomy.",
        "a name of _data/topics", "use a name of the taxonomy, or add the topic to it",
    ),
    Code(
        TOPIC_SPELLING, "topic-spelling", "warning", "A topic is spelt in two ways that differ only in case or spaces.",
        "one spelling", "write it as the taxonomy does, or as most files do", fixable=True,
    ),
    Code(
        NEAR_DUPLICATE, "near-duplicate", "note", "Two files say nearly the same.",
        "one file a report", "delete one, or leave both if the report had two carriers",
    ),
    Code(
        MIXED_VINTAGES, "mixed-vintages", "note", "A field goes by several names in one set of files.",
        "one name a field", "write the key that most files use",
    ),
    Code(
        ODD_BYTES, "odd-bytes", "warning", "Bytes that are no UTF-8, or characters that YAML forbids.",
        "UTF-8 without control characters", "save the file as UTF-8, or delete the character",
    ),
    Code(
        REPEATED, "repeated-file", "warning", "Two files have one address and one title, or the same bytes.",
        "one file an article", "delete one of the files",
    ),
    Code(
        NO_DOMAIN, "provider-without-domain", "warning", "A provider has a name, but no domain.",
        "a mapping with name and domain", "add domain",
    ),
    Code(
        UNKNOWN_KIND, "unknown-type", "warning", "The type of an article is none that is known.",
        "article or video", "write article or video",
    ),
    Code(
        SHAPE, "shape", "error", "The graph breaks its contract (ontology/shapes.ttl).",
        "a graph that conforms to the shapes", "mend what the file says here; if it is right, this is a fault of kg",
    ),
    Code(
        COMMENTED_VALUE, "commented-value", "warning", "A # cuts off a value: what follows is a comment.",
        "a text with # in quotes", "put the whole text in quotes", fixable=True,
    ),
    Code(
        NO_ADDRESS, "no-address", "note", "An article without an address is known by the path of its file.",
        "the address of the article, as webUrl or by a key that [fields] in kg.toml names for url",
        "add webUrl; or say in kg.toml which key holds it, or where the site is ([site] url): kg init SITE writes it",
    ),
    Code(
        UNREAD_ADDRESS, "unread-address", "warning", "A key that nothing reads holds the address of most articles.",
        "an address under a key that kg reads, or that [fields] in kg.toml names for url",
        "let kg init SITE write kg.toml, or name the key in it yourself: [fields] url",
    ),
    Code(
        NOTHING_READ, "nothing-read", "error", "Nothing in the source can be read.",
        "a file of an article, a feed or a table with addresses",
        "see why each kind of file is left out; kg init helps",
    ),
    Code(
        UNQUOTED_VALUE, "unquoted-value", "warning", "YAML does not read a value as it stands: it is taken as a text.",
        "a text in quotes where it has signs of YAML", "put the value in quotes", fixable=True,
    ),
    Code(
        LONG_TEXT, "long-text", "warning", "A list of links is so long that its end is not read.",
        "a text of some thousand links at most", "split the file",
    ),
    Code(
        NOT_PUBLISHED, "not-published", "note", "Rows of a feed or a table are no published articles: left out.",
        "rows of published articles", "nothing; [sources] drafts = true lets drafts in",
    ),
    Code(
        CLAIMED, "claimed-address", "warning", "An article claims the address of another that is not its own.",
        "another address of the same article, at the same publisher",
        "delete the address, or mend it; merges.yaml can pin the two as one",
    ),
    Code(
        SHARED_PATH, "shared-path", "warning", "Files of several folders have one path and no address: one article.",
        "an address, or a path that no other file has",
        "add webUrl to the files; or permalink, and [site] url in a kg.toml of each folder; or build the folders apart",
    ),
    Code(
        UNUSED_MERGE, "unused-merge", "warning", "A line of merges.yaml changes nothing.",
        "two articles or providers or more that the files speak of", "correct the names, or delete the line",
    ),
    Code(
        CONTRADICTORY_MERGE, "contradictory-merge", "warning", "merges.yaml pins what it forbids.",
        "lines that can all be obeyed", "delete one of the two lines",
    ),
    Code(
        UNUSED_DECISION, "unused-decision", "warning", "A decision of stories.yaml changes nothing, or fits no more.",
        "articles that there are, and that kg would not join or part so by itself",
        "correct the addresses, or delete the line",
    ),
    Code(
        CONTRADICTORY_DECISION, "contradictory-decision", "warning", "Two decisions of stories.yaml contradict.",
        "decisions that can all be obeyed", "delete one of the two lines",
    ),
    Code(
        BAD_DECISION, "bad-decision", "warning", "A decision of stories.yaml cannot be read: it does not count.",
        "decisions as docs/stories.md has them", "correct the line, or delete it",
    ),
    Code(
        BAD_SETTING, "bad-setting", "warning", "A setting of a source cannot be read: it does not count.",
        "settings as docs/settings.md has them", "correct the line, or delete it",
    ),
    Code(
        FOREIGN_SETTING, "foreign-setting", "warning", "A setting is not for a source to make: it does not count.",
        "what is said of the source itself, and paths below its folder",
        "name the file with --config if you trust it, or move the line to the kg.toml of the working directory",
    ),
)  # fmt: skip
CODES = {code.code: code for code in _TABLE}
