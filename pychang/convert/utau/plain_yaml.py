"""YAML as plain dictionaries, lists and texts.

Read from the events of the parser: no tag is followed, aliases and deep nesting are refused (the constructors
of libyaml overflow the stack on it), and it is several times as fast. Scalars stay texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DEEPEST = 24
MOST_EVENTS = 1_000_000  # some six times those of a long song with all its curves


class NoPlainYaml(ValueError):
    """Damaged, or more than plain data."""


def plain(text: str) -> Any:
    """The first document of a text. NoPlainYaml."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml.parse(text, Loader=loader)).document()
    except (yaml.YAMLError, UnicodeError, StopIteration) as why:
        raise NoPlainYaml(str(why)) from why


class _Builder:
    """Values from events, by the names of the events' types."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events, self.left = events, MOST_EVENTS

    def document(self) -> Any:
        while type(event := self.next()).__name__ in ("StreamStartEvent", "DocumentStartEvent"):
            pass
        return self.value(event, 0)

    def next(self) -> Any:
        self.left -= 1
        if self.left < 0:
            raise NoPlainYaml("too long")
        return next(self.events)

    def value(self, event: Any, depth: int) -> Any:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return event.value
        if depth >= DEEPEST:
            raise NoPlainYaml("nested too deeply")
        if kind == "SequenceStartEvent":
            return list(self.items(depth))
        if kind == "MappingStartEvent":
            keys_and_values = list(self.items(depth))
            names = (one if isinstance(one, str) else "" for one in keys_and_values[::2])
            return dict(zip(names, keys_and_values[1::2], strict=False))
        raise NoPlainYaml(kind)

    def items(self, depth: int) -> Iterator[Any]:
        while not type(event := self.next()).__name__.endswith("EndEvent"):
            yield self.value(event, depth + 1)
