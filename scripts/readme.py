"""Run the questions of README.md on examples/ and put their answers below them.

python scripts/readme.py            write the answers
python scripts/readme.py --check    fail if an answer is not what kg says
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(\$ kg query [^\n]+)\n(.*?)```", re.DOTALL)


def kg(*arguments: str) -> str:
    """Return what the command prints on stdout."""
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, capture_output=True, check=True, cwd=ROOT, encoding="utf-8").stdout


def answered(text: str) -> str:
    """Return the README with the answer of kg below each question."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "output")
        kg("build", "examples", "-o", output, "--formats", "turtle")

        def answer(match: re.Match[str]) -> str:
            arguments = shlex.split(match[1].removeprefix("$ kg query "))
            return f"```console\n{match[1]}\n{kg('query', '-g', output, *arguments).replace(chr(13), '')}```"

        return BLOCK.sub(answer, text)


def main() -> int:
    text = README.read_text(encoding="utf-8")
    fresh = answered(text)
    if "--check" in sys.argv[1:]:
        print("README.md: the answers are what kg says" if fresh == text else "README.md is stale: make readme")
        return int(fresh != text)
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
