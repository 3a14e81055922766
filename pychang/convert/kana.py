"""Japanese kana as Hangul blocks, by the Korean rule for writing Japanese.

외래어 표기법 (문화체육관광부 고시), 표 4 "일본어의 가나와 한글 대조표", its column for within and at the end
of words: where words begin is not told under notes, and a Korean lenis there would be sung voiced. ン closes
the syllable before it with ㄴ, ッ with ㅅ; a long vowel is not written.
"""

from __future__ import annotations

from pychang.korean.jamo import compose, decompose

_ROWS = """
    アイウエオ=아이우에오 カキクケコ=카키쿠케코 ガギグゲゴ=가기구게고 サシスセソ=사시스세소
    ザジズゼゾ=자지즈제조 タチツテト=타치쓰테토 ダヂヅデド=다지즈데도 ナニヌネノ=나니누네노
    ハヒフヘホ=하히후헤호 バビブベボ=바비부베보 パピプペポ=파피푸페포 マミムメモ=마미무메모
    ヤユヨ=야유요 ラリルレロ=라리루레로 ワヰヱヲヴ=와이에오브
"""
_PAIRS = """
    キャキュキョ=캬큐쿄 ギャギュギョ=갸규교 シャシュショ=샤슈쇼 ジャジュジョ=자주조 ヂャヂュヂョ=자주조
    チャチュチョ=차추초 ニャニュニョ=냐뉴뇨 ヒャヒュヒョ=햐휴효 ビャビュビョ=뱌뷰뵤 ピャピュピョ=퍄퓨표
    ミャミュミョ=먀뮤묘 リャリュリョ=랴류료
"""
_FOREIGN = """
    シェジェチェイェ=셰제체예 ファフィフェフォ=파피페포 ティディトゥドゥ=티디투두 テュデュフュ=튜듀퓨
    ウィウェウォ=위웨워 ヴァヴィヴェヴォ=바비베보 ツァツィツェツォ=차치체초 クァクィクェクォ=콰퀴퀘쿼
    グァ=과
"""  # sounds that the table does not have
_SMALL = dict(zip("ァィゥェォャュョヮヵヶ", "아이우에오야유요와카케", strict=True))
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_CODAS = {"ン": "ㄴ", "ッ": "ㅅ"}
_ALONE = {"ン": "응", "ッ": ""}  # with no syllable before it on the note
LONG = "ー"


def _table() -> dict[str, str]:
    table: dict[str, str] = dict(_SMALL)
    for width, text in ((1, _ROWS), (2, _PAIRS), (2, _FOREIGN)):
        for kana, blocks in (pair.split("=") for pair in text.split()):
            pieces = (kana[i : i + width] for i in range(0, len(kana), width))
            table |= dict(zip(pieces, blocks, strict=True))
    return table


_BLOCKS = _table()


def hangul_of(kana: str) -> tuple[str, ...]:
    """The blocks of a run of kana, one a mora but for ン and ッ; signs that are none are passed over."""
    text = kana.translate(_HIRAGANA)
    blocks: list[str] = []
    at = 0
    while at < len(text):
        width = 2 if text[at : at + 2] in _BLOCKS else 1
        piece, at = text[at : at + width], at + width
        if coda := _CODAS.get(piece):
            closed = blocks and _closed(blocks[-1], coda)
            blocks[-1:] = [closed] if closed else [*blocks[-1:], *_ALONE[piece]]
        elif piece in _BLOCKS:
            blocks.append(_BLOCKS[piece])
    return tuple(blocks)


def _closed(block: str, coda: str) -> str:
    onset, nucleus, there = decompose(block)
    return "" if there else compose(onset, nucleus, coda)
