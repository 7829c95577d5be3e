"""Rows of texts -> a page of its own with a table that can be sorted and filtered: what a notebook shows in a frame."""

from __future__ import annotations

from collections.abc import Sequence

from kg.html import Cell, link, text

MOST_SHOWN = 2_000  # rows; a notebook keeps what it shows
ROW, HEAD, MOST_HEIGHT = 44, 80, 460  # pixels: of a row, of what is above the rows, of the frame
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 13px/1.4 system-ui, sans-serif; margin: 0; }}
p {{ margin: 0; padding: 6px 8px; display: flex; gap: 12px; align-items: baseline; position: sticky; left: 0; }}
input {{ font: inherit; width: 16em; max-width: 60vw; }}
table {{ border-collapse: collapse; min-width: 100%; }}
th, td {{ text-align: left; vertical-align: top; padding: 3px 10px 3px 8px; max-width: 34em; overflow-wrap: anywhere; }}
th {{ position: sticky; top: 0; background: Canvas; border-bottom: 1px solid GrayText; white-space: nowrap; }}
th button {{ all: unset; cursor: pointer; font-weight: 600; }}
th button:focus-visible {{ outline: 2px solid Highlight; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
tbody tr:nth-child(even) {{ background: color-mix(in srgb, CanvasText 4%, Canvas); }}
</style>
<p><label>Filter <input type="search"></label><span role="status">{status}</span></p>
<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
<script>
const body = document.querySelector("tbody");
const status = document.querySelector("[role=status]"), said = status.textContent;
const rows = [...body.rows], heads = [...document.querySelectorAll("th")];
document.querySelector("input").addEventListener("input", (event) => {{
  const words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {{
    const found = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => found.includes(word));
    shown += !row.hidden;
  }}
  status.textContent = words.length ? `${{shown}} of ${{said}}` : said;
}});
heads.forEach((head, column) => head.firstChild.addEventListener("click", () => {{
  const down = head.getAttribute("aria-sort") === "ascending";
  heads.forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => row.cells[column].textContent, number = (row) => row.cells[column].className === "number";
  const order = (a, b) => number(a) && number(b) ? Number(key(a)) - Number(key(b)) : key(a).localeCompare(key(b));
  rows.sort((a, b) => (down ? -1 : 1) * order(a, b)).forEach((row) => body.append(row));
}}));
</script></html>
"""


def page(
    columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, numbers: Sequence[Sequence[bool]], more: str
) -> bytes:
    """Return a table as a page that makes no request.

    Args:
        columns: their names.
        rows: of cells.
        numbers: for each cell whether it is a number, which is sorted as such.
        more: said beside the number of rows, if there are more than these.
    """
    head = "".join(f'<th scope="col"><button type="button">{text(name)}</button></th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(_cell(cell, number=number) for cell, number in zip(row, marks, strict=True)) + "</tr>"
        for row, marks in zip(rows, numbers, strict=True)
    )
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}" + (f", {more}" if more else "")
    return PAGE.format(head=head, body=body, status=text(count)).encode()


def height(count: int) -> int:
    """Return how high a frame with so many rows is, in pixels."""
    return min(MOST_HEIGHT, HEAD + ROW * max(count, 1))


def _cell(cell: Cell, *, number: bool) -> str:
    return f"<td{' class=number' if number else ''}>{text(cell) if isinstance(cell, str) else link(*cell)}</td>"
