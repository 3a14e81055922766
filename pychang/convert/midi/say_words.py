"""What is told of the words of a MIDI file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pychang.convert.midi.speaker import Speaker
from pychang.convert.midi.syllables import Parting
from pychang.convert.sung_text import WRITE_HANGUL
from pychang.diagnostic import Text
from pychang.finding import Finding
from pychang.language.wording import count

FEW = 5  # words that one message names


def say_words(speaker: Speaker) -> Iterator[Finding]:
    """Nothing where the words come from elsewhere."""
    if speaker.wishes.has_lyrics:
        return
    if not any(one.line.texts for one in speaker.sets):
        yield _no_words(speaker)
        return
    yield from _lost(speaker)
    yield from _foreign(speaker)
    yield from _wordless(speaker)
    yield from _parting(speaker)
    yield from _shared(speaker)
    if speaker.song.encoding not in ("utf-8", "ascii"):
        name = _ENCODINGS.get(speaker.song.encoding, speaker.song.encoding)
        yield speaker.note("encoding", f"글자를 {name} 부호로 읽었습니다.", f"its texts were read as {name}.")


def _no_words(speaker: Speaker) -> Finding:
    hint = Text("--lyrics 가사.txt로 가사를 주세요.", "Give them with --lyrics words.txt.")
    if speaker.song.unplaced:
        return speaker.warn(
            "lyrics",
            f"가사 {speaker.song.unplaced}개가 있으나 어느 트랙의 음과도 때가 맞지 않아 쓰지 않았습니다.",
            f"there are {speaker.song.unplaced} lyrics, but they go with no track's notes, and are left out.",
            hint,
        )
    return speaker.note(
        "lyrics", "부르는 트랙에 가사가 없습니다.", "there are no words for what is sung.", hint
    )


def _lost(speaker: Speaker) -> Iterator[Finding]:
    lost = [one for each in speaker.sets for one in each.line.lost]
    if lost:
        shown, bar = _first(one.text.strip() for one in lost), speaker.bar(lost[0].at)
        yield speaker.warn(
            "lyrics",
            f"가까이에 음이 없는 가사 {len(lost)}개를 뺐습니다: {shown}. 처음은 {bar}번째 마디입니다.",
            f"{count(len(lost), 'lyric')} with no note near left out: {shown}; the first in bar {bar}.",
        )


def _foreign(speaker: Speaker) -> Iterator[Finding]:
    found = [
        (tone.start, text.foreign)
        for one in speaker.sets
        for tone, text in zip(one.line.tones, one.line.texts, strict=False)
        if text.foreign
    ]
    if found:
        shown, bar = _first(word for _, word in found), speaker.bar(found[0][0])
        yield speaker.warn(
            "lyrics",
            f"한글이 아닌 가사 {len(found)}개({shown})를 ‘아’로 부릅니다. 처음은 {bar}번째 마디입니다.",
            f"{count(len(found), 'lyric')} not in Hangul ({shown}), sung on `아`; the first in bar {bar}.",
            WRITE_HANGUL,
        )


def _wordless(speaker: Speaker) -> Iterator[Finding]:
    """Notes after a rest, or at the beginning, to which the file has nothing."""
    found = []
    for one in speaker.sets:
        end: Fraction | None = None
        for note, text in zip(one.notes, one.line.texts, strict=False):
            if note.start != end and not text.units:
                found.append(note.played.start)
            end = note.end
    if found:
        bar = speaker.bar(min(found))
        yield speaker.warn(
            "lyrics",
            f"쉼 뒤에서 가사 없이 시작하는 음이 {len(found)}곳 있어, 앞 글자의 모음이나 ‘아’로 부릅니다. "
            f"처음은 {bar}번째 마디입니다.",
            f"{count(len(found), 'note')} after a rest without words, sung on the vowel before or on `아`; "
            f"the first in bar {bar}.",
        )


def _parting(speaker: Speaker) -> Iterator[Finding]:
    lines = [one.line for one in speaker.sets if one.line.texts]
    if any(line.parting is Parting.NOTHING and len(line.texts) > 1 for line in lines):
        yield speaker.note(
            "lyrics",
            "가사에 띄어쓰기가 없어 쉼표와 줄 끝에서만 낱말을 나눴습니다. 발음이 달라질 수 있습니다.",
            "the lyrics have no spaces; words are parted at rests and line ends alone, "
            "which may change how they sound.",
            Text("가져온 가사에 띄어쓰기를 넣으세요.", "Put spaces into the lyrics of the score."),
        )


def _shared(speaker: Speaker) -> Iterator[Finding]:
    if shared := sum(one.shared for one in speaker.sets):
        yield speaker.note(
            "lyrics",
            f"한 음에 두 글자가 넘게 있는 {shared}곳은 음을 똑같이 나눴습니다.",
            f"{count(shared, 'note')} with several syllables shared out evenly among them.",
        )


def _first(words: Iterator[str]) -> str:
    """The first few of them, each once."""
    known = list(dict.fromkeys(" ".join(word.split())[:20] for word in words))
    return ", ".join(known[:FEW]) + (" …" if len(known) > FEW else "")


_ENCODINGS = {
    "cp949": "CP949(EUC-KR)",
    "cp932": "Shift-JIS",
    "johab": "Johab",
    "euc_jp": "EUC-JP",
    "cp1252": "Latin-1",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
