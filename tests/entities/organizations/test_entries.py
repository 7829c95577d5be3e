"""Turtle and CSV files -> entries, and what is wrong with them, by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.entities.organizations.entries import (
    AMBIGUOUS,
    DOUBTFUL,
    SURE,
    GazetteerEntry,
    plain,
    read_entries,
    site_domain,
)
from kg.errors import UsageError

TURTLE = """
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix kg: <https://kg-news.example/ontology#> .
<https://any.example/1> a schema:NewsMediaOrganization ;
    schema:name "Harbor Post" ; schema:alternateName "HP Daily" ; skos:hiddenLabel "Harborpost" ;
    kg:ambiguousName "Harbor" ; kg:doubtfulName "Post" ; kg:confirmedBy "Newspaper" ; kg:deniedBy "pier*" ;
    schema:url "https://www.harbor-post.example/" ; schema:sameAs <http://www.wikidata.org/entity/Q42> .
"""


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def one(path: Path) -> GazetteerEntry:
    (entry,) = read_entries(path)
    return entry


def test_turtle_gives_names_with_their_grades_and_words(tmp_path: Path) -> None:
    entry = one(written(tmp_path, "own.ttl", TURTLE))
    assert entry.organization.slug == "harbor-post"
    assert entry.organization.other_names == ("HP Daily", "Harbor", "Post")
    assert entry.organization.wikidata == "Q42"
    assert dict(entry.names) == {
        "Harbor Post": SURE, "HP Daily": SURE, "Harborpost": SURE, "Harbor": AMBIGUOUS, "Post": DOUBTFUL,
    }  # fmt: skip
    assert (entry.confirmed_by, entry.denied_by) == (("newspaper",), ("pier*",))
    assert entry.domains == {"harbor-post.example"}
    assert entry.is_media


def test_csv_gives_the_same_without_the_rest(tmp_path: Path) -> None:
    text = "\ufeffName;Aliases;url;doubtful\nHarbor Post;HP Daily | The HP;https://harbor-post.example;Post\n\n"
    entry = one(written(tmp_path, "own.CSV", text))
    assert dict(entry.names) == {"Harbor Post": SURE, "HP Daily": SURE, "The HP": SURE, "Post": DOUBTFUL}
    assert entry.organization.url == "https://harbor-post.example"
    assert not entry.is_media


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("own.ttl", '@prefix s: <https://schema.org/> .\n\n<a> s:name "x', "own.ttl:3: not Turtle"),
        ("own.ttl", "<https://x.example/1> a <https://schema.org/Organization> .", "has no schema:name"),
        ("own.csv", "title,url\nx,y\n", "own.csv:1: the columns are title, url; they may be name, aliases"),
        ("own.csv", "", "own.csv:1: the columns are"),
        ("own.csv", "name,url\nA,https://a.example\n,https://b.example\n", "own.csv:3: an organization without a name"),
        ("own.csv", "name,url\nA,x,y\n", "own.csv:2: 3 cells for 2 columns"),
        ("own.csv", "name\nAcme\nacme\n", "own.csv:3: 'acme' is described twice"),
        ("own.json", "{}", "are read from Turtle"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read_entries(written(tmp_path, name, text))
    assert message in str(error.value)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv cannot be read"):
        read_entries(tmp_path / "none.csv")
    (tmp_path / "odd.csv").write_bytes(b"name\n\xff\xfe\n")
    with pytest.raises(UsageError, match=r"odd\.csv cannot be read"):
        read_entries(tmp_path / "odd.csv")


def test_one_name_has_one_spelling() -> None:
    assert plain("Nestle\u0301\u2019s") == "Nestlé's"


@pytest.mark.parametrize(
    ("url", "domain"),
    [("https://www.bbc.com", "bbc.com"), ("http://BBC.com/?utm_source=x", "bbc.com"), ("https://a.example/b", None)],
)
def test_only_a_front_page_says_whose_a_domain_is(url: str, domain: str | None) -> None:
    assert site_domain(url) == domain


def test_no_address_has_no_domain() -> None:
    assert site_domain(None) is None
    assert site_domain("bbc") is None
