"""The examples of docs/serve.md for proxies, without their certificates, before a real server."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from server_support import PATIENCE, Served

DOCS = Path(__file__).resolve().parents[2] / "docs" / "serve.md"


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def command(program: str, folder: Path, port: int, served: Served) -> list[str]:
    text = example(program).replace("127.0.0.1:8765", f"127.0.0.1:{served.port}")
    if program == "caddy":
        text = f"{{\n admin off\n}}\n{text.replace('news.example', f'http://127.0.0.1:{port}')}"
        (folder / "Caddyfile").write_text(text, encoding="utf-8")
        return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    text = re.sub(r"ssl_certificate.*", "", text.replace("443 ssl", f"127.0.0.1:{port}"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{each}_temp_path {folder}/{each};" for each in kinds)
    whole = f"pid {folder}/pid; daemon off; events {{}} http {{ access_log off; {places} {text} }}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


@pytest.mark.parametrize("program", ["nginx", "caddy"])
def test_what_the_docs_say_of_a_proxy_works(served: Served, tmp_path: Path, program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"no {program} here: apt-get install {program}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(command(program, tmp_path, port, served), stderr=subprocess.DEVNULL) as proxy:
        try:
            end = time.monotonic() + PATIENCE / 4
            status = 0
            while status != 200 and time.monotonic() < end:
                with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D") as answer:
                    status = answer.status
                time.sleep(0.1)
            assert status == 200
        finally:
            proxy.terminate()
