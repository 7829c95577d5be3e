"""A library -> loaded without what it would load beside."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from types import ModuleType


def later(package: ModuleType) -> None:
    """Let what a package names of its modules, and has not loaded yet, load when something in them is used.

    Who takes all names of numpy, as scipy does, loads its tests and its reader of Fortran with it.
    """
    for name in getattr(package, "__all__", ()):
        full = f"{package.__name__}.{name}"
        if name in vars(package) or full in sys.modules:
            continue
        spec = find_spec(full)
        if spec is not None and spec.loader is not None:
            spec.loader = loader = LazyLoader(spec.loader)
            sys.modules[full] = module = module_from_spec(spec)
            loader.exec_module(module)
            setattr(package, name, module)


def part(name: str) -> ModuleType:
    """Return a module of a package, loaded without the package itself, which may load far more than is needed.

    Raises:
        ImportError: there is none.
    """
    package = name.partition(".")[0]
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        return import_module(name)
    sys.modules[package] = module_from_spec(spec)  # with its place, but empty
    try:
        return import_module(name)
    finally:
        del sys.modules[package]  # who asks for it later gets it whole
