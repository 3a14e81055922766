"""A song on its way out: everything that a writer of another format may want of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pychang.reading import Reading
from pychang.score.model import Part, Score

if TYPE_CHECKING:
    from pychang.convert.sheet import Sheet
    from pychang.performance import Performance


@dataclass(frozen=True)
class Outgoing:
    """A song that can be sung; each value is made when it is asked for.

    `only`: the number of the one part to write; it keeps its place in the time of the whole song. None: all.
    """

    reading: Reading
    only: int | None = None

    @property
    def score(self) -> Score:
        """All of it as it is sung: form, verses and ties unrolled."""
        return self.reading.score

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those of the score that are to be written."""
        return self.score.parts if self.only is None else self.score.parts[self.only :][:1]

    @cached_property
    def sheet(self) -> Sheet:
        """As it is written, transposed."""
        from pychang.convert.from_song import sheet_of

        sheet = sheet_of(self.reading.song)
        return sheet if self.only is None else replace(sheet, parts=sheet.parts[self.only :][:1])

    @cached_property
    def sung_sheet(self) -> Sheet:
        """The sheet with its form unrolled: one verse, written time is sung time; a section for each pass,
        whose names may repeat."""
        from pychang.convert.unroll import unrolled

        return unrolled(self.sheet)

    def performance(self, part: Part) -> Performance:
        """A part in seconds, as its voice sings it."""
        from pychang.compile import perform_part

        return perform_part(self.score, part, self.reading.card_of(part))
