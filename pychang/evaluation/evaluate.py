"""A voice against the recordings of its singer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pychang.evaluation import compare
from pychang.evaluation.compare import Heard, listen, range_of
from pychang.evaluation.exhibit import exhibit
from pychang.evaluation.model import Chosen, Evaluated, Evaluation, Figures, Powers, Singers
from pychang.evaluation.pooled import pool_powers, pool_singers
from pychang.evaluation.rendering import Rendering, as_loud_as, round_trip, sing_as_sung, sing_score
from pychang.performance import Performance, Phone
from pychang.recordings.model import Recording
from pychang.voice import VoiceCard
from pychang.world import World

Report = Callable[[int, int, str], None]  # recordings done, recordings in all, the name of the next

MOST_EXHIBITS = 4  # recordings to see and hear on a page


@dataclass(frozen=True)
class AsSung:
    """A recording at the voice's sample rate, float32 (samples,), where its phones are, how it was sung."""

    recording: Recording
    sound: NDArray[np.float32]
    phones: tuple[Phone, ...]
    performance: Performance


@dataclass(frozen=True)
class Take:
    """What one singer made of a recording; `card` is of the voice whose picture `made` has."""

    card: VoiceCard
    made: Rendering
    heard: Heard
    from_score: Heard | None = None


def evaluate(
    chosen: Chosen, card: VoiceCard, reference: VoiceCard, world: World, report: Report
) -> Evaluation:
    """Sing every chosen recording, as it was sung and from its score, and measure; Unusable, OSError."""
    from pychang.evaluation.folder import read_as_sung

    found = []
    for number, recording in enumerate(chosen.recordings):
        report(number, len(chosen.recordings), recording.name)
        sung = read_as_sung(chosen.folder, recording, card, world)
        found.append(evaluate_recording(sung, card, reference, world, number < MOST_EXHIBITS))
    report(len(found), len(found), "")
    weights = [one.duration_s for one in found]
    return Evaluation(
        card,
        reference,
        chosen.unseen,
        tuple(found),
        pool_singers([one.singers for one in found], weights),
        pool_powers([one.powers for one in found], weights),
    )


def evaluate_recording(
    sung: AsSung, card: VoiceCard, reference: VoiceCard, world: World, is_shown: bool = True
) -> Evaluated:
    """Everything about one recording."""
    rate, score = card.geometry.sample_rate, sung.recording.score
    sung = replace(sung, sound=as_loud_as(sung.sound, card, rate))
    wanted = listen(sung.sound, rate, range_of(card))
    voice, other = (_take(sung, singer, card, world) for singer in (card, reference))
    made = round_trip(sung.sound, sung.performance, card)
    trip = Take(card, made, _heard(made.sound, card, card, len(sung.sound)))
    own = compare.singer_against_score(wanted, score, sung.phones) if score else Figures()
    figures = [_figures(take, wanted, sung) for take in (voice, other, trip)]
    powers = (voice.heard.power, other.heard.power, trip.heard.power, wanted.power)
    seen = exhibit(sung.phones, score, wanted, voice, other, trip) if is_shown else None
    return Evaluated(
        sung.recording.name, len(sung.sound) / rate, Singers(*figures, own), Powers(*powers), seen
    )


def _take(sung: AsSung, singer: VoiceCard, card: VoiceCard, world: World) -> Take:
    """A voice sings a recording as it was sung, and from its score if it has one; heard at `card`'s rate."""
    made = sing_as_sung(sung.performance, singer, world)
    heard = _heard(made.sound, singer, card, len(sung.sound))
    if sung.recording.score is None:
        return Take(singer, made, heard)
    built = sing_score(sung.recording.score, singer, world)
    return Take(singer, made, heard, _heard(built, singer, card))


def _heard(
    sound: NDArray[np.float32], singer: VoiceCard, card: VoiceCard, samples: int | None = None
) -> Heard:
    """Listen at `card`'s sample rate to what `singer` sang, made as long as `samples`."""
    own, rate = singer.geometry.sample_rate, card.geometry.sample_rate
    if own != rate:
        import soxr

        sound = soxr.resample(sound, own, rate)
    if samples is not None:
        sound = compare.as_long_as(sound, samples)
    return listen(sound, rate, range_of(card))


def _figures(take: Take, wanted: Heard, sung: AsSung) -> Figures:
    """All figures of a take; those from the score only where it has been sung."""
    geometry = take.card.geometry
    peeping, held = compare.peeps_of(take.made, sung.performance, geometry)
    figures = replace(
        compare.against_recording(take.heard, wanted, sung.phones), peeps=peeping, held_frames=held
    )
    if take.from_score is None:
        return figures
    scored = compare.against_score(take.from_score, sung.recording.score, wanted, sung.phones, take.card)
    return replace(
        figures,
        warped_distortion_db=scored.warped_distortion_db,
        semitones_by_score=scored.semitones_by_score,
        onset_by_score_s=scored.onset_by_score_s,
    )
