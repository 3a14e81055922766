"""What stands at a place, told in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from lsprotocol import types as lsp

from pychang.diagnostic import Span
from pychang.language.include import folder_of
from pychang.language.syntax import (
    BreathElement,
    Element,
    Length,
    LyricLine,
    MarkElement,
    NoteElement,
    NoteLine,
    Option,
    RestElement,
    Section,
    Setting,
    TieElement,
    Word,
)
from pychang.language.wording import count, length_name
from pychang.lsp.document import Analysis, Row
from pychang.lsp.meanings import MARKS, OPTIONS, SETTINGS, Meaning
from pychang.lsp.pitches import in_hertz, korean_name
from pychang.lsp.positions import Place, covers
from pychang.lsp.words import SungWord, words
from pychang.score.dynamics import LEVELS_DB
from pychang.score.model import Note
from pychang.score.range import pitch_name
from pychang.score.tempo import TEMPO_MARKS
from pychang.voice import VoiceError, find_voice, read_card

MOST_TIMES = 4
Told = tuple[Span, list[str]]  # what it is about, and paragraphs


def hover(analysis: Analysis, place: Place) -> lsp.Hover | None:
    """What the note, length, mark, option, setting, section, syllable or voice at `place` means."""
    row = analysis.row(place)
    told = _TELL[type(row.value)](analysis, row, place) if row else None
    if told is None:
        return None
    span, paragraphs = told
    text = lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(paragraphs))
    return lsp.Hover(text, analysis.lines.range(span))


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def _in_notes(analysis: Analysis, row: Row, place: Place) -> Told | None:
    elements = (one for bar in row.value.bars for one in bar.elements)
    element = next((one for one in elements if covers(one.span, place) and not _ends(one, place)), None)
    if element is None:
        return None
    if isinstance(element, NoteElement):
        option = next((one for one in element.options if _covers_option(one, place)), None)
        if option:
            return _option(analysis, option)
    length = getattr(element, "length", None)
    if length and covers(length.span, place):
        return length.span, _length(analysis, row, element, length)
    if isinstance(element, MarkElement):
        return element.span, _mark(analysis, element)
    return element.span, list(_element(analysis, row, element))


def _ends(element: Element, place: Place) -> bool:
    """Whether the element is over at the place: the one after it is meant, if there is one."""
    column = element.span.column + element.span.end - element.span.start
    return place.column == column and not isinstance(element, BreathElement)


def _covers_option(option: Option, place: Place) -> bool:
    return covers(option.name.span, place) or (option.value is not None and covers(option.value.span, place))


def _element(analysis: Analysis, row: Row, element: Element) -> Iterator[str]:
    sung = analysis.notes.get(element.span, [])
    if isinstance(element, NoteElement):
        yield _pitch(analysis, element, sung)
    elif isinstance(element, RestElement):
        yield analysis.say("**쉼표**", "**rest**")
    elif isinstance(element, TieElement):
        yield analysis.say("**붙임줄**: 앞 음이 이어집니다.", "**tie**: the note before goes on.")
    else:
        yield analysis.say(
            "**숨표**: 여기서 숨을 쉽니다. 시간은 앞 음의 끝에서 옵니다.",
            "**breath**: its time comes out of the note before.",
        )
        return
    duration = _written_length(analysis, row, element)
    if duration is not None:
        yield _lasting(analysis, duration, sung)
    if sung:
        yield _when(analysis, sung)
    if isinstance(element, NoteElement):
        yield from _on_syllable(analysis, row, element)


def _pitch(analysis: Analysis, element: NoteElement, sung: list[Note]) -> str:
    pitch = element.pitch
    text = f"**{pitch.name}** · {korean_name(pitch)} · {in_hertz(pitch.midi)}"
    heard = sung[0].midi if sung else pitch.midi + analysis.settings.transpose
    if heard == pitch.midi:
        return text
    moved = f"{pitch_name(heard)}, {in_hertz(heard)}"
    return text + analysis.say(f" (옮겨서 {moved})", f" (transposed: {moved})")


def _written_length(analysis: Analysis, row: Row, element: Element) -> Fraction | None:
    staff = analysis.staff(row.section) if row.section else None
    for line in staff.lines if staff else ():
        if line.span is row.value.span:
            return next((timed.duration for timed in line.elements if timed.element is element), None)
    return None


def _lasting(analysis: Analysis, duration: Fraction, sung: list[Note]) -> str:
    name = length_name(duration).say(analysis.language)
    shown = (
        f"{name} ({duration})"
        if name != str(duration)
        else analysis.say(f"온음표의 {duration}", f"{duration} of a whole note")
    )
    score = analysis.reading.score
    if not sung or score is None:
        return shown
    start = sung[0].start
    seconds = score.seconds(start + duration) - score.seconds(start)
    return shown + analysis.say(f", {seconds:.2f}초", f", {seconds:.2f} s")


def _when(analysis: Analysis, sung: list[Note]) -> str:
    score = analysis.reading.score
    times = [_clock(score.seconds(note.start)) for note in sung[:MOST_TIMES]]
    more = " …" if len(sung) > MOST_TIMES else ""
    return analysis.say(f"노래에서 {', '.join(times)}{more}", f"in the song at {', '.join(times)}{more}")


def _clock(seconds: float) -> str:
    """1:05.2."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{int(minutes)}:{rest:04.1f}"


def _on_syllable(analysis: Analysis, row: Row, element: NoteElement) -> Iterator[str]:
    """The syllables that the verses sing on a note, as written and as they sound."""
    notes: NoteLine = row.value
    slots = [one for bar in notes.bars for one in bar.elements if isinstance(one, NoteElement)]
    place = next(i for i, one in enumerate(slots) if one is element)
    found: list[str] = []
    for lyric in notes.lyrics:
        held = next((one for one in reversed(lyric.items[: place + 1]) if hasattr(one, "text")), None)
        if place < len(lyric.items) and held is not None:
            found.append(_syllable_as_sung(notes, lyric, held))
    if found:
        yield analysis.say("글자: ", "sung on: ") + " / ".join(found)


def _syllable_as_sung(notes: NoteLine, lyric: LyricLine, syllable: Any) -> str:
    for word in words(notes, lyric):
        for written, sung in zip(word.syllables, word.sung, strict=True):
            if written is syllable:
                return written.text if written.text == sung else f"{written.text} [{sung}]"
    return str(syllable.text)


def _length(analysis: Analysis, row: Row, element: Element, length: Length) -> list[str]:
    return [_lasting(analysis, length.value, analysis.notes.get(element.span, []))]


def _mark(analysis: Analysis, mark: MarkElement) -> list[str]:
    meaning = MARKS.get(mark.name)
    if meaning is None:
        return [f"`{mark.written}`"]
    text = f"`{mark.written}` {meaning.what.say(analysis.language)}"
    if mark.name in LEVELS_DB:
        text += analysis.say(
            f": {LEVELS_DB[mark.name]:+g} dB (mf가 0)", f": {LEVELS_DB[mark.name]:+g} dB (mf is 0)"
        )
    if mark.name in TEMPO_MARKS and mark.argument:
        text += analysis.say(f": 1분에 4분음표 {mark.argument}", f": {mark.argument} quarter notes a minute")
    return [text]


def _option(analysis: Analysis, option: Option) -> Told | None:
    meaning = OPTIONS.get(option.name.text)
    return (option.name.span, explained(option.name.text, meaning, analysis)) if meaning else None


def explained(name: str, meaning: Meaning, analysis: Analysis) -> list[str]:
    """A word of the language: what it does, its values, its default."""
    language = analysis.language
    paragraphs = [f"**{name}**: {meaning.what.say(language)}"]
    if meaning.values:
        paragraphs.append(analysis.say("값: ", "Values: ") + meaning.values.say(language))
    if meaning.default:
        paragraphs.append(analysis.say("적지 않으면: ", "Without it: ") + meaning.default.say(language))
    return paragraphs


# ── lyrics ───────────────────────────────────────────────────────────────────────────────────────


def _in_lyrics(analysis: Analysis, row: Row, place: Place) -> Told | None:
    for word in words(row.notes, row.value):
        first, last = word.items[0].span, word.items[-1].span
        span = Span(first.source, first.start, last.end)
        if covers(span, place):
            return span, list(_word(analysis, word))
    return None


def _word(analysis: Analysis, word: SungWord) -> Iterator[str]:
    yield f"**{word.written}** [{word.sung}]"
    if word.is_given:
        yield analysis.say("괄호에 적힌 대로 부릅니다.", "Sung as written in brackets.")
    reasons = [reason(change, analysis) for change in word.changes]
    if reasons:
        yield "\n".join(f"- {one}" for one in reasons)


def reason(change: Any, analysis: Analysis) -> str:
    """One rule that acted: its article, its name, and what it changed."""
    rule = change.rule
    named = analysis.say(f"제{rule.article}항 {rule.korean}", f"Article {rule.article}, {rule.english}")
    return f"{named}: {change.before} → {change.after}"


# ── settings and sections ────────────────────────────────────────────────────────────────────────


def _in_setting(analysis: Analysis, row: Row, place: Place) -> Told | None:
    setting: Setting = row.value
    name = setting.name.text
    meaning = SETTINGS.get(name)
    if covers(setting.name.span, place):
        return (setting.name.span, explained(name, meaning, analysis)) if meaning else None
    word = next((one for one in setting.words if covers(one.span, place)), None)
    if name == "form" and word:
        title = word.text.partition("*")[0]
        section = next((one for one in _all_sections(analysis) if one.title == title), None)
        return (word.span, _section(analysis, section)) if section else None
    if name == "voice" and setting.value and covers(setting.value.span, place):
        return _voice(analysis, setting.value)
    return None


def _all_sections(analysis: Analysis) -> tuple[Section, ...]:
    return analysis.reading.song.sections if analysis.reading.song else ()


def _voice(analysis: Analysis, value: Word) -> Told | None:
    try:
        card = read_card(find_voice(value.text, folder_of(value)))
    except VoiceError:
        return None
    reach = f"{pitch_name(card.low_midi)}–{pitch_name(card.high_midi)}"
    told = [
        f"**{card.name}**: {card.description}",
        analysis.say(f"음역 {reach}", f"range {reach}"),
        analysis.say(f"허락: {card.licence}", f"licence: {card.licence}"),
    ]
    if card.singer:
        told.append(analysis.say(f"부른 이: {card.singer}", f"singer: {card.singer}"))
    return value.span, [*told, *([card.consent] if card.consent else [])]


def _in_section(analysis: Analysis, row: Row, place: Place) -> Told | None:
    section: Section = row.value
    return None if section.damaged else (section.span, _section(analysis, section))


def _section(analysis: Analysis, section: Section) -> list[str]:
    """How long a section is, and when it is sung."""
    bars = sum(len(line.bars) for line in section.lines)
    verses = max((len(line.lyrics) for line in section.lines), default=0)
    paragraphs = [
        f"**[{section.title}]** "
        + analysis.say(
            f"{bars}마디, 가사 {verses}절", f"{count(bars, 'bar')}, {count(verses, 'verse')} of lyrics"
        )
    ]
    first = next((line.bars[0].elements for line in section.lines if line.bars), ())
    sung = next((found for one in first if (found := analysis.notes.get(one.span))), [])
    if sung:
        paragraphs.append(_when(analysis, sung))
    elif analysis.settings.form:
        paragraphs.append(analysis.say("form에 없어 불리지 않습니다.", "Not in `form`: never sung."))
    return paragraphs


_TELL: dict[type, Callable[[Analysis, Row, Place], Told | None]] = {
    NoteLine: _in_notes,
    LyricLine: _in_lyrics,
    Setting: _in_setting,
    Section: _in_section,
}
