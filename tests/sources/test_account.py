"""What became of the files: each is read or left out, in counts that add up, with a true reason and an example."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import sources
from kg.model import Article, Reading, SourceFile
from kg.sources.account import Account, account, problems
from kg.sources.site import Site
from kg.validation import readings_of


def of(folder: Path, files: dict[str, str]) -> Account:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = sources.find([folder])
    return account(found, readings_of(found))


def test_each_file_is_read_or_left_out(tmp_path: Path) -> None:
    became = of(
        tmp_path,
        {
            "a.md": "---\nwebUrl: https://a.example/1\n---\n",
            "b.md": "---\nwebUrl: /x\n---\n",
            "c.md": "---\ntitle: C\ndraft: true\n---\n",
            "notes/d.md": "Prose.",
            "notes/e.md": "Prose.",
            "README.md": "Read me.",
            "_layouts/f.md": "---\ntitle: F\n---\n",
            "g.png": "",
            "g.css": "",
            "h.css": "",
            "kg.toml": "",
        },
    )
    assert became.counts == {"found": 11, "read": 2, "rejected": 1, "left_out": 9}
    assert list(became.lines()) == [
        "1 file rejected: The address of the article is relative or broken (b.md)",
        "3 files left out: no text, feed or table by its name: .css, .png (as g.css)",
        "2 files left out: no front matter (as notes/d.md)",
        "1 file left out: _layouts is a folder of the program that makes the site (_layouts/f.md)",
        "1 file left out: a README or the like (README.md)",
        "1 file left out: a draft (c.md)",
    ]
    assert len(list(became.lines(every=True))) == 7
    assert sum(group.files for group in became.left_out) == became.counts["left_out"]
    assert became.folders == {".": 6, "_layouts": 1, "notes": 2}


def test_what_holds_the_address_is_named_where_it_is_in_half_of_the_files(tmp_path: Path) -> None:
    pages = {f"{n}.md": f"---\ntitle: T{n}\nmy-page: https://a.example/{n}\n---\n" for n in range(2)}
    pages |= {f"{n}.md": f"---\ntitle: T{n}\nMyPage: https://a.example/{n}\n---\n" for n in (2,)}
    pages |= {"3.md": "---\ntitle: T\navatar: https://a.example/me.png\nhome: https://a.example/\n---\n"}
    became = of(tmp_path, pages)
    assert (became.known_by_path, became.unread) == (4, {"my-page": 3})
    (line,) = became.lines()
    assert line.startswith("4 files have no address: `my-page` holds one in 3 of them, and nothing reads it: kg init")
    few = of(tmp_path / "few", pages | {f"x{n}.md": f"---\ntitle: X{n}\n---\n" for n in range(6)})
    assert list(few.lines()) == ["10 files have no address, and are known by their paths"]


@pytest.mark.parametrize(
    "text",
    [
        "image: https://a.example/x.png",
        "images:\n  - url: https://a.example/x.png",
        "author:\n  name: J\n  url: https://a.example/j",
        "provider:\n  name: J\n  url: https://a.example/j",
        "extra:\n  cover: https://a.example/x.png",
        "links:\n  - url: https://a.example/1\n  - url: https://a.example/2",
    ],
)
def test_an_address_that_something_reads_is_not_unread(text: str, tmp_path: Path) -> None:
    assert of(tmp_path, {"a.md": f"---\ntitle: A\n{text}\n---\n"}).unread == {}


def test_problems_of_settings_are_each_once(tmp_path: Path) -> None:
    of(tmp_path, {"kg.toml": '[site]\nurl = "x"\n', "a.md": "", "b.md": ""})
    assert [(one.origin.path, one.origin.line) for one in problems(sources.find([tmp_path]))] == [("kg.toml", 2)]
    assert problems([sources.InputFile("/x/a.md", "a.md", "article", Site())]) == ()


@given(st.lists(st.tuples(st.sampled_from(["", "a draft", "no front matter"]), st.booleans()), max_size=30))
def test_the_counts_add_up_whatever_is_read(became: list[tuple[str, bool]]) -> None:
    files = [sources.InputFile(f"/x/{n}.md", f"{n}.md", "article") for n in range(len(became))]
    article = Article(key="path:x", full=True)
    readings = [
        Reading(
            file=SourceFile(path=file.path, sha256=""), left_out=why, articles=(article,) if has and not why else ()
        )
        for file, (why, has) in zip(files, became, strict=True)
    ]
    found = account(files, readings)
    assert found.read + sum(group.files for group in found.left_out) == found.found
    assert found.known_by_path == sum(has and not why for why, has in became)
