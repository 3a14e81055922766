"""Small MusicXML scores for tests, typed as programs write them, and what was read of them on one line."""

from __future__ import annotations

from pathlib import Path

from pychang.convert.formats import Incoming, Wishes
from pychang.convert.musicxml.read import read_musicxml
from pychang.convert.sheet import Sheet, SheetPart
from pychang.convert.unroll import unrolled

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
DOCTYPE = (
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
FORWARD = '<barline location="left"><repeat direction="forward"/></barline>'
BACKWARD = '<barline location="right"><repeat direction="backward"/></barline>'
DOUBLE = '<barline location="right"><bar-style>light-light</bar-style></barline>'


def attributes(divisions: int = 4, time: str = "4/4", extra: str = "") -> str:
    beats, unit = time.split("/")
    return (
        f"<attributes><divisions>{divisions}</divisions>{extra}"
        f"<time><beats>{beats}</beats><beat-type>{unit}</beat-type></time></attributes>"
    )


def pitch(name: str) -> str:
    """`C4`, `F#4`, `Bb3`."""
    alter = {"#": "<alter>1</alter>", "b": "<alter>-1</alter>"}.get(name[1:-1], "")
    return f"<pitch><step>{name[0]}</step>{alter}<octave>{name[-1]}</octave></pitch>"


def lyric(text: str, number: str = "1", syllabic: str = "single", extra: str = "") -> str:
    said = f"<syllabic>{syllabic}</syllabic>" if syllabic else ""
    return f'<lyric number="{number}">{said}<text>{text}</text>{extra}</lyric>'


def note(
    name: str, ticks: int = 4, *words: str, voice: int = 1, before: str = "", after: str = "", end: str = ""
) -> str:
    """A note with `words` as its verses 1, 2 …; "" for none; `before` stands before its pitch, `after` behind
    its voice, `end` behind its words."""
    lyrics = "".join(
        text if text.startswith("<") else lyric(text, str(i + 1)) for i, text in enumerate(words) if text
    )
    duration = f"<duration>{ticks}</duration>" if ticks else ""
    return f"<note>{before}{pitch(name)}{duration}<voice>{voice}</voice>{after}{lyrics}{end}</note>"


def rest(ticks: int = 4, voice: int = 1) -> str:
    return f"<note><rest/><duration>{ticks}</duration><voice>{voice}</voice></note>"


def backup(ticks: int) -> str:
    return f"<backup><duration>{ticks}</duration></backup>"


def ending(numbers: str, kind: str) -> str:
    side = "left" if kind == "start" else "right"
    repeat = '<repeat direction="backward"/>' if kind == "stop" else ""
    return f'<barline location="{side}"><ending number="{numbers}" type="{kind}"/>{repeat}</barline>'


def words(text: str, inner: str = "") -> str:
    return f"<direction><direction-type><words>{text}</words></direction-type>{inner}</direction>"


def direction(inner: str, more: str = "") -> str:
    return f"<direction><direction-type>{inner}</direction-type>{more}</direction>"


def part(*measures: str, attributes_: str | None = None) -> str:
    """The measures of a part, numbered from 1, the first with its attributes."""
    first = attributes() if attributes_ is None else attributes_
    return "".join(
        f'<measure number="{i + 1}">{first if not i else ""}{measure}</measure>'
        for i, measure in enumerate(measures)
    )


def score(*parts: tuple[str, str] | str, before: str = "") -> str:
    """A score of parts, each its measures or a name with them; `before` stands before the list of parts."""
    pairs = [one if isinstance(one, tuple) else ("", one) for one in parts]
    listed = "".join(
        f'<score-part id="P{i + 1}"><part-name>{name}</part-name></score-part>'
        for i, (name, _) in enumerate(pairs)
    )
    music = "".join(f'<part id="P{i + 1}">{measures}</part>' for i, (_, measures) in enumerate(pairs))
    return (
        f'{HEAD}{DOCTYPE}<score-partwise version="3.1">{before}<part-list>{listed}</part-list>'
        f"{music}</score-partwise>"
    )


def read(folder: Path, text: str | bytes, name: str = "노래.musicxml", **wishes: str) -> Incoming:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_musicxml(path, Wishes(**wishes))


def tones(part: SheetPart) -> str:
    """`C4:1/4 D4:1/8`, with `_` for each rest."""
    out, end = [], None
    for tone in part.tones:
        if end is not None and tone.start > end:
            out.append("_")
        out.append(f"{tone.pitch.name}:{tone.duration}")
        end = tone.end
    return " ".join(out)


def lyrics(part: SheetPart, verse: int = 0) -> str:
    """`아-리 랑|쓰`: blocks with what stands before them, `-` where one is held."""
    return "".join(
        "-" if one is None else f"{one.boundary}{one.text}"
        for tone in part.tones
        for one in [tone.lyrics[min(verse, len(tone.lyrics) - 1)]]
    ).removeprefix("|")


def sung(sheet: Sheet, part: int = 0) -> str:
    """The blocks in the order of singing."""
    whole = unrolled(sheet) if sheet.form else sheet
    return "".join(one.text if (one := tone.lyrics[0]) else "-" for tone in whole.parts[part].tones)


def kinds(found: Incoming) -> list[str]:
    return [finding.kind for finding in found.findings]
