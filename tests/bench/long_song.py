"""Long songs for measuring: hardly a line that stands twice, verses, expression, and a form with repeats."""

from __future__ import annotations

from random import Random

WORDS = [
    *(
        "아리랑",
        "고개로",
        "넘어간다",
        "나를",
        "버리고",
        "가시는",
        "님은",
        "십리도",
        "못가서",
        "발병난다",
        "꽃잎이",
    ),
    *(
        "흩날리는",
        "밤하늘에",
        "별빛도",
        "많고",
        "국물",
        "같이",
        "좋아하는",
        "사람들",
        "옷이",
        "젖는다",
        "값이",
    ),
    *("학교", "앞에", "놓고", "신라의", "달밤", "하늘을", "우러러", "한점", "부끄럼이", "없기를"),
]
PITCHES = ["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "F#4", "Bb4"]
BARS = ((4, 4, 4, 4), (8, 8, 4, 4, 4), (2, 4, 4), (4, 8, 8, 2))
LINES_A_SECTION = 10


def long_song(lines: int, seed: int = 1) -> str:
    """A song of so many lines, without mistakes."""
    random = Random(seed)
    body: list[str] = []
    names: list[str] = []
    while len(body) < lines - 9:
        names.append(f"구절{len(names) + 1}")
        body += ["", f"[{names[-1]}]"]
        for _ in range(LINES_A_SECTION):
            if len(body) < lines - 9:
                body += _lines(random, repeated=len(names) % 3 == 1)
    form = " ".join(f"{name}*2" if i % 3 == 0 else name for i, name in enumerate(names))
    header = [
        "// 재는 데 쓰는 긴 노래",
        "title: 긴 노래",
        "voice: sora",
        "tempo: 96",
        "meter: 4/4",
        f"form: {form}",
    ]
    return "\n".join([*header, *body]) + "\n"


def _lines(random: Random, repeated: bool) -> list[str]:
    """A note line of four bars with its lyrics: two verses where they are sung."""
    bars = [[_note(random, length) for length in random.choice(BARS)] for _ in range(4)]
    count = sum(map(len, bars))
    notes = "| " + " | ".join(" ".join(bar) for bar in bars) + " , |"
    return [notes, *(_lyric(random, count) for _ in range(2 if repeated else 1))]


def _note(random: Random, length: int) -> str:
    return f"{random.choice(PITCHES)}:{length}{random.choice(['', '', '', '', '{accent}', '{tenuto}'])}"


def _lyric(random: Random, count: int) -> str:
    words: list[str] = []
    while count:
        words.append(random.choice(WORDS)[:count])
        count -= len(words[-1])
    return "> " + " ".join(words)
