"""A build, an export and a query with every way to the network closed: nothing asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CLOSED = """
import os, sys
def closed(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        if not (event in ("socket.connect", "socket.bind") and isinstance(arguments[1], (str, bytes))):  # a local pipe
            os.write(2, f"the network was asked for: {event} {arguments}\\n".encode())
            os._exit(86)
sys.addaudithook(closed)
"""
WORKERS = "from kg.build import workers; workers.FEWEST = 0\n"


def closed(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a process that ends at once where it, or a process that it starts, asks for the network."""
    (folder / "sitecustomize.py").write_text(CLOSED, encoding="utf-8")
    path = os.pathsep.join([str(folder), *(part for part in sys.path if part)])
    proxies = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    environment = {**os.environ, **proxies, "PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_build_with_workers_and_every_default_asks_for_no_network(examples: Path, tmp_path: Path) -> None:
    code = f"{WORKERS}import kg; print(len(kg.build({str(examples)!r}, output='output', jobs=2).stories))"
    done = closed(code, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 0


@pytest.mark.parametrize("call", ["graph.query('stories')", "graph.explain(*graph.stories[0].members[:2])"])
def test_asking_asks_for_no_network(call: str, tmp_path: Path, examples: Path) -> None:
    done = closed(f"import kg; graph = kg.build({str(examples)!r}, output='output'); {call}", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_this_test_can_fail(tmp_path: Path) -> None:
    done = closed("import socket; socket.create_connection(('127.0.0.1', 9))", tmp_path)
    assert done.returncode == 86
    assert "the network was asked for: socket." in done.stderr
