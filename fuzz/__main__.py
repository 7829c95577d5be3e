"""Targets -> how many inputs they held, or the input that broke one.

    python -m fuzz --seconds 30            # all targets, as CI runs them
    python -m fuzz --runs 1000000          # all targets, so many inputs between them
    python -m fuzz url --seconds 600       # one of them

Atheris (coverage-guided, on libFuzzer) makes the inputs, each target in a process of its own. An input that breaks a
promise is written to ``fuzz/found/TARGET/``; the tests try all that lie there, so that what was mended stays mended.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

FOUND = Path(__file__).parent / "found"
LONGEST = 4096  # bytes of an input
SHARE = {  # of the inputs, or of the time: as fast as a target is, so many can it try
    "reader": 4,
    "fields": 4,
    "url": 4,
    "dates": 2,
    "terms": 4,
    "questions": 1,
    "page": 1,
    "exports": 1,
    "site": 2,
    "dialects": 2,
    "tables": 2,
    "body": 2,
    "articles": 2,
    "archives": 1,
}
RUNS_SHARE = {
    "reader": 20,
    "fields": 20,
    "url": 25,
    "dates": 25,
    "terms": 33,
    "questions": 1,
    "page": 0.5,
    "exports": 0.5,
    "site": 4,
    "dialects": 4,
    "tables": 4,
    "body": 4,
    "articles": 1,
    "archives": 0.5,
}
SEEDS = (
    b"",
    b"1. [A b](https://a.example/1 'c') ~~[d](<https://b.example>)~~ https://c.example\n\n|[e][f]|\n|-|\n\n[f]: //x",
    b'title: A: b\ndate: {{date}}\ntags: [@a, b\n\t- c: "d "e""\n]\n---\n# A\n\n> - [x](https://a.example)',
    b"title: a\nwebUrl: https://a.example/1",
    b"webUrl: https://a.example/1\ntopics: [AI, {name: x}]\nrelated:\n- webUrl: https://b.example\n  title: b",
    b"domain: a.example\nname: A\nimages: [{url: /x.png, width: 1}]",
    b"Thursday, October 9th 2025, 3:35:22 pm CEST",
    b"[[2024/05/01 10:00 (UTC-05:00)]]",
    b"</script><script>alert(1)</script>\x00\"'><img src=x onerror=alert(1)>",
    b"title: A\nurl: https://a.example/b\npermalink: /:year/:title/\ntimezone: UTC\ncollections: {x: {output: true}}",
    b"[site]\nurl = 'https://a.example'\n[terms]\nx = {property = 'schema:x', kind = 'topic'}\n[links]\nbody = true",
    b"javascript:alert(1)\x00//a.example:443/./b/%7e?utm_source=x&a=b#c",
    b"2020-06-11T25:61:00+99:99\x00&a [*a, *a]\x00!!python/object:os.system x",
    '\u202e \ufffe \u2028 \U0001f600 } UNION { ?s ?p ?o } # \\" """'.encode(),
)
_DONE = re.compile(rb"(?:Done|stat::number_of_executed_units:) (\d+)")


def main() -> None:
    """Fuzz the targets that argv names, or all; exit with 1 if one is broken."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", nargs="*", help=f"of {', '.join(SHARE)}; all if none is named")
    parser.add_argument("--seconds", type=int, default=30, help="that all targets together may take")
    parser.add_argument("--runs", type=int, help="inputs for all targets together, however long it takes")
    parser.add_argument("--seed", type=int, default=1, help="of the first input; the same seed tries the same")
    asked = parser.parse_args()
    names = asked.target or list(SHARE)
    if unknown := set(names) - set(SHARE):
        parser.error(f"no target {min(unknown)}; there are {', '.join(SHARE)}")
    weights = RUNS_SHARE if asked.runs else SHARE
    whole = sum(weights[name] for name in names)
    total, broken = 0, []
    for name in names:
        part = weights[name] / whole
        limit = (
            f"-runs={round(asked.runs * part)}"
            if asked.runs
            else f"-max_total_time={max(1, round(asked.seconds * part))}"
        )
        held, count, log = fuzzed(name, [limit, f"-seed={asked.seed}"])
        total += count
        print(f"{name:10} {count:9,} inputs   {'held' if held else 'BROKEN'}", flush=True)
        if not held:
            broken.append(name)
            print(log[-4000:])
    print(f"{'in all':10} {total:9,} inputs   {len(broken)} broken")
    sys.exit(bool(broken))


def fuzzed(name: str, limits: Iterable[str]) -> tuple[bool, int, str]:
    """Run one target in a process of its own; return whether it held, how many inputs it took, and what was said."""
    (FOUND / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / str(number)).write_bytes(seed)
        options = [f"-artifact_prefix={FOUND / name}/", f"-max_len={LONGEST}", "-rss_limit_mb=2048", "-timeout=30"]
        command = [sys.executable, "-m", "fuzz.run", name, *options, "-print_final_stats=1", *limits, folder]
        done = subprocess.run(command, capture_output=True, check=False)
    counts = _DONE.findall(done.stderr + done.stdout)
    log = (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.returncode == 0, max(map(int, counts), default=0), log


if __name__ == "__main__":
    main()
