"""The whole compiler: a song's file in, its sound out.

What only singing needs is imported when there is something to sing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pychang.diagnostic import Diagnostic, Severity, Text, Unusable, error, in_order
from pychang.korean import SyllablePhones, pronounce, to_phones
from pychang.language import decode, parse, take_included
from pychang.language.include import beside, folder_of
from pychang.language.silence import silenced
from pychang.language.syntax import SongFile, Word
from pychang.language.wording import why_not
from pychang.score import arrange, check_range
from pychang.score.model import Backing, Part, Score
from pychang.voice import VoiceCard, VoiceError
from pychang.world import STANDARD_INPUT, World, shown_name

if TYPE_CHECKING:
    from pychang.performance import Performance
    from pychang.seal import Seal
    from pychang.singing import Cue
    from pychang.sound.level import Block
    from pychang.sound.mix import Piece

Diagnostics = tuple[Diagnostic, ...]
Cast = Mapping[Word | None, VoiceCard]
"""Who sings what: a card for each voice that notes ask for, None being the default voice."""

_NOT_TAKEN = ("E413", "E414")  # files that are not included
FADE_S = 0.02  # from one gain to the next
HIGHEST_RATE = 48_000


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


@dataclass(frozen=True)
class Sung:
    """A song that has been sung: where it is, how long it lasts, how long it took; `anew` if it had to be."""

    path: Path
    duration_s: float
    took_s: float
    anew: bool = True


def compile_song(
    song: Path, sound: Path, world: World, voice_name: str | None = None
) -> tuple[Sung | None, Diagnostics]:
    """Sing the file `song` into the file `sound`; None, and nothing is written, if the song has errors.

    A sound that is already what the song says stays as it is. `voice_name` takes the place of the song's own
    voices. OSError, UnknownFormat, WouldOverwrite, and VoiceError if the voice is not one that the song
    names.
    """
    began_s = world.now()
    reading = read_song(song, world, voice_name)
    sung = sing_reading(reading, sound, world, began_s) if reading.can_be_sung else None
    return sung, reading.mistakes


def sing_reading(reading: Reading, sound: Path, world: World, began_s: float) -> Sung:
    """Sing a song that can be sung into a file, unless the file is already what it says.

    WouldOverwrite if the file is one that the song is made of.
    """
    from pychang.seal import is_sealed, seal_of

    check_apart(reading, sound)
    seal = seal_of(reading.score, reading.cast)
    if (lasts_s := is_sealed(sound, seal)) is not None:
        return Sung(sound, lasts_s, world.now() - began_s, anew=False)
    duration_s = write_song(reading, sound, seal, world)
    return Sung(sound, duration_s, world.now() - began_s)


class WouldOverwrite(Unusable):
    """The sound would take the place of something that the song is made of."""

    def __init__(self, sound: Path) -> None:
        super().__init__(
            Text(
                f"{sound}: 이 노래를 이루는 파일(악보나 반주) 위에 쓰게 됩니다. -o로 다른 이름을 주세요.",
                f"{sound}: this would write over a file that the song is made of, "
                "its score or its backing. Give another name with -o.",
            )
        )


def check_apart(reading: Reading, sound: Path) -> None:
    """WouldOverwrite if `sound` is the song, something that it includes, or its backing."""
    for path in reading.files:
        if path != STANDARD_INPUT and sound.exists() and path.exists() and sound.samefile(path):
            raise WouldOverwrite(sound)


def write_song(reading: Reading, sound: Path, seal: Seal | None, world: World) -> float:
    """Sing what was read into a file; seconds that it lasts."""
    from pychang.sound.files import Tags, sound_format, write_sound
    from pychang.sound.level import limited

    sound_format(sound)
    cues, whole_s = cues_of(reading)
    rate = sound_rate(reading)
    blocks = limited(_told(song_blocks(reading, cues, whole_s, rate, world), rate, whole_s, world), rate)
    tags = Tags(reading.score.title, reading.score.artist, seal=seal)
    return write_sound(sound, blocks, rate, tags) / rate


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


def pronounce_part(part: Part) -> tuple[SyllablePhones, ...]:
    """The phones of a part's lyrics, one entry a syllable."""
    return to_phones(pronounce(part.syllables), part.syllables)


def perform_part(score: Score, part: Part, card: VoiceCard) -> Performance:
    """A part as one voice sings it: pronounced, and in seconds."""
    from pychang.performance import perform

    return perform(score, part, pronounce_part(part), card.vibrato)


def cues_of(reading: Reading) -> tuple[list[Cue], float]:
    """Every phrase of a song in the order in which they begin, and the seconds that the song lasts."""
    from pychang.performance.clock import clock_of
    from pychang.performance.phrases import end_s, perform_phrases
    from pychang.singing import Cue, key_of

    score = reading.score
    clock = clock_of(score)
    cues: list[Cue] = []
    for part in score.parts:
        spoken = pronounce_part(part)
        for card, sung in by_voice(part, reading.cast):
            cues += (
                Cue(phrase, card, part.pan, key_of(phrase.performance, card))
                for phrase in perform_phrases(sung, spoken, card.vibrato, clock)
            )
    return sorted(cues, key=_begins), max(end_s(part, clock) for part in score.parts)


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


def _begins(cue: Cue) -> float:
    return cue.phrase.start_s


def sound_rate(reading: Reading) -> int:
    """Samples a second of the song's sound: what the best of its voices and its backing have."""
    rates = [card.geometry.sample_rate for card in reading.cast.values()]
    if reading.score.backing:
        from pychang.sound.backing import backing_rate

        rates.append(min(backing_rate(beside(reading.score.backing.file)), HIGHEST_RATE))
    return max(rates)


def song_blocks(
    reading: Reading, cues: list[Cue], whole_s: float, rate: int, world: World
) -> Iterator[Block]:
    """The sound of a song, of the voices and of what is under them, in blocks."""
    from heapq import merge

    import numpy as np

    from pychang.sound.mix import Piece, mixed

    end = round(whole_s * rate)
    pieces = [_sung_pieces(cues, rate, world), iter([Piece(end, end, np.zeros(0, np.float32))])]
    backing = reading.score.backing
    if backing:
        pieces.append(_backing(backing, rate))
    stereo = backing is not None or len(reading.score.parts) > 1 or reading.score.parts[0].pan != 0
    return mixed(merge(*pieces, key=lambda piece: piece.from_on), stereo)


def _backing(backing: Backing, rate: int) -> Iterator[Piece]:
    from pychang.performance.clock import LEAD_IN_S
    from pychang.sound.backing import backing_pieces

    start = round((LEAD_IN_S + backing.offset_s) * rate)
    return backing_pieces(beside(backing.file), start, backing.gain_db, rate)


def _sung_pieces(cues: list[Cue], rate: int, world: World) -> Iterator[Piece]:
    from pychang.singing import sounds
    from pychang.sound.level import gain_to_sung_db
    from pychang.sound.mix import Piece, gain_curve

    for cue, sound in zip(cues, sounds(cues, world), strict=True):
        own_rate = cue.card.geometry.sample_rate
        samples, lead = sound.samples, sound.lead
        if own_rate != rate:
            import soxr

            samples, lead = soxr.resample(samples, own_rate, rate), round(lead * rate / own_rate)
        zero = round(cue.phrase.start_s * rate)
        steps = [(round(at_s * rate) - lead, db) for at_s, db in cue.phrase.gains]
        base_db = gain_to_sung_db(cue.card.level_dbfs)
        gain = gain_curve(steps, base_db, len(samples), round(FADE_S * rate))
        yield Piece(zero, zero + lead, samples, gain, cue.pan)


def _told(blocks: Iterable[Block], sample_rate: int, whole_s: float, world: World) -> Iterator[Block]:
    """The same blocks, and the world is told of each."""
    done = 0
    for block in blocks:
        done += len(block)
        world.sung(min(done / sample_rate, whole_s), whole_s)
        yield block


_OTHER_VOICE = Text(
    "pychang voice list로 있는 목소리를 볼 수 있습니다. 이 줄을 지우면 기본 목소리로 부릅니다.",
    "`pychang voice list` shows the voices there are; without this line the default voice sings.",
)
_OTHER_BACKING = Text(
    "WAV, FLAC, OGG, MP3 따위의 소리 파일을, 이 악보가 있는 폴더에서부터의 이름으로 적으세요.",
    "Name a sound file (WAV, FLAC, OGG, MP3 …), relative to the folder of this song.",
)
