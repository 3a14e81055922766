"""Recordings made by the formant singer, whose phones are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from known_song import OTHER_SONG, SungSong, sing
from known_song import SONG as KNOWN_SONG
from sung_by_formants import CHILD, MAN, KnownRecording, record

from pychang.diagnostic import Source
from pychang.language import parse
from pychang.score import arrange
from pychang.score.model import Score
from pychang.voice import Voice
from pychang.world import World

SONG = """tempo: 100
[노래]
| @mf C4:4 D4 E4 G4 | A4:8 G4 E4:4 D4:2 | r:2 @f G4:4 A4 | C5:4 A4 G4:2 |
> 꽃피는 산마을에 밤하늘 저 별빛
| @p E4:4 D4 C4:8 D4 E4:4 | G4:4 E4 r:2 | @mf A4:4 G4 E4 D4 | C4:1 |
> 소리쳐-서 부르면 다시 피어
"""
OTHER_WORDS = ("까치가 쏜살같이 코끼리 더 뚱뚱", "하모니 북치네 봄처녀 우이")


@pytest.fixture(scope="session")
def voice() -> Voice:
    world = World()
    return world.voice(world.card("sora", Path()))


def score_of(text: str) -> Score:
    song, mistakes = parse(Source("song.chang", text))
    score, more = arrange(song)
    assert [m for m in (*mistakes, *more) if m.code.startswith("E")] == []
    return score


@pytest.fixture(scope="session")
def man(voice: Voice) -> KnownRecording:
    return record(score_of(SONG), voice, MAN, 1, "man")


@pytest.fixture(scope="session")
def child(voice: Voice) -> KnownRecording:
    return record(score_of(SONG), voice, CHILD, 2, "child")


@pytest.fixture(scope="session")
def other_words() -> Score:
    """The same notes as SONG, with other words."""
    score = score_of(SONG)
    part = score.parts[0]
    blocks = [ch for line in OTHER_WORDS for ch in line if ch not in " -"]
    assert len(blocks) >= len(part.syllables)
    syllables = tuple(replace(s, text=ch) for s, ch in zip(part.syllables, blocks, strict=False))
    return replace(score, parts=(replace(part, syllables=syllables),))


@pytest.fixture(scope="session")
def song(tmp_path_factory: pytest.TempPathFactory) -> SungSong:
    return sing(KNOWN_SONG, tmp_path_factory.mktemp("song"))


@pytest.fixture(scope="session")
def other_song(tmp_path_factory: pytest.TempPathFactory) -> SungSong:
    return sing(OTHER_SONG, tmp_path_factory.mktemp("other"))
