"""How numbers and words of other scripts are written in Hangul: suggestions for messages, not rules."""

from __future__ import annotations

_DIGITS = ("영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_NATIVE = {
    "1": "하나",
    "2": "둘",
    "3": "셋",
    "4": "넷",
    "5": "다섯",
    "6": "여섯",
    "7": "일곱",
    "8": "여덟",
    "9": "아홉",
    "10": "열",
}
_PLACES = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조")

_LETTER_NAMES = """
    에이 비 시 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 아르 에스 티 유 브이 더블유
    엑스 와이 제트
"""
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", _LETTER_NAMES.split(), strict=True))

# Words that songs use; spelled by 외래어 표기법 or as singers write them.
_SONG_WORDS = """
    love=러브 baby=베이비 you=유 i=아이 me=미 my=마이 your=유어 we=위 oh=오 yeah=예 yes=예스 no=노
    hey=헤이 hello=헬로 hi=하이 bye=바이 goodbye=굿바이 good=굿 night=나이트 day=데이 time=타임
    dance=댄스 music=뮤직 song=송 heart=하트 dream=드림 star=스타 sky=스카이 moon=문 sun=선 light=라이트
    fire=파이어 rain=레인 summer=서머 winter=윈터 spring=스프링 happy=해피 birthday=버스데이 merry=메리
    christmas=크리스마스 party=파티 ok=오케이 okay=오케이 go=고 stop=스톱 come=컴 on=온 up=업 down=다운
    one=원 two=투 three=스리 four=포 the=더 and=앤드 a=어 so=소 sweet=스위트 kiss=키스 girl=걸 boy=보이
    girls=걸스 boys=보이스 world=월드 life=라이프 forever=포에버 together=투게더 beautiful=뷰티풀
    angel=에인절 smile=스마일 wow=와우 la=라 na=나 sorry=소리 please=플리즈 thank=생크 want=원트
    need=니드 feel=필 like=라이크 let=렛 it=잇 is=이즈 do=두 don't=돈트 i'm=아임 it's=잇츠 let's=레츠
    never=네버 ever=에버 only=온리 always=올웨이스 again=어게인 home=홈 crazy=크레이지 magic=매직
"""
_WORDS = dict(pair.split("=") for pair in _SONG_WORDS.split())


def number_as_sung(written: str) -> tuple[str, ...]:
    """ "25" as 이십오; for 1 to 10 the native word too. Decimals digit by digit after 점."""
    whole, _, fraction = written.replace(",", "").partition(".")
    whole = "".join(str(int(digit)) for digit in whole)  # digits of any script
    if len(whole) > 16 or "." in fraction:
        return ("".join(_DIGITS[int(digit)] for digit in whole[:40]),)
    sung = _sino(int(whole)) + ("점" + "".join(_DIGITS[int(digit)] for digit in fraction) if fraction else "")
    native = _NATIVE.get(whole) if not fraction else None
    return (sung, native) if native else (sung,)


def _sino(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    sung = ""
    for myriad in _MYRIADS:
        number, group = divmod(number, 10_000)
        if group:
            sung = ("" if group == 1 and myriad == "만" and not number else _group(group)) + myriad + sung
    return sung


def _group(number: int) -> str:
    """0 < number < 10,000; 일 is not said before 십, 백, 천."""
    digits = f"{number:04d}"
    return "".join(
        ("" if digit == "1" and place else _DIGITS[int(digit)]) + _PLACES[place]
        for place, digit in zip((3, 2, 1, 0), digits, strict=True)
        if digit != "0"
    )


def letters_as_sung(written: str) -> str | None:
    """A known word in Hangul, or the names of the letters of an abbreviation (in capitals, or one letter).

    None for other words, which are not sung by their letters, and for other scripts.
    """
    word = written.lower().replace("’", "'")
    if word in _WORDS:
        return _WORDS[word]
    letters = word.replace("'", "")
    is_spelled = letters.isascii() and len(letters) <= 12 and (len(letters) == 1 or written.isupper())
    return "".join(_LETTERS[ch] for ch in letters) if is_spelled else None
