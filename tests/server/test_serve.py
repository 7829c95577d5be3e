"""Starting it: what is said, and what is wrong."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import server
from kg.cli import main
from kg.errors import UsageError
from server_support import Served, records, written


def test_it_listens_on_loopback_unless_told_otherwise(served: Served) -> None:
    assert served.address.startswith("http://127.0.0.1:")
    assert server.HOST == "127.0.0.1"


def test_a_folder_without_a_graph_is_an_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "-g", str(tmp_path), "--port", "0"])
    assert result.exit_code == 2
    assert "build one with kg build" in result.output


def test_a_port_that_is_taken_is_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path / "output", records())
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = CliRunner().invoke(main, ["serve", "-g", str(folder), "--port", str(other.getsockname()[1])])
    assert result.exit_code == 2
    assert "name another with --port" in result.output


@pytest.mark.parametrize("name", ["starlette", "uvicorn"])
def test_without_the_extra_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = written(tmp_path / "output", records())
    for module in [each for each in sys.modules if each.startswith((name, "kg.server.app"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=r"pip install 'kg-news\[serve\]'"):
        server.serve(folder, port=0)


def test_help_loads_no_server() -> None:
    code = "import sys, kg.cli; print([m for m in ('starlette', 'uvicorn', 'pyoxigraph') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
