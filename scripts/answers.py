"""ontology/queries/*.rq, asked of examples/ -> tests/answers/, and the questions of docs/queries.md with their answers.

python scripts/answers.py            write both
python scripts/answers.py --check    fail if an answer, or the page, is not what kg says
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

import kg
from kg.query.questions import Question, saved

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "tests" / "answers"
PAGE = ROOT / "docs" / "queries.md"
BEGIN, END = "<!-- scripts/answers.py writes from here -->\n", "<!-- to here -->\n"
SHOWN = 5  # rows, or lines of Turtle, of each answer on the page
WIDTH = 120  # of the tables on the page
IBM = "https://www.northgate-wire.example/article/technology/ibm-face-software-idNW0608T9"
CLEARVIEW = "https://www.quillmark.example/tech/clearview-keeps-police-customers"
BIG_BLUE = "dd9d8684"
ASKED: dict[str, dict[str, Any]] = {  # what is asked with more than the defaults
    "story-articles": {"story": BIG_BLUE},
    "story-of": {"article": IBM},
    "story-graph": {"story": BIG_BLUE},
    "first-reports": {"since": "2020-06-22"},
    "lags": {"story": BIG_BLUE},
    "co-coverage": {"provider": "meridian-desk.example"},
    "leads": {"provider": "Meridian Desk"},
    "exclusives": {"provider": "The Bytewright"},
    "missed": {"provider": "northgate-wire.example"},
    "provider-articles": {"provider": "northgate-wire.example"},
    "topic-articles": {"topic": "AI", "until": "2020-06-10"},
    "topic-changes": {"topic": "Facial Recognition"},
    "days": {"since": "2020-06-22"},
    "organization-articles": {"organization": "IBM"},
    "organizations": {"organization": "Microsoft"},
    "two-hops": {"article": CLEARVIEW},
    "neighbourhood": {"article": CLEARVIEW},
    "path": {"article": IBM, "target": CLEARVIEW},
    "files": {"article": IBM},
}


def texts(graph: kg.KnowledgeGraph, question: Question) -> tuple[str, str, str]:
    """Return the name of the answer's file, what is in it, and the question on the page."""
    given = ASKED.get(question.name, {})
    answer = graph.ask(question.name, **given)
    form = "turtle" if answer.is_graph else "csv"
    options = "".join(f" --{name} {shlex.quote(value)}" for name, value in given.items())
    if answer.is_graph:
        lines = [line for line in answer.to_text("turtle").splitlines() if line and not line.startswith("@prefix")]
    else:
        lines = graph.ask(question.name, limit=SHOWN, **given).to_text("table", width=WIDTH).splitlines()
    more = max(0, len(answer) - SHOWN) if not answer.is_graph else max(0, len(lines) - SHOWN)
    lines = lines[: SHOWN if answer.is_graph else None]
    if more:
        lines.append(f"... and {more} more {'lines' if answer.is_graph else 'rows'}")
    page = f"### {question.name}\n\n{question.title} {question.text}".rstrip() + "\n\n"
    page += "".join(f"- `--{p.name.replace('_', '-')}` ({p.kind}): {p.text}\n" for p in question.parameters)
    page += "\n" if question.parameters else ""
    page += "```console\n" + "\n".join([f"$ kg query {question.name}{options}", *lines]) + "\n```\n\n"
    return f"{question.name}.{'ttl' if answer.is_graph else 'csv'}", answer.to_text(form), page


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        graph = kg.build(ROOT / "examples", output=Path(folder) / "output", formats=())
        made = [texts(graph, question) for question in saved().values()]
    files = {ANSWERS / name: text for name, text, _ in made}
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    files[PAGE] = before + BEGIN + "".join(page for *_, page in made) + END + rest.partition(END)[2]
    stale = [path for path in ANSWERS.glob("*") if path not in files]
    if "--check" in sys.argv[1:]:
        wrong = [path for path, text in files.items() if not path.exists() or path.read_bytes() != text.encode()]
        print("\n".join(f"{path.relative_to(ROOT)} is not what kg says" for path in sorted(wrong + stale)), end="")
        return 1 if wrong or stale else 0
    ANSWERS.mkdir(exist_ok=True)
    for path in stale:
        path.unlink()
    for path, text in files.items():
        path.write_bytes(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
