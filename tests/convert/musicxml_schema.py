"""MusicXML's own schema, which the package `musicxml` brings along, without a way out to the network."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

XML = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
  <xs:attribute name="space" type="xs:NCName"/>
</xs:schema>"""
XLINK = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/1999/xlink">
  <xs:attribute name="href" type="xs:anyURI"/>
  <xs:attribute name="type" type="xs:string"/>
  <xs:attribute name="role" type="xs:string"/>
  <xs:attribute name="title" type="xs:string"/>
  <xs:attribute name="show" type="xs:string"/>
  <xs:attribute name="actuate" type="xs:string"/>
</xs:schema>"""


def complaints(score: bytes) -> list[str]:
    """What the schema of MusicXML 4.0 has against a score."""
    from lxml import etree

    schema = _schema()
    schema.validate(etree.fromstring(score, etree.XMLParser(load_dtd=False, no_network=True)))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@cache
def _schema():
    from lxml import etree

    class ByHeart(etree.Resolver):
        def resolve(self, url: str, public_id: str, context: object) -> object:
            for name, text in (("xml.xsd", XML), ("xlink.xsd", XLINK)):
                if url.endswith("/xsd/" + name):
                    return self.resolve_string(text, context)
            return None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(ByHeart())
    package = find_spec("musicxml").submodule_search_locations[0]  # not imported: it is slow
    path = Path(package) / "generate_classes" / "musicxml_4_0.xsd"
    return etree.XMLSchema(etree.parse(str(path), parser))
