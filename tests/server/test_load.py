"""200 clients at once: no error, and how long they wait."""

from __future__ import annotations

import gc
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.clients import Load, run
from server_support import Served

CLIENTS = 200


@pytest.mark.parametrize("seconds", [3.0, pytest.param(60.0, marks=pytest.mark.load)], ids=["short", "a minute"])
def test_it_holds_200_clients(served: Served, seconds: float) -> None:
    gc.collect()  # what other tests left of Oxigraph must not be dropped in another thread
    with ThreadPoolExecutor(1) as fresh:  # a browser that another test keeps open has an event loop in this thread
        load: Load = fresh.submit(run, served.host, served.port, clients=CLIENTS, seconds=seconds).result()
    print(load)
    assert load.errors == 0, load
    assert load.answers > CLIENTS
    assert load.p95 < 30 or os.environ.get("CI"), load
    assert served.is_well()
