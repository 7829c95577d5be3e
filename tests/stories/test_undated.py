"""Articles without a date -> the article whose day each counts as of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.stories.undated import ENOUGH, LIKE, lenders

NAN = float("nan")


def found(pairs: dict[tuple[int, int], float], days: list[float]) -> list[int]:
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    text = np.array([pairs[pair] for pair in sorted(pairs)])
    lender: list[int] = lenders(ends[:, 0], ends[:, 1], text, np.array(days)).tolist()
    return lender


def test_the_most_alike_lends_its_day_and_among_equals_the_first() -> None:
    assert found({(0, 2): 0.5, (1, 2): 0.6}, [0, 900, NAN]) == [0, 1, 1]
    assert found({(0, 2): 0.6, (1, 2): 0.6}, [0, 900, NAN]) == [0, 1, 0]


def test_what_is_hardly_alike_lends_nothing() -> None:
    assert found({(0, 1): ENOUGH[-1]}, [0, NAN]) == [0, 0]
    assert found({(0, 1): ENOUGH[-1] - 0.01}, [0, NAN]) == [0, 1]


def test_a_day_is_handed_on() -> None:
    """The last is most like an undated article: that takes its day first, though a dated one is near as well."""
    days = [0, 900, NAN, NAN]
    assert found({(0, 2): 0.8, (1, 3): 0.4, (2, 3): 0.95}, days) == [0, 1, 0, 0]


def test_an_article_among_undated_ones_counts_as_of_no_day() -> None:
    company = {(0, other): 0.5 for other in range(1, 5)}
    assert found(company, [NAN, 0, 0, NAN, NAN]) == [1, 1, 2, 3, 4]  # the last two know undated ones only
    assert found({**company, (0, 5): LIKE}, [NAN, 0, 0, NAN, NAN, NAN])[0] == 0
    assert found({**company, (0, 5): LIKE - 0.01}, [NAN, 0, 0, NAN, NAN, NAN])[0] == 1


def test_a_corpus_without_dates_or_with_all_of_them_is_as_it_was() -> None:
    pairs = {(0, 1): 0.9, (1, 2): 0.9}
    assert found(pairs, [NAN] * 3) == found(pairs, [1, 2, 3]) == [0, 1, 2]
    assert found({}, [NAN, 1]) == [0, 1]


graphs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] < ends[1]), st.floats(0, 1), max_size=20
)


@given(graphs, st.lists(st.sampled_from([NAN, 0.0, 400.0]), min_size=8, max_size=8))
def test_a_lender_is_dated_and_the_dated_lend_to_themselves(
    pairs: dict[tuple[int, int], float], days: list[float]
) -> None:
    lender = found(pairs, days)
    for place, day in enumerate(days):
        if not np.isnan(day):
            assert lender[place] == place
        elif lender[place] != place:
            assert not np.isnan(days[lender[place]])
