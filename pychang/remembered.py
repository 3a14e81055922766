"""What reading a song hands from one version of its text to the next: an edit costs what it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


def _good(_: object) -> bool:
    return True


class Remembered:
    """Values by what they were made of, from this version of one song's text and the version before.

    They are the very objects of the version before, which is of no use any more once the next has been read.
    """

    def __init__(self) -> None:
        self._now: dict[Hashable, Any] = {}
        self._before: dict[Hashable, Any] = {}

    def next_version(self) -> None:
        """Forget what the last version did not ask for."""
        self._before, self._now = self._now, {}

    def take(self, key: Hashable, make: Callable[[], Value], still: Callable[[Value], bool] = _good) -> Value:
        """The value of `key`, made anew where there is none, or none that is `still` good.

        The value of a key that names an object by its `id` must hold that object.
        """
        value = self._now.get(key) or self._before.get(key)
        if value is None or not still(value):
            value = make()
        self._now[key] = value
        return value
