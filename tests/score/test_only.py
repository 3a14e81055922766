"""A song of some of its sections alone."""

from __future__ import annotations

import pytest

from pychang.language import decode, parse
from pychang.score import arrange
from pychang.score.form import only

SONG = """\
transpose: 2
{form}
[1절]
| C4:1 |
> 가
> 나
[후렴]
| D4:1 |
> 다
[끝]
| E4:1 |
> 라
part: 둘
[후렴]
| F4:1 |
> 마
"""


def sung(form: str, *titles: str) -> list[list[tuple[str, int | None]]]:
    """For each part the sections and pitches of its notes."""
    source, _ = decode("x.chang", SONG.format(form=form).encode())
    song, mistakes = parse(source)
    assert not mistakes
    score, _ = arrange(only(song, titles))
    return [[(note.section, note.midi) for note in part.notes] for part in score.parts]


@pytest.mark.parametrize("form", ["", "form: 1절 후렴 1절 후렴*2", "form: 1절 후렴"])
def test_each_once_in_the_order_of_the_song(form: str) -> None:
    assert sung(form, "후렴") == [[("후렴", 64)], [("후렴", 67)]]
    assert sung(form, "끝", "1절")[0] == [("1절", 62), ("끝", 66)]  # though the form leaves 끝 out


def test_in_the_order_of_the_form() -> None:
    first = sung("form: 끝 후렴*3 1절", "1절", "끝")[0]
    assert [section for section, _ in first] == ["끝", "1절"]


def test_in_the_first_verse() -> None:
    source, _ = decode("x.chang", SONG.format(form="form: 1절 1절 후렴").encode())
    score, mistakes = arrange(only(parse(source)[0], ["1절"]))
    assert [syllable.text for syllable in score.parts[0].syllables] == ["가"]
    assert all(one.code != "E405" for one in mistakes)
