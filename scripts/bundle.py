"""viewer/*/ -> the scripts and styles that pages carry, with the licences of what is in them."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VIEWER = ROOT / "viewer"
LICENSES = "LICENSES.txt"
SUMS = "SHA256SUMS"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
TOOLS = re.compile(r"@types/|@?esbuild")  # they describe or bundle, and are in no bundle
LICENSE = re.compile(r"licen[cs]e(\.md|\.txt)?", re.IGNORECASE)


class Bundle(NamedTuple):
    """What a folder below viewer/ makes: where it goes, its files, and the packages that end up in it.

    Of no packages: all that are installed, but for the tools.
    """

    source: str
    place: Path
    files: tuple[str, ...]
    packages: tuple[str, ...] = ()


BUNDLES = (
    Bundle(
        "page",
        ROOT / "kg" / "exporters" / "html" / "bundle",
        ("page.js", "page.css", LICENSES),
        ("sigma", "graphology", "graphology-utils", "events"),
    ),
    Bundle("query", ROOT / "kg" / "server" / "static", ("query.js", "query.css", LICENSES)),
)


def main() -> int:
    """Write the bundles, or with --check say whether they are what the sources give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 if a bundle is another.")
    check = parser.parse_args().check
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("no npm here: the bundles are only held against their checksums")
        return max(map(checked_sums, BUNDLES))
    return max(done(bundle, npm=npm, node=node, check=check) for bundle in BUNDLES)


def done(bundle: Bundle, *, npm: str, node: str, check: bool) -> int:
    """Write a bundle, or say whether it is what its source gives."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = made(bundle, Path(folder), npm=npm, node=node)
        if not check:
            write(bundle, fresh)
            return 0
        different = [name for name in bundle.files if (bundle.place / name).read_bytes() != (fresh / name).read_bytes()]
    for name in different:
        print(f"{bundle.place.relative_to(ROOT) / name} is not what viewer/{bundle.source} gives: run make bundle")
    return 1 if different else checked_sums(bundle)


def made(bundle: Bundle, folder: Path, *, npm: str, node: str) -> Path:
    """Make a bundle in a folder, from packages that npm installs there, and return where it is."""
    work, out = folder / "viewer", folder / "bundle"
    shutil.copytree(VIEWER, work, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run([npm, *INSTALL, "--workspace", bundle.source], cwd=work, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([node, "build.js", str(out)], cwd=work / bundle.source, check=True)
    (out / LICENSES).write_text("\n".join(licences(work, bundle)), encoding="utf-8")
    return out


def licences(work: Path, bundle: Bundle) -> list[str]:
    """Return the text of the licence of each package; MIT.txt stands for those of the same licence that bring none."""
    texts = []
    for name in bundle.packages or installed(work):
        path = work / "node_modules" / name
        found = sorted(each for each in path.iterdir() if LICENSE.fullmatch(each.name))
        kind = json.loads((path / "package.json").read_text(encoding="utf-8")).get("license", "MIT")
        if not found and kind not in ("MIT", "CC0-1.0"):
            raise SystemExit(f"{name} ({kind}) brings no text of its licence")
        text = found[0] if found else work / bundle.source / f"{kind}.txt"
        texts.append(f"==== {name}\n\n{text.read_text(encoding='utf-8').strip()}\n")
    return texts


def installed(work: Path) -> list[str]:
    """Return the packages that npm says it installed, but for the tools; those of ours have no checksum."""
    found = json.loads((work / "node_modules" / ".package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = (path.removeprefix("node_modules/") for path in sorted(found) if "integrity" in found[path])
    return [name for name in names if not TOOLS.match(name)]


def write(bundle: Bundle, fresh: Path) -> None:
    """Put a bundle in its place, with its checksums."""
    bundle.place.mkdir(exist_ok=True)
    for name in bundle.files:
        shutil.copyfile(fresh / name, bundle.place / name)
        print(f"{name}: {(bundle.place / name).stat().st_size:,} bytes")
    (bundle.place / SUMS).write_text(sums(bundle), encoding="utf-8")


def sums(bundle: Bundle) -> str:
    """Return the checksums of a bundle, as sha256sum writes them."""
    return "".join(
        f"{hashlib.sha256((bundle.place / name).read_bytes()).hexdigest()}  {name}\n" for name in bundle.files
    )


def checked_sums(bundle: Bundle) -> int:
    """Say whether a bundle is what its checksums say."""
    if (bundle.place / SUMS).read_text(encoding="utf-8") == sums(bundle):
        return 0
    print(f"{bundle.place.relative_to(ROOT)} is not what {SUMS} says: run make bundle")
    return 1


if __name__ == "__main__":
    sys.exit(main())
