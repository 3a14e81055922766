"""Names of a package that are looked up in its modules when they are first asked for.

`pychang check` must start without numpy; a package whose names are spread over light and heavy modules
imports each when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def looked_up(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A module's `__getattr__` (PEP 562) for names whose modules are `homes`."""

    def look_up(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return look_up
