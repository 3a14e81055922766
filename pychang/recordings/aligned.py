"""`FOLDER/aligned/`: alignments as TextGrids that may be corrected in Praat, and what was written there.

Beside `X.TextGrid` stands `X.json`: of which sound it is, and the phones as they were found, with their
agreement. What differs from that was set by a person, and is never written over unasked.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.performance import Phone
from pychang.recordings.align import align
from pychang.recordings.model import Alignment, Recording
from pychang.recordings.textgrid import read_textgrid, write_textgrid
from pychang.voice import Voice
from pychang.whole import UNFINISHED, write_whole

FOLDER = "aligned"
SAME_S = 5e-4  # times nearer than this are the same: a TextGrid rounds them
LENGTH_S = 0.1  # by which a TextGrid may be longer or shorter than its sound

How = Literal["labels", "kept", "corrected", "found"]
"""Where an alignment comes from: the recording's own labels, an earlier run, a person, this run."""


@dataclass(frozen=True)
class Aligned:
    alignment: Alignment
    how: How


def alignment_of(
    folder: Path, recording: Recording, sound: np.ndarray, sample_rate: int, voice: Voice
) -> Alignment:
    """What is in `folder/aligned`, or else what `align` finds, which is put there.

    Unusable if a TextGrid that somebody corrected is not of this recording; OSError.
    """
    return aligned(folder, recording, sound, sample_rate, voice).alignment


def aligned(
    folder: Path,
    recording: Recording,
    sound: np.ndarray,
    sample_rate: int,
    voice: Voice,
    again: bool = False,
    force: bool = False,
) -> Aligned:
    """As `alignment_of`. `again`: find anew what no person has corrected; `force`: that too.

    What a person corrected stays beside the new TextGrid, as `X.TextGrid.old`.
    """
    path = textgrid_of(folder, recording)
    if recording.labels is not None:
        return Aligned(align(recording, sound, sample_rate, voice), "labels")
    noted = _noted(path)
    corrected = _is_corrected(path, noted)
    if corrected and not force:
        return _corrected(path, recording, noted, len(sound) / sample_rate)
    if not again and not corrected and noted and noted.of == _identity(recording, sound, sample_rate):
        return Aligned(noted.alignment(), "kept")
    found = align(recording, sound, sample_rate, voice)
    if corrected:
        shutil.copyfile(path, path.with_name(f"{path.name}.old"))
    _write(path, recording, found, _identity(recording, sound, sample_rate))
    return Aligned(found, "found")


def textgrid_of(folder: Path, recording: Recording) -> Path:
    return folder / FOLDER / f"{recording.name}.TextGrid"


def corrected_textgrid(folder: Path, recording: Recording) -> Path | None:
    """The TextGrid of a recording, if a person has corrected it."""
    path = textgrid_of(folder, recording)
    return path if _is_corrected(path, _noted(path)) else None


def _is_corrected(path: Path, noted: _Noted | None) -> bool:
    return path.exists() and (noted is None or noted.textgrid != _digest(path.read_bytes()))


@dataclass(frozen=True)
class _Noted:
    """`X.json`: a digest of the TextGrid as it was written, what it is of, and rows of phones.

    A row: symbol, start_s, end_s, note, agreement.
    """

    textgrid: str
    of: str
    rows: tuple[tuple[str, float, float, int, float], ...]

    def alignment(self) -> Alignment:
        phones = tuple(Phone(*row[:4]) for row in self.rows)
        return Alignment(phones, tuple(row[4] for row in self.rows))


def _noted(path: Path) -> _Noted | None:
    """What was noted with a TextGrid; None if it is gone or is not what we write."""
    try:
        data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        rows = tuple((str(s), float(a), float(b), int(n), float(g)) for s, a, b, n, g in data["phones"])
        return _Noted(data["textgrid"], data["of"], rows) if path.exists() else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(path: Path, recording: Recording, found: Alignment, of: str) -> None:
    """The note comes before its TextGrid: one without a note would look corrected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_suffix(f".{os.getpid()}{UNFINISHED}")
    try:
        write_textgrid(coming, found.phones, recording.score.parts[0], found.phones[-1].end_s)
        path.unlink(missing_ok=True)
        _note(path, coming.read_bytes(), found, of)
        os.replace(coming, path)
    finally:
        coming.unlink(missing_ok=True)


def _note(path: Path, textgrid: bytes, found: Alignment, of: str) -> None:
    rows = [
        (p.symbol, p.start_s, p.end_s, p.note, round(g, 4))
        for p, g in zip(found.phones, found.agreement, strict=True)
    ]
    note = {"textgrid": _digest(textgrid), "of": of, "phones": rows}
    write_whole(path.with_suffix(".json"), json.dumps(note, ensure_ascii=False).encode())


def _corrected(path: Path, recording: Recording, noted: _Noted | None, duration_s: float) -> Aligned:
    """A TextGrid with somebody's corrections: where it is as it was found, so is its agreement."""
    try:
        part = recording.score.parts[0] if recording.score else None
        phones = read_textgrid(path, part)
    except Wrong as wrong:
        raise _not_of(path, wrong.kind, wrong.reason, wrong.start_s) from wrong
    end_s = phones[-1].end_s if phones else 0.0
    if abs(end_s - duration_s) > LENGTH_S:
        length = Text(
            f"{end_s:.2f}초인데 녹음은 {duration_s:.2f}초입니다.",
            f"it lasts {end_s:.2f} s, and the recording {duration_s:.2f} s.",
        )
        raise _not_of(path, "labels", length)
    *phones, last = (phone for phone in phones if phone.start_s < duration_s)
    phones.append(replace(last, end_s=duration_s))
    before = _by_place(noted.rows if noted else ())
    found = tuple(before.get(_place(p.symbol, p.start_s, p.end_s), 1.0) for p in phones)
    return Aligned(Alignment(tuple(phones), found), "corrected")


def _by_place(rows: tuple) -> dict[tuple[str, int, int], float]:
    return {_place(symbol, a, b): agreement for symbol, a, b, _, agreement in rows}


def _place(symbol: str, start_s: float, end_s: float) -> tuple[str, int, int]:
    return symbol, round(start_s / SAME_S), round(end_s / SAME_S)


def _not_of(path: Path, kind: str, why: Text, start_s: float | None = None) -> Wrong:
    hint = Text(
        f"고치거나 지우세요. `pychang voice align --force`로 새로 찾으면, 이것은 {path.name}.old로 남습니다.",
        f"Mend it, or remove it. `pychang voice align --force` finds it anew, and keeps this one as "
        f"{path.name}.old.",
    )
    return Wrong(kind, path, why, hint, start_s)


def _identity(recording: Recording, sound: np.ndarray, sample_rate: int) -> str:
    """A digest of the sound and of what is sung in it."""
    digest = hashlib.sha256(f"{sample_rate}".encode())
    digest.update(np.ascontiguousarray(sound, "<f4"))
    digest.update(what_is_sung(recording).encode())
    return digest.hexdigest()


def what_is_sung(recording: Recording) -> str:
    """Notes, syllables and tempo of a recording's score as a text, whichever files it is from; or ""."""
    if not recording.score:
        return ""
    part = recording.score.parts[0]
    notes = [(n.start, n.duration, n.midi, n.syllable) for n in part.notes]
    syllables = [(s.text, s.boundary, s.spoken) for s in part.syllables]
    return f"{notes!r}{syllables!r}{recording.score.tempo!r}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
