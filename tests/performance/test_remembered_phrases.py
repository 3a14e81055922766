"""A song performed again with what is remembered of it is performed as if for the first time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.compile import cues_of
from pychang.lsp.desk import Desk
from pychang.reading import Reading
from pychang.remembered import Remembered
from pychang.score.model import Vibrato
from pychang.singing import Cue
from tests.generated_songs import songs

URI = "untitled:노래"
HEADS = (
    *("tempo: 90", "tempo: 91", "vibrato: off", "vibrato: depth=20 rate=5", "transpose: 2"),
    *("form: 가 가", "form: 가", "title: 노래"),
)
BEFORE = ("[가]", "[나]", "part: 하나\n[가]", "part: 둘\n[가]")
WITHIN = ("tempo: 100", "gain: -3", "")
NOTES = (
    *("| C4:4 D4 E4 r |", "| C4:4 D4 F4 r |", "| C4:4 , D4 E4, r |", "| C4:4{fermata} D4 E4{staccato} r |"),
    *("| C4:4 D4 E4{loud} r |", "| C4:4 D4 E4{vibrato} r |", "| C4:2 D4:4. E4:8 |", "| C4:4 D4 E4 , r |"),
    *(
        "| @p C4:4 D4 E4 r |",
        "| C4:4 @< D4 E4 @f r |",
        "| @rit(60) C4:4 D4 E4 r |",
        "| @tempo(120) C4:4 D4 E4 r |",
    ),
    *("| r:2 @ff C4:4. ~:16 D4 | E4:2 r:2 |", "| C4:16 r D4:8 r:4 E4:4 r:4 |"),
)
WORDS = ("꽃잎이", "꽃잎은", "가-나", "가--", "하 학 교", "싸 쓰 씨", "아! 으 아")
SUNG = st.tuples(st.sampled_from(NOTES), st.sampled_from(WORDS)).map("\n> ".join)
BLOCKS = st.one_of(SUNG, SUNG, SUNG, st.sampled_from(WITHIN))
CHANGES = st.tuples(
    st.integers(0, 9), st.integers(0, 1), st.lists(BLOCKS, max_size=1), st.sampled_from(HEADS)
)


class _Typist:
    """A text that is changed, and read again each time."""

    def __init__(self) -> None:
        self._desk = Desk("en")
        self._desk.open(URI, "")

    def reads(self, text: str) -> Reading:
        document = self._desk.documents[URI]
        document.text = text
        document.__dict__.pop("lines", None)
        self._desk.forget(URI)
        return self._desk.analysis(URI).reading


def _shown(cues: list[Cue]) -> list[tuple[object, ...]]:
    """All of a cue; a key is over a performance's curves and phones, but for which note each phone is of."""
    phrases = [(one, one.phrase, one.phrase.performance.phones) for one in cues]
    return [
        (one.key, one.card, one.pan, one.part, phrase.start_s, phrase.gains, phones)
        for one, phrase, phones in phrases
    ]


def _agree(reading: Reading, remembered: Remembered) -> None:
    if reading.can_be_sung:
        (cues, whole_s), (anew, anew_s) = cues_of(reading, remembered), cues_of(reading)
        assert _shown(cues) == _shown(anew)
        assert whole_s == anew_s


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(BEFORE),
    st.lists(BLOCKS, min_size=3, max_size=7),
    st.lists(CHANGES, min_size=2, max_size=5),
)
def test_each_version_is_performed_as_if_it_were_the_first(
    before: str, blocks: list[str], changes: list[tuple[int, int, list[str], str]]
) -> None:
    typist, remembered = _Typist(), Remembered()
    for at, gone, new, head in changes:
        blocks = [*blocks[:at], *new, *blocks[at + gone :]]
        remembered.next_version()
        _agree(typist.reads("\n".join((head, before, *blocks))), remembered)


@settings(max_examples=8, deadline=None)
@given(songs(), st.sampled_from(("tempo: 77\n", "// 말\n", "transpose: 1\n")))
def test_any_song_with_another_line_before_it(song: str, line: str) -> None:
    typist, remembered = _Typist(), Remembered()
    for text in (song, line + song, song):
        remembered.next_version()
        _agree(typist.reads(text), remembered)


def _phrases(typist: _Typist, remembered: Remembered, text: str) -> list[object]:
    remembered.next_version()
    return [cue.phrase for cue in cues_of(typist.reads(text), remembered)[0]]


SONG = """tempo: 120
| C4:4 D4 E4 r |
> 꽃잎이
| @f C4:4 , D4 E4, r |
> 흩날려
| @p C4:4 D4 E4 r |
> 봄바람
"""
CHANGED = [
    # what is changed, which phrases are made anew (the second line is two phrases)
    ("", "", []),
    ("꽃잎이", "꽃잎은", [0]),
    ("흩", "흰", [1]),
    ("| @p", "| @mf", [1, 2, 3]),  # a hairpin might lead there
    ("tempo: 120", "tempo: 60", [0, 1, 2, 3]),
    ("tempo: 120", "// 덧말\ntitle: 노래\ntempo: 120", []),
    ("D4 E4 r |\n> 꽃", "D4 F4 r |\n> 꽃", [0]),
]  # fmt: skip


def test_what_has_not_changed_is_the_very_same() -> None:
    for old, new, anew in CHANGED:
        typist, remembered = _Typist(), Remembered()
        before = _phrases(typist, remembered, SONG)
        after = _phrases(typist, remembered, SONG.replace(old, new, 1) if old else SONG)
        assert [
            i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one is not other
        ] == anew


def test_another_voice_has_other_keys_and_its_own_vibrato() -> None:
    reading, remembered = _Typist().reads(SONG), Remembered()
    ((name, card),) = reading.cast.items()
    for other in (
        card,
        replace(card, model_sha256="0" * 64),
        replace(card, vibrato=Vibrato(90.0, 4.0, 0.0)),
        card,
    ):
        _agree(replace(reading, cast={name: other}), remembered)


BREATH = "tempo: 200\n[가]\n| C4:4 D4 E4:8 , r F4:4 , |\n> 가나다라\n"
DEPENDS_ON = [
    # what is changed in it: what phrases depend on that is not theirs, and what of their own may be forgotten
    ("E4:8", "E4:8{staccato}"),  # when the one before is over: there the breath may begin
    ("라\n", "라\n| r:1 |\n"),  # when the part is over: there the last breath ends
    ("[가]\n", "[가]\ngain: -3\n"),
    ("F4:4", "F4:4{accent}"),
    ("| C4", "| @p C4"),
]


@pytest.mark.parametrize(("old", "new"), DEPENDS_ON)
def test_what_a_phrase_depends_on(old: str, new: str) -> None:
    typist, remembered = _Typist(), Remembered()
    assert _shown(cues_of(typist.reads(BREATH))[0]) != _shown(
        cues_of(typist.reads(BREATH.replace(old, new)))[0]
    )
    for text in (BREATH, BREATH.replace(old, new), BREATH):
        remembered.next_version()
        reading = typist.reads(text)
        assert reading.can_be_sung
        _agree(reading, remembered)
