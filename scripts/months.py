"""Babel (the CLDR of Unicode) -> kg/sources/months.py, the names of months and weekdays; needs the extra dev.

python scripts/months.py            write kg/sources/months.py
python scripts/months.py --check    fail if a name of a month is missing, or is another month's
"""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections import defaultdict
from pathlib import Path

MONTHS = Path(__file__).resolve().parent.parent / "kg" / "sources" / "months.py"
# languages of the Gregorian calendar whose months have names of letters: with each there is more that a name can mean
LANGUAGES = "ar bg ca cs da de el en es et fi fr hr hu id is it lt lv nb nl pl pt ro ru sk sl sv tr uk".split()
REGIONS = ("de_AT", "en_AU", "en_CA", "en_GB", "es_MX", "pt_PT")  # which have further names
# abbreviations in use that CLDR has in none of these
FURTHER = {"sept": (9, "en"), "marz": (3, "de"), "mrz": (3, "de"), "feber": (2, "de"), "mart": (3, "nl")}
FURTHER_DAYS = "tues weds thur thurs".split()
SMALL = frozenset(("d", "de"))  # words of Catalan that stand before a month
HEAD = '''"""The names of months and weekdays. Made from CLDR {version} by scripts/months.py: do not edit.

{count} languages: {languages}.
Without accents, marks and dots, in lower case. Source: https://cldr.unicode.org, by way of Babel.
"""

from __future__ import annotations

from typing import Final

'''


def folded(text: str) -> str:
    """Return a text in lower case, without accents; as `kg.sources.spelling` folds."""
    text = unicodedata.normalize("NFKD", text.casefold()).replace("\u0131", "i")
    return "".join(char for char in text if unicodedata.category(char) != "Mn")


def words(text: str) -> list[str]:
    """Return the words of a folded text."""
    return re.findall(r"[^\W\d_]+", folded(text))


def names(attribute: str) -> dict[str, dict[str, int]]:
    """Return the names of months or weekdays -> the languages that have it, each with its number."""
    from babel import Locale

    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code in (*LANGUAGES, *REGIONS):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in getattr(Locale.parse(code), attribute)[context][width].items():
                    parts = [word for word in words(name) if word not in SMALL]
                    if len(parts) == 1:
                        found[parts[0]][code[:2]] = number
                    elif attribute == "days":  # segunda-feira
                        for part in parts:
                            found[part][code[:2]] = number
    if attribute == "months":
        for name, (number, code) in FURTHER.items():
            found[name].setdefault(code, number)
    else:
        for name in FURTHER_DAYS:
            found[name]["en"] = 0
    return {name: found[name] for name in sorted(found)}


def rendered() -> str:
    """Return the text of kg/sources/months.py."""
    from babel import core

    months, days = names("months"), names("days")
    languages = textwrap.fill(" ".join(LANGUAGES), 108)
    text = HEAD.format(count=len(LANGUAGES), version=core.get_cldr_version(), languages=languages)
    text += "MONTHS: Final = (\n"
    for number in range(1, 13):
        row = [name for name, means in months.items() if set(means.values()) == {number}]
        lines = textwrap.wrap(" ".join(row), 108, break_long_words=False)
        text += "".join(f'    "{line}{" " if line != lines[-1] else ""}"\n' for line in lines)[:-1] + ",\n"
    text += ")\n# names that are different months: language -> month\nAMBIGUOUS_MONTHS: Final = {\n"
    for name, means in months.items():
        if len(set(means.values())) > 1:
            pairs = ", ".join(f'"{code}": {means[code]}' for code in sorted(means))
            text += f'    "{name}": {{{pairs}}},\n'
    text += "}\nWEEKDAYS: Final = frozenset(\n    (\n"
    lines = textwrap.wrap(" ".join(name for name in days if len(name) > 1), 104, break_long_words=False)
    text += "".join(f'        "{line}{" " if line != lines[-1] else ""}"\n' for line in lines)
    return text + "    ).split()\n)\n"


def main() -> None:
    """Write the table, or check that it is what Babel gives."""
    if "--check" not in sys.argv:
        MONTHS.write_text(rendered(), encoding="utf-8")
    elif MONTHS.read_text(encoding="utf-8") != rendered():
        sys.exit("kg/sources/months.py is stale: run python scripts/months.py")


if __name__ == "__main__":
    main()
