"""The font that Hangul is drawn with in pictures."""

from __future__ import annotations

from contextlib import suppress

FONTS = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "NanumGothic",
    "Nanum Gothic",
    "NanumBarunGothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "Pretendard",
    "UnDotum",
    "Baekmuk Dotum",
    "Noto Sans CJK JP",
    "NanumMyeongjo",
    "Noto Serif CJK KR",
)


def hangul_font() -> str | None:
    """The first of the fonts for Hangul that is installed, maybe since matplotlib last looked for fonts."""
    from matplotlib import font_manager

    found = _known_font()
    if found is None:
        known = {font.fname for font in font_manager.fontManager.ttflist}
        for path in font_manager.findSystemFonts():
            if path not in known:
                _learn_font(path)
        found = _known_font()
    return found


def _known_font() -> str | None:
    from matplotlib import font_manager

    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in installed), None)


def _learn_font(path: str) -> None:
    """Files that are no fonts to matplotlib are none to us."""
    from matplotlib import font_manager

    with suppress(OSError, RuntimeError, ValueError):
        font_manager.fontManager.addfont(path)
