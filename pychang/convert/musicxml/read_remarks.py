"""What should be known about how a score was read: collected on the way, and told in few sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pychang.convert.sung_text import WRITE_HANGUL
from pychang.diagnostic import Severity, Text
from pychang.finding import NO_HINT, Finding

_SHOWN = 6  # measures or names in one sentence


@dataclass(frozen=True)
class _Row:
    """How one kind of remark is told: `{n}` how many, `{bars}` in which measures, `{names}` of what."""

    severity: Severity
    ko: str
    en: str
    hint: Text = NO_HINT


class Remarks:
    """Remarks by their kind, each with the measures where it holds and the names that go with it."""

    def __init__(self) -> None:
        self._bars: dict[str, dict[tuple[str, str], int]] = {}
        self._names: dict[str, dict[str, None]] = {}

    def add(self, kind: str, bar: str = "", part: str = "", name: str = "") -> None:
        places = self._bars.setdefault(kind, {})
        places[bar, part] = places.get((bar, part), 0) + 1
        if name:
            self._names.setdefault(kind, {})[name] = None

    def told(self, path: Path) -> tuple[Finding, ...]:
        """In the order of the table, warnings first."""
        rows = sorted(_ROWS.items(), key=lambda row: row[1].severity is not Severity.WARNING)
        return tuple(self._finding(path, kind, row) for kind, row in rows if kind in self._bars)

    def _finding(self, path: Path, kind: str, row: _Row) -> Finding:
        places, names = self._bars[kind], list(self._names.get(kind, ()))
        n = sum(places.values())
        bars_ko, bars_en = _bars_in(places)
        shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        message = Text(
            row.ko.format(n=n, bars=bars_ko, names=shown),
            row.en.format(
                n=n, bars=bars_en, names=shown, s="" if n == 1 else "s", be="is" if n == 1 else "are"
            ),
        )
        return Finding(row.severity, kind, path, message, row.hint)


def _bars_in(places: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """`소프라노 3, 4, 9마디 …` and `in bars 3, 4, 9 … of Soprano`."""
    by_part: dict[str, list[str]] = {}
    numbered = any(bar and not bar.startswith("X") for bar, _ in places)
    for bar, part in places:
        if bar and not (numbered and bar.startswith("X")):  # MuseScore's, which a page does not show
            by_part.setdefault(part, []).append(bar)
    shown = list(by_part.items())[:3]
    more = " …" if len(by_part) > len(shown) else ""
    ko = ", ".join(f"{part} {_few(bars)}마디".strip() for part, bars in shown)
    en = "; ".join(
        f"bar{'s' if len(bars) > 1 else ''} {_few(bars)}" + (f" of {part}" if part else "")
        for part, bars in shown
    )
    return (f"({ko}{more})", f"({en}{more})") if shown else ("", "")


def _few(bars: Sequence[str]) -> str:
    return ", ".join(bars[:_SHOWN]) + (" …" if len(bars) > _SHOWN else "")


_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_SONG = Text("만들어진 .chang에서 고치세요.", "Mend it in the .chang file.")
_TRACK = Text("다른 파트는 --track으로 고르세요.", "Choose another part with --track.")

_ROWS: Mapping[str, _Row] = {
    "foreign": _Row(
        _WARNING,
        "한글이 아닌 가사 {n}개는 ‘아’로 부릅니다: {names} {bars}",
        "{n} text{s} that {be} not Korean will be sung on `아`: {names} {bars}",
        WRITE_HANGUL,
    ),
    "wordless": _Row(
        _WARNING,
        "가사 없는 음 {n}군데는 ‘아’로 부릅니다 {bars}",
        "notes without words will be sung on `아`, {n} time{s} {bars}",
        _SONG,
    ),
    "cut": _Row(
        _WARNING,
        "구절을 넘어 이어지던 음절 {n}개는 다음 구절에서 모음으로 다시 시작합니다 {bars}",
        "{n} syllable{s} held over the border of a section {be} begun again there, on the vowel {bars}",
        _SONG,
    ),
    "ornament": _Row(
        _WARNING,
        "노래로 옮길 수 없는 꾸밈음 기호 {n}개를 뺐습니다: {names} {bars}",
        "{n} ornament{s} that cannot be sung {be} left out: {names} {bars}",
        _SONG,
    ),
    "overlap": _Row(
        _WARNING,
        "한 성부에서 겹친 음을 다음 음 앞에서 끊었습니다 {bars}",
        "notes that overlap in one voice are cut where the next begins {bars}",
        _SONG,
    ),
    "too-long": _Row(
        _WARNING,
        "마디 끝을 넘어간 음을 잘랐습니다 {bars}",
        "notes that go on over the end of their bar are cut {bars}",
        _SONG,
    ),
    "pitch": _Row(
        _WARNING,
        "읽을 수 없거나 C0–G9 밖에 있는 음 {n}개를 뺐습니다 {bars}",
        "{n} note{s} with no pitch that can be read, or outside C0–G9, {be} left out {bars}",
        _SONG,
    ),
    "aimless": _Row(
        _WARNING,
        "세뇨 기호가 없어서 처음으로 돌아갑니다 {bars}",
        "D.S. without a segno goes back to the beginning {bars}",
        _SONG,
    ),
    "endless": _Row(
        _WARNING,
        "되풀이가 너무 많아서 뒤를 줄였습니다.",
        "there are too many repeats: the rest is left out.",
        Text("도돌이표와 횟수를 확인하세요.", "See to the repeat signs and how often they are played."),
    ),
    "unreached": _Row(
        _WARNING,
        "도돌이표와 기호를 따르면 연주되지 않는 마디를 뺐습니다 {bars}",
        "bars that the signs never lead to are left out {bars}",
        Text("도돌이표와 D.S./Coda를 확인하세요.", "See to the repeat signs, D.S. and coda."),
    ),
    "tempo-range": _Row(
        _WARNING,
        "빠르기를 20–400 안으로 맞추었습니다 {bars}",
        "tempi are brought into 20–400 {bars}",
        _SONG,
    ),
    "grid": _Row(
        _WARNING,
        "너무 잘게 나뉜 음을 온음표의 1/960 눈금에 맞추었습니다 {bars}",
        "notes divided too finely are moved to a grid of 1/960 {bars}",
        _SONG,
    ),
    "stretched": _Row(
        _WARNING,
        "어떤 박자로도 셀 수 없는 마디를 조금 늘렸습니다 {bars}",
        "bars that no meter counts are made a little longer {bars}",
        _SONG,
    ),
    "crowded": _Row(
        _WARNING,
        "한 음에 글자가 너무 많아 뒤를 뺐습니다 {bars}",
        "too many syllables under one note: the last are left out {bars}",
        _SONG,
    ),
    "no-words": _Row(
        _NOTE,
        "가사가 없는 악보입니다. ‘{names}’ 파트를 가져왔습니다.",
        "there are no words in this score: the part `{names}` was taken.",
        Text(
            "--lyrics로 가사를, --track으로 다른 파트를 주세요.",
            "Give words with --lyrics, another part with --track.",
        ),
    ),
    "part-left-out": _Row(
        _NOTE,
        "가사가 없는 파트는 뺐습니다: {names}.",
        "parts without words are left out: {names}.",
        _TRACK,
    ),
    "voice-left-out": _Row(
        _NOTE,
        "가사가 없는 성부는 뺐습니다: {names}.",
        "voices without words are left out: {names}.",
    ),
    "lent": _Row(
        _NOTE,
        "가사가 없는 성부는 함께 움직이는 성부의 가사로 부릅니다: {names}.",
        "voices without words of their own sing those of the voice that moves with them: {names}.",
        _SONG,
    ),
    "chord": _Row(
        _NOTE,
        "화음에서는 가장 높은 음을 부릅니다 {bars}",
        "of chords the highest tone is sung {bars}",
    ),
    "grace": _Row(
        _NOTE,
        "꾸밈음 {n}개는 뒤 음에서 시간을 덜어 짧은 음으로 부릅니다 {bars}",
        "{n} grace note{s} {be} sung as short notes, in time taken from the note that they adorn {bars}",
    ),
    "cue": _Row(_NOTE, "작은 음표(cue)는 뺐습니다 {bars}", "cue notes are left out {bars}"),
    "unpitched": _Row(
        _NOTE, "높이가 없는 음표는 뺐습니다 {bars}", "notes without a pitch are left out {bars}"
    ),
    "translation": _Row(
        _NOTE,
        "한글이 없는 가사 줄은 뺐습니다: {names}절.",
        "lines of lyrics in other languages are left out: {names}.",
    ),
    "stanzas": _Row(
        _NOTE,
        "가사가 {names}절까지 있어서 전체를 그만큼 되풀이합니다.",
        "there are words for {names} verses: the whole is sung that often.",
        Text("form 줄에서 바꿀 수 있습니다.", "The line `form` says so."),
    ),
    "no-spaces": _Row(
        _NOTE,
        "가사에 띄어쓰기가 없어서 글자마다 한 낱말로 읽습니다.",
        "the words have no spaces: every block is taken for a word.",
        Text(
            ".chang에서 띄어쓰기를 고치거나 --lyrics로 주세요. 발음이 더 자연스러워집니다.",
            "Mend the spaces in the .chang file, or give the words with --lyrics: they are sung better.",
        ),
    ),
    "tempo-word": _Row(
        _NOTE,
        "빠르기말은 보통 뜻하는 빠르기로 옮겼습니다: {names} {bars}",
        "tempo words are taken at their usual tempo: {names} {bars}",
    ),
    "no-tempo": _Row(
        _NOTE,
        "빠르기가 적혀 있지 않아서 100으로 합니다.",
        "no tempo is written: 100 is taken.",
        Text(".chang의 tempo 줄에서 바꾸세요.", "Change the line `tempo` in the .chang file."),
    ),
}
