"""What there is to say about a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pychang.cli.words import said

if TYPE_CHECKING:
    from pychang.voice import VoiceCard


def rows(card: VoiceCard) -> list[tuple[str, str]]:
    """What there is to say about a voice, with labels in the user's language."""
    picture, vibrato = card.geometry, card.vibrato
    rows = [
        (said("이름", "name"), card.name),
        (said("설명", "description"), card.description),
        (said("음역", "range"), reach(card)),
        (
            said("떨림", "vibrato"),
            f"depth={vibrato.depth_cents:g} rate={vibrato.rate_hz:g} delay={vibrato.delay_s:g}",
        ),
        (said("소리", "sound"), f"{picture.sample_rate} Hz, n_fft {picture.n_fft}, hop {picture.hop}"),
        (said("이용 조건", "licence"), card.licence),
        (said("부른 이", "singer"), card.singer),
        (said("허락", "consent"), card.consent),
        (said("훈련에 안 쓴 녹음", "held out"), ", ".join(card.held_out)),
        (said("위치", "place"), str(card.folder)),
    ]
    made = ((f"made.{key}", str(value)) for key, value in card.made.items() if key != "held_out")
    return [(label, value) for label, value in (*rows, *made) if value]


def fields(card: VoiceCard) -> dict[str, object]:
    """The same for programs."""
    return {
        "name": card.name,
        "description": card.description,
        "low_midi": card.low_midi,
        "high_midi": card.high_midi,
        "licence": card.licence,
        "singer": card.singer,
        "consent": card.consent,
        "held_out": list(card.held_out),
        "folder": str(card.folder),
    }


def reach(card: VoiceCard) -> str:
    from pychang.score.range import pitch_name

    return f"{pitch_name(card.low_midi)}–{pitch_name(card.high_midi)}"
