"""TextGrids: ours to Praat and back, and those of others."""

from __future__ import annotations

import numpy as np
import parselmouth
import pytest
from folders import put
from hypothesis import given
from hypothesis import strategies as st
from parselmouth.praat import call

from pychang.compile import perform_part, pronounce_part
from pychang.finding import Wrong
from pychang.korean.model import PHONES
from pychang.performance.model import Phone
from pychang.recordings.labels.allophones import allophones
from pychang.recordings.textgrid import read_textgrid, write_textgrid
from pychang.world import World

SONG = "tempo: 90\n[가]\n| C4:4 D4 r:4 E4 | F4:4 , G4 F4 C#4 |\n> 꽃이 “피-네” 의사\n"


@pytest.fixture
def sung(performed):
    return performed(SONG)


@pytest.fixture
def written(sung, tmp_path):
    """The song's phones in a file."""
    path = tmp_path / "노래.TextGrid"
    write_textgrid(path, sung.performance.phones, sung.score.parts[0], sung.performance.duration_s)
    return path


def test_praat_opens_it(sung, written):
    grid = parselmouth.read(str(written))
    assert isinstance(grid, parselmouth.TextGrid)
    assert [call(grid, "Get tier name", i + 1) for i in range(3)] == ["phones", "syllables", "notes"]

    def labels(tier):
        count = call(grid, "Get number of intervals", tier)
        return [call(grid, "Get label of interval", tier, i + 1) for i in range(count)]

    assert labels(1) == [phone.symbol for phone in sung.performance.phones]
    assert [text for text in labels(2) if text] == list("꽃이피네의사")
    assert [text for text in labels(3) if text] == ["C4", "D4", "E4", "F4", "G4", "F4", "C#4"]
    assert call(grid, "Get end time of interval", 1, 2) == sung.performance.phones[1].end_s


@pytest.mark.parametrize("form", ["Save as text file", "Save as short text file"])
def test_what_praat_saves_is_read_back(sung, written, tmp_path, form):
    """Praat writes UTF-16 where there is more than ASCII."""
    again = tmp_path / "praat.TextGrid"
    call(parselmouth.read(str(written)), form, str(again))
    phones = read_textgrid(again, sung.score.parts[0])
    assert [(p.symbol, p.note) for p in phones] == [(p.symbol, p.note) for p in sung.performance.phones]
    assert np.allclose([p.end_s for p in phones], [p.end_s for p in sung.performance.phones])


def test_it_is_read_back_as_it_was(sung, written):
    assert read_textgrid(written, sung.score.parts[0]) == sung.performance.phones
    assert {phone.note for phone in read_textgrid(written)} == {-1}


def test_a_boundary_that_a_person_moves_stays_moved(sung, written):
    grid = parselmouth.read(str(written))
    third = sung.performance.phones[2]
    call(grid, "Remove left boundary", 1, 3)
    call(grid, "Insert boundary", 1, third.start_s + 0.02)
    call(grid, "Set interval text", 1, 2, sung.performance.phones[1].symbol)
    call(grid, "Set interval text", 1, 3, third.symbol)
    call(grid, "Save as text file", str(written))
    moved = read_textgrid(written, sung.score.parts[0])[2]
    assert moved.start_s == pytest.approx(third.start_s + 0.02) and moved.note == third.note


@st.composite
def labelled(draw):
    """Phones that follow one another from 0, as they come in Korean."""
    symbols = allophones(draw(st.lists(st.sampled_from(PHONES), min_size=1, max_size=30)))
    symbols = [one for i, one in enumerate(symbols) if one != "SP" or symbols[i - 1 : i] != ["SP"]]
    lengths = draw(st.lists(st.floats(1e-4, 3), min_size=len(symbols), max_size=len(symbols)))
    ends = np.cumsum(lengths)
    return tuple(
        Phone(symbol, float(end - length) if i == 0 else float(ends[i - 1]), float(end), -1)
        for i, (symbol, end, length) in enumerate(zip(symbols, ends, lengths, strict=True))
    )


@given(labelled())
def test_any_phones_come_back(tmp_path_factory, phones):
    path = tmp_path_factory.mktemp("grid") / "a.TextGrid"
    write_textgrid(path, phones, None, phones[-1].end_s)
    assert read_textgrid(path) == phones


SHORT = '"ooTextFile"\n"TextGrid"\n0\n2\n<exists>\n{tiers}\n'
TIER = '"IntervalTier"\n"{name}"\n0\n2\n{n}\n{intervals}'


def grid(*tiers):
    made = []
    for name, rows in tiers:
        intervals = "\n".join(f'{start}\n{end}\n"{text}"' for start, end, text in rows)
        made.append(TIER.format(name=name, n=len(rows), intervals=intervals))
    return SHORT.format(tiers="\n".join([str(len(made)), *made]))


def read(tmp_path, text, encoding="utf-8", **more):
    return [
        (p.symbol, p.start_s, p.end_s)
        for p in read_textgrid(put(tmp_path / "a.TextGrid", text, encoding), **more)
    ]


def test_labels_of_the_montreal_forced_aligner(tmp_path):
    rows = [(0, 0.2, ""), (0.2, 0.4, "tʲ"), (0.4, 0.8, "ɐː"), (0.8, 1, "ɭ"), (1, 1.1, "kʷ"), (1.1, 1.5, "ɨ")]
    words = [(0, 1, "달"), (1, 2, "크")]
    assert read(tmp_path, grid(("words", words), ("phones", rows)))[1:] == [
        *[("t", 0.2, 0.4), ("a", 0.4, 0.8), ("l", 0.8, 1), ("k", 1, 1.1), ("ɯ", 1.1, 1.5), ("SP", 1.5, 2)]
    ]


def test_a_phone_typed_in_praats_trigraphs(tmp_path):
    rows = [(0, 1, r"t\cc\^h"), (1, 2, r"\vt")]
    assert [one[0] for one in read(tmp_path, grid(("phones", rows)))] == ["tɕʰ", "ʌ"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_encodings(tmp_path, encoding):
    rows = [(0, 1, "ㄱ"), (1, 2, "ㅏ")]
    assert [one[0] for one in read(tmp_path, grid(("음소", rows)), encoding)] == ["k", "a"]


def test_points_remarks_and_quotes_are_passed_over(tmp_path):
    points = '"TextTier"\n"phones"\n0\n2\n1\n0.5\n"a ""b"""'
    text = SHORT.format(
        tiers='2\n! a remark with 3 "things"\n'
        + points
        + "\n"
        + TIER.format(name="x", n=1, intervals='0\n2\n"a"')
    )
    assert read(tmp_path, text) == [("a", 0, 2)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "breaks off"),
        ("no grid", "breaks off"),
        ('"ooTextFile"\n"Sound"', "no TextGrid"),
        (grid(("phones", [(0, 1, "a")]))[:-8], "breaks off"),
        (grid(("phones", [])), "no tier of phones; its tiers: `phones`"),
        (grid(("a", [(0, 1, "a")]), ("b", [(0, 1, "a")])), "no tier of phones; its tiers: `a`, `b`"),
        (grid(("phones", [(0, 1, "a"), (1, 2, "qq")])), "`qq` (the first is label 2, at 1.00 s)"),
        (grid(("phones", [(0, 1, "a"), (0.5, 2, "o")])), "label 2, `o` (0.500 s), begins before"),
        (grid(("phones", [(1, 0.5, "a")])), "ends (0.500 s) before it begins (1.000 s)"),
        ("ooBinaryFile\10TextGrid", "binary"),
        (SHORT.format(tiers="1e400"), "breaks off"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, text, told):
    with pytest.raises(Wrong) as wrong:
        read(tmp_path, text)
    assert told in wrong.value.text.en


def test_labels_longer_than_the_recording(tmp_path):
    with pytest.raises(Wrong, match=r"go on to 2.00 s, the recording to 1.00 s"):
        read(tmp_path, grid(("phones", [(0, 2, "a")])), duration_s=1.0)
    assert read(tmp_path, grid(("phones", [(0, 2, "a")])), duration_s=2.5)[-1] == ("SP", 2, 2.5)


def test_a_held_vowel_of_one_label_is_parted_over_its_notes(performed, tmp_path):
    part = performed("[가]\n| C4:4 D4:2 |\n> 아-\n").score.parts[0]
    path = put(tmp_path / "a.TextGrid", grid(("phones", [(0, 0.5, ""), (0.5, 2, "a")])))
    assert read_textgrid(path, part)[1:] == (Phone("a", 0.5, 1.0, 0), Phone("a", 1.0, 2.0, 1))


@pytest.mark.parametrize(("labels", "notes"), [("a a", [0, 1, 2]), ("a a a", [0, 1, 2])])
def test_a_held_vowel_leaves_a_label_to_the_same_vowel_after_it(performed, tmp_path, labels, notes):
    part = performed("[가]\n| C4:4 D4 E4 |\n> 아- 아\n").score.parts[0]
    rows = [(i / 2, i / 2 + 0.5, name) for i, name in enumerate(labels.split())]
    path = put(tmp_path / "a.TextGrid", grid(("phones", rows)))
    assert [p.note for p in read_textgrid(path, part) if p.symbol == "a"] == notes


def test_a_stop_sung_otherwise_is_believed_and_a_glide_may_be_missing(performed, tmp_path):
    part = performed("[가]\n| C4:4 D4 |\n> 아과\n").score.parts[0]
    path = put(tmp_path / "a.TextGrid", grid(("phones", [(0, 0.5, "a"), (0.5, 0.6, "k͈"), (0.6, 2, "a")])))
    assert [(p.symbol, p.note) for p in read_textgrid(path, part)] == [("a", 0), ("k͈", 1), ("a", 1)]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("a n a", "from `n` at 0.50 s on, nothing is in the score"),
        ("", "has [a], the labels are over"),
        ("o", "syllable 1 of the score, `아`, has [a], the label is [o]"),
    ],
)
def test_labels_of_something_else(performed, tmp_path, labels, told):
    part = performed("[가]\n| C4:4 |\n> 아\n").score.parts[0]
    rows = [(i / 2, i / 2 + 0.5, name) for i, name in enumerate(labels.split())] or [(0, 1, "SP")]
    with pytest.raises(Wrong) as wrong:
        read_textgrid(put(tmp_path / "a.TextGrid", grid(("phones", rows))), part)
    assert told in wrong.value.text.en


def test_numbers_of_numpy_are_written_as_numbers(tmp_path):
    path = tmp_path / "a.TextGrid"
    write_textgrid(path, [Phone("a", np.float64(0), np.float64(0.1), -1)], None, np.float64(0.1))
    assert read_textgrid(path) == (Phone("a", 0.0, 0.1, -1),)


def test_a_whole_song_of_every_kind_of_note_fits(performed, tmp_path):
    """Staccato, breaths and melismas part and drop phones; each finds its note again."""
    sung = performed("tempo: 120\n[가]\n| C4:8{staccato} D4 E4 , F4 | G4:2{fermata} |\n> 새-- -네\n")
    part = sung.score.parts[0]
    card = World().card(None, tmp_path)
    performance = perform_part(sung.score, part, card)
    path = tmp_path / "a.TextGrid"
    write_textgrid(path, performance.phones, part, performance.duration_s)
    assert read_textgrid(path, part) == performance.phones
    assert len(pronounce_part(part)) == 2
