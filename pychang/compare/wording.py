"""How differences are told."""

from __future__ import annotations

from collections.abc import Sequence

from pychang.compare.bars import Event
from pychang.diagnostic import Text
from pychang.language.wording import count, josa, length_name

LONGEST = 60  # characters of lyrics that are shown


def same(text: str) -> Text:
    """What reads the same in both languages."""
    return Text(text, text)


def from_to(old: str | Text | None, new: str | Text | None) -> Text:
    """`old → new`; or that one is added or removed."""
    before, after = _text(old), _text(new)
    if before is None:
        return Text(f"{after.ko} 더함", f"{after.en} added")
    if after is None:
        return Text(f"{before.ko} 뺌", f"{before.en} removed")
    return Text(f"{before.ko} → {after.ko}", f"{before.en} → {after.en}")


def setting(name: str, old: str, new: str) -> Text:
    """`tempo 90 → 100`."""
    return Text(
        f"{name} {old or '(없음)'} → {new or '(없음)'}", f"{name} {old or '(none)'} → {new or '(none)'}"
    )


def order(old: str, new: str) -> Text:
    """Of sections without a form."""
    return Text(f"부르는 순서 {old} → {new}", f"order {old} → {new}")


def event(one: Event) -> Text:
    """`E4 quarter`, `quarter rest`."""
    if one.kind == "unread":
        return same(one.text)
    name = length_name(one.duration)
    english = name.en.split(" ", 1)[-1]
    if one.kind == "rest":
        return Text(
            name.ko.replace("음표", "쉼표") if "음표" in name.ko else f"쉼표 {name.ko}", f"{english} rest"
        )
    if one.kind == "tie":
        return Text(f"붙임줄 {name.ko}", f"tied {english}")
    return Text(f"{one.pitch.name} {name.ko}", f"{one.pitch.name} {english}")


def short_event(one: Event | None) -> Text:
    """`E4`, `the rest`; where there is none, the bar's end."""
    if one is None or one.kind == "over":
        return Text("마디 끝", "the bar's end")
    if one.kind == "note":
        return same(one.pitch.name)
    if one.kind == "unread":
        return same(one.text)
    return Text("쉼표", "the rest") if one.kind == "rest" else Text("붙임줄", "the tie")


def added_event(one: Event, before: Event | None) -> Text:
    name = event(one)
    if before is None:
        return Text(f"마디 처음에 {name.ko} 더함", f"{name.en} added at the bar's start")
    after = short_event(before)
    return Text(f"{after.ko} 뒤에 {name.ko} 더함", f"{name.en} added after {after.en}")


def on(one: Event, old: str | None, new: str | None) -> Text:
    """`{slide} added to E4`."""
    where, what = short_event(one), from_to(old, new)
    by = "to" if old is None else "from" if new is None else "on"
    return Text(f"{where.ko}{'에' if old is None else '의'} {what.ko}", f"{what.en} {by} {where.en}")


def before(one: Event, old: str | None, new: str | None) -> Text:
    """`@p → @mf before E4`."""
    where, what = short_event(one), from_to(old, new)
    ko = "에" if old is None else "의"
    if one.kind == "over":
        return Text(f"마디 끝{ko} {what.ko}", f"{what.en} at the bar's end")
    return Text(f"{where.ko} 앞{ko} {what.ko}", f"{what.en} before {where.en}")


def inside(old: str | None, new: str | None) -> Text:
    """A setting in a section: `meter 3/4 → 4/4`."""
    if old and new and old.split(" ")[0] == new.split(" ")[0]:
        new = new.split(" ", 1)[1]
    return from_to(old, new)


def breath(one: Event, added: bool) -> Text:
    where = short_event(one)
    if added:
        return Text(f"{where.ko} 뒤에 숨표 더함", f"breath added after {where.en}")
    return Text(f"{where.ko} 뒤의 숨표 뺌", f"breath removed after {where.en}")


def moved(semitones: int) -> Text:
    """Every note of a section."""
    by = abs(semitones)
    ko, en = ("높아졌습니다", "higher") if semitones > 0 else ("낮아졌습니다", "lower")
    return Text(f"모든 음이 반음 {by}개만큼 {ko}", f"every note {count(by, 'semitone')} {en}")


def bars_added(number: int, after: int, lyrics: str) -> Text:
    """`number` bars that follow the bar `after`, 0 being the section's start."""
    ko = f"{after}번째 마디 뒤에" if after else "맨 앞에"
    en = f"after bar {after}" if after else "at its start"
    return Text(
        f"{ko} {number}마디 더함{_sung_ko(lyrics)}", f"{count(number, 'bar')} added {en}{_sung_en(lyrics)}"
    )


def bars_removed(first: int, last: int, lyrics: str) -> Text:
    """Bars by their old numbers."""
    bars = f"{first}" if first == last else f"{first}–{last}"
    english = f"old bar {bars}" if first == last else f"old bars {bars}"
    return Text(f"전의 {bars}번째 마디 뺌{_sung_ko(lyrics)}", f"{english} removed{_sung_en(lyrics)}")


def section_added(bars: int, lyrics: str) -> Text:
    return Text(
        f"새 구절, {bars}마디{_sung_ko(lyrics)}", f"new section of {count(bars, 'bar')}{_sung_en(lyrics)}"
    )


def section_removed(bars: int) -> Text:
    return Text(f"구절 뺌({bars}마디)", f"section removed ({count(bars, 'bar')})")


def renamed(old: str) -> Text:
    """Of a section or a part whose new name stands before."""
    return Text(f"이름이 바뀜(전에는 {old or '이름 없음'})", f"renamed, from {old or 'no name'}")


def part_added(name: str, sections: int) -> Text:
    ko, en = _part(name)
    return Text(f"{ko} 더함({sections}구절)", f"{en} added ({count(sections, 'section')})")


def part_removed(name: str) -> Text:
    ko, en = _part(name)
    return Text(f"{ko} 뺌", f"{en} removed")


def part_renamed(old: str, new: str) -> Text:
    (ko, en), called = _part(old), f"‘{new}’{josa(new, '으로', '로')}"
    return Text(
        f"{ko}의 이름이 {called} 바뀜" if new else f"{ko}의 이름 뺌",
        f"{en} is now called {new}" if new else f"{en} has no name now",
    )


def _part(name: str) -> Text:
    return Text(f"‘{name}’ 파트", f"part {name}") if name else Text("이름 없는 파트", "the nameless part")


def pause(word: str, added: bool) -> Text:
    """A mark in the lyrics, or a line's end, that no sound change crosses."""
    if added:
        return Text(f"‘{word}’ 앞에 끊김 더함", f"pause added before {word}")
    return Text(f"‘{word}’ 앞의 끊김 뺌", f"pause removed before {word}")


def shortened(words: Sequence[object]) -> str:
    """Words in one line, the middle left out where there are too many."""
    text = " ".join(str(word) for word in words)
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2 - 1
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def _sung_ko(lyrics: str) -> str:
    return f" “{lyrics}”" if lyrics else ""


def _sung_en(lyrics: str) -> str:
    return f" “{lyrics}”" if lyrics else ""


def _text(one: str | Text | None) -> Text | None:
    return Text(one, one) if isinstance(one, str) else one
