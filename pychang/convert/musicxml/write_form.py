"""The shortest way to write a form down: stretches of sections, some of them between repeat signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_SECTIONS = 32  # between two repeat signs


@dataclass(frozen=True)
class Block:
    """Sections that are written one after another, and how many times they are sung in a row."""

    names: tuple[str, ...]
    times: int


def blocks_of(passes: Sequence[str], lengths: Mapping[str, Fraction]) -> tuple[Block, ...]:
    """The passes in blocks, so that as little music as possible is written, in few blocks, repeats first.

    `lengths`: of each section. Repeats do not nest, as readers of repeat signs do not agree on nested ones.
    """
    written: list[Sequence] = [(Fraction(0), 0)] * (
        len(passes) + 1
    )  # how much, in how many blocks, from here on
    chosen: list[tuple[int, int]] = [(1, 1)] * len(passes)  # sections in the block, times
    in_a_row = _in_a_row(passes)
    for start in reversed(range(len(passes))):
        length, ways = Fraction(0), []
        for size in range(1, min(MOST_SECTIONS, len(passes) - start) + 1):
            length += lengths[passes[start + size - 1]]
            for times in range(1 if size == 1 else 2, 2 + in_a_row[size][start] // size):
                rest, blocks = written[start + size * times]
                ways.append((length + rest, blocks + 1, -size * times, size))
        *written[start], sung, size = min(ways)
        chosen[start] = size, -sung // size
    return tuple(_blocks(passes, chosen))


def _in_a_row(passes: Sequence[str]) -> dict[int, list[int]]:
    """For each distance, how many passes from each one on are the same as those that far behind them."""
    found = {}
    for distance in range(1, min(MOST_SECTIONS, len(passes)) + 1):
        same = [0] * (len(passes) + 1)
        for i in reversed(range(len(passes) - distance)):
            same[i] = same[i + 1] + 1 if passes[i] == passes[i + distance] else 0
        found[distance] = same
    return found


def _blocks(passes: Sequence[str], chosen: Sequence[tuple[int, int]]) -> list[Block]:
    blocks: list[Block] = []
    start = 0
    while start < len(passes):
        size, times = chosen[start]
        blocks.append(Block(tuple(passes[start : start + size]), times))
        start += size * times
    return blocks
