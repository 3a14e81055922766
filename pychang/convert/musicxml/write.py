"""MusicXML 4.0 of a song, for MuseScore, Finale, Dorico and others to engrave."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from xml.etree.ElementTree import Element, indent, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pychang.convert.meters import USUAL_METER
from pychang.convert.musicxml.write_page import page_of
from pychang.convert.musicxml.write_part import measures, part_on
from pychang.convert.musicxml.write_xml import add, element
from pychang.convert.outgoing import Outgoing
from pychang.convert.sheet import Bar, Sheet, SheetPart, Stretch
from pychang.zip_file import undated

PACKED = ".mxl"
_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"'
    ' "http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container>\n  <rootfiles>\n    <rootfile full-path="score.musicxml"'
    ' media-type="application/vnd.recordare.musicxml+xml"/>\n  </rootfiles>\n</container>\n'
)
_MIMETYPE = "application/vnd.recordare.musicxml"
VOICE_OOHS = 54  # the 53rd sound of General MIDI, counted from 0; here from 1
_DRUMS = 10  # the channel that has no voices
_USUAL_VOLUME = 78.74  # of 100; what MuseScore has where nothing is said


def write_musicxml(song: Outgoing, ending: str) -> bytes:
    """A song as MusicXML, packed if the ending is `.mxl`; the same song gives the same bytes."""
    score = musicxml_of(song.sheet)
    return _packed(score) if ending.lower() == PACKED else score


def musicxml_of(sheet: Sheet) -> bytes:
    """A sheet as a partwise score, UTF-8."""
    sheet = _with_music(sheet)
    page = page_of(sheet)
    parts = [part_on(page, number) for number in range(len(sheet.parts))]
    divisions = lcm(*(part.divisions for part in parts))
    root = _head(sheet)
    for number, part in enumerate(parts, 1):
        add(root, "part", id=f"P{number}").extend(measures(page, part, sheet.key, divisions))
    indent(root)
    return (_DOCTYPE + tostring(root, encoding="unicode") + "\n").encode()


def _with_music(sheet: Sheet) -> Sheet:
    """MusicXML has a part and a measure at least."""
    whole = Fraction(1)
    if not sheet.end:
        bars, sections = (Bar(Fraction(0), whole, USUAL_METER),), (Stretch("", Fraction(0), whole),)
        sheet = Sheet((), bars, sections, title=sheet.title)
    return sheet if sheet.parts else replace(sheet, parts=(SheetPart("", ()),))


def _packed(score: bytes) -> bytes:
    """The zip of an `.mxl`: its type first and unpacked, then where the score is, then the score."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data, method in (
            ("mimetype", _MIMETYPE, ZIP_STORED),
            ("META-INF/container.xml", _CONTAINER, ZIP_DEFLATED),
            ("score.musicxml", score, ZIP_DEFLATED),
        ):
            archive.writestr(undated(name, method), data)
    return packed.getvalue()


# ── the head ─────────────────────────────────────────────────────────────────────────────────────


def _head(sheet: Sheet) -> Element:
    root = element("score-partwise", version="4.0")
    if sheet.title:
        add(add(root, "work"), "work-title", sheet.title)
    about = add(root, "identification")
    for type_, name in (("composer", sheet.composer), ("lyricist", sheet.lyricist), ("artist", sheet.artist)):
        if name:
            add(about, "creator", name, type=type_)
    if sheet.copyright:
        add(about, "rights", sheet.copyright)
    encoding = add(about, "encoding")
    add(encoding, "software", "PyChang")
    for name in ("accidental", "beam"):
        add(encoding, "supports", element=name, type="yes")
    add(add(root, "defaults"), "lyric-language", xml_lang="ko")
    _add_part_list(root, sheet.parts)
    return root


def _add_part_list(root: Element, parts: Sequence[SheetPart]) -> None:
    listed = add(root, "part-list")
    for number, part in enumerate(parts, 1):
        one = add(listed, "score-part", id=f"P{number}")
        add(one, "part-name", part.name)
        if len(parts) > 1:
            add(one, "part-abbreviation", _short(part.name, [other.name for other in parts]))
        instrument = add(one, "score-instrument", id=f"P{number}-I1")
        add(instrument, "instrument-name", "Voice")
        add(instrument, "instrument-sound", "voice.vocals")
        midi = add(one, "midi-instrument", id=f"P{number}-I1")
        channel = (number - 1) % 15 + 1
        add(midi, "midi-channel", channel + (channel >= _DRUMS))
        add(midi, "midi-program", VOICE_OOHS)
        add(midi, "volume", _volume(part.gain_db))
        add(midi, "pan", round(90 * part.pan, 2))


def _volume(gain_db: float) -> float:
    """A level as the volume of a MIDI channel, of which a tenth is 40 dB (General MIDI)."""
    return round(min(_USUAL_VOLUME * 10 ** (gain_db / 40), 100), 2)


def _short(name: str, names: Sequence[str]) -> str:
    """As much of a name's beginning as tells it from the others."""
    lengths = range(1, len(name) + 1)
    alone = (
        n for n in lengths if sum(other.startswith(name[:n]) for other in names) == 1 and name[n - 1] != " "
    )
    length = next(alone, len(name))
    return name[:length] + "." if length < len(name) else name
