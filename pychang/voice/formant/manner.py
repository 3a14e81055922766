"""How each consonant is made in time: closure, burst, frication, aspiration, voicing.

Times in seconds before the consonant's end (the vowel's start); levels in dB re a vowel at mf.
"""

from __future__ import annotations

from dataclasses import dataclass

SILENT = -70.0


@dataclass(frozen=True)
class Manner:
    """`release_s`: from the release to the vowel's voicing (voice onset time); None: no release."""

    voicing_db: float = SILENT  # during the consonant
    release_s: float | None = None
    burst_db: float = SILENT
    burst_s: float = 0.010
    frication: str | None = None  # a row of FRICATION_DB
    frication_db: float = SILENT
    frication_s: float | None = None  # from the release (or the start); None: all of the consonant
    aspiration_db: float = SILENT
    onset_open_phase: float = 0.0  # added to the vowel's open phase at its start …
    onset_tilt_db: float = 0.0  # … and to its tilt …
    onset_breath_db: float = 0.0  # … and to its breath noise, fading in ONSET_FADE_S
    lateral: bool = False
    nasal: bool = False


ONSET_FADE_S = 0.080

LAX = dict(onset_open_phase=0.12, onset_tilt_db=6.0, onset_breath_db=10.0)
TENSE = dict(onset_open_phase=-0.14, onset_tilt_db=-3.0, onset_breath_db=-10.0)
ASPIRATED = dict(onset_open_phase=0.14, onset_tilt_db=6.0, onset_breath_db=14.0)

MANNER = {
    "p": Manner(release_s=0.035, burst_db=-27, aspiration_db=-30, **LAX),
    "t": Manner(release_s=0.035, burst_db=-20, aspiration_db=-30, **LAX),
    "k": Manner(release_s=0.055, burst_db=-15, burst_s=0.020, aspiration_db=-27, **LAX),
    "tɕ": Manner(release_s=0.058, burst_db=-20, frication="ɕ", frication_db=-18, frication_s=0.045, **LAX),
    "b": Manner(voicing_db=-19, release_s=0.006, burst_db=-30, burst_s=0.006),
    "d": Manner(voicing_db=-17, release_s=0.008, burst_db=-22, burst_s=0.007),
    "ɡ": Manner(voicing_db=-23, release_s=0.012, burst_db=-22, burst_s=0.012),
    "dʑ": Manner(
        voicing_db=-16, release_s=0.036, burst_db=-26, frication="ɕ", frication_db=-21, frication_s=0.034
    ),
    "p͈": Manner(release_s=0.009, burst_db=-24, burst_s=0.007, **TENSE),
    "t͈": Manner(release_s=0.011, burst_db=-16, burst_s=0.009, **TENSE),
    "k͈": Manner(release_s=0.020, burst_db=-16, burst_s=0.015, **TENSE),
    "tɕ͈": Manner(release_s=0.034, burst_db=-17, frication="ɕ", frication_db=-16, frication_s=0.036, **TENSE),
    "pʰ": Manner(release_s=0.078, burst_db=-20, burst_s=0.012, aspiration_db=-19, **ASPIRATED),
    "tʰ": Manner(release_s=0.066, burst_db=-14, burst_s=0.016, aspiration_db=-16, **ASPIRATED),
    "kʰ": Manner(release_s=0.1, burst_db=-14, burst_s=0.024, aspiration_db=-18, **ASPIRATED),
    "tɕʰ": Manner(
        release_s=0.098,
        burst_db=-16,
        frication="ɕ",
        frication_db=-14,
        frication_s=0.080,
        aspiration_db=-24,
        **ASPIRATED,
    ),
    "s": Manner(frication="s", frication_db=-17, aspiration_db=-32, **LAX),
    "ɕ": Manner(frication="ɕ", frication_db=-18, aspiration_db=-31, **LAX),
    "s͈": Manner(frication="s", frication_db=-14, **TENSE),
    "ɕ͈": Manner(frication="ɕ", frication_db=-13, **TENSE),
    "h": Manner(aspiration_db=-20, **ASPIRATED),
    "ɦ": Manner(voicing_db=-26, aspiration_db=-20, **ASPIRATED),
    "m": Manner(voicing_db=-5, nasal=True),
    "n": Manner(voicing_db=-2.5, nasal=True),
    "ŋ": Manner(voicing_db=-2.5, nasal=True),
    "l": Manner(voicing_db=-2.5, lateral=True),
    "ɾ": Manner(voicing_db=-22, release_s=0.004, burst_db=-30, burst_s=0.003),
    "p̚": Manner(),
    "t̚": Manner(),
    "k̚": Manner(),
}

GLIDE_DB = {"j": -1.0, "w": -2.0, "ɰ": -3.0}
