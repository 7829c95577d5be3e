"""An explanation -> the words that a colleague would use for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kg import html, words
from kg.analysis.evidence import Headline, Place
from kg.analysis.evidence.contrast import Contrast
from kg.analysis.evidence.links import Link, Listing
from kg.model import Story

MOST_FILES = 3  # that are named for one list
FAR_HOURS = 24.0  # from here on it is named as what speaks against one story
CLEARLY_ALIKE = 0.1  # texts that are alike by less are called unlike
MARGIN = 9  # of the facts, in columns

_list = ", ".join
Names = dict[str, str]  # how the text calls articles that it has introduced: A, B, and the steps between them


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """A link without which the two would be in different stories, and how many articles would stay with each."""

    link: Link
    with_a: int
    with_b: int


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """How two stories would stand as one.

    `contrast` has the mean weight of all `pairs` with an end in each, those that nothing speaks for counted as 0, and
    what it takes. `counted` of the pairs have a weight, `listed` are in related lists, `hours` is the time between the
    median dates (None where none are known), `strongest` are the heaviest links. Copies of one report count as one.
    """

    contrast: Contrast
    pairs: int
    counted: int
    listed: int
    hours: float | None
    strongest: tuple[Link, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why two articles are, or are not, in one story.

    `direct` is what speaks for the two themselves. In one story, `contrast` is how its two halves stand as one, `chain`
    leads from the one article to the other so that its weakest step is as strong as can be, and `parting` is the link
    of it without which they would part, the weakest of `tried` that were left out one at a time. In two, `between`
    says how the stories would stand as one. A story is None where the article stands alone. `lines_known` is whether
    the graph has its records, `current` whether its stories stand out by today's weights too.
    """

    a: Headline
    b: Headline
    together: bool
    stories: tuple[Story | None, Story | None]
    direct: Link
    contrast: Contrast | None = None
    chain: tuple[Link, ...] = ()
    parting: Parting | None = None
    tried: int = 0
    between: Between | None = None
    lines_known: bool = True
    current: bool = True

    @property
    def weakest(self) -> Link | None:
        """The weakest step of the chain."""
        return min(self.chain, key=lambda step: step.weight or 0.0, default=None)

    def __str__(self) -> str:
        return explained(self)

    def _repr_html_(self) -> str:
        """Return the card that a notebook shows."""
        lines = (line.strip() for line in str(self).splitlines())
        return html.card("One story" if self.together else "Not one story", rows=[[line] for line in lines if line])


def explained(explanation: Explanation) -> str:
    """Return an explanation as text, in paragraphs."""
    parts = [_heading(explanation), *(_in_one(explanation) if explanation.together else _in_two(explanation))]
    if not explanation.current:
        parts.append(
            "The graph was built by another version of kg: these are the weights of today, and they do not give its\n"
            "stories. Build it again."
        )
    if not explanation.lines_known and any(_listings(explanation)):
        parts.append("The graph has no records.bin, so the files and lines of related links are not known.")
    return "\n\n".join(parts) + "\n"


def apart(hours: float) -> str:
    """Return a distance in time as people say it.

    >>> apart(0), apart(0.001), apart(13.21)
    ('at the same time', '1 minute apart', '13 hours apart')
    """
    return f"{words.duration(max(hours, 1 / 60), form='long')} apart" if hours else "at the same time"


def located(places: Iterable[Place]) -> str:
    """Return the files and lines where something was stated, each file once; nothing if they are not known."""
    files: dict[str, list[int]] = defaultdict(list)
    for place in places:
        files[place.path].append(place.line)
    named = [f"{path}:{', '.join(map(str, sorted(set(lines))))}" for path, lines in files.items()]
    more = f" and {words.count(len(named) - MOST_FILES, 'more file')}" if len(named) > MOST_FILES else ""
    return f" ({'; '.join(named[:MOST_FILES])}{more})" if named else ""


def _heading(explanation: Explanation) -> str:
    lines = []
    for letter, headline in (("A", explanation.a), ("B", explanation.b)):
        when = words.moment(headline.published) or "no date"
        lines += [f"{letter}  {headline.quoted}", f"   {headline.provider or 'no provider'}, {when}, {headline.url}"]
    return "\n".join(lines)


def _in_one(explanation: Explanation) -> Iterator[str]:
    names = {explanation.a.article: "A", explanation.b.article: "B"}
    names |= {step.b.article: str(number) for number, step in enumerate(explanation.chain[:-1], 1)}
    yield f"A and B are in one story: {_named(explanation.stories[0])}.{_stands(explanation.contrast)}"
    yield from _decided(explanation)
    yield _direct(explanation, names)
    if len(explanation.chain) > 1:
        yield _ladder(explanation, names)
    if explanation.current:
        yield _held(explanation, names)


def _decided(explanation: Explanation) -> Iterator[str]:
    """Yield what an editor decided of the stories of both."""
    said = dict.fromkeys(text for story in explanation.stories if story is not None for text in story.decided)
    if said:
        yield "\n".join(["An editor decided, whatever the texts say:", *(f"   {text}" for text in said)])


def _in_two(explanation: Explanation) -> Iterator[str]:
    names = {explanation.a.article: "A", explanation.b.article: "B"}
    one, other = explanation.stories
    yield from _decided(explanation)
    if one is None and other is None:
        yield "A and B both stand alone: neither is in a story."
    else:
        yield f"A and B are not in one story.\n   A {_belongs(one)}\n   B {_belongs(other)}"
    yield _direct(explanation, names)
    between = explanation.between
    if between is None:
        return
    yield _average(between)
    if others := [link for link in between.strongest if link != explanation.direct]:
        yield "\n\n".join(["What else speaks for one story:", *(_rung(link, names) for link in others)])
    if reasons := [f"   - {reason}" for reason in _missing(explanation, between)]:
        yield "\n".join(["What is missing:", *reasons])


def _direct(explanation: Explanation, names: Names) -> str:
    link = explanation.direct
    if link.weight is None:
        head = "Between A and B themselves nothing counts:"
    else:
        head = f"Between A and B themselves the evidence weighs {link.weight:.2f} of 1:"
    return "\n".join([head, *(f"   {fact}" for fact in _facts(link, names))])


def _ladder(explanation: Explanation, names: Names) -> str:
    """Return the chain from A to B, an article and what joins it to the next by turns."""
    chain = explanation.chain
    head = f"The strongest way from A to B has {len(chain)} steps, none weaker than {_weight(explanation.weakest)}:"
    lines = [f"   {'A':<{MARGIN}}{chain[0].a.quoted}"]
    for step in chain:
        lines += _indented(_facts(step, names), first=_weight(step))
        lines.append(f"   {names[step.b.article]:<{MARGIN}}{step.b.quoted}")
    return "\n".join([head, *lines])


def _rung(link: Link, names: Names) -> str:
    """Return two articles and what joins them."""
    ends = [f"   {names.get(end.article, ''):<{MARGIN}}{end.quoted}" for end in (link.a, link.b)]
    return "\n".join([ends[0], *_indented(_facts(link, names), first=_weight(link)), ends[1]])


def _held(explanation: Explanation, names: Names) -> str:
    """Say whether a single link holds the two together."""
    if explanation.direct.same_words:
        return "They have the very same words, and are in one story whatever else there is."
    parting, weakest, several = explanation.parting, explanation.weakest, len(explanation.chain) > 1
    if parting:
        sides = f"{words.count(parting.with_a, 'article')} would stay with A, {parting.with_b} with B"
        return f"Without {_ends(parting.link, names)} ({_weight(parting.link)}) they would part: {sides}."
    if not several:
        return f"They would stay in one story without the link between them ({_weight(weakest)}), too."
    step = f"The weakest is {_ends(weakest, names)} ({_weight(weakest)})"
    if explanation.tried < len(explanation.chain):
        return (
            f"They would stay in one story without any one of the {explanation.tried} weakest of these links. {step}."
        )
    return f"They would stay in one story without any one of these links. {step}."


def _stands(contrast: Contrast | None) -> str:
    if contrast is None:
        return ""
    return (
        f" Its articles are alike by {contrast.inside:.2f}: {contrast.inner:.2f} to their nearest in it, and "
        f"{contrast.average:.2f} from the one half to the other. To stand out as one story {contrast.needed:.2f} is "
        f"needed, for they are alike by {contrast.surroundings:.2f} to their nearest outside."
    )


def _average(between: Between) -> str:
    contrast = between.contrast
    needs = (
        f"As one story they would be alike by {contrast.inside:.2f}. To stand out as one {contrast.needed:.2f} is "
        f"needed, for they are alike by {contrast.surroundings:.2f} to their nearest outside."
    )
    if not between.counted:
        who = (
            "the two"
            if between.pairs == 1
            else f"an article of the one to one of the other, in {between.pairs:,} pairs"
        )
        return f"Nothing that counts joins {who}. {needs}"
    over = f" on average over {between.pairs:,} pairs" if between.pairs > 1 else ""
    mean = f"{contrast.average:.2f}{over}"
    if contrast.inside > contrast.needed:
        enough = f"As one story they would be alike by {contrast.inside:.2f}, which would be enough"
        return f"The two weigh {mean}. {enough}; but each was joined to others first."
    return f"The two weigh {mean}. {needs}"


def _missing(explanation: Explanation, between: Between) -> Iterator[str]:
    none = between.pairs - between.counted
    if between.pairs == 1 and len(explanation.direct.words) < 2:
        yield f"words: they share {_list(explanation.direct.words) or 'none that tells anything'}"
    elif between.counted and none and between.pairs > 1:
        yield f"words: {none:,} of {between.pairs:,} pairs have so little in common that nothing counts"
    needed = between.contrast.needed
    if between.pairs > 1 and between.strongest and (between.strongest[0].weight or 0.0) < needed:
        yield f"weight: even the strongest link between them has but {_weight(between.strongest[0])} of {needed:.2f}"
    if between.hours is not None and between.hours > FAR_HOURS:
        who = "they are" if between.pairs == 1 else "at the median they are"
        yield f"time: {who} {apart(between.hours)}, and the further apart, the less a pair weighs"
    if not between.listed:
        yield "a related link: no list joins them"


def _facts(link: Link, names: Names) -> Iterator[str]:
    """Yield what speaks for a link, or would."""
    if link.one_report:
        yield "one report, syndicated"
    if link.copies and not link.same_words:
        ends = [_named_by(end, names) for end in (link.a, link.b) if end.article in link.copies]
        verb = "is" if len(ends) == 1 else "are each"
        yield f"{' and '.join(ends)} {verb} weighed as the report with the same words"
    yield _alike(link)
    yield apart(link.hours) if link.hours is not None else "a date is not known, which counts neither way"
    if link.organizations:
        yield f"both name {_list(link.organizations)}"
    if link.topics:
        yield f"both are about {_list(link.topics)}"
    for listing in link.listings:
        yield _listed(listing, link, names)


def _alike(link: Link) -> str:
    if link.text:
        return f"texts alike by {link.text:.2f}: both say {_list(link.words)}"
    if link.likeness >= CLEARLY_ALIKE:
        return f"texts alike by {link.likeness:.2f}, which did not count: too far apart in time, or others are nearer"
    return f"texts unlike, {f'though both say {_list(link.words)}' if link.words else 'no telling word in common'}"


def _listed(listing: Listing, link: Link, names: Names) -> str:
    owner = _named_by(listing.owner, names)
    if len(listing.items) > 1:
        return f"{owner} lists both{located(listing.places)}"
    other = link.b if listing.owner == link.a else link.a
    return f"{owner} lists {_named_by(other, names)}{located(listing.places)}"


def _indented(facts: Iterable[str], *, first: str) -> list[str]:
    return [f"   {'' if index else first:<{MARGIN}}{fact}" for index, fact in enumerate(facts)]


def _belongs(story: Story | None) -> str:
    return f"is in {_named(story)}" if story else "stands alone"


def _named(story: Story | None) -> str:
    return f"“{story.name}” ({story.id}, {words.count(len(story.members), 'article')})" if story else "none"


def _named_by(end: Headline, names: Names) -> str:
    return names.get(end.article) or end.quoted


def _ends(link: Link | None, names: Names) -> str:
    ends = [_named_by(end, names) for end in (link.a, link.b)] if link else []
    return f"the link of {' and '.join(ends)}"


def _listings(explanation: Explanation) -> Iterator[Listing]:
    strongest = explanation.between.strongest if explanation.between else ()
    for link in (explanation.direct, *explanation.chain, *strongest):
        yield from link.listings


def _weight(link: Link | None) -> str:
    return f"{link.weight:.2f}" if link and link.weight is not None else "0.00"
