"""The formant singer: do the sounds of Korean differ as they do in Korean?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from pychang.korean.model import PHONES
from pychang.voice.formant import Timbre, equalise, sing_formants
from pychang.voice.formant.corpus import CorpusSettings, made_up_song, sing_corpus_song
from pychang.voice.formant.klatt import _bends

RATE = 22050


def sung(song):
    return sing_formants(song.performance, RATE)


def level_db(sound, start_s, end_s, low_hz=0, high_hz=RATE / 2):
    """Mean power of a stretch in a band, in dB."""
    piece = sound[int(start_s * RATE) : int(end_s * RATE)]
    power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2 / len(piece)
    hz = np.fft.rfftfreq(len(piece), 1 / RATE)
    return 10 * np.log10(power[(hz >= low_hz) & (hz < high_hz)].sum() / len(piece) + 1e-15)


def consonant(performed, text, symbol):
    """(sound, the phone) of a consonant between two vowels or at a phrase's start."""
    song = performed(f"tempo: 60\n[가]\n| C4:4 C4 r:2 |\n> {text}\n")
    return sung(song), song.phones(symbol)[0]


def test_aspirated_stops_are_noisy_before_the_vowel_and_tense_ones_silent(performed):
    aspirated, p = consonant(performed, "아타", "tʰ")
    tense, q = consonant(performed, "아따", "t͈")
    noise = level_db(aspirated, p.end_s - 0.05, p.end_s - 0.015)
    quiet = level_db(tense, q.end_s - 0.06, q.end_s - 0.03)
    assert noise > quiet + 15


def test_a_lax_stop_is_voiced_between_vowels_and_voiceless_at_the_start(performed):
    medial, p = consonant(performed, "아다", "d")
    initial, q = consonant(performed, "다아", "t")
    assert (
        level_db(medial, p.start_s + 0.01, p.end_s - 0.01, 100, 400)
        > level_db(initial, q.start_s, q.end_s - 0.045, 100, 400) + 15
    )


def test_sibilants_reach_eleven_kilohertz_and_are_higher_than_before_i(performed):
    s, p = consonant(performed, "아사", "s")
    sh, q = consonant(performed, "아시", "ɕ")

    def middle(phone):
        return phone.start_s + 0.03, phone.end_s - 0.045

    assert level_db(s, *middle(p), 8000, 11000) > level_db(s, *middle(p), 500, 2500) + 6
    balance_s = level_db(s, *middle(p), 6000, 11000) - level_db(s, *middle(p), 2500, 4500)
    balance_sh = level_db(sh, *middle(q), 6000, 11000) - level_db(sh, *middle(q), 2500, 4500)
    assert balance_s > balance_sh + 6


def test_nasals_and_the_flap_keep_the_voice_and_codas_stop_it(performed):
    nasal, p = consonant(performed, "아나", "n")
    flap, q = consonant(performed, "아라", "ɾ")
    stop, r = consonant(performed, "악가", "k̚")
    assert level_db(nasal, p.start_s + 0.01, p.end_s - 0.01, 100, 600) > -45
    vowel = level_db(flap, q.start_s - 0.2, q.start_s - 0.1)
    dip = min(level_db(flap, t, t + 0.012) for t in np.arange(q.start_s, q.end_s, 0.004))
    assert 3 < vowel - dip < 40
    assert level_db(stop, r.end_s - 0.04, r.end_s) < level_db(stop, r.start_s - 0.2, r.start_s - 0.1) - 35


def test_vowels_have_their_formants(performed):
    """F1 and F2 by linear prediction, sung low, near the table's."""
    import parselmouth

    from pychang.voice.formant.timbre import VOWEL_HZ

    for letter, symbol in zip("이에아어으", ("i", "e", "a", "ʌ", "ɯ"), strict=True):
        song = performed(f"tempo: 60\n[가]\n| G3:1 |\n> {letter}\n")
        found = parselmouth.Sound(sung(song).astype(float), RATE).to_formant_burg(0.01, 5, 5000)
        first, second = (
            np.nanmedian([found.get_value_at_time(k, t) for t in np.arange(1, 3, 0.05)]) for k in (1, 2)
        )
        assert first == pytest.approx(VOWEL_HZ[symbol][0], rel=0.25)
        assert second == pytest.approx(VOWEL_HZ[symbol][1], rel=0.15)


def test_louder_is_brighter(performed):
    song = performed("tempo: 60\n[가]\n| @pp A4:2 @ff A4 |\n> 아야\n")
    sound = sung(song)
    tilt = [level_db(sound, t, t + 1, 2500, 6000) - level_db(sound, t, t + 1, 300, 1000) for t in (0.8, 2.9)]
    assert tilt[1] > tilt[0] + 4


def test_every_syllable_can_be_sung_to_the_end(performed):
    """All onsets with all vowels, and all codas: finite, not silent, not overloaded."""
    onsets, vowels = range(19), range(21)
    blocks = [chr(0xAC00 + (o * 21 + v) * 28 + (o * 21 + v) % 28) for o, v in product(onsets, vowels)]
    text = "\n".join(
        f"| {' '.join(['A4:8'] + ['A4'] * 7)} |\n> {''.join(blocks[i : i + 8])}" for i in range(0, 392, 8)
    )
    song = performed(f"tempo: 140\n[가]\n{text}\n")
    sound = sung(song)
    assert np.isfinite(sound).all() and 0.1 < np.abs(sound).max() < 3


def test_the_corpus_is_the_same_every_time_and_covers_all_phones():
    settings = CorpusSettings(songs=2, phrases=2)
    one, two = (sing_corpus_song(1, settings, RATE, None) for _ in range(2))
    assert np.array_equal(one.sound, two.sound)
    assert not np.array_equal(one.sound[:50000], sing_corpus_song(0, settings, RATE, None).sound[:50000])

    from pychang.korean import pronounce, to_phones

    heard = set()
    for number in range(12):
        part = made_up_song(CorpusSettings(), np.random.default_rng(number)).parts[0]
        for syllable in to_phones(pronounce(part.syllables), part.syllables):
            heard |= {*syllable.onset, *syllable.glide, syllable.vowel, *syllable.coda}
    assert heard == set(PHONES) - {"SP", "AP"}


def test_another_timbre_is_another_voice(performed):
    song = performed("[가]\n| A4:1 |\n> 아\n")
    other = sing_formants(song.performance, RATE, Timbre(formant_scale=0.85, upper_scale=0.9))
    assert np.abs(other - sung(song)).max() > 0.01


def test_an_equaliser_does_what_its_points_say():
    noise = np.random.default_rng(0).standard_normal(RATE * 2).astype(np.float32)
    out = equalise(noise, ((0, 0), (2000, 0), (4000, 12), (11025, 12)), RATE)
    assert level_db(out, 0.2, 1.8, 5000, 9000) - level_db(noise, 0.2, 1.8, 5000, 9000) == pytest.approx(
        12, abs=1
    )
    assert level_db(out, 0.2, 1.8, 200, 1500) - level_db(noise, 0.2, 1.8, 200, 1500) == pytest.approx(
        0, abs=1
    )


def test_a_track_keeps_every_bend():
    track = np.array([0, 1, 2, 3, 3, 3, 5, 5.0])
    kept = _bends(track)
    assert np.allclose(np.interp(np.arange(8), kept, track[kept]), track)
    assert len(kept) < 8


def test_close_and_back_vowels_are_not_dull(performed):
    """F3 and F4 re the strongest harmonic, against ㅏ: 6 to 15 dB in Peterson & Barney (1952), table II."""

    def upper_db(vowel):
        song = performed(f"tempo: 60\n[가]\n| A3:1 |\n> {vowel}\n")
        (phone,) = (one for one in song.performance.phones if one.end_s - one.start_s > 1)
        stretch = phone.start_s + 0.3, phone.end_s - 0.3
        sound = sung(song)
        return level_db(sound, *stretch, 2700, 4500) - level_db(sound, *stretch)

    open_vowel = upper_db("아")
    for vowel in "오우으어":
        assert open_vowel - 22 < upper_db(vowel) < open_vowel
