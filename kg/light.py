"""A library -> loaded without what it would load beside."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def part(name: str) -> ModuleType:
    """Return a module of a package, loaded without the package itself, which may load far more than is needed.

    Raises:
        ImportError: there is none.
    """
    package = name.partition(".")[0]
    spec = None if {name, package} & sys.modules.keys() else find_spec(package)
    if spec is None:
        return import_module(name)
    sys.modules[package] = module_from_spec(spec)  # with its place, but empty
    try:
        return import_module(name)
    finally:
        del sys.modules[package]  # who asks for it later gets it whole
