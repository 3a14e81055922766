"""Why a text cannot be changed so, and what to do instead."""

from __future__ import annotations

from pychang.diagnostic import Text, Unusable


class NoEdit(Unusable):
    """Raised by the steps of an edit; `edited` makes a `Refused` of it."""


NOT_HERE = Text(
    "이 음은 이 파일에 적혀 있지 않습니다. include로 가져온 파일에 있으면 그 파일을 열어 고치세요.",
    "This note is not written in this file; if it comes from an `include`, open that file to change it.",
)
NO_SECTION = Text(
    "이 파일에 그 구절이 없습니다. include로 가져온 구절이면 그 파일을 열어 고치세요.",
    "That section is not written in this file; if it comes from an `include`, open that file to change it.",
)
NOT_SUNG = Text(
    "같은 이름의 구절이 위에 있어 이 구절은 불리지 않습니다. 먼저 이름을 바꾸세요.",
    "Another section of this name stands above, so this one is never sung; rename it first.",
)
NO_NOTES = Text("고른 음이 없습니다.", "No notes are selected.")
OUT_OF_PITCHES = Text(
    "C0보다 낮거나 B9보다 높은 음은 적을 수 없습니다.", "There are no notes below C0 or above B9."
)
BEFORE_START = Text(
    "구절의 첫머리보다 앞으로 갈 수 없습니다. 구절 앞에 쉼표를 먼저 적으세요.",
    "It cannot go before its section begins; write a rest at the section's start first.",
)
BEHIND_END = Text(
    "이 구절 뒤에 다른 노래가 이어져 더 길게 할 수 없습니다. 글에서 마디를 먼저 더하세요.",
    "More is sung after this section, so it cannot grow here; add a bar in the text first.",
)
TOO_FAR = Text("한 번에 예순네 마디까지 늘릴 수 있습니다.", "A section can grow by 64 bars at a time.")
NO_LENGTH = Text("음은 길이가 있어야 합니다.", "A note must last some time.")
COVERS = Text(
    "다른 음을 다 덮게 됩니다. 그 음을 먼저 옮기거나 지우세요.",
    "It would cover another note whole; move or delete that note first.",
)
MEET = Text("고른 음끼리 겹칩니다.", "The selected notes would lie on one another.")
OUTSIDE_NOTE = Text(
    "나눌 곳은 음의 안쪽이어야 합니다.", "A note is split somewhere between its start and its end."
)
TWO_TO_JOIN = Text("이을 음을 둘 이상 고르세요.", "Select two notes or more to join.")
NOT_NEIGHBOURS = Text(
    "쉼표 없이 이어지는 음만 이을 수 있습니다.",
    "Only notes that follow one another without a rest can be joined.",
)
LOOSE_TIE = Text(
    "이 구절에 앞 음이 없는 붙임줄(~)이 있습니다. 먼저 고치세요.",
    "There is a tie (`~`) without a note before it in this section; mend it first.",
)
UNTYPED_LENGTH = Text(
    "이렇게 잘게는 적을 수 없습니다. 더 굵은 격자에 맞추세요.",
    "A length as fine as this cannot be written; use a coarser grid.",
)
UNSUNG = Text(
    "이 글자는 가사에 적을 수 없습니다. 들리는 대로 한글로 적으세요.",
    "This cannot stand in lyrics; write it in Hangul, as it is sung.",
)
NOTHING_TO_HOLD = Text(
    "구절의 첫 음이나 쉼표 뒤의 음은 앞 글자를 끌(-) 수 없습니다. 글자를 적으세요.",
    "A section's first note, or one after a rest, has nothing to hold (`-`); write a syllable.",
)
NO_SUCH_VERSE = Text("그렇게 많은 절은 적을 수 없습니다.", "There cannot be that many verses.")
ONE_LINE = Text("설정은 한 줄로 적습니다.", "A setting is one line.")
WOULD_BE_REMARK = Text(
    "//는 덧말을 시작하므로 설정에 적을 수 없습니다.",
    "`//` starts a remark, so it cannot stand in a setting.",
)


def damaged(line: int) -> Text:
    return Text(
        f"{line}번째 줄에 읽을 수 없는 것이 있습니다. 글에서 먼저 고치세요.",
        f"Line {line} cannot be read whole; mend it in the text first.",
    )


def too_many(count: int) -> Text:
    return Text(
        f"구절의 남은 음보다 {count}글자 많습니다. 글자를 줄이거나 음을 더하세요.",
        f"{count} more than the notes left in this section; take some out, or add notes.",
    )


def no_setting(name: str) -> Text:
    return Text(f"‘{name}’은 노래의 설정이 아닙니다.", f"`{name}` is no setting of a song.")
