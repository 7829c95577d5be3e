"""Records and triples of the tests' own -> stores, and a page in a browser that lets nothing out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kg import extractors
from kg.identity import DEFAULT_BASE, article_id
from kg.model import Article, Provider, Record, RelatedLink, Story, Storyline, Topic
from kg.rdf.ntriples import Writer
from kg.rdf.store import Store

START = datetime(2021, 3, 1, 6, 5, tzinfo=UTC)
FERRY = (
    "Harbour ferry runs aground in fog off the north pier",
    "All forty passengers brought ashore by fishing boats",
    "Pilot of the grounded ferry had asked for radar in January",
    "Tow begins at high water, and the pier stays shut",
)
CHEESE = ("Goat wins cheese prize for the dairy next door", "Judges deny that the goat was on the panel")
TITLE = "Harbour ferry is on the rocks with forty on board"
ALONE = ("Library lends out telescopes for the winter", "Night tram to run until two on Fridays")

XSD = "http://www.w3.org/2001/XMLSchema#"
SCHEMA = "https://schema.org/"
NASTY = (
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=2>",
    "<!--<script>window.pwned=3</script>",
    "\"'`${window.pwned=4}{{7*7}}&lt;b&gt;",
    "\u202egnp.exe\u2066 line\u2028end\u2029",
    "👩‍👩‍👧‍👦🏳️‍🌈 é عربى 漢字",
)
BAD_ADDRESSES = ("javascript:window.pwned=5", "data:text/html,<script>alert(1)</script>", "\tjavascript:window.pwned=6")


def article(number: int, title: str, **more: Any) -> Article:
    """Return an article: of one of three providers, an hour after the one before."""
    domain = f"paper{number % 3}.example"
    url = f"https://{domain}/story/{number}"
    about: dict[str, Any] = {"url": url, "provider": domain, "published": START + timedelta(hours=number), "full": True}
    return Article(key=url, title=title, **(about | more))


def story(label: str, members: Sequence[Article]) -> Story:
    """Return a story of these articles, which are in order of time."""
    return Story(
        id=article_id(members[0].key),
        label=label,
        members=tuple(member.key for member in members),
        first=members[0].key,
        start=members[0].published,
        end=members[-1].published,
        topics=("sea",),
        cohesion=0.6,
    )


def town() -> list[Record]:
    """Return a small town's news: eight articles (one a stub), three providers, two topics, two stories."""
    ferry = [article(i, title, topics=("sea",)) for i, title in enumerate(FERRY)]
    ferry[3] = article(3, FERRY[3], full=False)
    cheese = [article(10 + i, title, topics=("food",)) for i, title in enumerate(CHEESE)]
    alone = [article(20 + i, title) for i, title in enumerate(ALONE)]
    names = ("The Pier Post", "Gull & Anchor", "Hinterland Herald")
    return [
        *ferry,
        *cheese,
        *alone,
        *(Provider(domain=f"paper{i}.example", name=name) for i, name in enumerate(names)),
        Topic(slug="sea", name="Sea"),
        Topic(slug="food", name="Food"),
        *(RelatedLink(source=ferry[0].key, target=other.key) for other in ferry[1:]),
        story("Ferry on the rocks", ferry),
        story("The goat and the cheese", cheese),
    ]


def titled() -> list[Record]:
    """Return the town's news: the ferry's story has a title and a member in doubt, the goat's is a series after it."""
    records = town()
    ferry, goat = (record for record in records if isinstance(record, Story))
    told = {
        ferry: {"title": TITLE, "doubts": ((ferry.members[1], 0.125),), "confidence": 0.125},
        goat: {"title": goat.label, "series": True},
    }
    stories = [msgspec.structs.replace(one, **more) for one, more in told.items()]
    line = Storyline(id=ferry.id, title=TITLE, stories=(goat.id, ferry.id))
    return [*(record for record in records if not isinstance(record, Story)), *stories, line]


def city(events: int, *, each: int) -> list[Record]:
    """Return the news of a city: so many stories, each of as many articles, by a provider of its own and one of all."""
    records: list[Record] = [Provider(domain="wire.example", name="The Wire")]
    for event in range(events):
        domain = f"daily{event}.example"
        records.append(Provider(domain=domain, name=f"Daily No. {event}"))
        members = [
            article(event * 100 + i, f"Event {event}, part {i}", provider=domain if i else "wire.example")
            for i in range(each + event % 2)
        ]
        records += [*members, story(f"What came of event {event}", members)]
    return records


def lines(records: Iterable[Record]) -> list[str]:
    """Return records as lines of N-Triples."""
    writer = Writer(DEFAULT_BASE)
    found = extractors.extract(records, extractors=extractors.load(offered=()))
    return [line for triples in found for line in writer.lines(triples)]


def store(records: Iterable[Record]) -> Store:
    """Return a store of records."""
    return Store.load(lines(records))


def literal(text: str, datatype: str = "") -> str:
    escaped = "".join(f"\\U{ord(char):08X}" for char in text)
    return f'"{escaped}"' + (f"^^<{datatype}>" if datatype else "")


def attack() -> list[str]:
    """Return a graph with something nasty in every field."""
    made = []
    classes = (
        SCHEMA + "NewsArticle",
        SCHEMA + "NewsMediaOrganization",
        "http://www.w3.org/2004/02/skos/core#Concept",
        DEFAULT_BASE + "ontology#Story",
        SCHEMA + "Organization",
    )
    for i, text in enumerate(NASTY):
        kinds = ("article", "provider", "topic", "story", "organization")
        subjects = [f"<{DEFAULT_BASE}{kind}/{i}>" for kind in kinds]
        for subject, name in zip(subjects, classes, strict=True):
            made.append(f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{name}> .\n")
        own, published, about, part, firm = subjects
        file = f"<{DEFAULT_BASE}source/{i}>"
        label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
        values = [
            (own, f"<{SCHEMA}headline>", literal(f"article {text}")),
            (own, f"<{SCHEMA}abstract>", literal(f"excerpt {text}")),
            (own, f"<{SCHEMA}url>", literal(BAD_ADDRESSES[i % len(BAD_ADDRESSES)], XSD + "anyURI")),
            (own, f"<{SCHEMA}datePublished>", literal(text, XSD + "dateTime")),
            (own, f"<{DEFAULT_BASE}ontology#quality>", literal(text, XSD + "integer")),
            (published, f"<{SCHEMA}name>", literal(f"provider {text}")),
            (published, f"<{DEFAULT_BASE}ontology#domain>", literal(text)),
            (about, label, literal(f"topic {text}")),
            (part, label, literal(f"story {text}")),
            (part, f"<{DEFAULT_BASE}ontology#cohesion>", literal(text, XSD + "decimal")),
            (firm, f"<{SCHEMA}name>", literal(f"organization {text}")),
            (own, "<http://www.w3.org/ns/prov#wasDerivedFrom>", file),
            (file, f"<{DEFAULT_BASE}ontology#path>", literal(f"file {text}.md")),
            (own, f"<{SCHEMA}publisher>", published),
            (own, f"<{SCHEMA}about>", about),
            (own, f"<{SCHEMA}mentions>", firm),
            (part, f"<{SCHEMA}hasPart>", own),
            (own, f"<{DEFAULT_BASE}ontology#related>", f"<{DEFAULT_BASE}article/{(i + 1) % len(NASTY)}>"),
        ]
        made += [f"{subject} {predicate} {value} .\n" for subject, predicate, value in values]
    return made


class Opened:
    """A page that is open in a browser, what it asked for, and what went wrong in it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.troubles: list[str] = []

    def run(self, script: str, argument: Any = None) -> Any:
        """Return what a script returns in the page."""
        return self.page.evaluate(script, argument)

    def node(self, name: str) -> Mapping[str, Any]:
        """Return a node of the drawing by its full name."""
        found = self.run("name => nodes.get().filter(node => node.name === name)", name)
        assert found, f"no node named {name!r}"
        return dict(found[0])

    def place(self, name: str) -> tuple[float, float]:
        """Return where on the screen a node is."""
        script = """id => {
            const point = network.canvasToDOM(network.getPosition(id));
            const stage = document.getElementById("mynetwork").getBoundingClientRect();
            return [point.x + stage.x, point.y + stage.y];
        }"""
        x, y = self.run(script, self.node(name)["id"])
        return x, y

    def hover(self, name: str) -> list[str]:
        """Return what is shown when the pointer rests on a node, a line each."""
        x, y = self.place(name)
        self.page.mouse.move(x - 40, y - 40)
        self.page.mouse.move(x, y, steps=3)
        shown = """name => {
            const tooltip = document.querySelector(".vis-tooltip");
            if (tooltip?.style.visibility !== "visible") return false;
            const lines = [...tooltip.querySelectorAll("strong, span, li")].map(line => line.textContent);
            return lines[0] === name && lines;
        }"""
        return list(self.page.wait_for_function(shown, arg=name).json_value())

    def click(self, name: str) -> None:
        """Click a node."""
        self.page.mouse.click(*self.place(name))
        self.page.wait_for_timeout(150)  # vis-network waits a little, for a second click

    def colors(self) -> int:
        """Return how many colours the drawing has."""
        return int(
            self.run("""() => {
                const canvas = document.querySelector("#mynetwork canvas");
                const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                return new Set(new Uint32Array(data.buffer)).size;
            }""")
        )


@contextmanager
def opened(browser: Any, path: Path, page: bytes, **options: Any) -> Iterator[Opened]:
    """Open a page from a file, without a network; whatever it asks for besides is noted and refused."""
    path.write_bytes(page)
    context = browser.new_context(**({"viewport": {"width": 1200, "height": 800}, "offline": True} | options))
    context.set_default_timeout(20_000)
    tab = context.new_page()
    shown = Opened(tab, path.as_uri())

    def route(route: Any) -> None:
        if route.request.url == shown.address:
            route.continue_()
            return
        shown.requests.append(route.request.url)
        route.abort()

    context.route("**/*", route)
    tab.on("console", lambda message: shown.troubles.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: shown.troubles.append(str(error)))
    tab.on("dialog", lambda dialog: shown.troubles.append(f"dialog: {dialog.message}"))
    tab.on("dialog", lambda dialog: dialog.dismiss())
    try:
        tab.goto(shown.address)
        tab.wait_for_timeout(100)
        yield shown
    finally:
        context.close()
