"""The order in which measures are played: repeats, endings, da capo, dal segno, coda and fine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pychang.convert.musicxml.read_records import Signs

MOST_JUMPS = 500
MOST_PLAYED = 20_000


@dataclass(frozen=True)
class Played:
    """A measure (from 0) in its turn; `through`: which time through its repeat, from 1."""

    bar: int
    through: int = 1


@dataclass(frozen=True)
class Order:
    """The measures in the order of playing.

    `aimless`: measures with a jump to a sign that is nowhere. `endless`: there were too many jumps, and the
    rest was left out.
    """

    played: tuple[Played, ...]
    aimless: tuple[int, ...] = ()
    endless: bool = False


@dataclass(frozen=True)
class Ending:
    """Measures `first` to `last`, played in the passes `numbers` of so many in `total`."""

    first: int
    last: int
    numbers: frozenset[int]
    total: int = 0
    group: int = 0  # the first measure of all endings that belong together
    is_final: bool = True  # no other ending follows at once


def order_of(signs: Sequence[Signs]) -> Order:
    """The order that the signs of each measure ask for; every jump is made once."""
    return _Player(with_symbols_read(signs)).play()


def with_symbols_read(signs: Sequence[Signs]) -> list[Signs]:
    """Coda signs of which nothing is said: up to the jump back they are left, behind it arrived at.

    Where there is no jump back, the first of two is left.
    """
    jumps = [i for i, one in enumerate(signs) if one.jump]
    bare = [i for i, one in enumerate(signs) if one.symbols and not (one.to_coda or one.coda)]
    arrived = any(one.coda for one in signs)
    last_jump = jumps[-1] if jumps else (bare[0] if len(bare) > 1 or (bare and arrived) else -1)
    read = list(signs)
    for i in bare:
        is_left = i <= last_jump and (arrived or any(other > i for other in bare))
        read[i] = replace(signs[i], to_coda="coda") if is_left else replace(signs[i], coda="coda")
    return read


def endings_of(signs: Sequence[Signs]) -> dict[int, Ending]:
    """Endings by their first measure; one whose end is not said lasts to the repeat, or one measure."""
    found: list[Ending] = []
    for i, one in enumerate(signs):
        if one.ending:
            found.append(Ending(i, _last_of(signs, i), one.ending))
    endings: dict[int, Ending] = {}
    for group in _groups(found):
        total = max(max(one.numbers) for one in group)
        if not any(1 in one.numbers for one in group):
            group[0] = replace(group[0], numbers=group[0].numbers | {1})
        if len(group) == 1 and signs[group[0].last].backward:
            total += 1  # the last time it is passed over
        for one in group:
            endings[one.first] = replace(one, total=total, group=group[0].first, is_final=one is group[-1])
    return endings


def _last_of(signs: Sequence[Signs], first: int) -> int:
    for i in range(first, len(signs)):
        if i > first and signs[i].ending:
            return i - 1
        if signs[i].ending_stops or signs[i].backward:
            return i
    return first


def _groups(endings: Sequence[Ending]) -> list[list[Ending]]:
    groups: list[list[Ending]] = []
    for one in endings:
        if groups and groups[-1][-1].last + 1 == one.first and not (groups[-1][-1].numbers & one.numbers):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


class _Player:
    """Plays measure by measure. `_open`: the repeats it is in, each [first measure, time through]."""

    def __init__(self, signs: Sequence[Signs]) -> None:
        self._signs = signs
        self._endings = endings_of(signs)
        self._within: dict[int, Ending] = {
            bar: one for one in self._endings.values() for bar in range(one.first, one.last + 1)
        }
        self._open: list[list[int]] = [[0, 1]]
        self._taken: set[int] = set()
        self._aimless: list[int] = []
        self._jumped = self._repeats_off = False
        self._leaves_without_jump = not any(one.jump for one in signs)

    def play(self) -> Order:
        played: list[Played] = []
        jumps = here = 0
        while here < len(self._signs):
            here = self._passed_over(here)
            if here >= len(self._signs):
                break
            self._enter(here)
            played.append(Played(here, self._through(here)))
            following = self._following(here)
            if following is None:
                break
            jumps += following != here + 1
            if jumps > MOST_JUMPS or len(played) >= MOST_PLAYED:
                return Order(tuple(played), tuple(self._aimless), endless=True)
            here = following
        return Order(tuple(played), tuple(self._aimless))

    def _passed_over(self, here: int) -> int:
        """The next measure that is played: endings of other passes are not."""
        while (ending := self._endings.get(here)) and self._pass_in(ending) not in ending.numbers:
            here = ending.last + 1
            if ending.is_final:
                self._close(here)
        return here

    def _pass_in(self, ending: Ending) -> int:
        return ending.total if self._repeats_off else min(self._open[-1][1], ending.total)

    def _through(self, here: int) -> int:
        ending = self._within.get(here)
        return self._pass_in(ending) if ending else self._open[-1][1]

    def _enter(self, here: int) -> None:
        is_open = len(self._open) > 1 and self._open[-1][0] == here
        if self._signs[here].forward and not is_open and not self._repeats_off:
            self._open.append([here, 1])
            del self._open[1:-8]  # nobody nests deeper; signs without an end do not pile up

    def _following(self, here: int) -> int | None:
        """Where to go on after a measure; None: nowhere."""
        signs, ending = self._signs[here], self._within.get(here)
        if self._leaves(here) and (coda := self._coda_after(here)) is not None:
            self._open = [[coda, 1]]
            return coda
        if (back := self._back(here, signs, ending)) is not None:
            return back
        if self._jumped and signs.fine:
            return None
        if signs.jump and here not in self._taken:
            return self._jump(here, signs)
        return here + 1

    def _leaves(self, here: int) -> bool:
        """Whether the way to the coda is taken: after a jump back, or the last time through a repeat."""
        if not self._signs[here].to_coda:
            return False
        if self._jumped:
            return True
        through = self._open[-1][1]
        backs = (i for i in range(here, len(self._signs)) if self._signs[i].backward)
        end = next(backs, None)
        return self._leaves_without_jump and end is not None and through >= self._times(end) > 1

    def _coda_after(self, here: int) -> int | None:
        name = self._signs[here].to_coda
        codas = [i for i, one in enumerate(self._signs) if one.coda and i > here]
        same = [i for i in codas if self._signs[i].coda == name]
        return next(iter(same or codas), None)

    def _times(self, here: int) -> int:
        """How often the repeat that ends with a measure is played."""
        ending = self._within.get(here)
        return max(self._signs[here].times or (0 if ending else 2), ending.total if ending else 0, 1)

    def _back(self, here: int, signs: Signs, ending: Ending | None) -> int | None:
        """The beginning of the repeat, if it is to be played again; else it is over."""
        at_end = ending is not None and here == ending.last
        ends_here = signs.backward or (at_end and not ending.is_final)
        if not ends_here and not at_end:
            return None
        start, through = self._open[-1]
        if self._repeats_off:
            return None
        if ends_here and through < self._times(here):
            self._open[-1][1] += 1
            return start
        self._close(here + 1)
        return None

    def _close(self, following: int) -> None:
        """A repeat is over; where no other is open, one without a beginning starts from here."""
        if len(self._open) > 1:
            self._open.pop()
        if len(self._open) == 1:
            self._open[0] = [following, 1]

    def _jump(self, here: int, signs: Signs) -> int:
        """Back to the beginning or a sign; repeats are not taken again, unless it says so."""
        self._taken.add(here)
        segnos = [i for i, one in enumerate(self._signs) if one.segno]
        same = [i for i in segnos if self._signs[i].segno == signs.jump]
        aims = [0] if signs.jump == "capo" else same or [i for i in segnos if i <= here] or segnos
        if not aims:
            self._aimless.append(here)
        self._jumped = True
        self._repeats_off = not signs.with_repeats
        aim = aims[-1] if aims else 0
        self._open = [[aim, 1]]
        return aim


def stanzas_of(played: Sequence[Played], endings: dict[int, Ending]) -> list[int]:
    """Which stanza each measure has in its turn: how often it has come; in endings how often what they end
    has."""
    before = {
        bar: max(one.group - 1, 0) for one in endings.values() for bar in range(one.first, one.last + 1)
    }
    counted: Counter[int] = Counter()
    out = []
    for one in played:
        counted[one.bar] += 1
        anchor = before.get(one.bar, one.bar)
        out.append(counted[anchor] or counted[one.bar])
    return out
