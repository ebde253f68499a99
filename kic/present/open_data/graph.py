"""A small graph of RDF statements, and its three spellings: Turtle, JSON-LD and RDF/XML.

Only what a catalogue needs: named nodes, and words with a language or a type. Statements keep their order, so that the
same statements give the same bytes.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import msgspec

from kic.present.safe import safe

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": XSD,
}
_NOT_IN_ADDRESS = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class Node(msgspec.Struct, frozen=True):
    """A thing with an address."""

    address: str


class Words(msgspec.Struct, frozen=True):
    """Words, in a language or of a type (`xsd:date`); with neither they are plain."""

    words: str
    language: str | None = None
    of: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """One statement; `says` is a name with a prefix, such as `dct:title`."""

    about: Node
    says: str
    what: Node | Words


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _address(node: Node) -> str:
    """The address; what may not stand in one is escaped as bytes."""
    return _NOT_IN_ADDRESS.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), node.address
    )


def _by_subject(statements: Iterable[Statement]) -> dict[Node, list[Statement]]:
    found: dict[Node, list[Statement]] = {}
    for each in statements:
        found.setdefault(each.about, []).append(each)
    return found


# -- Turtle ----------------------------------------------------------------------------------------------


def turtle(statements: Iterable[Statement]) -> str:
    """The statements as Turtle, grouped by what they are about."""
    blocks = ["\n".join(f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items())]
    for about, said in _by_subject(statements).items():
        lines = [f"    {each.says} {_turtle(each.what)}" for each in said]
        blocks.append(f"<{_address(about)}>\n" + " ;\n".join(lines) + " .")
    return "\n\n".join(blocks) + "\n"


def _turtle(what: Node | Words) -> str:
    if isinstance(what, Node):
        return f"<{_address(what)}>"
    spelled = json.dumps(safe(what.words), ensure_ascii=False)
    if what.language is not None:
        return f"{spelled}@{what.language}"
    return spelled if what.of is None else f"{spelled}^^{what.of}"


# -- JSON-LD ---------------------------------------------------------------------------------------------


def json_ld(statements: Iterable[Statement]) -> dict[str, Any]:
    """The statements as a JSON-LD object with a context of prefixes; it is read without the network."""
    graph = []
    for about, said in _by_subject(statements).items():
        node: dict[str, Any] = {"@id": _address(about)}
        for each in said:
            key = "@type" if each.says == "rdf:type" else each.says
            node.setdefault(key, []).append(_json_ld(each.what, typed=key == "@type"))
        graph.append(node)
    return {"@context": dict(PREFIXES), "@graph": graph}


def _json_ld(what: Node | Words, *, typed: bool) -> Any:
    if isinstance(what, Node):
        return _address(what) if typed else {"@id": _address(what)}
    found = {"@value": safe(what.words)}
    if what.language is not None:
        found["@language"] = what.language
    elif what.of is not None:
        found["@type"] = _full(what.of)
    return found


# -- RDF/XML ---------------------------------------------------------------------------------------------


def rdf_xml(statements: Iterable[Statement]) -> str:
    """The statements as RDF/XML."""
    head = "\n".join(f"    xmlns:{prefix}={quoteattr(address)}" for prefix, address in PREFIXES.items())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<rdf:RDF\n{head}>"]
    for about, said in _by_subject(statements).items():
        lines.append(f"  <rdf:Description rdf:about={quoteattr(_address(about))}>")
        lines += [f"    {_xml(each)}" for each in said]
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>"]) + "\n"


def _xml(each: Statement) -> str:
    if isinstance(each.what, Node):
        return f"<{each.says} rdf:resource={quoteattr(_address(each.what))}/>"
    more = ""
    if each.what.language is not None:
        more = f" xml:lang={quoteattr(each.what.language)}"
    elif each.what.of is not None:
        more = f" rdf:datatype={quoteattr(_full(each.what.of))}"
    return f"<{each.says}{more}>{escape(safe(each.what.words))}</{each.says}>"
