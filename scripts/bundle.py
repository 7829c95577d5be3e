"""viewer/page/ -> the script and the style that the page carries, with the licences of what is in them."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "viewer" / "page"
BUNDLE = ROOT / "kg" / "exporters" / "html" / "bundle"
LICENCES = ("sigma", "graphology", "graphology-utils", "events")  # packages that end up in the script
FILES = ("page.js", "page.css", "LICENSES.txt")
SUMS = "SHA256SUMS"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def main() -> int:
    """Write the bundle, or with --check say whether it is what the sources give."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="Write nothing; exit with 1 if the bundle is another.")
    check = parser.parse_args().check
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print("no npm here: the bundle is only held against its checksums")
        return checked_sums()
    with tempfile.TemporaryDirectory() as folder:
        fresh = made(Path(folder), npm=npm, node=node)
        if not check:
            write(fresh)
            return 0
        different = [name for name in FILES if (BUNDLE / name).read_bytes() != (fresh / name).read_bytes()]
    for name in different:
        print(f"{BUNDLE.relative_to(ROOT) / name} is not what viewer/page gives: run make bundle")
    return 1 if different else checked_sums()


def made(folder: Path, *, npm: str, node: str) -> Path:
    """Make the bundle in a folder, from packages that npm installs there, and return where it is."""
    work, out = folder / "page", folder / "bundle"
    shutil.copytree(SOURCE, work, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run([npm, *INSTALL], cwd=work, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([node, "build.js", str(out)], cwd=work, check=True)
    (out / "LICENSES.txt").write_text("\n".join(licences(work / "node_modules")), encoding="utf-8")
    return out


def licences(packages: Path) -> list[str]:
    """Return the text of the licence of each package that is in the script."""
    texts = []
    for name in LICENCES:
        (path,) = sorted((packages / name).glob("LICEN[CS]E*"))
        texts.append(f"==== {name}\n\n{path.read_text(encoding='utf-8').strip()}\n")
    return texts


def write(fresh: Path) -> None:
    """Put the bundle in its place, with its checksums."""
    BUNDLE.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(fresh / name, BUNDLE / name)
        print(f"{name}: {(BUNDLE / name).stat().st_size:,} bytes")
    (BUNDLE / SUMS).write_text(sums(), encoding="utf-8")


def sums() -> str:
    """Return the checksums of the bundle, as sha256sum writes them."""
    return "".join(f"{hashlib.sha256((BUNDLE / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)


def checked_sums() -> int:
    """Say whether the bundle is what its checksums say."""
    if (BUNDLE / SUMS).read_text(encoding="utf-8") == sums():
        return 0
    print(f"the bundle is not what {SUMS} says: run make bundle")
    return 1


if __name__ == "__main__":
    sys.exit(main())
