"""Texts -> words as numbers: what is read is what each text holds, however it is asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.stories.texts import Words, chunked
from kg.stories.vectors import _pieces as of_vectors
from kg.stories.words import pieces, tokens

texts = st.lists(
    st.none()
    | st.text(max_size=12)
    | st.lists(st.sampled_from(["the", "Coca-Cola's", "U.S.", "—", "日本語", "girls’", "a,b"])).map(" ".join)  # noqa: RUF001
)


def said(words: Words) -> list[list[str]]:
    runs = zip(words.starts[:-1].tolist(), words.starts[1:].tolist(), strict=True)
    return [[words.forms[number] for number in words.word[start:stop].tolist()] for start, stop in runs]


@given(texts)
def test_words_are_those_of_each_text(drawn: list[str | None]) -> None:
    for apart in (pieces, tokens, of_vectors):
        found = chunked(drawn).words(apart)
        assert said(found) == [list(apart(text or "")) for text in drawn]
        assert len({*found.forms}) == len(found.forms)
        assert found.text.tolist() == [place for place, words in enumerate(said(found)) for _ in words]


@given(texts)
def test_small_and_capital_letters_are_told_apart_after_as_before(drawn: list[str | None]) -> None:
    found = chunked(drawn).words(lambda chunk: tokens(chunk.casefold()))
    assert said(found) == [tokens((text or "").casefold()) for text in drawn]


def test_many_texts_are_read_as_few_are() -> None:
    many = [f"{number} of {number % 7}" for number in range(2_049)]
    assert said(chunked(many).words(pieces)) == [pieces(text) for text in many]
