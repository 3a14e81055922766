"""A song read again with what is remembered of the version before is read as if for the first time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pychang.diagnostic import Span
from pychang.reading import Reading, read_song
from pychang.remembered import Remembered
from pychang.world import World

SONG = Path("노래.chang")
OTHER = b"[\xea\xb0\x80]\n| C4:1 |\n> \xea\xb0\x80\n[z]\n| H4:1 |\n"
LINES = [
    *(
        "title: 노래",
        "voice: sora",
        "voice: 없음",
        "meter: 3/4",
        "tempo: 90",
        "form: 가 나*2 가",
        "transpose: 24",
    ),
    *(
        "part: 둘",
        "vibrato: off",
        "// 덧말",
        "",
        "  ",
        "\tmeter: 6/8",
        "include: 다른.chang",
        "tempo 90",
        "x: y",
    ),
    *(
        "[가]",
        "[나]",
        "[가] // 덧말",
        " [다]",
        "[라 마]",
        "[가]\r",
        "[가\u200b]",
        "\u200b[바]",
        "[",
        "음[가]",
    ),
    *(
        "| C4:4 D4 E4 F4 |",
        "| ~:4 C4 |",
        "| , C4:1",
        "| @mf C4:4 @< D4 r:2 |",
        "| A9:1 |",
        "| 솔4:4{slide} |",
    ),
    *("> 가나다라", "> 꽃잎이", "> -가", "> love", "> 값이[갑씨]", "> 나", "a\rb", "\x01", "\ufeff"),
]


class Desk(World):
    """One song whose text is at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def read(self, path: Path) -> bytes:
        return self.text.encode() if path == SONG else OTHER


def told(reading: Reading) -> list[tuple[object, ...]]:
    """Its mistakes, by line and column."""
    return [
        (one.code, one.message, one.hints, one.span.source.name, one.span.line, one.span.column)
        for one in reading.mistakes
    ]


def placed(span: Span | None) -> tuple[int, int] | None:
    return span and (span.line, span.column)


def sung(reading: Reading) -> list[object]:
    """Its score, by line and column."""
    return [
        (
            [replace(n, span=None, voice=None) for n in part.notes],
            [(placed(n.span), n.voice and n.voice.text) for n in part.notes],
            [(replace(s, span=None), placed(s.span)) for s in part.syllables],
            (part.dynamics, part.vibrato, part.pan, part.name),
        )
        for part in (reading.score.parts if reading.score else ())
    ]


_EDITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 2), st.lists(st.sampled_from(LINES), max_size=3)), max_size=6
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), _EDITS)
@example(["[가]", "| C4:1 |"], [(0, 0, ["", ""]), (1, 1, [])])
@example(["[가]", "| C4:4 |", "> 가나", "[가]", "| C4:1 |", "> 가"], [(0, 0, ["title: a", ""]), (0, 1, [])])
def test_every_version(lines: list[str], edits: list[tuple[int, int, list[str]]]) -> None:
    desk = Desk()
    remembered = Remembered()
    for place, taken_out, put_in in [(0, 0, []), *edits]:
        lines[place : place + taken_out] = put_in
        desk.text = "\n".join(lines)
        desk.remembered = None
        anew = read_song(SONG, desk)
        desk.remembered = remembered
        remembered.next_version()
        again = read_song(SONG, desk)
        assert sorted(told(again), key=repr) == sorted(told(anew), key=repr)
        assert sung(again) == sung(anew)


def test_what_did_not_change_is_not_read_again() -> None:
    desk = Desk()
    desk.remembered = Remembered()
    desk.text = "title: 노래\n[가]\n| C4:1 |\n> 가\n[나]\n| D4:1 |\n> 나\n"
    before = read_song(SONG, desk)
    desk.text = desk.text.replace("C4", "E4").replace("title", "\ntitle")
    desk.remembered.next_version()
    after = read_song(SONG, desk)
    assert after.song.sections[0] is not before.song.sections[0]
    assert after.song.sections[1] is before.song.sections[1]
    assert after.song.sections[1].span.line == 6
    assert after.score.parts[0].notes[1] is before.score.parts[0].notes[1]
