"""What a song says about itself comes through to its score."""

from __future__ import annotations

from fractions import Fraction

from notes_beside import score_of

from pychang.score.model import TempoPoint, Vibrato

SONG = """
title: 새야 새야
artist: 소라
composer: 모름
lyricist: 녹두
copyright: 없음
voice: sora
tempo: 76.5
key: 올림바단조
gain: -3.5
pan: -0.25
vibrato: off
| C4:1 |
> 가
"""


def test_settings_reach_the_score() -> None:
    score = score_of(SONG)
    (part,) = score.parts
    about = (score.title, score.artist, score.composer, score.lyricist, score.copyright, score.key)
    assert about == ("새야 새야", "소라", "모름", "녹두", "없음", "올림바단조")
    assert (part.notes[0].voice.text, part.notes[0].gain_db, part.pan) == ("sora", -3.5, -0.25)
    assert score.tempo == (TempoPoint(Fraction(0), 76.5),)
    assert part.vibrato == Vibrato(0.0, 5.6, 0.3)


def test_defaults() -> None:
    score = score_of("| C4:1 |\n> 가\n")
    assert score.seconds(Fraction(1)) == 2.4  # 100 quarters a minute
    assert score.parts[0].vibrato is None and score.parts[0].notes[0].voice is None


def test_settings_of_the_song_and_of_its_section_do_not_mix() -> None:
    score = score_of("[가]\ntempo: 60\n| C4:1 |\n> 가\n[나]\n| C4:1 |\n> 가\n")
    assert [point.quarters_per_minute for point in score.tempo] == [60, 100]
