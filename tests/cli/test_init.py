"""kg init: a kg.toml from what the files hold; nothing is lost by it, and what is there is not touched."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import settings as kg_settings
from kg import sources
from kg.cli import main
from kg.validation import readings_of
from kg.validation.kg_toml import Entry, toml

KG = Path(sys.executable).with_name("kg")
LINK = "---\ntitle: Story {n}\nidentifyer:\n  - url: https://pier{n}.example/{n}\n  - isbn: {n}\n---\nA word on {n}.\n"


def init(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)])


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def written(site: Path) -> dict[str, Any]:
    """Run init, and return what it wrote, which must be without problems."""
    done = init(site)
    assert done.exit_code == 0, done.output
    kg_settings.load(site / "kg.toml")
    assert kg_settings.of_source(site)[1] == ()
    return {name: table for name, table in tomllib.loads((site / "kg.toml").read_text("utf-8")).items() if table}


def urls(site: Path) -> list[str | None]:
    return [article.url for reading in readings_of(sources.find([site])) for article, _ in reading.own]


def test_the_key_of_the_address_is_written_and_read(tmp_path: Path) -> None:
    site = write(tmp_path, {f"{n}.md": LINK.format(n=n) for n in range(4)})
    assert urls(site) == [None] * 4
    assert written(site) == {"fields": {"url": ["identifyer[].url"]}}
    assert urls(site) == [f"https://pier{n}.example/{n}" for n in range(4)]


def test_a_link_blog_with_an_address_of_its_own_is_understood(tmp_path: Path) -> None:
    config = {"hugo.toml": "baseURL = 'https://links.example/'\n"}
    site = write(tmp_path, config | {f"content/post/{n}.md": LINK.format(n=n) for n in range(4)})
    assert written(site)["fields"] == {"url": ["identifyer[].url"]}


def test_keys_of_other_things_are_no_address(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Story {n}\navatar: https://pier.example/{n}.png\nblog_url: https://pier.example/blog\n"
        "repo: https://code.example/{n}\nauthor: {{name: J, url: 'https://j.example/{n}'}}\n"
        "web: https://j{n}.example/\nhome: https://pier.example/same\n---\n"
    )
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(4)})
    assert "fields" not in written(site)


def test_several_candidates_are_one_guess_and_comments(tmp_path: Path) -> None:
    text = "---\ntitle: Story {n}\nmy-page: https://pier.example/{n}\ntheir_page: https://quay.example/{n}\n---\n"
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(4)})
    assert written(site)["fields"] == {"url": ["my-page"]}
    assert '# url = ["their_page"]' in (site / "kg.toml").read_text("utf-8")


def test_two_keys_that_share_the_files_are_both_named(tmp_path: Path) -> None:
    pages = {f"a{n}.md": f"---\ntitle: A{n}\nmypage: https://pier.example/{n}\n---\n" for n in range(6)}
    pages |= {f"b{n}.md": f"---\ntitle: B{n}\ntheirpage: https://quay.example/{n}\n---\n" for n in range(4)}
    assert written(write(tmp_path, pages))["fields"] == {"url": ["mypage", "theirpage"]}


def test_a_list_of_addresses_is_a_list_of_links(tmp_path: Path) -> None:
    text = "---\ntitle: Week {n}\nfinds:\n  - url: https://a.example/{n}\n    title: A {n}\n  - url: https://b.example/{n}\n---\n"
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(4)})
    assert written(site)["fields"] == {"links": ["finds"]}
    assert sum(len(reading.stubs) for reading in readings_of(sources.find([site]))) == 8


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("fecha", "2020-06-11", "published"),
        ("dd_date", "2020-06-11", "published"),
        ("year", "2020", "published"),
        ("日付", "2020-06-11", "published"),
        ("autor", "Jane Roe", "authors"),
        ("etiquetas", "[a, b]", "topics"),
        ("resumen", "What happened.", "excerpt"),
    ],
)
def test_keys_in_the_language_of_the_site_are_fields(key: str, value: str, field: str, tmp_path: Path) -> None:
    pages = {f"{n}.md": f"---\nwebUrl: https://pier.example/{n}\ntitle: T\n{key}: {value}\n---\n" for n in range(3)}
    assert written(write(tmp_path, pages))["fields"] == {field: [key]}


@pytest.mark.parametrize("key", ["created", "date_saved", "last_seen_at", "raindrop_id", "due_date", "expires_on"])
def test_no_other_day_is_the_day_of_publication(key: str, tmp_path: Path) -> None:
    pages = {f"{n}.md": f"---\nwebUrl: https://pier.example/{n}\n{key}: 2020-06-1{n}\n---\n" for n in range(3)}
    assert "fields" not in written(write(tmp_path, pages))


@pytest.mark.parametrize(("sure", "order"), [("13/06/2016", "dmy"), ("06/13/2016", "mdy")])
def test_the_order_of_dates_is_learnt_from_those_that_are_not_ambiguous(sure: str, order: str, tmp_path: Path) -> None:
    head = "---\nwebUrl: https://pier.example/{n}\ntitle: T\ndate: {date}\n---\n"
    site = write(tmp_path, {"a.md": head.format(n=1, date=sure), "b.md": head.format(n=2, date="03/04/2021")})
    assert written(site)["site"] == {"dates": order}
    dates = [article.published for reading in readings_of(sources.find([site])) for article, _ in reading.own]
    assert dates[1] is not None
    assert (dates[1].month, dates[1].day) == ((4, 3) if order == "dmy" else (3, 4))


def test_an_order_that_nothing_shows_is_a_comment(tmp_path: Path) -> None:
    head = "---\nwebUrl: https://pier.example/{n}\ntitle: T\ndate: {date}\n---\n"
    dates = ("03/04/2021", "05/06/2021")
    site = write(tmp_path, {f"{n}.md": head.format(n=n, date=date) for n, date in enumerate(dates)})
    assert "site" not in written(site)
    assert '# dates = "dmy"  # or mdy: 2 dates such as 03/04/2021 are left out' in (site / "kg.toml").read_text("utf-8")


def test_folders_of_nothing_are_excluded_and_drafts_are_said(tmp_path: Path) -> None:
    pages = {f"links/{n}.md": LINK.format(n=n) for n in range(2)}
    pages |= {
        "notes/deep/a.md": "Prose.",
        "notes/b.md": "Prose.",
        "links/prose.md": "Prose.",
        "_drafts/x.md": "---\ntitle: X\n---\n",
    }
    site = write(tmp_path, pages)
    assert written(site)["sources"] == {"exclude": ["notes/**"]}
    assert "# drafts = true  # 1 draft is left out" in (site / "kg.toml").read_text("utf-8")


def test_where_all_are_drafts_they_are_read(tmp_path: Path) -> None:
    site = write(tmp_path, {f"{n}.md": f"---\ntitle: T{n}\ndraft: true\ndate: 2020-06-11\n---\n" for n in range(2)})
    assert written(site)["sources"] == {"drafts": True}


def test_newsletters_list_the_links_of_their_text(tmp_path: Path) -> None:
    links = "".join(f"- [Something happened there {n}](https://x.example/{n})\n" for n in range(4))
    site = write(tmp_path, {f"2020-06-1{n}.md": f"---\ntitle: Week {n}\n---\n{links}" for n in range(3)})
    assert written(site)["links"] == {"body": True}


def test_keys_of_the_site_are_terms_to_choose(tmp_path: Path) -> None:
    text = (
        "---\nwebUrl: https://pier.example/{n}\nreading time: 3\ncompanies: [A, B]\nlayout: post\nsecured: xyz\n---\n"
    )
    site = write(tmp_path, {f"{n}.md": text.format(n=n) for n in range(3)})
    assert "terms" not in written(site)
    shown = (site / "kg.toml").read_text("utf-8")
    assert '# "reading time" = "https://my-site.example/terms#reading-time"' in shown
    assert '# companies = { property = "schema:mentions", kind = "organization" }' in shown
    assert "layout" not in shown
    assert "secured" not in shown


def test_a_file_that_is_there_is_not_touched(tmp_path: Path) -> None:
    site = write(tmp_path, {"kg.toml": "# mine\n", "a.md": LINK.format(n=1)})
    done = init(site)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is there already" in done.stderr
    shown = init(site, "--stdout")
    assert (shown.exit_code, 'url = ["identifyer[].url"]' in shown.stdout) == (0, True)
    assert (site / "kg.toml").read_text("utf-8") == "# mine\n"
    (site / "kg.toml").unlink()
    (site / "kg.toml").symlink_to("nowhere")
    assert init(site).exit_code == 2
    assert (site / "kg.toml").is_symlink()


def test_stdout_writes_nothing(tmp_path: Path) -> None:
    site = write(tmp_path, {"a.md": LINK.format(n=1)})
    assert init(site, "--stdout").exit_code == 0
    assert [path.name for path in site.iterdir()] == ["a.md"]
    assert init(site / "a.md").exit_code == 2
    assert init(site / "none").exit_code == 2


def test_before_and_after_are_shown_with_three_articles(tmp_path: Path) -> None:
    site = write(tmp_path, {f"{n}.md": LINK.format(n=n) for n in range(5)})
    shown = init(site, "--stdout").stderr
    row = next(line for line in shown.splitlines() if line.startswith("with an address"))
    assert row.split()[-2:] == ["0", "5"]
    assert shown.count("- title ") == 3
    for line in ("  address   https://pier0.example/0", "  excerpt   A word on 4.", "  provider  pier2.example"):
        assert line in shown


def test_a_site_with_nothing_to_say_gets_comments_only(tmp_path: Path, seed_twin: Path) -> None:
    assert written(write(tmp_path / "empty", {"x.png": ""})) == {}
    text = init(seed_twin, "--stdout").stdout
    assert {name: table for name, table in tomllib.loads(text).items() if table} == {}


def test_what_the_site_says_itself_is_not_said_again(tmp_path: Path) -> None:
    config = "url: https://pier.example\ntitle: The Pier\ntimezone: Europe/Berlin\n"
    site = write(tmp_path, {"_config.yml": config, "_posts/2020-06-11-x.md": "---\ntitle: X\n---\nText.\n"})
    assert "site" not in written(site)
    assert '# url = "https://pier.example"' in (site / "kg.toml").read_text("utf-8")


def test_a_site_below_the_folder_keeps_what_it_says(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "site/_config.yml": "url: https://pier.example\n",
            "site/_posts/2020-06-11-x.md": "---\ntitle: X\n---\nText.\n",
            "links/a.md": LINK.format(n=1),
            "links/b.md": LINK.format(n=2),
        },
    )
    before = urls(site)
    assert written(site)["fields"] == {"url": ["identifyer[].url"]}
    assert [url for url in before if url] == [url for url in urls(site) if url and "pier.example" in url]
    assert None not in urls(site)


def test_the_file_cname_names_the_site(tmp_path: Path) -> None:
    site = write(tmp_path, {"CNAME": "pier.example\n", "a.md": "---\ntitle: A\npermalink: /a/\n---\n"})
    assert written(site)["site"] == {"url": "https://pier.example"}
    assert urls(site) == ["https://pier.example/a/"]


def test_a_terminal_is_asked_only_what_is_not_sure(tmp_path: Path) -> None:
    head = "---\nwebUrl: https://pier.example/{n}\ntitle: T\ndate: 03/04/202{n}\n---\n"
    site = write(tmp_path, {f"{n}.md": head.format(n=n) for n in range(2)})
    ours, theirs = pty.openpty()
    os.write(ours, b"mdy\n")
    done = subprocess.run(
        [KG, "init", site], stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False
    )
    asked = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "can be read in two ways" in asked
    assert tomllib.loads((site / "kg.toml").read_text("utf-8"))["site"] == {"dates": "mdy"}


def test_hostile_names_and_values_stay_in_their_strings(tmp_path: Path) -> None:
    key = '"a\\"]\\nurl = [\\"x"'
    pages = {f"{n}.md": f"---\ntitle: T{n}\n{key}: https://pier.example/{n}#\\x1b[31m\n---\n" for n in range(3)}
    site = write(tmp_path, pages | {'n"\n[build]/a.md': "Prose.", "*/b.md": "Prose."})
    assert set(written(site)) <= {"fields", "sources"}
    assert "\x1b" not in (site / "kg.toml").read_text("utf-8")


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_toml(found: list[tuple[str, str, str]]) -> None:
    entries = [
        Entry(section="fields", key=key, value=(value,), why=why, sure=True)
        for key, value, why in found
        if all(char < "\ud800" or char > "\udfff" for char in key + value + why)
    ]
    read = tomllib.loads(toml(entries)).get("fields", {})
    first = {entry.key: list(entry.value) for entry in reversed(entries) if isinstance(entry.value, tuple)}
    assert read == first
