"""The practice songs: every sound of Korean, in every place, at every height, in five minutes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import pytest

from pychang.compile import perform_part, pronounce_part
from pychang.diagnostic import Source
from pychang.korean import pronounce
from pychang.korean.jamo import NUCLEI, ONSETS, decompose
from pychang.korean.model import (
    ASPIRATED,
    FRICATIVES,
    LAX_INITIAL,
    LAX_VOICED,
    NASALS,
    PHONES,
    TENSE,
    UNRELEASED,
    VOWELS,
)
from pychang.language.format import format_song
from pychang.reading import read_song
from pychang.recordings.folder import guide_song, practice_songs
from pychang.world import World

LOW, HIGH = 55, 74  # G3, D5
CODAS = (*UNRELEASED, "m", "n", "ŋ", "l")
LEAST = 3  # times that each phone comes


class PracticeWorld(World):
    """The practice songs as files."""

    def __init__(self, low: bool = False) -> None:
        super().__init__()
        self.songs = practice_songs(self.card(None, Path()), low)
        self.guides = {name: guide_song(name, text, low) for name, text in self.songs.items()}

    def read(self, path: Path) -> bytes:
        return (self.guides if path.parent.name == "guide" else self.songs)[path.name].encode()

    def readings(self):
        return [read_song(Path("recordings") / name, self) for name in self.songs]


@dataclass(frozen=True)
class Place:
    """A syllable as pronounced: what stands before it and after it, None at a pause."""

    spoken: object
    phones: object
    before: object | None
    after: object | None


@pytest.fixture(scope="module")
def readings():
    return PracticeWorld().readings()


@pytest.fixture(scope="module")
def places(readings):
    found = []
    for part in (reading.score.parts[0] for reading in readings):
        phones, pauses = pronounce_part(part), [one.boundary == "|" for one in part.syllables]
        for i, (spoken, own) in enumerate(zip(pronounce(part.syllables), phones, strict=True)):
            before = None if i == 0 or pauses[i] else phones[i - 1]
            after = None if i + 1 == len(phones) or pauses[i + 1] else phones[i + 1]
            found.append(Place(spoken, own, before, after))
    return found


@pytest.fixture(scope="module")
def performances(readings):
    return [perform_part(one.score, one.score.parts[0], one.card_of(one.score.parts[0])) for one in readings]


def test_about_five_minutes_in_songs_of_about_a_minute(performances):
    lengths_s = [one.duration_s for one in performances]
    assert 4.5 * 60 < sum(lengths_s) < 6 * 60
    assert 4 <= len(lengths_s) <= 5 and all(45 < one < 75 for one in lengths_s)


def test_every_phone_comes_several_times(performances):
    heard = Counter(phone.symbol for one in performances for phone in one.phones)
    assert {phone: heard[phone] for phone in PHONES if heard[phone] < LEAST} == {}


def test_every_vowel_of_writing(places):
    assert {place.spoken.nucleus for place in places} == set(NUCLEI)


def test_every_onset_before_i_and_a_and_a_rounded_vowel(places):
    rounded = {"u": "o"}
    heard = {(one.spoken.onset, rounded.get(one.phones.vowel, one.phones.vowel)) for one in places}
    assert set(product(ONSETS, "iao")) - heard == set()


def test_every_obstruent_after_a_pause_and_between_vowels(places):
    initial = {one.phones.onset[0] for one in places if one.phones.onset and one.before is None}
    medial = {
        one.phones.onset[0] for one in places if one.phones.onset and one.before and not one.before.coda
    }
    assert {*LAX_INITIAL, *TENSE, *ASPIRATED, "s", "s͈", "ɕ", "h"} - initial == set()
    assert {*LAX_VOICED, *TENSE, *ASPIRATED, "s", "s͈", "ɕ", "ɕ͈", "ɦ"} - medial == set()


def test_every_coda_before_a_consonant_and_a_pause_and_linked_to_a_vowel(readings, places):
    with_coda = [one for one in places if one.phones.coda]
    assert {one.phones.coda[0] for one in with_coda if one.after is None} == set(CODAS)
    assert {one.phones.coda[0] for one in with_coda if one.after and one.after.onset} == set(CODAS)
    linked = {
        decompose(one.text)[2]
        for reading in readings
        for one, after in pairwise(reading.score.parts[0].syllables)
        if after.boundary != "|" and not decompose(after.text)[0]
    }
    assert set("ㄱㄴㄷㄹㅁㅂㅇ") - linked == set()


def test_every_sonorant_coda_before_every_kind_of_consonant(places):
    kinds = {
        **dict.fromkeys(LAX_INITIAL + LAX_VOICED, "lax"),
        **dict.fromkeys(TENSE, "tense"),
        **dict.fromkeys(ASPIRATED, "aspirated"),
        **dict.fromkeys(NASALS, "nasal"),
        **dict.fromkeys(FRICATIVES, "fricative"),
        **dict.fromkeys(("l", "ɾ"), "liquid"),
    }
    joins = {
        (one.phones.coda[0], kinds[one.after.onset[0]])
        for one in places
        if one.phones.coda and one.after and one.after.onset
    }
    wanted = set(product(("m", "n", "ŋ", "l"), ("lax", "tense", "aspirated", "nasal", "fricative")))
    assert (wanted | {("l", "liquid")}) - joins == set()


def test_every_semitone_of_an_ordinary_voice(readings):
    sung = {note.midi for one in readings for note in one.score.parts[0].notes if note.midi is not None}
    assert sung == set(range(LOW, HIGH + 1))


def test_soft_and_loud_short_and_held_with_and_without_vibrato(readings, performances):
    levels = {point.level_db for one in readings for point in one.score.parts[0].dynamics}
    assert max(levels) - min(levels) >= 15
    vowels = [
        (p.symbol, p.end_s - p.start_s) for one in performances for p in one.phones if p.symbol in VOWELS
    ]
    assert {symbol for symbol, length_s in vowels if length_s > 0.9} == set(VOWELS)
    assert sum(length_s < 0.25 for _, length_s in vowels) > 40 and max(s for _, s in vowels) > 4
    depths = [
        note.expression.vibrato.depth_cents
        for one in readings
        for note in one.score.parts[0].notes
        if note.expression.vibrato
    ]
    assert 0 in depths and max(depths) > 0


@pytest.mark.parametrize("low", [False, True])
def test_songs_and_guides_have_no_mistakes_and_are_in_canonical_form(low: bool):
    world = PracticeWorld(low)
    for folder, texts in (("recordings", world.songs), ("guide", world.guides)):
        for name, text in texts.items():
            assert read_song(Path(folder) / name, world).mistakes == ()
            assert format_song(Source(name, text)) == text


def test_low_is_an_octave_lower_and_its_guides_are_not():
    high, low = PracticeWorld(), PracticeWorld(low=True)
    for name in high.songs:
        pitches = [
            [note.midi for note in read_song(path, world).score.parts[0].notes if note.midi is not None]
            for world in (high, low)
            for path in (Path("recordings") / name, Path("guide") / name)
        ]
        sung, guide, sung_low, guide_low = pitches
        assert [midi - 12 for midi in sung] == sung_low
        assert guide == guide_low and guide[-len(sung) :] == sung
        assert set(guide[: -len(sung)]) == {sung[0]}  # the count
