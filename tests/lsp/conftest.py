"""Songs as an editor has them: their text, and a place in it marked with ^."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lsprotocol import types as lsp

from pychang.lsp.desk import Desk
from pychang.lsp.document import Analysis
from pychang.lsp.positions import Place

URI = "file:///songs/%EB%85%B8%EB%9E%98.chang"


@dataclass(frozen=True)
class Opened:
    """A song that is open, with the place that was marked."""

    analysis: Analysis
    place: Place

    def text(self, where: lsp.Range) -> str:
        """What stands in a range."""
        lines = self.analysis.lines
        return lines.text[lines.offset(where.start) : lines.offset(where.end)]


@pytest.fixture
def opened() -> Callable[..., Opened]:
    """Open a song given as text; ^ marks a place in it and is taken out."""

    def run(text: str, language: str = "ko", encoding: str = "utf-16") -> Opened:
        before = text.partition("^")[0]
        desk = Desk(language, encoding)
        desk.open(URI, text.replace("^", "", 1))
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Opened(desk.analysis(URI), place)

    return run
