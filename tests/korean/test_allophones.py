"""Phones and their allophones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pychang.korean import PHONES, pronounce, to_phones
from pychang.korean.model import VOICED
from pychang.score.model import Syllable


def phones(text: str) -> str:
    """The phones of a text; `.` parts syllables, `|` is a pause."""
    syllables = []
    boundary = "|"
    for character in text:
        if character in " |":
            boundary = character
            continue
        syllables.append(Syllable(character, boundary))
        boundary = ""
    return ".".join(
        " ".join((*p.onset, *p.glide, p.vowel, *p.coda)) for p in to_phones(pronounce(syllables), syllables)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("바보", "p a.b o"),  # lax, voiced between voiced sounds
        ("감기", "k a m.ɡ i"),
        ("국밥", "k u k̚.p͈ a p̚"),
        ("자주", "tɕ a.dʑ u"),
        ("나 가|다", "n a.ɡ a.t a"),  # voiced across words, not across a pause
        ("카타파차", "kʰ a.tʰ a.pʰ a.tɕʰ a"),
        ("시 쉬 샤 사", "ɕ i.ɕ w i.ɕ j a.s a"),
        ("씨 싸", "ɕ͈ i.s͈ a"),
        ("소 세 쇠", "s o.s e.s w e"),
        ("하하", "h a.ɦ a"),
        ("전화", "tɕ ʌ n.ɦ w a"),
        ("나라", "n a.ɾ a"),
        ("신라", "ɕ i l.l a"),
        ("달|라", "t a l.ɾ a"),
        ("강", "k a ŋ"),
        ("의사", "ɰ i.s a"),
        ("나의", "n a.ɰ i"),
        ("희망", "h i.m a ŋ"),
        ("무늬 문의", "m u.n i.m u.n i"),
        ("산 의자", "s a.n ɰ i.dʑ a"),
        ("계속 예 차례", "k e.s o.ɡ j e.tɕʰ a.ɾ j e"),
        ("외 왜 웨 위", "w e.w e.w e.w i"),
        ("개 게 얘 예", "k e.ɡ e.j e.j e"),
        ("여자 우유", "j ʌ.dʑ a.u.j u"),
    ],
)
def test_allophones(text, expected):
    assert phones(text) == expected


SYLLABLES = st.lists(
    st.builds(Syllable, st.integers(0xAC00, 0xD7A3).map(chr), st.sampled_from(["", " ", "|"])), max_size=12
)


@settings(deadline=None)
@given(SYLLABLES)
def test_every_phone_is_one_that_voices_know(syllables):
    for p in to_phones(pronounce(syllables), syllables):
        assert {*p.onset, *p.glide, p.vowel, *p.coda} <= set(PHONES)
        assert len(p.onset) <= 1 and len(p.glide) <= 1 and len(p.coda) <= 1


@settings(deadline=None)
@given(SYLLABLES)
def test_voiced_stops_stand_only_between_voiced_sounds(syllables):
    spoken = to_phones(pronounce(syllables), syllables)
    for i, p in enumerate(spoken):
        if set(p.onset) & {"b", "d", "ɡ", "dʑ", "ɦ"}:
            assert syllables[i].boundary != "|"
            assert (spoken[i - 1].coda or (spoken[i - 1].vowel,))[0] in VOICED


def test_every_block_alone_gives_phones():
    blocks = [Syllable(chr(code), "|") for code in range(0xAC00, 0xD7A4)]
    assert len(to_phones(pronounce(blocks), blocks)) == 11172
