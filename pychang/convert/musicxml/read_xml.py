"""The XML of a score: a file's bytes, packed or not, as a tree that nothing hostile has grown into."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import ZipFile

from pychang.convert.contents import contents
from pychang.diagnostic import Text
from pychang.finding import Wrong
from pychang.zip_file import DAMAGED, Measured, TooLarge, member_bytes

MOST_XML_BYTES = 24 * 1024 * 1024
MOST_ELEMENTS = 1_500_000
MOST_NOTES = 40_000  # of all parts; a string quartet of three quarters of an hour has 20,000
_CONTAINER = "META-INF/container.xml"
_MOST_CONTAINER_BYTES = 64 * 1024
_CHUNK = 64 * 1024
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"'][^>]{0,100}?\?>")
_READ_BY_EXPAT = ("utf-8", "utf-16", "ascii", "iso8859-1")
_DECODED_HERE = re.compile(r"(euc_|cp|johab|shift_jis|gb|big5|iso8859|utf|koi8|mac).*")  # text, and fast


def score_of(path: Path) -> Element:
    """The root of a score, its measures within its parts. Wrong; OSError."""
    data = contents(path)
    if data.startswith(b"PK"):
        data = _unpacked(path, data)
    root = _parsed(path, data)
    if root.tag == "score-timewise":
        return _by_parts(root)
    if root.tag != "score-partwise":
        reason, hint = _OTHERS.get(root.tag, (_no_score(root.tag), _EXPORT))
        raise Wrong("score", path, reason, hint)
    return root


# ── packed ───────────────────────────────────────────────────────────────────────────────────────


def _unpacked(path: Path, data: bytes) -> bytes:
    """The score within an `.mxl`: what its container names."""
    try:
        with ZipFile(Measured(io.BytesIO(data))) as archive:
            names = archive.namelist()
            if _CONTAINER in names:
                name = _rootfile(path, _member(archive, _CONTAINER, _MOST_CONTAINER_BYTES), names)
            else:
                name = _only_score(path, names)
            return _member(archive, name)
    except TooLarge as why:
        raise Wrong("score", path, _TOO_LARGE, _EXPORT) from why
    except (*DAMAGED, OSError) as why:
        raise Wrong("score", path, _NOT_WHOLE, _EXPORT) from why


def _member(archive: ZipFile, name: str, limit: int = MOST_XML_BYTES) -> bytes:
    return member_bytes(archive, archive.getinfo(name), limit)


def _rootfile(path: Path, container: bytes, names: list[str]) -> str:
    """The first root file that is MusicXML; those of another type are pictures of the same score."""
    found = [one for one in _parsed(path, container).iter() if one.tag.rpartition("}")[2] == "rootfile"]
    for one in found:
        kind, name = one.get("media-type", ""), one.get("full-path", "")
        if name in names and (not kind or "xml" in kind):
            return name
    raise Wrong("score", path, _NO_ROOTFILE, _EXPORT)


def _only_score(path: Path, names: list[str]) -> str:
    scores = [one for one in names if one.lower().endswith((".musicxml", ".xml")) and "META-INF" not in one]
    if len(scores) != 1:
        raise Wrong("score", path, _NO_ROOTFILE, _EXPORT)
    return scores[0]


# ── parsed ───────────────────────────────────────────────────────────────────────────────────────


def _parsed(path: Path, data: bytes) -> Element:
    """The tree of some XML; entities and whatever leads out of the file are refused."""
    from defusedxml.common import DefusedXmlException

    if len(data) > MOST_XML_BYTES or data.count(b"<") > 2 * MOST_ELEMENTS:
        raise Wrong("score", path, _TOO_LARGE, _EXPORT)
    try:
        readable = _readable(data)
        if sum(map(readable.count, (b"<note>", b"<note "))) > MOST_NOTES:
            raise Wrong("score", path, _TOO_MANY, _EXPORT)
        _refuse_entities(readable)
        root = fromstring(readable)
    except DefusedXmlException as why:
        raise Wrong("score", path, _ENTITIES, _EXPORT) from why
    except ParseError as why:
        line, column = why.position
        raise Wrong("score", path, _not_xml(line, column + 1), _EXPORT) from why
    except (LookupError, ValueError) as why:
        raise Wrong("score", path, _ENCODING, _EXPORT) from why
    if root.tag.startswith("{"):
        for one in root.iter():
            if isinstance(one.tag, str):
                one.tag = one.tag.rpartition("}")[2]
    return root


class _Begun(Exception):
    """The prolog is over."""


class _Prolog:
    """What stands before the first element."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        raise _Begun


def _refuse_entities(data: bytes) -> None:
    """DefusedXmlException if entities are declared. That can only be before the first element, so that the
    rest need not go through this parser, which is slow and makes slow trees."""
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Prolog(), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
    except _Begun:
        return


def _readable(data: bytes) -> bytes:
    """In an encoding that the parser knows: of those with several bytes a letter, UTF-8."""
    declared = _DECLARED.match(data)
    if declared is None:
        return data
    name = codecs.lookup(declared[1].decode("ascii")).name
    if name in _READ_BY_EXPAT:
        return data
    if not _DECODED_HERE.fullmatch(name):
        raise LookupError(name)
    return data[declared.end() :].decode(name).encode()


def _by_parts(root: Element) -> Element:
    """A score whose parts stand within its measures, turned round."""
    turned = Element("score-partwise", root.attrib)
    parts: dict[str, Element] = {}
    for one in root:
        if one.tag != "measure":
            turned.append(one)
            continue
        for inner in one.iterfind("part"):
            part = parts.setdefault(inner.get("id", ""), Element("part", inner.attrib))
            measure = Element("measure", one.attrib)
            measure.extend(inner)
            part.append(measure)
    turned.extend(parts.values())
    return turned


def parts_of(root: Element) -> Iterator[tuple[Element | None, Element]]:
    """The parts in the order of the score, each with what the list of parts says of it."""
    listed = {one.get("id", ""): one for one in root.iterfind("part-list/score-part")}
    music = {one.get("id", ""): one for one in root.iterfind("part")}
    for name in dict.fromkeys((*listed, *music)):
        if name in music:
            yield listed.get(name), music[name]


# ── words ────────────────────────────────────────────────────────────────────────────────────────


def _no_score(tag: str) -> Text:
    shown = "".join(ch for ch in tag if ch.isprintable())[:40]
    return Text(
        f"XML이지만 MusicXML 악보가 아닙니다(맨 바깥이 <{shown}>).",
        f"XML, but no MusicXML score: its root is <{shown}>.",
    )


def _not_xml(line: int, column: int) -> Text:
    return Text(
        f"온전한 XML이 아닙니다({line}번째 줄 {column}번째 글자에서 멈춤).",
        f"not well-formed XML: it breaks at line {line}, column {column}.",
    )


_EXPORT = Text(
    "악보 프로그램에서 MusicXML로 다시 내보내세요.", "Export it as MusicXML from the score editor once more."
)
_EACH = Text("그 안의 악보를 하나씩 가져오세요.", "Import the scores that it names one by one.")
_OTHERS = {
    "opus": (Text("여러 악보의 묶음(opus)입니다.", "an opus: a list of several scores."), _EACH),
    "museScore": (
        Text("MuseScore의 자체 형식입니다.", "MuseScore's own format."),
        Text(
            "MuseScore에서 파일 > 내보내기 > MusicXML로 내보내세요.",
            "Export it from MuseScore: File > Export > MusicXML.",
        ),
    ),
}
_NOT_WHOLE = Text(
    "온전한 .mxl 파일이 아닙니다(잘렸거나 손상되었거나 암호가 걸림).",
    "no whole .mxl file: cut off, damaged or encrypted.",
)
_NO_ROOTFILE = Text(".mxl 안에 악보가 없습니다.", "there is no score in this .mxl file.")
_TOO_LARGE = Text(
    f"풀면 {MOST_XML_BYTES >> 20} MB보다 큽니다. 노래 한 곡의 악보가 아닌 듯합니다.",
    f"larger than {MOST_XML_BYTES >> 20} MB unpacked: this is not likely to be the score of one song.",
)
_TOO_MANY = Text(
    f"음표가 {MOST_NOTES:,}개보다 많습니다. 노래 한 곡의 악보가 아닌 듯합니다.",
    f"more than {MOST_NOTES:,} notes: this is not likely to be the score of one song.",
)
_ENTITIES = Text(
    "XML에 엔티티 선언이 있어서 읽지 않았습니다. 악보에는 없는 것입니다.",
    "refused: it declares XML entities, which no score has.",
)
_ENCODING = Text("글자의 인코딩을 읽을 수 없습니다.", "its text is in an encoding that cannot be read.")
