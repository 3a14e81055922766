"""What is written over the notes in words: tempo, dynamics, and where to go on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# ── tempo ────────────────────────────────────────────────────────────────────────────────────────

TEMPI = {
    "larghissimo": 24,
    "grave": 40,
    "larghetto": 63,
    "largo": 50,
    "lento": 54,
    "adagietto": 74,
    "adagio": 66,
    "andantino": 92,
    "andante moderato": 96,
    "andante": 84,
    "allegro moderato": 120,
    "allegretto": 112,
    "moderato": 108,
    "allegro": 138,
    "vivacissimo": 180,
    "vivace": 166,
    "prestissimo": 200,
    "presto": 184,
    "langsam": 60,
    "mäßig": 100,
    "lebhaft": 138,
    "schnell": 152,
    "slowly": 63,
    "slow": 63,
    "moderately": 104,
    "lively": 138,
    "fast": 144,
    "아주 느리게": 46,
    "매우 느리게": 46,
    "조금 느리게": 72,
    "느리게": 60,
    "아주 빠르게": 168,
    "매우 빠르게": 168,
    "조금 빠르게": 120,
    "보통 빠르게": 104,
    "보통 빠르기": 104,
    "빠르게": 138,
}
"""Quarter notes a minute that a word usually means, about the middle of a metronome's scale; longer words
before those that they have in them."""

GRADUAL = (
    (r"\ballarg", 0.7),
    (r"\briten", 0.85),
    (r"\b(rit|rall|slent)", 0.75),
    (r"\b(calando|smorz|morendo)", 0.8),
    (r"\b(accel|string)", 1.3),
    (r"점점 ?느리게|차차 ?느리게", 0.75),
    (r"점점 ?빠르게|차차 ?빠르게", 1.3),
)
"""What is reached little by little, as a share of the tempo before."""
AT_ONCE = ((r"\bpi[uù] mosso", 1.15), (r"\bmeno mosso", 0.85), (r"\bdoppio movimento", 2.0))
_BACK = re.compile(r"\ba tempo|\bin tempo|\bl'istesso|본디 빠르기|원래 빠르기|제 빠르기")
_FIRST = re.compile(r"\btempo (i\b|1|primo)|처음 빠르기")


@dataclass(frozen=True)
class TempoWord:
    """`usual`: quarter notes a minute; `share`: of the tempo before; `kind`: `usual` `gradual` `at-once`
    `back` `first`."""

    kind: str
    usual: float = 0.0
    share: float = 1.0


@lru_cache(maxsize=1000)
def tempo_word(text: str) -> TempoWord | None:
    """What a text says of the tempo; None if it says nothing."""
    said = text.lower()
    if _FIRST.search(said):
        return TempoWord("first")
    if _BACK.search(said):
        return TempoWord("back")
    little = "poco" in said or "조금 점점" in said
    for kind, table in (("gradual", GRADUAL), ("at-once", AT_ONCE)):
        for pattern, share in table:
            if re.search(pattern, said):
                return TempoWord(kind, share=(1 + share) / 2 if little and kind == "gradual" else share)
    usual = next((tempo for word, tempo in TEMPI.items() if re.search(rf"(?<!\w){word}", said)), None)
    return TempoWord("usual", usual=float(usual)) if usual else None


# ── dynamics ─────────────────────────────────────────────────────────────────────────────────────

_LOUDER = re.compile(r"\bcresc|점점 ?(세게|크게)")
_SOFTER = re.compile(r"\b(dim\b|dim\.|dimin|decresc)|점점 ?(여리게|작게)")
LEVELS = {
    **{mark: mark for mark in ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")},
    **dict.fromkeys(("pppp", "ppppp", "pppppp", "n"), "ppp"),
    **dict.fromkeys(("ffff", "fffff", "ffffff"), "fff"),
    "pf": "mf",
}
ACCENTS = {
    **dict.fromkeys(("sf", "sfz", "fz", "rf", "rfz", "sffz"), ""),
    **dict.fromkeys(("fp", "sfp", "sfzp"), "p"),
    "sfpp": "pp",
}
"""Marks that stress a note, and how loud it goes on ("": as before)."""
LOUDNESS = (
    (30, "ppp"),
    (45, "pp"),
    (62, "p"),
    (80, "mp"),
    (97, "mf"),
    (115, "f"),
    (131, "ff"),
    (1000, "fff"),
)
"""Playback levels, in hundredths of the usual one, up to which a mark is meant: where there are no marks."""


def wedge_word(text: str) -> str:
    """`<` or `>` for cresc. and dim.; "" for anything else."""
    said = text.lower()
    return "<" if _LOUDER.search(said) and "decresc" not in said else ">" if _SOFTER.search(said) else ""


# ── where to go on ───────────────────────────────────────────────────────────────────────────────

_CAPO = re.compile(r"\bd\. ?c\b|^d\.?c\b|\bda capo|^처음(으로|부터)")
_SEGNO_JUMP = re.compile(r"\bd\. ?s\b|^d\.?s\b|\bd[ae]l segno")
_TO_CODA = re.compile(r"\bto (the )?(coda|⊕|𝄌)|코다로")
_CODA = re.compile(r"^\W*(coda|코다)\W*$")
_SEGNO = re.compile(r"^\W*(segno|세뇨)\W*$")
_FINE = re.compile(r"^\W*(fine|끝|피네)\W*$")
_WITH_REPEATS = re.compile(r"\bcon rep|\bwith rep|도돌이")


def order_word(text: str) -> dict[str, str | bool]:
    """What a text says of the order, as fields of `Signs`."""
    said = text.lower().replace("\N{NO-BREAK SPACE}", " ").strip()
    repeats = {"with_repeats": True} if _WITH_REPEATS.search(said) else {}
    if _CAPO.search(said):
        return {"jump": "capo", **repeats}
    if _SEGNO_JUMP.search(said):
        return {"jump": "segno", **repeats}
    if _TO_CODA.search(said):
        return {"to_coda": "coda"}
    return next(
        (
            dict(found)
            for pattern, found in (
                (_CODA, {"coda": "coda"}),
                (_SEGNO, {"segno": "segno"}),
                (_FINE, {"fine": True}),
            )
            if pattern.search(said)
        ),
        {},
    )
