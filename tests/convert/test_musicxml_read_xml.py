"""The XML of a score: packed, encoded, turned round, damaged and hostile."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from pychang.finding import Wrong
from tests.convert.musicxml_texts import DOCTYPE, HEAD, attributes, lyrics, note, part, read, score

SONG = score(part(note("C4", 8, "나") + note("D4", 8, "비")))
CONTAINER = "<container><rootfiles>{}</rootfiles></container>"
ROOT = '<rootfile full-path="{}" media-type="application/vnd.recordare.musicxml+xml"/>'


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def why(folder: Path, data: str | bytes) -> str:
    started = time.monotonic()
    with pytest.raises(Wrong) as caught:
        read(folder, data)
    assert time.monotonic() - started < 5
    assert caught.value.hint.ko and caught.value.hint.en
    return caught.value.reason.en


def test_a_packed_score_is_the_one_that_its_container_names(tmp_path: Path) -> None:
    other = score(part(note("E4", 16, "딴")))
    both = ROOT.format("a.xml") + '<rootfile full-path="p.pdf" media-type="application/pdf"/>'
    data = packed(
        {"META-INF/container.xml": CONTAINER.format(both), "b.xml": other, "a.xml": SONG, "p.pdf": b"%PDF"}
    )
    assert lyrics(read(tmp_path, data, "노래.mxl").sheet.parts[0]) == "나 비"


def test_a_packed_score_without_a_container_is_read_if_it_is_the_only_one(tmp_path: Path) -> None:
    assert lyrics(read(tmp_path, packed({"score.xml": SONG})).sheet.parts[0]) == "나 비"
    assert why(tmp_path, packed({"a.xml": SONG, "b.xml": SONG})) == "there is no score in this .mxl file."


@pytest.mark.parametrize("name", ["../a.xml", "/etc/passwd", "missing.xml"])
def test_a_container_that_leads_away_leads_nowhere(tmp_path: Path, name: str) -> None:
    data = packed({"META-INF/container.xml": CONTAINER.format(ROOT.format(name)), "a.xml": SONG})
    assert why(tmp_path, data) == "there is no score in this .mxl file."


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    huge = SONG.encode() + b" " * (30 * 2**20)
    assert why(tmp_path, packed({"a.xml": huge})).startswith("larger than 24 MB unpacked")


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    data = packed({"META-INF/container.xml": CONTAINER.format(ROOT.format("a.xml")), "a.xml": SONG})
    assert why(tmp_path, data[: len(data) // 2]).startswith("no whole .mxl file")
    broken = bytearray(data)
    broken[data.rindex(b"PK\x03\x04") + 60] ^= 0xFF
    assert why(tmp_path, bytes(broken)).startswith("no whole .mxl file")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "euc-kr", "cp949", "shift_jis"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "ナ" if encoding == "shift_jis" else "나"
    song = score(part(note("C4", 16, text))).replace("UTF-8", encoding.replace("utf-8-sig", "utf-8"))
    data = song.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + song.replace("utf-16-be", "UTF-16").encode("utf-16-be")
    found = read(tmp_path, data)
    assert lyrics(found.sheet.parts[0]) == "나"


@pytest.mark.parametrize("encoding", ["no-such", "punycode", "base64"])
def test_an_encoding_that_is_none_is_said(tmp_path: Path, encoding: str) -> None:
    assert "encoding" in why(tmp_path, SONG.replace("UTF-8", encoding))


def test_parts_within_measures(tmp_path: Path) -> None:
    measures = "".join(
        f'<measure number="{i}"><part id="P1">{first}{note(name, 16, text)}</part>'
        f'<part id="P2">{first}{note("E4", 16)}</part></measure>'
        for i, first, name, text in ((1, attributes(), "C4", "나"), (2, "", "D4", "비"))
    )
    listed = "".join(f'<score-part id="P{i}"><part-name>{i}</part-name></score-part>' for i in (1, 2))
    found = read(
        tmp_path, f"{HEAD}<score-timewise><part-list>{listed}</part-list>{measures}</score-timewise>"
    )
    assert lyrics(found.sheet.parts[0]) == "나 비"
    assert len(found.sheet.bars) == 2


def test_a_namespace_changes_nothing(tmp_path: Path) -> None:
    text = SONG.replace("<score-partwise ", '<score-partwise xmlns="http://example.org/m" ').replace(
        DOCTYPE, ""
    )
    assert lyrics(read(tmp_path, text).sheet.parts[0]) == "나 비"


def test_what_is_no_score_says_what_it_is(tmp_path: Path) -> None:
    assert "its root is <html>" in why(tmp_path, "<html/>")
    assert "an opus" in why(tmp_path, "<opus/>")
    assert "MuseScore's own" in why(tmp_path, "<museScore/>")
    assert "breaks at line 1, column 1" in why(tmp_path, "노래")
    assert "breaks at line" in why(tmp_path, SONG[:500])
    assert why(tmp_path, b"") == "the file is empty."
    assert why(tmp_path, score(part(""))) == "there are no notes in it."
    assert why(tmp_path, f"{HEAD}<score-partwise/>") == "there are no notes in it."


def entities(*declared: str) -> str:
    return SONG.replace(DOCTYPE, f"<!DOCTYPE score-partwise [{''.join(declared)}]>").replace("나", "&x;")


@pytest.mark.parametrize(
    "declared",
    [
        ['<!ENTITY x SYSTEM "file:///etc/passwd">'],
        ['<!ENTITY x "나">'],
        ['<!ENTITY a "나나나나나">', *(f'<!ENTITY {b} "{f"&{a};" * 9}">' for a, b in ("ab", "bc", "cx"))],
        ['<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;'],
        ['<!ENTITY x SYSTEM "a.gif" NDATA gif>'],
    ],
)
def test_entities_are_refused(tmp_path: Path, declared: list[str]) -> None:
    assert why(tmp_path, entities(*declared)) == "refused: it declares XML entities, which no score has."


def test_an_entity_that_is_not_declared_is_no_xml(tmp_path: Path) -> None:
    assert "not well-formed" in why(tmp_path, SONG.replace("나", "&x;"))


def test_deep_and_large_files_end_quickly(tmp_path: Path) -> None:
    deep = SONG.replace("<part id", "<a>" * 300_000 + "</a>" * 300_000 + "<part id")
    assert lyrics(read(tmp_path, deep).sheet.parts[0]) == "나 비"
    many = score(part(note("C4", 1) * 50_000))
    assert "more than 40,000 notes" in why(tmp_path, many)
    elements = score(part(note("C4", 16, "나") + "<a/>" * 3_100_000))
    assert "larger than" in why(tmp_path, elements)
