"""MusicXML: the score of an editor as a sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from pychang.convert.formats import Incoming, Wishes
from pychang.convert.key import Key
from pychang.convert.musicxml.read_bars import Measures, measures_of
from pychang.convert.musicxml.read_heading import heading_of
from pychang.convert.musicxml.read_lines import CHOOSE, NO_NOTES, Chosen, lines_of
from pychang.convert.musicxml.read_names import is_singer, name_of
from pychang.convert.musicxml.read_part import read_part
from pychang.convert.musicxml.read_plan import Plan, plan_of
from pychang.convert.musicxml.read_records import WrittenBar, WrittenPart
from pychang.convert.musicxml.read_remarks import Remarks
from pychang.convert.musicxml.read_sheet import bars_in, parts_in, stretches_in, tempo_in
from pychang.convert.musicxml.read_xml import parts_of, score_of
from pychang.convert.sheet import Sheet
from pychang.finding import Wrong


def read_musicxml(path: Path, wishes: Wishes) -> Incoming:
    """The sheet of a `.musicxml`, `.xml` or `.mxl` file. Wrong if there is nothing to sing in it; OSError."""
    root = score_of(path)
    remarks = Remarks()
    parts = _parts(root, wishes)
    chosen = lines_of(parts, wishes.track, path)
    _tell_chosen(chosen, remarks)
    measures = measures_of(parts, {line.voice.part.number for line in chosen.lines})
    for bar in measures.stretched:
        remarks.add("stretched", measures.numbers[bar])
    plan = plan_of(chosen, measures, remarks, tell_words=not wishes.has_lyrics)
    sheet = _sheet(root, parts, chosen, plan, measures, remarks)
    if not any(part.tones for part in sheet.parts):
        raise Wrong("score", path, NO_NOTES, CHOOSE)
    return Incoming(sheet, remarks.told(path))


def _parts(root: Element, wishes: Wishes) -> list[WrittenPart]:
    """All parts, each with as many measures; those that nobody could sing without their notes."""
    pairs = list(parts_of(root))
    sung = [music.find(".//lyric") is not None for _, music in pairs]
    maybe = [is_singer(listed) or not name_of(listed) for listed, _ in pairs]
    wanted = (wishes.track or "").strip().casefold()
    named = [wanted in (str(i + 1), name_of(listed).casefold()) for i, (listed, _) in enumerate(pairs)]
    detailed = [any(one) for one in zip(sung, maybe, named, strict=True)]
    if not any(sung) and not any(named) and not any(map(is_singer, (listed for listed, _ in pairs))):
        first = next((i for i, (_, music) in enumerate(pairs) if music.find(".//pitch") is not None), None)
        detailed = [i == first for i in range(len(pairs))]
    parts = [
        read_part(i + 1, listed, music, in_detail)
        for i, ((listed, music), in_detail) in enumerate(zip(pairs, detailed, strict=True))
    ]
    count = max((len(part.bars) for part in parts), default=0)
    silent = WrittenBar("")
    return [replace(part, bars=part.bars + (silent,) * (count - len(part.bars))) for part in parts]


def _sheet(
    root: Element,
    parts: list[WrittenPart],
    chosen: Chosen,
    plan: Plan,
    measures: Measures,
    remarks: Remarks,
) -> Sheet:
    heading = heading_of(root)
    return Sheet(
        parts_in(plan, chosen, parts, measures, remarks),
        bars_in(plan, measures),
        stretches_in(plan, measures),
        tempo_in(plan, parts, measures, remarks),
        () if plan.is_linear else tuple(plan.sections[i].name for i in plan.form),
        _key(chosen, parts),
        title=heading.title,
        composer=heading.composer,
        lyricist=heading.lyricist,
        copyright=heading.copyright,
    )


def _key(chosen: Chosen, parts: list[WrittenPart]) -> Key | None:
    """The first key signature of who sings first, or of anybody."""
    for part in (chosen.lines[0].voice.part, *parts):
        for bar in part.bars:
            if bar.key is not None:
                return bar.key
    return None


def _tell_chosen(chosen: Chosen, remarks: Remarks) -> None:
    if not chosen.has_words:
        remarks.add("no-words", name=chosen.lines[0].name or "1")
    for name in chosen.left_out if chosen.has_words else ():
        remarks.add("part-left-out", name=name)
    for name in chosen.voices_left:
        remarks.add("voice-left-out", name=name)
    for line in chosen.lines:
        part = line.voice.part
        if line.lender:
            remarks.add("lent", name=f"{line.name} ← {line.lender}")
        for kind, places in (("chord", line.voice.chords), ("overlap", line.voice.overlaps)):
            for bar in places:
                remarks.add(kind, part.bars[bar].number, line.name)
    for part in {line.voice.part.number: line.voice.part for line in chosen.lines}.values():
        for kind, numbers in part.left_out.items():
            for number in numbers:
                remarks.add(kind, number, part.name)
