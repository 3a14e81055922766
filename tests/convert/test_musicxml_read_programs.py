# ruff: noqa: E501 -- lines as long as the programs write them
"""Scores as programs write them: short excerpts with the habits of each, typed by hand after their files."""

from __future__ import annotations

from pathlib import Path

from tests.convert.musicxml_texts import HEAD, kinds, lyrics, read, sung, tones

MUSESCORE_3 = (
    HEAD
    + """<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.1 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="3.1">
  <work><work-title>봄 노래</work-title></work>
  <identification>
    <creator type="composer">아무개</creator><creator type="lyricist">글쓴이</creator><rights>CC0</rights>
    <encoding><software>MuseScore 3.2.3</software><supports element="print" attribute="new-page" type="no"/></encoding>
  </identification>
  <credit page="1"><credit-words default-x="595.2" justify="center" valign="top" font-size="24">봄 노래</credit-words></credit>
  <part-list>
    <score-part id="P1"><part-name>Voice</part-name>
      <score-instrument id="P1-I1"><instrument-name>Voice</instrument-name></score-instrument>
      <midi-instrument id="P1-I1"><midi-channel>1</midi-channel><midi-program>53</midi-program></midi-instrument>
    </score-part>
  </part-list>
  <part id="P1">
    <measure number="1" width="156.47">
      <attributes><divisions>3</divisions><key><fifths>-1</fifths></key>
        <time><beats>3</beats><beat-type>4</beat-type></time><clef><sign>G</sign><line>2</line></clef></attributes>
      <direction placement="above"><direction-type>
        <metronome parentheses="no"><beat-unit>quarter</beat-unit><per-minute>90</per-minute></metronome>
        </direction-type><sound tempo="90"/></direction>
      <direction placement="below"><direction-type><dynamics><mp/></dynamics></direction-type><sound dynamics="71.11"/></direction>
      <note><pitch><step>C</step><octave>4</octave></pitch><duration>3</duration><voice>1</voice><type>quarter</type>
        <lyric number="1"><syllabic>single</syllabic><text>1. 봄</text></lyric></note>
    </measure>
    <measure number="2">
      <barline location="left"><bar-style>heavy-light</bar-style><repeat direction="forward"/></barline>
      <direction placement="above"><direction-type><rehearsal font-weight="bold">A</rehearsal></direction-type></direction>
      <note><pitch><step>F</step><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>half</type>
        <notations><articulations><accent/></articulations></notations>
        <lyric number="1"><syllabic>begin</syllabic><text>노</text></lyric>
        <lyric number="2"><syllabic>single</syllabic><text>2. 피</text></lyric></note>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>3</duration><voice>1</voice><type>quarter</type>
        <lyric number="1"><syllabic>end</syllabic><text>래</text></lyric>
        <lyric number="2"><syllabic>single</syllabic><text>네</text></lyric></note>
    </measure>
    <measure number="3">
      <barline location="left"><ending number="1" type="start" default-y="30.00"/></barline>
      <note><pitch><step>A</step><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>half</type>
        <lyric number="1"><syllabic>single</syllabic><text>하,</text></lyric></note>
      <note><rest/><duration>3</duration><voice>1</voice><type>quarter</type></note>
      <barline location="right"><bar-style>light-heavy</bar-style><ending number="1" type="stop"/><repeat direction="backward"/></barline>
    </measure>
    <measure number="4">
      <barline location="left"><ending number="2" type="start" default-y="30.00"/></barline>
      <note><grace slash="yes"/><pitch><step>G</step><octave>4</octave></pitch><voice>1</voice><type>eighth</type></note>
      <note><pitch><step>F</step><octave>4</octave></pitch><duration>6</duration><voice>1</voice><type>half</type>
        <lyric number="2"><syllabic>single</syllabic><text>네.</text></lyric></note>
      <note><rest/><duration>3</duration><voice>1</voice><type>quarter</type></note>
      <barline location="right"><ending number="2" type="stop"/></barline>
    </measure>
    <measure number="5">
      <note><pitch><step>F</step><octave>4</octave></pitch><duration>1</duration><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>
        <notations><tuplet type="start" bracket="no"/></notations>
        <lyric number="1"><syllabic>single</syllabic><text>라</text><extend/></lyric></note>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification></note>
      <note><pitch><step>A</step><octave>4</octave></pitch><duration>1</duration><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification></note>
      <note><rest/><duration>6</duration><voice>1</voice><type>half</type></note>
      <direction placement="above"><direction-type><words relative-y="20.00">To Coda</words></direction-type><sound tocoda="coda"/></direction>
    </measure>
    <measure number="6">
      <note><rest/><duration>9</duration><voice>1</voice></note>
      <direction placement="above"><direction-type><words>D.C. al Coda</words></direction-type><sound dacapo="yes"/></direction>
    </measure>
    <measure number="7">
      <direction placement="above"><direction-type><coda/></direction-type><sound coda="coda"/></direction>
      <note><pitch><step>F</step><octave>4</octave></pitch><duration>9</duration><voice>1</voice><type>half</type><dot/>
        <lyric number="1"><syllabic>single</syllabic><text>끝</text></lyric></note>
      <barline location="right"><bar-style>light-heavy</bar-style></barline>
    </measure>
  </part>
</score-partwise>"""
)


def test_musescore(tmp_path: Path) -> None:
    found = read(tmp_path, MUSESCORE_3)
    sheet = found.sheet
    assert (sheet.title, sheet.composer, sheet.lyricist, sheet.copyright) == (
        "봄 노래",
        "아무개",
        "글쓴이",
        "CC0",
    )
    assert sheet.key is not None and sheet.key.name == "F major"
    assert [one.name for one in sheet.sections] == ["노래", "A", "A-1", "A-2", "간주", "코다"]
    assert sheet.form == ("노래", "A", "A-1", "A", "A-2", "간주", "노래", "A", "A-2", "코다")
    assert sung(sheet) == "봄노래하피네네-라--봄피네네-라--끝"
    assert tones(sheet.parts[0]) == (
        "C4:1/4 F4:1/2 G4:1/4 A4:1/2 _ G4:1/32 F4:15/32 _ F4:1/12 G4:1/12 A4:1/12 _ F4:3/4"
    )
    assert sheet.parts[0].tones[1].expression.accent
    assert [(one.position, one.mark) for one in sheet.parts[0].dynamics] == [(0, "mp")]
    assert [one.quarters_per_minute for one in sheet.tempo] == [90.0]
    assert kinds(found) == ["grace"]


FINALE = (
    HEAD
    + """<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 1.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise>
  <movement-title>고향</movement-title>
  <identification><encoding><software>Finale 2006 for Windows</software></encoding></identification>
  <part-list>
    <score-part id="P1"><part-name>Soprano&#xd;Alto</part-name></score-part>
    <score-part id="P2"><part-name>Piano</part-name></score-part>
  </part-list>
  <part id="P1">
    <measure number="0" implicit="yes">
      <attributes><divisions>8</divisions><key><fifths>0</fifths><mode>major</mode></key>
        <time symbol="common"><beats>4</beats><beat-type>4</beat-type></time></attributes>
      <sound tempo="80"/>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>8</duration><voice>1</voice><type>quarter</type><stem>up</stem>
        <lyric name="part1verse1" number="part1verse1"><syllabic>begin</syllabic><text>나</text></lyric>
        <lyric name="part1verse2" number="part1verse2"><syllabic>single</syllabic><text>꽃</text></lyric></note>
      <backup><duration>8</duration></backup>
      <note><pitch><step>E</step><octave>4</octave></pitch><duration>8</duration><voice>2</voice><type>quarter</type><stem>down</stem></note>
    </measure>
    <measure number="1">
      <note><pitch><step>C</step><octave>5</octave></pitch><duration>16</duration><voice>1</voice><type>half</type>
        <notations><fermata type="upright"/><slur type="start" number="1"/></notations>
        <lyric name="part1verse1" number="part1verse1"><syllabic>end</syllabic><text>의</text><extend/></lyric>
        <lyric name="part1verse2" number="part1verse2"><syllabic>single</syllabic><text>대</text></lyric></note>
      <note><pitch><step>B</step><octave>4</octave></pitch><duration>8</duration><voice>1</voice><type>quarter</type>
        <notations><slur type="stop" number="1"/></notations>
        <lyric name="part1verse2" number="part1verse2"><syllabic>single</syllabic><text>궐</text></lyric></note>
      <note><rest/><duration>8</duration><voice>1</voice><type>quarter</type></note>
      <backup><duration>32</duration></backup>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>16</duration><voice>2</voice><type>half</type></note>
      <note><pitch><step>G</step><octave>4</octave></pitch><duration>8</duration><voice>2</voice><type>quarter</type></note>
      <barline location="right"><bar-style>light-heavy</bar-style></barline>
    </measure>
  </part>
  <part id="P2">
    <measure number="0" implicit="yes"><attributes><divisions>8</divisions></attributes>
      <note><rest/><duration>8</duration><voice>1</voice></note></measure>
    <measure number="1"><note><rest/><duration>32</duration><voice>1</voice></note></measure>
  </part>
</score-partwise>"""
)


def test_finale(tmp_path: Path) -> None:
    """Verses with long names, an upbeat, a carriage return between the names of two singers."""
    found = read(tmp_path, FINALE)
    assert [(one.name, lyrics(one), lyrics(one, 1)) for one in found.sheet.parts] == [
        ("Soprano", "나의-", "꽃 대 궐"),
        ("Alto", "나의-", "꽃 대 궐"),
    ]
    assert [str(bar.duration) for bar in found.sheet.bars] == ["1/4", "1"]
    assert found.sheet.form == ("노래", "노래")
    assert found.sheet.parts[0].tones[1].expression.fermata
    assert {"lent", "part-left-out", "stanzas"} == set(kinds(found))


DORICO = (
    HEAD
    + """<score-partwise version="4.0">
  <work><work-title>밤</work-title></work>
  <identification><encoding><software>Dorico 4.3</software></encoding></identification>
  <part-list><score-part id="P1"><part-name>Tenor</part-name>
    <score-instrument id="P1-I1"><instrument-name>Tenor</instrument-name><instrument-sound>voice.tenor</instrument-sound></score-instrument>
  </score-part></part-list>
  <part id="P1">
    <measure number="1">
      <attributes><divisions>2</divisions><key number="1"><fifths>1</fifths><mode>minor</mode></key>
        <time><beats>4</beats><beat-type>4</beat-type></time><staves>1</staves>
        <clef number="1"><sign>G</sign><line>2</line><clef-octave-change>-1</clef-octave-change></clef>
        <transpose><diatonic>0</diatonic><chromatic>0</chromatic><octave-change>-1</octave-change></transpose>
        <measure-style><multiple-rest>2</multiple-rest></measure-style></attributes>
      <direction placement="above" directive="yes"><direction-type><words>Largo </words></direction-type>
        <direction-type><metronome parentheses="yes"><beat-unit>quarter</beat-unit><per-minute>52</per-minute></metronome></direction-type>
        <voice>1</voice><staff>1</staff><sound tempo="52"/></direction>
      <note><rest measure="yes"/><duration>8</duration><voice>1</voice><staff>1</staff></note>
    </measure>
    <measure number="2"><note><rest measure="yes"/><duration>8</duration><voice>1</voice><staff>1</staff></note></measure>
    <measure number="3">
      <direction><direction-type><wedge type="diminuendo" number="1"/></direction-type><staff>1</staff></direction>
      <note><pitch><step>E</step><octave>4</octave></pitch><duration>4</duration><tie type="start"/><voice>1</voice><type>half</type><staff>1</staff>
        <notations><tied type="start"/></notations>
        <lyric number="1"><syllabic>begin</syllabic><text>깊</text><extend type="start"/></lyric></note>
      <note><pitch><step>E</step><octave>4</octave></pitch><duration>2</duration><tie type="stop"/><voice>1</voice><type>quarter</type><staff>1</staff>
        <notations><tied type="stop"/></notations><lyric number="1"><extend type="stop"/></lyric></note>
      <note><pitch><step>F</step><alter>1</alter><octave>4</octave></pitch><duration>2</duration><voice>1</voice><type>quarter</type><staff>1</staff>
        <lyric number="1"><syllabic>end</syllabic><text>은</text></lyric></note>
      <direction><direction-type><wedge type="stop" number="1"/></direction-type><staff>1</staff></direction>
    </measure>
  </part>
</score-partwise>"""
)


def test_dorico(tmp_path: Path) -> None:
    """A tenor who is written an octave higher, rests of several measures, extenders with an end."""
    sheet = read(tmp_path, DORICO).sheet
    assert tones(sheet.parts[0]) == "E3:3/4 F#3:1/4"
    assert lyrics(sheet.parts[0]) == "깊은"
    assert sheet.parts[0].tones[0].start == 2
    assert sheet.key is not None and sheet.key.name == "E minor"
    assert [one.quarters_per_minute for one in sheet.tempo] == [52.0]
    assert [(one.position, one.mark) for one in sheet.parts[0].dynamics] == [(2, ">"), (3, "mp")]


SIBELIUS = (
    HEAD
    + """<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 3.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise version="3.0">
  <identification><encoding><software>Sibelius 18.6.0</software><software>Direct export, not from Dolet</software></encoding></identification>
  <part-list><score-part id="P1"><part-name>소프라노</part-name></score-part></part-list>
  <part id="P1">
    <measure number="1" width="300">
      <attributes color="#000000"><divisions>256</divisions><key color="#000000"><fifths>0</fifths><mode>major</mode></key>
        <time color="#000000"><beats>2</beats><beat-type>4</beat-type></time></attributes>
      <note color="#000000" default-x="15"><pitch><step>C</step><octave>5</octave></pitch><duration>85</duration>
        <instrument id="P1-I1"/><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>
        <lyric default-y="-73" number="1" name="verse"><syllabic>begin</syllabic><text>달</text></lyric></note>
      <note><pitch><step>D</step><octave>5</octave></pitch><duration>85</duration><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>
        <lyric number="1" name="verse"><syllabic>end</syllabic><text>아</text></lyric></note>
      <note><pitch><step>E</step><octave>5</octave></pitch><duration>86</duration><voice>1</voice><type>eighth</type>
        <time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>
        <lyric number="1" name="verse"><syllabic>single</syllabic><text>달</text></lyric></note>
      <note><pitch><step>C</step><octave>5</octave></pitch><duration>256</duration><voice>1</voice><type>quarter</type>
        <notations><articulations><breath-mark/></articulations></notations>
        <lyric number="1" name="verse"><syllabic>single</syllabic><text>꽃</text></lyric></note>
      <barline><bar-style>light-heavy</bar-style></barline>
    </measure>
  </part>
</score-partwise>"""
)


def test_sibelius(tmp_path: Path) -> None:
    """Triplets of 85, 85 and 86 in 256 divisions of a quarter."""
    part = read(tmp_path, SIBELIUS).sheet.parts[0]
    assert tones(part) == "C5:1/12 D5:1/12 E5:1/12 C5:1/4"
    assert lyrics(part) == "달아 달 꽃"
    assert part.tones[-1].breath_after
