"""Every code of a song's mistakes, and in one sentence what it is about.

E1 text and file · E2 notes and syntax · E3 lyrics · E4 settings, sections and form · W the same, as warnings.
"""

from __future__ import annotations

from pychang.diagnostic import Text

CODES: dict[str, Text] = {
    "E101": Text("파일이 UTF-8이 아닙니다.", "The file is not UTF-8."),
    "E102": Text(
        "악보가 아닌 이진 파일이나 다른 프로그램의 파일입니다.", "The file is binary, or of another program."
    ),
    "E103": Text("보이지 않는 제어 문자가 들어 있습니다.", "There is an invisible control character."),
    "E104": Text("파일이 비어 있습니다.", "The file is empty."),
    "E105": Text("덧말만 있는 파일입니다.", "There are only remarks in the file."),
    "E106": Text("노래할 음이 없습니다.", "There are no notes to sing."),
    "E107": Text("줄이 너무 깁니다.", "A line is too long."),
    "E108": Text("줄이 너무 많습니다.", "There are too many lines."),
    "E109": Text("파일이 너무 큽니다.", "The file is too large."),
    "E201": Text(
        "첫 글자로 무슨 줄인지 알 수 없습니다.", "A line's first character does not tell what it is."
    ),
    "E202": Text("음표로 읽을 수 없습니다.", "This is not a note."),
    "E203": Text(
        "음이름, 임시표나 옥타브가 잘못되었습니다.", "A pitch is a letter, an accidental, an octave."
    ),
    "E204": Text("길이를 읽을 수 없습니다.", "A length cannot be read."),
    "E205": Text("줄의 첫 음에 길이가 없습니다.", "The first note on a line must say how long it is."),
    "E206": Text("중괄호가 잘못되었습니다.", "Braces cannot be read, or stand in the wrong place."),
    "E207": Text("중괄호 안에 모르는 말이 있습니다.", "A word in braces means nothing."),
    "E208": Text("중괄호 안의 값이 맞지 않습니다.", "A value in braces cannot be used."),
    "E209": Text("모르는 @ 표입니다.", "There is no such mark."),
    "E210": Text("빠르기 표의 값을 읽을 수 없습니다.", "A tempo mark's value cannot be read."),
    "E211": Text("마디가 박자보다 깁니다.", "A bar is longer than the meter."),
    "E212": Text("마디가 박자보다 짧습니다.", "A bar is shorter than the meter."),
    "E213": Text("마디가 비어 있습니다.", "A bar is empty."),
    "E214": Text("붙임줄이 이을 음이 없습니다.", "A tie has no note to go on from."),
    "E215": Text("숨표 앞에 음이 없습니다.", "A breath has no note before it."),
    "E216": Text("구절 이름 줄이 잘못되었습니다.", "A section's line cannot be read."),
    "E301": Text("음보다 글자가 적습니다.", "There are fewer syllables than notes."),
    "E302": Text("음보다 글자가 많습니다.", "There are more syllables than notes."),
    "E303": Text("가사에 한글이 아닌 글자가 있습니다.", "The lyrics have letters that are not Hangul."),
    "E304": Text("가사에 숫자가 있습니다.", "The lyrics have digits."),
    "E305": Text("가사에 낱자가 있습니다.", "The lyrics have a jamo that is not part of a syllable."),
    "E306": Text(
        "괄호 안 발음의 글자 수가 다릅니다.", "A pronunciation in brackets has another length than its word."
    ),
    "E307": Text("대괄호가 잘못되었습니다.", "Brackets cannot be read, or stand in the wrong place."),
    "E308": Text("-가 끌 글자가 없습니다.", "A hold has no syllable to go on from."),
    "E309": Text("가사 줄 위에 악보 줄이 없습니다.", "A lyric line has no note line above it."),
    "E401": Text("없는 설정입니다.", "There is no such setting."),
    "E402": Text("설정의 값을 쓸 수 없습니다.", "A setting's value cannot be used."),
    "E403": Text("설정이 두 번 있습니다.", "A setting stands twice."),
    "E404": Text("구절 안에서 바꿀 수 없는 설정입니다.", "A setting cannot change inside a section."),
    "E405": Text("form에 없는 구절이 있습니다.", "The form names a section that is not there."),
    "E406": Text("같은 이름의 구절이 있습니다.", "Two sections have one name."),
    "E408": Text("form의 되풀이 수를 읽을 수 없습니다.", "The form's number of times cannot be read."),
    "E409": Text("되풀이까지 더한 노래가 너무 깁니다.", "With its repeats the song is too long."),
    "E410": Text(
        "이름 없는 구절은 form에 넣을 수 없습니다.", "The form cannot name notes before the first section."
    ),
    "E411": Text("목소리를 쓸 수 없습니다.", "The voice cannot be used."),
    "E412": Text("같은 이름의 파트가 있습니다.", "Two parts have one name."),
    "E413": Text("끼워 넣을 파일을 읽을 수 없습니다.", "An included file cannot be read."),
    "E414": Text("파일이 자기 자신을 다시 끼워 넣습니다.", "A file includes itself."),
    "E415": Text("반주 파일을 쓸 수 없습니다.", "The backing file cannot be used."),
    "W110": Text("덧말의 ok가 아무것도 없애지 않습니다.", "A remark's `ok` takes nothing back."),
    "W221": Text("slide가 시작할 앞 음이 없습니다.", "A slide has no note to start from."),
    "W222": Text("느려지거나 빨라지는 표가 거꾸로입니다.", "A ritardando or accelerando goes the other way."),
    "W231": Text("음이 목소리의 음역을 벗어납니다.", "A note is outside the voice's range."),
    "W241": Text("음이 한 번에 너무 멀리 뜁니다.", "A leap is very wide."),
    "W242": Text("숨 쉴 곳이 없이 너무 깁니다.", "A phrase is too long for one breath."),
    "W301": Text("가사가 없어 ‘아’로 부릅니다.", "Notes without lyrics are sung on 아."),
    "W302": Text("불리지 않는 절이 있습니다.", "A verse is never sung."),
    "W401": Text("불리지 않는 구절이 있습니다.", "A section is never sung."),
    "W402": Text("함께 부르는 구절의 길이가 파트마다 다릅니다.", "Sections sung together differ in length."),
    "W403": Text(
        "다른 파트의 빠르기를 따르므로 쓰이지 않습니다.", "A tempo has no effect: another part leads."
    ),
    "W404": Text("효과가 없는 설정이나 표입니다.", "A setting or a mark has no effect."),
    "W407": Text("음이 없는 구절입니다.", "A section has no notes."),
    "W409": Text("구절이 없는 파트입니다.", "A part has no sections."),
}
