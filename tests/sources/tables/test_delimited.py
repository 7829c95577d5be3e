"""CSV and TSV: whatever parts the cells, whatever the encoding; a broken row costs itself alone."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.codes import WRONG_TYPE
from kg.errors import SourceError
from kg.sources.tables import Remark, Row
from kg.sources.tables.delimited import delimiter_of, rows
from kg.sources.tree import Mapping


def read(data: bytes, path: str = "links.csv") -> list[Row]:
    found = rows(data, path)
    assert found is not None
    return list(found)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_header_says_what_parts_the_cells(sign: str) -> None:
    data = f'url{sign}title\nhttps://a.example/1{sign}"One{sign} two"\n'.encode()
    assert read(data) == [{"url": "https://a.example/1", "title": f"One{sign} two"}]


def test_a_row_knows_its_line_also_after_one_of_several_lines() -> None:
    found = read(b'url,title\nhttps://a.example/1,"One\ntwo"\n\nhttps://a.example/2,Three\n')
    assert [(row.line, row["title"]) for row in found if isinstance(row, Mapping)] == [(2, "One\ntwo"), (5, "Three")]
    assert isinstance(found[0], Mapping)
    assert found[0].lines == {"url": 2, "title": 2}


def test_excel_says_itself_what_parts_the_cells() -> None:
    assert read(b"sep=;\nurl;title, or not\nhttps://a.example/1;x\n") == [
        {"url": "https://a.example/1", "title, or not": "x"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
def test_encodings_are_read_as_those_of_articles(encoding: str) -> None:
    found = read("url,title\r\nhttps://a.example/1,Café\r\n".encode(encoding))
    assert [row for row in found if isinstance(row, Mapping)] == [{"url": "https://a.example/1", "title": "Café"}]
    assert [row.line for row in found if isinstance(row, Remark)] == ([2] if encoding == "cp1252" else [])


def test_a_row_with_too_many_cells_is_told_and_the_rest_goes_on() -> None:
    first, wrong, last = read(
        b"url,title\nhttps://a.example/1,One\nhttps://a.example/2,Two, three\nhttps://a.example/3,x\n"
    )
    assert (first, last) == (
        {"url": "https://a.example/1", "title": "One"},
        {"url": "https://a.example/3", "title": "x"},
    )
    assert isinstance(wrong, SourceError)
    assert (wrong.line, "3 cells in a table of 2 columns" in wrong.reason) == (3, True)


def test_empty_cells_beyond_the_last_column_are_none() -> None:
    assert read(b"url,title\nhttps://a.example/1,One,,,\n") == [{"url": "https://a.example/1", "title": "One"}]


def test_a_row_with_too_few_cells_is_read_with_a_word() -> None:
    word, row = read(b"url,title,tags\nhttps://a.example/1,One\n")
    assert isinstance(word, Remark)
    assert (word.line, word.code) == (2, WRONG_TYPE)
    assert row == {"url": "https://a.example/1", "title": "One"}


def test_a_quote_that_nothing_closes_costs_its_own_row() -> None:
    found = read(b'url,title\nhttps://a.example/1,"One\nhttps://a.example/2,Two\nhttps://a.example/3,"Three"\n')
    wrong, *good = found
    assert isinstance(wrong, SourceError)
    assert wrong.line == 2
    assert [row["url"] for row in good if isinstance(row, Mapping)] == ["https://a.example/2", "https://a.example/3"]


def test_a_huge_cell_is_a_broken_row() -> None:
    found = read(b"url,title\nhttps://a.example/1," + b"x" * 200_000 + b"\nhttps://a.example/2,Two\n")
    assert isinstance(found[0], SourceError)
    assert found[1] == {"url": "https://a.example/2", "title": "Two"}


def test_nul_bytes_are_dropped_with_a_word() -> None:
    word, row = read(b"url,title\nhttps://a.example/1,O\x00ne\n")
    assert isinstance(word, Remark)
    assert "U+0000" in word.message
    assert row == {"url": "https://a.example/1", "title": "One"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"1\tOne\thttps://a.example/1\n2\tTwo\thttps://a.example/2\n", "is no header"),
        (b",,\nhttps://a.example/1,,\n", "names no columns"),
        (b"url,url\nhttps://a.example/1,x\n", "two columns"),
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"a," * 2_000 + b"b\n", "more than 1,000 columns"),
    ],
)
def test_a_table_needs_a_header_with_names(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        rows(data, "links.csv")


def test_a_column_without_a_name_is_left_out() -> None:
    assert read(b",url\n0,https://a.example/1\n") == [{"url": "https://a.example/1"}]


def test_a_table_without_an_address_is_no_table_of_links() -> None:
    assert rows(b"place,degrees\nHarbor,12\n", "weather.csv") is None


def test_a_text_that_looks_like_a_table_is_one_and_prose_is_none() -> None:
    assert rows(b"url,title\nhttps://a.example/1,One\n", "-") is not None
    assert rows(b"Dear reader, look,\nhttps://a.example/1, and so on, and on\n", "letter.txt") is None
    assert rows(b"---\nurl: https://a.example\n---\n", "x.txt") is None


EXPORTS: dict[str, tuple[str, dict[str, object]]] = {
    "pocket": (
        "title,url,time_added,tags,status\nOne,https://a.example/1,1700000000,a|b,unread\n",
        {"saved": "1700000000", "tags": ["a", "b"], "status": "unread"},
    ),
    "instapaper": (
        ("URL,Title,Selection,Folder,Timestamp,Tags\n"
         'https://a.example/1,One,Words,Archive,1783091650,"[""a b""]"\n'),
        {"excerpt": "Words", "saved": "1783091650", "Tags": ["a b"]},
    ),
    "readwise": (
        ("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
         "One,https://a.example/1,01,\"['a', 'b']\",2022-11-06 04:33:50+00:00,0,new,True\n"),
        {"tags": ["a", "b"], "saved": "2022-11-06 04:33:50+00:00", "ID": "01", "Reading progress": "0",
         "Location": "new", "Seen": "True"},
    ),
    "raindrop": (
        ("id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
         '1,One,,Words,https://a.example/1,News/Climate,"a, b",2024-01-01,https://a.example/i.png,,false\n'),
        {"excerpt": "Words", "topics": ["News", "Climate"], "tags": "a, b", "saved": "2024-01-01", "id": "1",
         "image": "https://a.example/i.png", "favorite": "false", "note": None, "highlights": None},
    ),
    "zotero": (
        ('"Key","Item Type","Publication Year","Author","Title","Publication Title","Url","Abstract Note","Date",'
         '"Date Added","Date Modified","Access Date","Manual Tags","Automatic Tags","Language"\n'
         '"K","newspaperArticle","2020","Roe, Jane; Desk","One","The Harbor Ledger","https://a.example/1","Words",'
         '"2020-06-11","2024-01-01 00:00:00","2024-01-02 00:00:00","2024-01-03","a; b","c","en"\n'),
        {"excerpt": "Words", "author": ["Jane Roe", "Desk"], "provider": "The Harbor Ledger", "lang": "en",
         "published": "2020-06-11", "saved": "2024-01-01 00:00:00", "tags": ["a", "b", "c"],
         "Item Type": "newspaperArticle"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_have_plain_keys(name: str) -> None:
    data, row = EXPORTS[name]
    assert read(data.encode()) == [{"url": "https://a.example/1", "title": "One"} | row]


def test_an_export_without_an_address_is_no_table_of_links() -> None:
    header = b"Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at\n"
    assert rows(header + b"Words,A Book,Jane Roe,,,,,,1,2024-01-01\n", "readwise.csv") is None


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from([",", ";", "\t", "|"]))
def test_what_the_csv_module_writes_is_read_again(cells: list[tuple[str, str]], sign: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerow(["url", "one", "two"])
    for number, (one, two) in enumerate(cells):
        writer.writerow([f"https://a.example/{number}", one, two])
    found = rows(out.getvalue().encode(), "x.csv")
    good = [row for row in found or () if isinstance(row, Mapping)]
    assert [row["url"] for row in good] == [f"https://a.example/{number}" for number in range(len(cells))]
    plain = [(one, two) for one, two in cells if "[" not in one + two and one.strip() and two.strip()]
    told = [(row["one"], row["two"]) for row in good if "[" not in f"{row['one']}{row['two']}"]
    assert [pair for pair in told if None not in pair] == plain


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_an_error(data: bytes) -> None:
    for row in rows(b"url,title\nhttps://a.example/1,x\n" + data, "x.csv") or ():
        assert isinstance(row, Mapping | SourceError | Remark)
        assert row.line >= 1


def test_what_parts_most_cells_of_the_header_parts_all() -> None:
    assert delimiter_of("title;url,or;date") == ";"
    assert delimiter_of('"a;b;c",url') == ","


def test_line_ends_of_all_kinds_in_the_first_lines_are_no_fault_of_the_reader() -> None:
    assert rows(b"title: A\r\r\x0f\r\n\r\r\n}rl: https://a.example/b\nlink: /:pt>", "-") is None
    assert read(b"url,title\rhttps://a.example/1,One\r", "-") == [{"url": "https://a.example/1", "title": "One"}]
