"""Phrases -> sound: each is sung once, by itself, and kept.

What a phrase sounds like depends on nothing but the phrase, its voice and this program: its picture is
painted, and its phase begun, in its own time. So a changed syllable changes the sound of one phrase, and a
phrase that is sung again is not sung anew.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from pychang.cache import PhraseSound
from pychang.performance.model import Performance, Phrase
from pychang.program import PHRASE, fingerprint
from pychang.voice.files import VoiceCard
from pychang.world import World

if TYPE_CHECKING:
    from pychang.image import Conditioning
    from pychang.sound.griffin_lim import Picture
    from pychang.sound.stft import Stft
    from pychang.voice import Voice
    from pychang.voice.sing import Take

EDGE_FRAMES = 4  # of silence around what is painted: more than an STFT frame reaches

T = TypeVar("T")


@dataclass(frozen=True)
class Cue:
    """A phrase in its place in a song, and who sings it; `key` says all that its sound depends on.

    `part`: the number of the part that it is of.
    """

    phrase: Phrase
    card: VoiceCard
    pan: float
    key: str
    part: int = 0

    @property
    def seed(self) -> int:
        """Of the phrase's noise: by what is sung alone, so that another program need not sound different."""
        return int.from_bytes(_digest(self.phrase.performance)[:4], "big")


def key_of(performance: Performance, card: VoiceCard) -> str:
    """A SHA-256 over what is sung, the voice and the program."""
    digest = hashlib.sha256(fingerprint(PHRASE).encode())
    digest.update(card.identity.encode())
    digest.update(_digest(performance))
    return digest.hexdigest()


def _digest(performance: Performance) -> bytes:
    """A SHA-256 over what is sung."""
    phones = [(phone.symbol, phone.start_s, phone.end_s) for phone in performance.phones]
    digest = hashlib.sha256(repr((phones, performance.hop_s, performance.duration_s)).encode())
    for curve in (performance.f0_hz, performance.level_db, performance.breathiness):
        digest.update(np.ascontiguousarray(curve, "<f8"))
    return digest.digest()


def sounds(cues: Sequence[Cue], world: World) -> Iterator[PhraseSound]:
    """The sound of each cue, in order: from the cache, or sung now and kept."""
    cache = world.cache
    missing = {cue.key: cue for cue in reversed(cues) if cache is None or not cache.has(cue.key)}
    fresh = sing([cue for cue in cues if missing.get(cue.key) is cue], world)
    left = Counter(cue.key for cue in cues)
    world.begins(len(missing), len(left))
    held: dict[str, PhraseSound] = {}  # what will be sung again
    for cue in cues:
        left[cue.key] -= 1
        sound = held.get(cue.key)
        if sound is None and missing.get(cue.key) is cue:
            sound = next(fresh)
            if cache is not None:
                cache.put(cue.key, sound)
        elif sound is None:
            sound = cache.get(cue.key) or _again(cue, world)
        if left[cue.key]:
            held[cue.key] = sound
        else:
            held.pop(cue.key, None)
        yield sound
    if cache is not None and missing:
        cache.trim()


def _again(cue: Cue, world: World) -> PhraseSound:
    """What was in the cache a moment ago, and is gone or damaged."""
    sound = next(sing([cue], world))
    world.cache.put(cue.key, sound)
    return sound


def sing(cues: Sequence[Cue], world: World) -> Iterator[PhraseSound]:
    """Sing each cue, in order, whatever the cache has; the next is painted while one is turned into sound."""
    if not cues:
        return
    leads: list[int] = []
    painted = one_ahead(_painted(cues, world, leads))

    from pychang.sound.griffin_lim import phrase_sounds  # slow to import: the voice paints meanwhile

    for number, sound in enumerate(phrase_sounds(_by_phrase(painted, cues))):
        yield PhraseSound(leads[number], sound)


def _painted(cues: Sequence[Cue], world: World, leads: list[int]) -> Iterator[tuple[int, Picture]]:
    """The pictures of each cue, by number; `leads` gets the samples from its zero to its first picture."""
    first = 0
    for _, group in groupby(cues, key=lambda cue: cue.card.folder):
        sung = list(group)
        for number, picture in _painted_by(world.voice(sung[0].card), sung, leads):
            yield first + number, picture
        first += len(sung)


def _painted_by(voice: Voice, cues: Sequence[Cue], leads: list[int]) -> Iterator[tuple[int, Picture]]:
    """The pictures of cues that one voice sings."""
    drawn: dict[int, Take] = {}  # what is being painted
    current, frame = -1, 0
    for number, painted in voice.sing(_takes(cues, drawn, leads)):
        if number != current:
            drawn.pop(current, None)
            current, frame = number, drawn[number].start
        take = drawn[number]
        made = to_sound_picture(frame, painted, take.conditioning, cues[number].seed, take.start)
        frame += len(painted)
        yield number, made


def _takes(cues: Sequence[Cue], drawn: dict[int, Take], leads: list[int]) -> Iterator[Take]:
    from pychang.image import draw_conditioning

    for number, cue in enumerate(cues):
        take = sounding(draw_conditioning(cue.phrase.performance, cue.card.geometry))
        leads.append(take.start * cue.card.geometry.hop)
        drawn[number] = take
        yield take


def _by_phrase(
    painted: Iterable[tuple[int, Picture]], cues: Sequence[Cue]
) -> Iterator[tuple[Iterator[Picture], Stft, int]]:
    from pychang.sound.stft import Stft

    for number, pictures in groupby(painted, key=itemgetter(0)):
        cue = cues[number]
        yield (picture for _, picture in pictures), Stft.of(cue.card.geometry), cue.seed


def sounding(conditioning: Conditioning) -> Take:
    """The frames of a phrase in which anything may be heard, and a few around them."""
    from pychang.voice.sing import Take, rests

    heard = np.flatnonzero(~rests(conditioning))
    return Take(conditioning, max(int(heard[0]) - EDGE_FRAMES, 0), int(heard[-1]) + EDGE_FRAMES + 1)


def to_sound_picture(
    start: int, painted: np.ndarray, conditioning: Conditioning, seed: int, first: int = 0
) -> Picture:
    """What a voice painted, from frame `start` on, as magnitude with the pitch that it was asked for.

    `first`: the frame that the sound begins with, and so the noise that grain and starting phase share.
    """
    from pychang.image import to_magnitude
    from pychang.sound.grain import grain
    from pychang.sound.griffin_lim import Picture
    from pychang.sound.stft import Stft

    frames = slice(start, start + len(painted))
    f0_hz, voiced = conditioning.f0_hz[frames], conditioning.voiced[frames]
    stft = Stft.of(conditioning.geometry)
    grained = to_magnitude(painted, conditioning.geometry) * grain(f0_hz, voiced, stft, start - first, seed)
    return Picture(grained, f0_hz, voiced)


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items; from now on the next one is always being made in another thread."""
    pool = ThreadPoolExecutor(1)
    first = pool.submit(next, items, None)

    def rest() -> Iterator[T]:
        try:
            coming = first
            while (item := coming.result()) is not None:
                coming = pool.submit(next, items, None)
                yield item
        finally:  # whoever stopped listening may be the very thread that would be waited for
            pool.shutdown(wait=False, cancel_futures=True)

    return rest()
