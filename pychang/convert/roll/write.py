"""A song to its piano roll: `.svg` and `.png` are one tall picture, `.pdf` has pages."""

from __future__ import annotations

from collections.abc import Iterator

from pychang.convert.outgoing import Outgoing
from pychang.convert.roll.curve import curve_of
from pychang.convert.roll.model import PALETTES, DrawnPart, Roll, bands_of
from pychang.convert.roll.pages import LEFT, ROLL_WIDTH, one_page_of, pages_of
from pychang.convert.roll.svg import svg_of
from pychang.convert.roll.systems import systems_of
from pychang.convert.sheet import SheetPart
from pychang.score.model import Part


def write_roll(song: Outgoing, ending: str) -> bytes:
    """The song as it is sung, on a piano roll."""
    if ending == ".svg":
        return svg_of(one_page_of(roll_of(song)), song.score.title)

    from pychang.convert.roll.picture import pdf_of, png_of
    from pychang.hangul_font import hangul_font

    font = hangul_font()
    roll = roll_of(song, in_ipa=font is None)
    if ending == ".png":
        return png_of(one_page_of(roll), font)
    score = song.score
    named = {"Title": score.title, "Author": score.artist or score.composer}
    return pdf_of(pages_of(roll), font, {name: value for name, value in named.items() if value})


def roll_of(song: Outgoing, in_ipa: bool = False) -> Roll:
    """All that is drawn of a song; `in_ipa`: its words as they sound, where there is no font for Hangul."""
    sheet = song.sung_sheet
    parts = tuple(
        DrawnPart(
            written,
            tuple(_in_ipa(written, part) if in_ipa else _words(written)),
            PALETTES[number % len(PALETTES)],
            curve_of(song, part, written.tones, sheet.end),
        )
        for number, (written, part) in enumerate(zip(sheet.parts, song.parts, strict=True))
    )
    return Roll(sheet, bands_of(sheet, parts), systems_of(sheet, LEFT, ROLL_WIDTH))


def _words(part: SheetPart) -> Iterator[str]:
    for tone in part.tones:
        yield tone.lyrics[0].text if tone.lyrics and tone.lyrics[0] else ""


def _in_ipa(written: SheetPart, part: Part) -> Iterator[str]:
    from pychang.compile import pronounce_part

    spoken = ("".join((*s.onset, *s.glide, s.vowel, *s.coda)) for s in pronounce_part(part))
    for word in _words(written):
        yield next(spoken) if word else ""
