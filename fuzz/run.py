"""One target -> Atheris, in this process, until its limits are reached or it is broken."""

from __future__ import annotations

import sys


def main() -> None:
    """Fuzz the target that argv names first; what follows are libFuzzer's own options."""
    try:
        import atheris
    except ImportError:
        sys.exit("fuzzing needs atheris, which the extra dev has on Linux: pip install 'kg-news[dev]'")
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["kg", "yaml"]):
        from fuzz import targets
    atheris.Setup(sys.argv, lambda data: targets.hold(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
