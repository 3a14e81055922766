"""A song read as far as it can be told without singing it: `song.chang` -> score, voices and mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pychang.diagnostic import Diagnostic, Severity, Text, Unusable, error, in_order
from pychang.language import decode, parse, take_included
from pychang.language.include import beside, folder_of
from pychang.language.silence import silenced
from pychang.language.syntax import SongFile, Word
from pychang.language.wording import why_not
from pychang.score import arrange, check_range
from pychang.score.model import Backing, Part, Score
from pychang.voice import VoiceCard, VoiceError
from pychang.world import STANDARD_INPUT, World, shown_name

Diagnostics = tuple[Diagnostic, ...]
Cast = Mapping[Word | None, VoiceCard]
"""Who sings what: a card for each voice that notes ask for, None being the default voice."""

_NOT_TAKEN = ("E413", "E414")  # files that are not included


@dataclass(frozen=True)
class Reading:
    """A song as far as it could be read; `score` is not for singing if there is an error among `mistakes`.

    `files`: every file that it was read from, its own first.
    """

    song: SongFile | None
    score: Score | None
    cast: Cast
    mistakes: Diagnostics
    files: tuple[Path, ...]
    written: SongFile | None = None  # its own file alone

    @property
    def can_be_sung(self) -> bool:
        return self.score is not None and not any(one.severity is Severity.ERROR for one in self.mistakes)

    def card_of(self, part: Part) -> VoiceCard:
        """The voice of a part's first note, or some voice if it only rests; of a song that can be sung."""
        sung = (note.voice for note in part.notes if note.midi is not None)
        return self.cast[next(sung, next(iter(self.cast)))]


def read_song(path: Path, world: World, voice_name: str | None = None) -> Reading:
    """Everything that a song can be told before it is sung: `song.chang` -> score, voices and mistakes."""
    files = [path]

    def read(other: Path) -> bytes:
        files.append(other)
        return world.read(other if other != STANDARD_INPUT else other.absolute())

    source, mistakes = decode(shown_name(path), world.read(path))
    if source is None:
        return Reading(None, None, {}, mistakes, (path,))
    written, in_syntax = parse(source, world.remembered)
    song, in_included = take_included(written, read, world.remembered)
    score, in_score = arrange(song, world.remembered)
    cast, in_voices = cast_of(score, world, voice_name)
    backing = check_backing(score.backing, world)
    files += [beside(score.backing.file)] if score.backing else []
    reach = out_of_reach(score, cast)
    if any(one.code in _NOT_TAKEN for one in in_included):  # what a lost file has cannot be missed
        in_score = tuple(one for one in in_score if one.code != "E405")
    found = (*mistakes, *in_syntax, *in_included, *in_score, *in_voices, *backing, *reach)
    told = silenced(found, song.remarks, source, unsure=() if voice_name is None else ("W231",))
    return Reading(song, score, cast, in_order(told, source), tuple(dict.fromkeys(files)), written)


def cast_of(score: Score, world: World, voice_name: str | None) -> tuple[Cast, Diagnostics]:
    """The voices that a score asks for; one that the song names and that cannot be used is a mistake."""
    asked = dict.fromkeys(voice for part in score.parts for voice in _asked(part))
    if voice_name is not None:
        return dict.fromkeys(asked, world.card(voice_name, Path())), ()
    cast: dict[Word | None, VoiceCard] = {}
    mistakes: list[Diagnostic] = []
    for name in asked:
        try:
            cast[name] = world.card(name.text, folder_of(name)) if name else world.card(None, Path())
        except VoiceError as why:
            if name is None:
                raise
            mistakes.append(error("E411", name.span, why.text, _OTHER_VOICE))
    return cast, tuple(mistakes)


def out_of_reach(score: Score, cast: Cast) -> Iterator[Diagnostic]:
    """The notes that their voices do not reach."""
    sung = [one for part in score.parts for one in by_voice(part, cast)]
    for folder in dict.fromkeys(card.folder for card, _ in sung):
        card = next(card for card, _ in sung if card.folder == folder)
        parts = [part for other, part in sung if other.folder == folder]
        yield from check_range(parts, card.low_midi, card.high_midi, card.name)


def check_backing(backing: Backing | None, world: World) -> Diagnostics:
    """Whether the backing is there, and is a sound."""
    if backing is None:
        return ()
    try:
        world.check_sound(beside(backing.file))
    except OSError as failure:
        why = why_not(failure)
    except Unusable as unusable:
        why = unusable.text
    else:
        return ()
    return (error("E415", backing.file.span, why, _OTHER_BACKING),)


def by_voice(part: Part, cast: Cast) -> Iterator[tuple[VoiceCard, Part]]:
    """The part once for each voice in it, with rests where another sings."""
    asked = _asked(part)
    cards = {voice: cast[voice] for voice in asked if voice in cast}
    folders = dict.fromkeys(card.folder for card in cards.values())
    if len(folders) == 1 and len(cards) == len(asked):
        yield cards[asked[0]], part
        return
    for folder in folders:
        mine = {voice for voice, card in cards.items() if card.folder == folder}
        notes = tuple(
            note if note.midi is None or note.voice in mine else replace(note, midi=None, syllable=None)
            for note in part.notes
        )
        yield next(cards[voice] for voice in mine), replace(part, notes=notes)


def _asked(part: Part) -> list[Word | None]:
    """The voices of a part's notes, each once, in the order in which they come in."""
    asked: dict[Word | None, None] = {}
    last: object = asked  # no voice at all
    for note in part.notes:
        if note.voice is not last and note.midi is not None:
            last = note.voice
            asked[last] = None
    return list(asked)


_OTHER_VOICE = Text(
    "pychang voice list로 있는 목소리를 볼 수 있습니다. 이 줄을 지우면 기본 목소리로 부릅니다.",
    "`pychang voice list` shows the voices there are; without this line the default voice sings.",
)
_OTHER_BACKING = Text(
    "WAV, FLAC, OGG, MP3 따위의 소리 파일을, 이 악보가 있는 폴더에서부터의 이름으로 적으세요.",
    "Name a sound file (WAV, FLAC, OGG, MP3 …), relative to the folder of this song.",
)
