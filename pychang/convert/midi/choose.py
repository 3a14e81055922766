"""Which voices of a MIDI file are sung."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pychang.convert.midi.voice import MidiVoice
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.language.wording import josa

ALONE = 0.95  # of its tones, and a voice is one to be sung
SUNG = 0.5  # fit of the words from which a voice is a part beside others
LOWEST, HIGHEST = 48, 84  # where the middle of a sung part lies
MELODY_CHANNEL = 3  # of karaoke files, from 0
_SUNG_NAME = re.compile(
    r"vocal|melod|voice|sing|\blead\b|soprano|\balto\b|tenor|\bvox\b|보컬|멜로디|가락|노래|선율|主|メロ|歌",
    re.IGNORECASE,
)
_PLAYED_NAME = re.compile(
    r"bass\b|drum|perc|piano|guitar|string|brass|organ|\bpad\b|harp|chord|accomp|synth"
    r"|베이스|드럼|타악|피아노|기타|현악|반주|코드|화음",
    re.IGNORECASE,
)


def likeliest(voices: Sequence[MidiVoice]) -> MidiVoice:
    """The one voice to be sung: with words, one tone at a time, named like one, or else the first."""
    return max(voices, key=_likely)


def chosen(voices: Sequence[MidiVoice], wish: str | None, path: Path) -> tuple[MidiVoice, ...]:
    """The voices to be sung: the one that the user wishes, or all that have words of their own, or the best.

    Wrong if the wish is no voice, or several.
    """
    if wish is not None:
        return (_wished(voices, wish.strip(), path),)
    first = likeliest(voices)
    with_words = tuple(one for one in voices if one.fit >= SUNG and one.alone_share > ALONE)
    return with_words if first in with_words else (first,)


def _likely(voice: MidiVoice) -> tuple[float, bool, float, int, int]:
    named = bool(_SUNG_NAME.search(voice.name)) - bool(_PLAYED_NAME.search(voice.name))
    in_range = LOWEST <= voice.middle <= HIGHEST
    many = min(len(voice.tones), 16)
    alone = voice.alone_share > ALONE
    likely = 2 * named + in_range + (voice.channel == MELODY_CHANNEL) / 2
    return round(voice.fit, 1), alone, likely, many, -voice.number


def _wished(voices: Sequence[MidiVoice], wish: str, path: Path) -> MidiVoice:
    if wish.isascii() and wish.isdigit():
        found = [voice for voice in voices if voice.number == int(wish)]
    else:
        named = [voice for voice in voices if wish.casefold() in voice.name.casefold()]
        found = [voice for voice in named if voice.name.casefold() == wish.casefold()] or named
    if wish and len(found) == 1:
        return found[0]
    raise Wrong(
        "track", path, _several(wish) if wish and found else _none_such(wish), _choose(in_words(voices))
    )


def _none_such(wish: str) -> Text:
    return Text(f"‘{wish}’{josa(wish, '이라는', '라는')} 트랙은 없습니다.", f"there is no track `{wish}`.")


def _several(wish: str) -> Text:
    return Text(f"‘{wish}’에 맞는 트랙이 여럿입니다.", f"several tracks are called `{wish}`.")


def _choose(listed: Text) -> Text:
    return Text(f"번호로 고르세요: {listed.ko}", f"Choose one by its number: {listed.en}")


def in_words(voices: Sequence[MidiVoice], most: int = 12) -> Text:
    """The voices as the user may ask for them: `1 Vocal (120 notes), 2 (34 notes)`."""
    ko = [f"{one.number}{_called(one)} ({len(one.tones)}음)" for one in voices[:most]]
    en = [f"{one.number}{_called(one)} ({len(one.tones)} notes)" for one in voices[:most]]
    more = len(voices) - most
    if more > 0:
        ko, en = [*ko, f"그 밖에 {more}개"], [*en, f"and {more} more"]
    return Text(", ".join(ko), ", ".join(en))


def _called(voice: MidiVoice) -> str:
    return f" {voice.name[:40]}" if voice.name else ""
