"""A page -> a frame that notebooks show inline, offline."""

from __future__ import annotations

from markupsafe import escape


class Frame:
    """A whole page in a frame of its own: it reaches neither the notebook nor the network.

    Args:
        page: the page, as UTF-8.
        height: of the frame, in pixels.
        title: what it shows, for those who hear it.
    """

    def __init__(self, page: bytes, *, height: int, title: str = "knowledge graph") -> None:
        self._page = page
        self._height = height
        self._title = title

    def _repr_html_(self) -> str:
        page = escape(self._page.decode())
        sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
        style = f"width:100%;height:{self._height}px;border:1px solid #ccc;border-radius:6px"
        return f'<iframe srcdoc="{page}" sandbox="{sandbox}" style="{style}" title="{self._title}"></iframe>'

    def __repr__(self) -> str:
        return f"<Frame of {len(self._page):,} bytes: show it in a notebook>"
