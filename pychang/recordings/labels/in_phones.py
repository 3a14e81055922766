"""Labels as they stand in a file, to phones that follow one another without gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pychang.korean.model import GLIDES, SILENCE
from pychang.performance.model import Phone
from pychang.recordings.labels.allophones import allophones
from pychang.recordings.labels.label import Label
from pychang.recordings.labels.label_mistakes import backward, not_known, overlaps, too_long
from pychang.recordings.labels.name_set import NameSet, set_of

SLIP_S = 0.01  # labels that overlap by no more meet in the middle
BEYOND_S = 0.1  # a last label may end this much after the recording does
SHORT_S = 0.07  # how long a glide or a final is, where one name has it together with its vowel


def phones_of(labels: Sequence[Label], path: Path, duration_s: float | None = None) -> tuple[Phone, ...]:
    """Our phones from 0 to `duration_s` (else to the last label's end), silence where nothing is labelled.

    `note` is -1 throughout. Wrong if a name is not known, or times run backward, overlap, or go on after the
    recording.
    """
    names = set_of(label.name for label in labels)
    if unknown := [label for label in labels if names.phones(label.name) is None]:
        raise not_known(unknown, path)
    end_s = labels[-1].end_s if labels else 0.0
    if duration_s is not None and end_s > duration_s + BEYOND_S:
        raise too_long(end_s, duration_s, path)
    sounds = [one for label in _in_line(labels, path) for one in _parted(label, names)]
    return _without_gaps(sounds, end_s if duration_s is None else duration_s)


def _in_line(labels: Sequence[Label], path: Path) -> list[Label]:
    """The labels one after another; Wrong if they overlap by more than a slip."""
    kept: list[Label] = []
    for label in labels:
        if label.end_s < label.start_s:
            raise backward(label, path)
        before_s = kept[-1].end_s if kept else 0.0
        over_s = before_s - label.start_s
        if over_s > SLIP_S:
            raise overlaps(label, path)
        if over_s > 0:
            middle_s = before_s - over_s / 2 if kept else 0.0
            kept[-1:] = [replace(one, end_s=max(one.start_s, middle_s)) for one in kept[-1:]]
            label = replace(label, start_s=middle_s, end_s=max(label.end_s, middle_s))
        kept.append(label)
    return kept


def _parted(label: Label, names: NameSet) -> Iterator[Label]:
    """A label for each sound of the name: beside their vowel, glide and final are short."""
    sounds = names.phones(label.name) or ()
    length_s = label.end_s - label.start_s
    short_s = min(SHORT_S, length_s / (len(sounds) + 1))
    vowel = 1 if sounds[0] in GLIDES and len(sounds) > 1 else 0
    at_s = label.start_s
    for i, sound in enumerate(sounds):
        end_s = at_s + (length_s - short_s * (len(sounds) - 1) if i == vowel else short_s)
        end_s = label.end_s if i + 1 == len(sounds) else end_s
        yield replace(label, name=sound, start_s=at_s, end_s=end_s)
        at_s = end_s


def _without_gaps(labels: Sequence[Label], end_s: float) -> tuple[Phone, ...]:
    """Phones from 0 to `end_s`; silences in a row are one."""
    phones: list[Phone] = []

    def add(symbol: str, until_s: float) -> None:
        start_s, until_s = phones[-1].end_s if phones else 0.0, min(until_s, end_s)
        if until_s <= start_s:
            return
        if phones and phones[-1].symbol == symbol == SILENCE:
            phones[-1] = replace(phones[-1], end_s=until_s)
        else:
            phones.append(Phone(symbol, start_s, until_s, -1))

    for label, symbol in zip(labels, allophones([label.name for label in labels]), strict=True):
        add(SILENCE, label.start_s)
        add(symbol, label.end_s)
    add(SILENCE, end_s)
    return tuple(phones)
