"""What the words of the language mean, in a line or two: for hover and completion."""

from __future__ import annotations

from typing import NamedTuple

from pychang.diagnostic import Text


class Meaning(NamedTuple):
    """What a word does, what may stand behind it, and what holds without it."""

    what: Text
    values: Text | None = None
    default: Text | None = None
    snippet: str = ""  # what completion writes, in the protocol's snippet syntax


_NONE = Text("없음", "none")

SETTINGS: dict[str, Meaning] = {
    "chang": Meaning(
        Text("이 악보를 적은 언어의 버전.", "The version of the language."), Text("1", "1"), snippet="1"
    ),
    "title": Meaning(
        Text("노래의 제목. 소리 파일에도 적힙니다.", "The song's title, kept in the sound file too.")
    ),
    "artist": Meaning(Text("부르는 이. 소리 파일에도 적힙니다.", "Who sings, kept in the sound file too.")),
    "composer": Meaning(Text("지은이(가락).", "Who wrote the music.")),
    "lyricist": Meaning(Text("지은이(노랫말).", "Who wrote the words.")),
    "copyright": Meaning(Text("저작권.", "Copyright.")),
    "voice": Meaning(
        Text("부르는 목소리.", "The voice that sings."),
        Text(
            "목소리의 이름, 또는 이 악보에서부터의 폴더나 zip 파일",
            "a voice's name, or its folder or zip, relative to this song",
        ),
        Text("sora", "sora"),
    ),
    "tempo": Meaning(
        Text(
            "빠르기. 구절 안에 적으면 거기서부터 그 구절에서만.",
            "The tempo; inside a section, from there on within it.",
        ),
        Text("1분에 4분음표 20–400개", "quarter notes a minute, 20 to 400"),
        Text("100", "100"),
        "${1:100}",
    ),
    "meter": Meaning(
        Text("박자. 마디마다 길이를 이 박자로 셉니다.", "The meter, against which every bar is counted."),
        Text("4/4, 3/4, 6/8 …", "4/4, 3/4, 6/8 …"),
        Text("4/4", "4/4"),
    ),
    "key": Meaning(
        Text("조. 음을 바꾸지는 않습니다.", "The key: information, and for exports; it changes no pitch."),
        Text("C major, F# minor, 다장조 …", "C major, F# minor, 다장조 …"),
        _NONE,
    ),
    "transpose": Meaning(
        Text("모든 음을 반음 몇 개만큼 옮깁니다.", "Moves every note by so many semitones."),
        Text("반음, −24…24의 정수", "whole semitones, −24 to 24"),
        Text("0", "0"),
        "${1:2}",
    ),
    "form": Meaning(
        Text(
            "구절을 부르는 차례. 두 번째로 부를 때에는 2절 가사를 부릅니다.",
            "The order in which sections are sung; the second time each takes its second lyric line.",
        ),
        Text("구절 이름들, 되풀이는 후렴*2", "names of sections, repeats as 후렴*2"),
        Text("적힌 차례로 한 번씩", "all sections once, as written"),
    ),
    "part": Meaning(
        Text(
            "새 파트(둘째 가수)의 시작. 다음 part까지 이 파트의 것입니다.",
            "Starts a part, a second singer: what follows is its own.",
        ),
        Text("파트의 이름", "the part's name"),
        Text("파트 하나", "one part"),
    ),
    "gain": Meaning(
        Text("크기를 올리거나 내립니다.", "Makes it louder or softer."),
        Text("−60…24 dB", "−60 to 24 dB"),
        Text("0", "0"),
        "${1:-3}",
    ),
    "pan": Meaning(
        Text("왼쪽과 오른쪽 사이의 자리.", "The place between left and right."),
        Text("−1(왼쪽)…1(오른쪽)", "−1 (left) to 1 (right)"),
        Text("0", "0"),
        "${1:0}",
    ),
    "backing": Meaning(
        Text("노래 밑에 깔 소리 파일.", "A sound file mixed under the voices."),
        Text("파일 이름 gain=dB offset=초", "a file's name, gain=dB, offset=seconds"),
        _NONE,
        "${1:반주.flac} gain=${2:-6} offset=${3:0}",
    ),
    "vibrato": Meaning(
        Text(
            "떨림. 음마다 {vibrato}로 따로 적을 수 있습니다.",
            "The vibrato; a note may have its own, {vibrato}.",
        ),
        Text(
            "depth=센트(0–300) rate=Hz(1–12) delay=초(0–10), 또는 off",
            "depth=cents (0–300) rate=Hz (1–12) delay=seconds (0–10), or off",
        ),
        Text("목소리의 것", "the voice's own"),
        "depth=${1:35} rate=${2:5.6} delay=${3:0.3}",
    ),
    "include": Meaning(
        Text(
            "다른 악보의 설정과 구절을 먼저 가져옵니다. 여기 적은 것이 이깁니다.",
            "Takes another file's settings and sections first; what stands here wins.",
        ),
        Text("이 악보에서부터의 파일 이름", "a file's name, relative to this song"),
        _NONE,
        "${1:다른.chang}",
    ),
}

OPTIONS: dict[str, Meaning] = {
    "vibrato": Meaning(
        Text("이 음의 떨림.", "This note's vibrato."),
        Text(
            "depth=센트 rate=Hz delay=초를 뒤에, 또는 vibrato=off",
            "depth=cents rate=Hz delay=seconds behind it, or vibrato=off",
        ),
        Text("노래의 것", "the song's"),
        "vibrato depth=${1:60} rate=${2:5} delay=${3:0.2}",
    ),
    "depth": Meaning(
        Text("떨림의 깊이.", "The vibrato's depth."),
        Text("0–300센트", "0 to 300 cents"),
        Text("35", "35"),
        "depth=${1:60}",
    ),
    "rate": Meaning(
        Text("떨림의 빠르기.", "The vibrato's rate."),
        Text("1–12 Hz", "1 to 12 Hz"),
        Text("5.6", "5.6"),
        "rate=${1:5}",
    ),
    "delay": Meaning(
        Text("떨림이 시작하기까지.", "How long until the vibrato starts."),
        Text("0–10초", "0 to 10 seconds"),
        Text("0.3", "0.3"),
        "delay=${1:0.2}",
    ),
    "slide": Meaning(
        Text("앞 음에서 미끄러져 들어옵니다.", "Glides into this note from the one before."),
        Text("0.01–5초", "0.01 to 5 seconds"),
        Text("0.12", "0.12"),
        "slide=${1:0.2}",
    ),
    "scoop": Meaning(Text("아래에서 음으로 올라옵니다.", "Comes up into the note from below.")),
    "fall": Meaning(Text("음의 끝에서 떨어집니다.", "Drops off the note's end.")),
    "bend": Meaning(
        Text(
            "음 안에서 음높이를 굽힙니다. 값들은 고르게 펼쳐집니다.",
            "Bends the pitch; the values are spread evenly over the note.",
        ),
        Text("쉼표로 나눈 −2400…2400센트", "−2400 to 2400 cents, with commas"),
        snippet="bend=${1:0,+100,0}",
    ),
    "accent": Meaning(Text("세게 시작합니다.", "Starts strong.")),
    "staccato": Meaning(Text("짧게 끊습니다.", "Short and detached.")),
    "tenuto": Meaning(Text("길이를 다 채웁니다.", "Held for its full length.")),
    "fermata": Meaning(Text("늘여서 머뭅니다.", "Held for longer than written.")),
    "breathy": Meaning(
        Text("숨소리를 섞습니다.", "Mixes breath into the voice."),
        Text("0–1", "0 to 1"),
        Text("0.5", "0.5"),
        "breathy=${1:0.6}",
    ),
    "soft": Meaning(
        Text("여리게, 숨을 조금 섞어.", "Softer, with a little breath."),
        Text("0–24 dB", "0 to 24 dB"),
        Text("6 dB", "6 dB"),
    ),
    "loud": Meaning(
        Text("세게.", "Louder."), Text("−24…24 dB", "−24 to 24 dB"), Text("4 dB", "4 dB"), "loud=${1:+3}"
    ),
}

MARKS: dict[str, Meaning] = {
    "ppp": Meaning(Text("아주아주 여리게 (피아니시시모)", "pianississimo, as soft as can be")),
    "pp": Meaning(Text("매우 여리게 (피아니시모)", "pianissimo, very soft")),
    "p": Meaning(Text("여리게 (피아노)", "piano, soft")),
    "mp": Meaning(Text("조금 여리게 (메조 피아노)", "mezzopiano, rather soft")),
    "mf": Meaning(Text("조금 세게 (메조 포르테)", "mezzoforte, rather loud")),
    "f": Meaning(Text("세게 (포르테)", "forte, loud")),
    "ff": Meaning(Text("매우 세게 (포르티시모)", "fortissimo, very loud")),
    "fff": Meaning(Text("아주아주 세게 (포르티시시모)", "fortississimo, as loud as can be")),
    "<": Meaning(Text("점점 세게, 다음 셈여림표까지", "growing, to the next dynamic")),
    ">": Meaning(Text("점점 여리게, 다음 셈여림표까지", "fading, to the next dynamic")),
    "tempo": Meaning(
        Text("여기서부터 이 빠르기로", "from here on at this tempo"),
        Text("20–400", "20 to 400"),
        snippet="tempo(${1:100})",
    ),
    "rit": Meaning(
        Text(
            "점점 느리게, 다음 @tempo나 구절 끝까지", "slowing down, to the next @tempo or the section's end"
        ),
        Text("20–400", "20 to 400"),
        snippet="rit(${1:60})",
    ),
    "accel": Meaning(
        Text(
            "점점 빠르게, 다음 @tempo나 구절 끝까지", "speeding up, to the next @tempo or the section's end"
        ),
        Text("20–400", "20 to 400"),
        snippet="accel(${1:120})",
    ),
}
