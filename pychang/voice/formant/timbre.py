"""Formant targets and source settings: the tables that the formant singer's sound comes from.

Frequencies and bandwidths in Hz, levels in dB, times in seconds. A woman's voice; another timbre scales it.

Sources: vowels from Yang (1996, J. Phonetics 24, women; data set `y96` of phonTools), ㅗ by the 33 women of
the korean-stops data, ㅔ = ㅐ after Oh (2013), ㅜ fronted after Kang & Kong (2016); bandwidths by Hawks &
Miller (1995); consonant loci from Klatt (1980) and Öhman's locus equations, x 1.17 from men to women; nasal
murmurs after Fujimura (1962) and Stevens (1998); the lateral after Recasens (2012); bursts after Zue (1976);
fricatives after Jongman (2000) and Sung & Cho (2010). Within what these give, values were moved to where a
recogniser of Korean speech heard most of the phones of whole songs.
"""

from __future__ import annotations

from dataclasses import dataclass

VOWEL_HZ = {
    "i": (344, 2814, 3471),
    "e": (630, 2340, 3066),
    "a": (970, 1680, 2957),
    "ʌ": (750, 1390, 3009),
    "o": (470, 810, 3000),
    "u": (390, 1000, 2900),
    "ɯ": (430, 1650, 2950),
}

GLIDE_HZ = {"j": (300, 2650, 3500), "w": (320, 800, 2700), "ɰ": (410, 1600, 2900)}

UPPER_HZ = (3780, 4600, 5570, 6580, 7590, 8560, 9520)
"""F4–F10: no Korean figures are published; a little below what is usual for women, then one about every
kHz."""


@dataclass(frozen=True)
class Place:
    """Where a consonant is made: F2's locus and its pull (locus equation), F3, F1 when closed, and speed."""

    f1: float
    f2_locus: float
    f2_follow: float  # share of the vowel's distance from the locus that F2 at the release keeps
    f3: float
    f1_s: float  # transition time of F1 …
    f2_s: float  # … and of F2 and F3


PLACES = {
    "labial": Place(280, 1150, 0.55, 2550, 0.025, 0.043),
    "alveolar": Place(280, 2000, 0.22, 3300, 0.030, 0.068),
    "palatal": Place(280, 2450, 0.20, 3350, 0.025, 0.065),
    "velar": Place(290, 2000, 0.85, 2750, 0.035, 0.070),
    "tap": Place(330, 1750, 0.5, 2900, 0.014, 0.030),
    "glottal": Place(0, 0, 1.0, 0, 0.030, 0.040),
}

PLACE_OF = {
    **dict.fromkeys(("p", "b", "p͈", "pʰ", "p̚", "m"), "labial"),
    **dict.fromkeys(("t", "d", "t͈", "tʰ", "t̚", "n", "l", "s", "s͈"), "alveolar"),
    "ɾ": "tap",
    **dict.fromkeys(("tɕ", "dʑ", "tɕ͈", "tɕʰ", "ɕ", "ɕ͈"), "palatal"),
    **dict.fromkeys(("k", "ɡ", "k͈", "kʰ", "k̚", "ŋ"), "velar"),
    **dict.fromkeys(("h", "ɦ"), "glottal"),
}

VELAR_RISE = 0.8  # of F2 at a velar for each Hz of the vowel's F1 above 300 (MITalk has 2, for a man's stops)
BREATH_HZ = (560, 1650, 2700)  # a schwa-like tract (Werner et al. 2023)
LATERAL_HZ = (430, 1500, 3050)  # clear [l]; toward the vowel by LATERAL_FOLLOW in F2
LATERAL_FOLLOW = 0.25
FLAP_HZ = (330, 1750, 2900)
NASAL_F1_HZ = 480  # parted from the nasal pole by the zero between them (Klatt 1980)

NASAL_ZERO_HZ = {"m": 1200.0, "n": 1750.0, "ŋ": 3300.0}
NASAL_POLE_HZ = 270.0
NASAL_SPLIT_HZ = 190.0  # from the nasal pole to the zero that parts from it
NASAL_ZERO_WIDTH_HZ = 150.0
CODA_DB = 2.0  # a coda sonorant is fuller than an onset

NASAL_WIDEN = (2.0, 1.6, 1.0)
LATERAL_WIDEN = (0.6, 1.4, 0.6)
LOOSE_WIDEN = (2.0, 0.3, 0.0)
"""How much the bandwidths of F1, F2–F4 and the rest grow with the velum open, at a lateral, with the
glottis open."""

NOISE_HZ = (900, 1600, 2500, 3600, 4900, 6400, 8100, 9900)
"""Centres of the eight parallel noise resonators."""

NOISE_WIDTH = 0.28  # bandwidth of a noise resonator as a share of its centre

FRICATION_DB = {
    "s": (-42, -36, -26, -15, -3, -3, 0, -4),
    "ɕ": (-38, -28, -9, -3, 0, -3, -7, -13),
}
"""Spectral shape of frication, dB re its strongest resonator."""

BURST_DB = {
    "labial": (-3, -6, -9, -12, -14, -17, -20, -24),
    "alveolar": (-24, -17, -9, -3, 0, -3, -6, -11),
    "tap": (-10, -6, -3, -3, -6, -10, -14, -18),
    "velar front": (-30, -18, -3, 0, -10, -16, -20, -24),
    "velar": (-18, -3, 0, -8, -14, -18, -22, -26),
    "velar back": (-3, 0, -10, -16, -20, -22, -25, -28),
    "palatal": (-34, -24, -6, 0, -2, -6, -10, -15),
}


EQUALISER = (
    *((0, 4), (350, 4), (700, 1), (1500, -4), (3000, -6)),
    *((6000, 0), (8000, 7), (9500, 14), (11025, 19)),
)
"""Hz and dB: what the voice's long-term spectrum lacks against that of a woman singing close to a
microphone."""


@dataclass(frozen=True)
class Timbre:
    """What makes one formant singer sound unlike another."""

    formant_scale: float = 1.0
    upper_scale: float = 1.0
    open_phase: float = 0.70
    tilt_db: float = 7.0  # of the source at 3 kHz, at mf
    breath_db: float = -22.0  # noise in the voice re voicing
    bandwidth_scale: float = 1.4  # of Hawks & Miller; women measured by Hanson (1995) are wider still
    equaliser: tuple[tuple[float, float], ...] = EQUALISER
    jitter: float = 0.002
    shimmer_db: float = 0.2
