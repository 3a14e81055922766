"""How long consonants and glides last when nothing hurries them.

Seconds. Onsets include everything before the vowel: closure, burst and aspiration, or frication.
Order of magnitude from Kim (1999), Shin (1994) and Yun (2022) for closures, the Seoul speakers of the
korean-stops measurements for voice onset times (lax as in older speech, since melody takes the pitch cue
away), Yoon (2002) and Sung & Cho (2010) for fricatives; values that no publication gives are the middle of
what running speech shows.
"""

from __future__ import annotations

_ONSET_S = {
    "ɾ": 0.032,
    "l": 0.070,
    "m": 0.070,
    "n": 0.080,
    "h": 0.072,
    "ɦ": 0.072,
    "b": 0.070,
    "d": 0.048,
    "ɡ": 0.058,
    "dʑ": 0.078,
    "p": 0.075,
    "t": 0.080,
    "k": 0.095,
    "tɕ": 0.105,
    "p͈": 0.125,
    "t͈": 0.125,
    "k͈": 0.140,
    "tɕ͈": 0.150,
    "pʰ": 0.140,
    "tʰ": 0.140,
    "kʰ": 0.150,
    "tɕʰ": 0.155,
    "s": 0.125,
    "ɕ": 0.125,
    "s͈": 0.150,
    "ɕ͈": 0.160,
}

_GLIDE_S = {"j": 0.068, "w": 0.065, "ɰ": 0.060}

_CODA_S = {"m": 0.100, "n": 0.115, "ŋ": 0.140, "l": 0.110, "p̚": 0.085, "t̚": 0.080, "k̚": 0.085}

SONORANTS = ("m", "n", "ŋ", "l")
LINGER = 0.12  # of a syllable's length beyond LINGER_FROM_S goes to its sonorant coda …
LINGER_FROM_S = 0.35
LINGER_LONGEST_S = 0.16  # … but no more than this

SHORTEST = 0.45
"""A phone keeps this share of its length, as long as there is room (Klatt's D_min, 0.42–0.6 of D_inh)."""


def onset_s(symbol: str) -> float:
    return _ONSET_S[symbol]


def glide_s(symbol: str) -> float:
    return _GLIDE_S[symbol]


def coda_s(symbol: str, syllable_s: float) -> float:
    """A coda in a syllable of `syllable_s`; singers let a nasal or ㄹ sound on when the syllable is long."""
    length = _CODA_S[symbol]
    if symbol in SONORANTS:
        length += min(max(LINGER * (syllable_s - LINGER_FROM_S), 0.0), LINGER_LONGEST_S)
    return length


def squeeze(lengths: list[float], room_s: float) -> list[float]:
    """Lengths whose sum is at most `room_s`, by Klatt's law D = K (D_inh - D_min) + D_min.

    When even the shortest lengths are too long for the room, all shrink alike; none is ever negative.
    """
    full = sum(lengths)
    if full <= room_s or full == 0:
        return list(lengths)
    shortest = SHORTEST * full
    if room_s <= shortest:
        return [length * max(room_s, 0.0) / full for length in lengths]
    k = (room_s - shortest) / (full - shortest)
    return [k * (length - SHORTEST * length) + SHORTEST * length for length in lengths]
