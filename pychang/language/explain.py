"""What each code means, at length: a paragraph, a wrong and a right example.

One file a code in `explanations/`, in four parts that a line `== …` begins: the paragraph in Korean and in
English, and the two examples, songs that the tests read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pychang.diagnostic import Text
from pychang.language.codes import CODES

FOLDER = Path(__file__).with_name("explanations")


@dataclass(frozen=True)
class Explanation:
    """A code with its sentence and paragraph; `wrong` is a song with this mistake, `right` one without."""

    code: str
    sentence: Text
    paragraph: Text
    wrong: str
    right: str


def explanation(code: str) -> Explanation:
    """The explanation of one of `CODES`."""
    parts: dict[str, str] = {}
    for block in f"\n{FOLDER.joinpath(f'{code}.txt').read_text('utf-8')}".split("\n== ")[1:]:
        name, _, text = block.partition("\n")
        parts[name] = text.removesuffix("\n")
    paragraph = Text(parts["ko"], parts["en"])
    return Explanation(code, CODES[code], paragraph, parts["wrong"], parts["right"])
