"""Two sequences side by side, what is alike beside what is alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

Pair = tuple[T | None, T | None]
"""What stands in the old sequence and what in its place in the new; None: nothing."""

MOST = 10_000  # pairs that are looked at; longer stretches are put side by side in order


def align(
    old: Sequence[T], new: Sequence[T], cost: Callable[[T, T], float], alone: float
) -> Iterator[Pair[T]]:
    """The cheapest way to pair two sequences (Needleman and Wunsch, 1970).

    `cost` of a pair is 0 where both are the same; what has no partner costs `alone`.
    """
    start = 0
    while start < min(len(old), len(new)) and not cost(old[start], new[start]):
        start += 1
    end = 0
    most = min(len(old), len(new)) - start
    while end < most and not cost(old[-1 - end], new[-1 - end]):
        end += 1
    yield from zip(old[:start], new[:start], strict=True)
    inner = old[start : len(old) - end], new[start : len(new) - end]
    if len(inner[0]) * len(inner[1]) <= MOST:
        yield from _cheapest(*inner, cost, alone)
    else:
        yield from _in_order(*inner)
    yield from zip(old[len(old) - end :], new[len(new) - end :], strict=True)


def _cheapest(
    old: Sequence[T], new: Sequence[T], cost: Callable[[T, T], float], alone: float
) -> Iterator[Pair[T]]:
    """`least[i][j]`: the least cost of what follows from `old[i]` and `new[j]` on."""
    rows, columns = len(old), len(new)
    costs = [[cost(a, b) for b in new] for a in old]
    least = [[alone * (rows - i + columns - j) for j in range(columns + 1)] for i in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            apart = alone + min(least[i + 1][j], least[i][j + 1])
            least[i][j] = min(costs[i][j] + least[i + 1][j + 1], apart)
    i = j = 0
    while i < rows or j < columns:
        if i < rows and j < columns and least[i][j] == costs[i][j] + least[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif j == columns or (i < rows and least[i + 1][j] <= least[i][j + 1]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1


def _in_order(old: Sequence[T], new: Sequence[T]) -> Iterator[Pair[T]]:
    both = min(len(old), len(new))
    yield from zip(old[:both], new[:both], strict=True)
    yield from ((one, None) for one in old[both:])
    yield from ((None, one) for one in new[both:])
