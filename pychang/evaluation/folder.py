"""What there is to evaluate in a voice's folder: its card, and the recordings kept from its training."""

from __future__ import annotations

from pathlib import Path

from pychang.diagnostic import Text, Unusable
from pychang.evaluation.evaluate import AsSung
from pychang.evaluation.model import Chosen
from pychang.finding import Finding
from pychang.recordings.find import find_recordings
from pychang.recordings.model import Recording
from pychang.voice import VoiceCard, read_card
from pychang.world import World

CARD = "voice.toml"


def card_in(folder: Path) -> VoiceCard:
    """The card of the voice whose folder it is; Unusable if there is none, OSError if there is no folder."""
    folder.stat()
    if not (folder / CARD).exists():
        raise Unusable(
            Text(
                f"{folder}: 아직 목소리가 없습니다. 먼저 만드세요: pychang voice train {folder}",
                f"{folder}: there is no voice in it yet; first run `pychang voice train {folder}`.",
            )
        )
    return read_card(folder)


def choose(folder: Path, card: VoiceCard, world: World) -> tuple[Chosen, tuple[Finding, ...]]:
    """The recordings that the voice never trained on, or all if it kept none; and what is wrong with others.

    Unusable if there are none that can be used.
    """
    recordings, findings = find_recordings(folder, world)
    kept_back = tuple(one for one in recordings if one.name in card.held_out)
    if not recordings:
        raise _no_recordings(folder, findings)
    return Chosen(folder, kept_back or recordings, bool(kept_back)), findings


def _no_recordings(folder: Path, findings: tuple[Finding, ...]) -> Unusable:
    first = next(iter(findings), None)
    ko, en = (
        (f" ({first.path.name}: {first.message.ko})", f" ({first.path.name}: {first.message.en})")
        if first
        else ("", "")
    )
    return Unusable(
        Text(
            f"{folder}: 견줄 수 있는 녹음이 없습니다{ko}. 녹음을 살펴보세요: pychang voice check {folder}",
            f"{folder}: there are no recordings to compare with{en}. "
            f"Look at them with `pychang voice check {folder}`.",
        )
    )


def read_as_sung(folder: Path, recording: Recording, card: VoiceCard, world: World) -> AsSung:
    """A recording with where its phones are, and how it was sung; Unusable, OSError."""
    from pychang.recordings.aligned import alignment_of
    from pychang.recordings.as_sung import as_sung
    from pychang.recordings.sound import read_mono

    rate = card.geometry.sample_rate
    sound = read_mono(recording.sound, rate)
    singer = world.voice(world.card(None, Path()))  # whose singing is warped onto the recording
    alignment = alignment_of(folder, recording, sound, rate, singer)
    return AsSung(recording, sound, alignment.phones, as_sung(recording, alignment, sound, rate))
