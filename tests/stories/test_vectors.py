"""Articles -> vectors: what weighs how much, by hand, and what is read as a word or a name."""

from __future__ import annotations

import math
import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from kg.model import Article
from kg.stories.matrix import Matrix
from kg.stories.vectors import IN_TITLE, MOST_HEADED, NAME, PHRASE, subject_vectors, vectors

WORDS = "ferry harbor tugs museum painting volcano ash flights orchard blossom mayor budget".split()
Text = tuple[str | None, str | None]

texts = st.lists(
    st.tuples(*[st.none() | st.lists(st.sampled_from([*WORDS, "the", "Skylark", "."]), max_size=8).map(" ".join)] * 2),
    max_size=8,
)


def articles(*texts: Text) -> list[Article]:
    return [
        Article(key=f"https://a.example/{i}", url=f"https://a.example/{i}", title=title, excerpt=excerpt)
        for i, (title, excerpt) in enumerate(texts)
    ]


def scipys(matrix: Matrix) -> csr_matrix:
    """Return a matrix as scipy has it."""
    return csr_matrix((matrix.value, matrix.column, matrix.starts), shape=(matrix.height, matrix.width))


def cosines(*texts: Text) -> np.ndarray:
    """Return the cosines of all pairs of texts (title, excerpt)."""
    matrix = scipys(vectors(articles(*texts)))
    found: np.ndarray = (matrix @ matrix.T).toarray()
    return found


def cosine(*texts: Text) -> float:
    """Return the cosine of the first two texts."""
    return float(cosines(*texts)[0, 1])


def idf(documents: int, holding: int) -> float:
    """Return the inverse document frequency as scikit-learn has it by default."""
    return math.log((1 + documents) / (1 + holding)) + 1


def tf(count: float) -> float:
    """Return the term frequency, with `sublinear_tf`."""
    return 1 + math.log(count)


# TF-IDF


def test_the_cosine_is_that_of_tf_idf() -> None:
    shared = tf(IN_TITLE) * idf(3, 2)
    own, phrase = tf(IN_TITLE) * idf(3, 1), tf(IN_TITLE * PHRASE) * idf(3, 1)
    expected = shared**2 / (shared**2 + own**2 + phrase**2)
    assert cosine(("ferry harbor", None), ("ferry tugs", None), ("museum", None)) == pytest.approx(expected)


def test_a_word_of_the_excerpt_counts_once_and_a_phrase_half() -> None:
    ferry, harbor, museum, phrase = idf(2, 2), idf(2, 1), idf(2, 1), PHRASE * idf(2, 1)
    one, other = math.hypot(ferry, harbor, phrase), math.hypot(ferry, museum, phrase)
    assert cosine((None, "ferry harbor"), (None, "ferry museum")) == pytest.approx(ferry**2 / one / other)


def test_what_title_and_excerpt_both_say_adds_up() -> None:
    both, museum = tf(IN_TITLE + 1) * idf(2, 2), tf(IN_TITLE) * idf(2, 1)
    phrase = tf(IN_TITLE * PHRASE) * idf(2, 1)
    expected = both / math.hypot(both, museum, phrase)
    assert cosine(("ferry museum", "ferry"), ("ferry", None)) == pytest.approx(expected)


def test_a_rare_word_says_more_than_a_common_one() -> None:
    rest = [("ferry mayor", None), ("ferry budget", None), ("ferry orchard", None)]
    found = cosines(("ferry", None), ("ferry tugs", None), ("tugs", None), *rest)
    assert found[1, 2] > found[0, 1] > 0


def test_the_same_order_of_words_is_more_alike_than_another() -> None:
    one = ("lost painting museum", None)
    assert cosine(one, ("painting lost museum", None)) < cosine(one, ("lost painting museum", None)) == pytest.approx(1)


def test_a_phrase_does_not_reach_from_the_title_into_the_excerpt() -> None:
    joined = cosine(("harbor", "ferry"), (None, "harbor ferry"))
    one = np.array([tf(IN_TITLE), 1, 0]) * [idf(2, 2), idf(2, 2), 0]
    other = np.array([1, 1, PHRASE]) * [idf(2, 2), idf(2, 2), idf(2, 1)]
    assert joined == pytest.approx(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@given(texts, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_rows_are_unit_vectors_and_the_order_of_articles_does_not_show(
    drawn: list[Text], chance: random.Random
) -> None:
    found = cosines(*drawn)
    said = [
        any(word.strip("., ").lower() not in ("", "the") for text in both if text for word in text.split())
        for both in drawn
    ]
    assert np.diag(found) == pytest.approx(np.array(said, dtype=float))
    order = chance.sample(range(len(drawn)), len(drawn))
    assert cosines(*[drawn[place] for place in order]) == pytest.approx(found[np.ix_(order, order)])


# words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amazon's cameras", "amazon camera"),
        ("the ferry is off the harbor", "ferry harbor"),
        ("Ferry: harbor!", "FERRY HARBOR"),
        ("girls’ harbor", "girl harbor"),  # noqa: RUF001 - the typographic apostrophe is meant
        ("ferry 7 a b harbor", "ferry harbor"),
    ],
)
def test_what_is_the_same_to_a_reader_is_the_same(one: str, other: str) -> None:
    assert cosine((one, None), (other, None), ("museum", None)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("language", "one", "other", "another"),
    [
        ("Chinese", "北京地铁发生火灾", "火灾中断北京地铁", "法院驳回上诉"),
        ("Japanese", "東京で地震がありました", "東京で強い地震", "市長は辞任した"),
        ("Thai", "มหาวิทยาลัยปิดเพราะน้ำท่วม", "น้ำท่วมมหาวิทยาลัย", "ศาลยกฟ้องคดี"),
        ("Korean", "서울에서 화재 발생", "서울 화재 사망자", "대법원 판결 연기"),
        ("Arabic", "جنحت العبارة قرب الميناء", "تعويم العبارة في الميناء", "المحكمة ترفض الطعن"),
        ("Hebrew", "שריפה גדולה בתל אביב", "שריפה בתל אביב", "בית המשפט דחה ערעור"),
        ("Hindi", "दिल्ली में भारी बारिश", "भारी बारिश से दिल्ली जलमग्न", "अदालत ने अपील ठुकराई"),
        ("Tamil", "சென்னையில் கனமழை", "கனமழை சென்னையில்", "நீதிமன்றம் மறுத்தது"),
        ("Burmese", "ရန်ကုန်မြို့တွင် မီးလောင်", "မီးလောင် ရန်ကုန်မြို့", "တရားရုံး ပယ်ချ"),
        ("Russian", "Паром сел на мель у порта", "Паром снят с мели, порт открыт", "Суд отклонил жалобу"),  # noqa: RUF001
        ("Greek", "Το πλοίο προσάραξε στο λιμάνι", "Το πλοίο στο λιμάνι", "Δικαστήριο απέρριψε έφεση"),  # noqa: RUF001
        ("Vietnamese", "Phà mắc cạn gần cảng", "Cứu phà mắc cạn", "Tòa bác đơn kháng"),
        ("mixed", "Toyota 豊田 工場 火災", "豊田 の Toyota 工場", "Суд отклонил"),
    ],
)
def test_every_script_is_read(language: str, one: str, other: str, another: str) -> None:
    found = cosines((one, None), (other, None), (another, None))
    assert found[0, 1] > 0.09
    assert max(found[0, 2], found[1, 2]) < found[0, 1] / 2
    assert np.diag(found) == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other"), [("कमला", "किमी"), ("பால்", "பலி"), ("กาน", "กิน"), ("મોર", "મર")]
)  # words that have the same consonants and other vowels
def test_a_vowel_sign_is_a_letter(one: str, other: str) -> None:
    found = cosines((one, None), (other, None))
    assert np.diag(found) == pytest.approx(1)
    assert found[0, 1] == 0


def test_the_spelling_of_an_accent_does_not_break_a_word() -> None:
    """A letter and its accent may be one character or two: either is one word."""
    for text in ("Café Réunion", "Tòa Phà"):
        apart = unicodedata.normalize("NFD", text)
        found = cosines((apart, None), (apart.replace("e", "a").replace("o", "u"), None))
        assert np.diag(found) == pytest.approx(1)
    assert cosine((unicodedata.normalize("NFD", "Réunion"), None), ("runion", None)) == 0


@pytest.mark.parametrize(
    "drawn", [[], [(None, None)], [("", ""), ("!!! …", "—")], [("the of", "and a"), (None, "7 x"), ("🔥", "🔥🔥")]]
)
def test_what_says_nothing_is_a_row_of_zeros(drawn: list[Text]) -> None:
    matrix = vectors(articles(*drawn))
    assert matrix.height == len(drawn)
    assert not matrix.value.any()


# names


@pytest.mark.parametrize(
    ("running_text", "is_name"),
    [
        ("Tugs pulled the Skylark off.", True),
        ("Skylark was pulled off.", False),  # the first of a sentence
        ("Tugs came. Skylark was pulled off.", False),
        ("Aground: Skylark was pulled off.", False),
        ("All saw Skylark and Skylark, then Skylark, Skylark and a skylark.", True),  # four of five
        ("All saw Skylark and Skylark, then Skylark and a skylark.", False),  # three of four
        ("All saw SKYLARK go.", True),
        ("Паром сел. Tugs saw Skylark's crew.", True),
    ],
)
def test_a_name_is_what_running_text_capitalises(running_text: str, is_name: bool) -> None:
    """A name counts twice: where one is learned, two titles that share it are more alike than without."""
    pair = [("skylark ferry", None), ("skylark museum", None)]
    learned = cosine(*pair, (None, running_text))
    without = cosine(*pair, (None, running_text.lower()))
    assert learned == (pytest.approx(without) if not is_name else pytest.approx(learned))
    assert (learned > without + 0.01) is is_name


def test_a_title_teaches_no_names() -> None:
    pair = [("Tugs Skylark", None), ("Museum Skylark", None)]
    assert cosine(*pair) == pytest.approx(cosine(*[(title.lower(), None) for title, _ in pair]))


def test_a_name_of_a_title_counts_four_times() -> None:
    pair = [("skylark ferry", None), ("skylark museum", None)]
    name, word = tf(IN_TITLE * NAME) * idf(3, 3), tf(IN_TITLE) * idf(3, 1)
    phrase = tf(IN_TITLE * PHRASE) * idf(3, 1)
    expected = name**2 / (name**2 + word**2 + phrase**2)
    assert cosine(*pair, (None, "the Skylark")) == pytest.approx(expected)


@pytest.mark.parametrize(("name", "other"), [("Паром", "паром"), ("Ørsted", "ørsted"), ("Ödland", "ödland")])
def test_names_are_learned_in_any_script_with_capitals(name: str, other: str) -> None:
    pair = [(f"{other} ferry", None), (f"{other} museum", None)]
    assert cosine(*pair, (None, f"tugs {name}")) > cosine(*pair, (None, f"tugs {other}")) + 0.01


# standing heads


def test_a_headline_of_many_articles_is_not_read() -> None:
    some = articles(*[("Live updates on ferry", None)] * MOST_HEADED)
    assert vectors(some).value.any()
    many = articles(*[("Live updates on ferry", None)] * (MOST_HEADED + 1), ("Ferry aground", None))
    found = scipys(vectors(many))
    assert not found[: MOST_HEADED + 1].data.any()
    assert found[MOST_HEADED + 1].nnz > 0


def test_an_excerpt_of_many_articles_is_not_read() -> None:
    standing = "Follow the storm here, all day long"
    many = [(word, standing) for word in WORDS] * 2
    assert len(many) > MOST_HEADED
    without = [(title, None) for title, _ in many]
    assert cosines(*many) == pytest.approx(cosines(*without))


def test_an_excerpt_under_a_standing_head_is_read() -> None:
    many = [("Live updates", f"{one} {other}") for one in WORDS for other in ("harbor", "museum")]
    assert len(many) > MOST_HEADED
    assert cosine(*many) == pytest.approx(cosine(*[(None, excerpt) for _, excerpt in many]))


# topics and organizations


def test_subjects_are_weighed_by_how_rare_they_are() -> None:
    found = scipys(subject_vectors([["ai", "privacy"], ["ai"], ["privacy", "ferry", "ferry"], [], ["ai"]]))
    common, rare, rarest = idf(5, 3), idf(5, 2), idf(5, 1)
    first = np.array([common, 0, rare]) / math.hypot(common, rare)  # ai, ferry, privacy
    assert found[0].toarray()[0] == pytest.approx(first)
    assert found[2].toarray()[0] == pytest.approx(np.array([0, rarest, rare]) / math.hypot(rare, rarest), abs=1e-12)
    assert found[3].nnz == 0
    assert found.shape[0] == 5


def test_without_subjects_there_are_rows_of_zeros() -> None:
    assert subject_vectors([]).height == 0
    assert scipys(subject_vectors([[], []])).toarray().tolist() == [[0], [0]]
