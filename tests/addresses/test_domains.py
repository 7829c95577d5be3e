"""A host -> the domain that somebody registered."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.addresses.domains import registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("courier.com", "courier.com"),
        ("news.courier.com", "courier.com"),
        ("courier.com.", "courier.com"),
        ("news.courier.co.uk", "courier.co.uk"),
        ("news.xn--bcher-kva.de", "xn--bcher-kva.de"),
        # of the list's private part: each is another's
        ("jroe.github.io", "jroe.github.io"),
        ("pages.jroe.github.io", "jroe.github.io"),
        # a suffix has no owner, and what is unknown none that can be told
        ("com", None),
        ("co.uk", None),
        ("github.io", None),
        ("news.courier.example", None),
        ("courier.test", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("", None),
        ("..", None),
    ],
)
def test_a_host_is_of_the_domain_that_was_registered(host: str, domain: str | None) -> None:
    assert registrable_domain(host) == domain


@given(st.text(alphabet="aco.mukgithbé-", max_size=30))
def test_a_registrable_domain_is_its_own_and_ends_its_host(host: str) -> None:
    domain = registrable_domain(host)
    if domain is not None:
        assert host.rstrip(".").endswith(domain)
        assert registrable_domain(domain) == domain


def test_a_long_host_takes_no_time() -> None:
    start = time.process_time()
    assert registrable_domain("a." * 100_000 + "com") == "a.com"
    assert time.process_time() - start < 1
