"""requirements/run.txt -> docs/licences.md: the licence of each package that kg needs, checked.

python scripts/licences.py PIP-LICENSES    the tool of that name; make audit installs it
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"
PAGE = ROOT / "docs" / "licences.md"
ALLOWED = ("0BSD", "Apache", "BSD", "CC0", "ISC", "MIT", "Mozilla", "PSF", "Zlib")
KNOWN = {"igraph": "GPL 2 or later: fine to install beside kg; who ships the two as one program ships it under the GPL"}
HEAD = """# Licences

kg is under the MIT licence. What `requirements/run.txt` installs beside it, as the packages themselves declare it
(`make audit` writes this page):

| package | licence | |
|---|---|---|
"""


def main() -> None:
    """Write the page; exit with 1 if a package has a licence that is not known to be fine."""
    names = sorted(set(re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)))
    command = [sys.argv[1], f"--python={sys.executable}", "--from=mixed", "--format=json", "--packages", *names]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    rows = sorted((entry["Name"].lower(), entry["License"]) for entry in found)
    table = "".join(f"| {name} | {licence} | {KNOWN.get(name, '')} |\n" for name, licence in rows)
    PAGE.write_text(HEAD + table, encoding="utf-8")
    odd = [row for row in rows if row[0] not in KNOWN and not any(word in row[1] for word in ALLOWED)]
    for name, licence in odd:
        print(f"{name}: {licence}: not among {', '.join(ALLOWED)}")
    print(f"{PAGE.relative_to(ROOT)}: {len(rows)} packages")
    sys.exit(bool(odd))


if __name__ == "__main__":
    main()
