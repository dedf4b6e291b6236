"""SPARQL results in the four standard forms, cut at a number of rows; graphs as RDF."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.rdf.formats import FORBIDDEN, prefixes
from kg.rdf.terms import XSD_STRING

# Media type → form, the first being the default.
TABLES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_RANGE = re.compile(r"[^\s/;,]+/[^\s/;,]+")  # text/csv, text/*
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}")  # 0.5
_XML = "http://www.w3.org/2005/sparql-results#"


def negotiate(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the Accept header likes best; None where none fits.

    The first where the header has no wish, or none that can be read.
    """
    wishes = _wishes(accept)
    best: tuple[float, int, int] | None = None
    for place, media in enumerate(offered):
        weight = _weight(wishes, media)
        if weight[0] > 0 and (best is None or (*weight, -place) > best):
            best = (*weight, -place)
    return None if best is None else offered[-best[2]]


def _wishes(accept: str) -> dict[str, float]:
    """Each range of the header with its q; what is malformed is passed over, as if it were not there."""
    found = {}
    for part in accept.lower().split(","):
        name, *options = (piece.strip() for piece in part.split(";"))
        quality = _quality(options)
        if _RANGE.fullmatch(name) and quality is not None:
            found[name] = quality
    return found or {"*/*": 1.0}


def _weight(wishes: Mapping[str, float], media: str) -> tuple[float, int]:
    """The q of the most exact range that fits, and how exact it is: text/csv, text/*, */*."""
    ranges = ("*/*", media.partition("/")[0] + "/*", media)
    return next(((wishes[ranges[n]], n) for n in (2, 1, 0) if ranges[n] in wishes), (0.0, -1))


def _quality(options: Sequence[str]) -> float | None:
    """The q of a range; None where it is no number."""
    for option in options:
        if option.startswith("q="):
            return min(float(option[2:]), 1.0) if _NUMBER.fullmatch(option[2:]) else None
    return 1.0


def table(form: str, variables: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows of a SELECT; a cell is a term or None."""
    match form:
        case "json":
            found = [
                {name: _json(cell) for name, cell in zip(variables, row, strict=True) if cell is not None}
                for row in rows
            ]
            return _dump({"head": {"vars": list(variables)}, "results": {"bindings": found}})
        case "xml":
            return _xml_table(variables, rows)
        case "csv":
            return _csv(variables, rows)
        case _:
            lines = ["\t".join(f"?{name}" for name in variables)]
            lines += ["\t".join("" if cell is None else _turtle(cell) for cell in row) for row in rows]
            return ("\n".join(lines) + "\n").encode()


def boolean(form: str, answer: bool) -> bytes:
    """The answer of an ASK; CSV and TSV, for which there is no standard, hold the word."""
    match form:
        case "json":
            return _dump({"head": {}, "boolean": answer})
        case "xml":
            told = f"<boolean>{str(answer).lower()}</boolean>"
            return f'<?xml version="1.0"?>\n<sparql xmlns="{_XML}"><head/>{told}</sparql>\n'.encode()
        case _:
            return f"{str(answer).lower()}\n".encode()


def graph(media: str, triples: Sequence[Triple]) -> bytes:
    """The triples of a CONSTRUCT or DESCRIBE."""
    form = GRAPHS[media]
    known = prefixes() if form in (RdfFormat.TURTLE, RdfFormat.RDF_XML) else None
    return serialize(triples, format=form, prefixes=known) or b""


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _json(term: Any) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    told = {"type": "literal", "value": term.value}
    if term.language:
        return {**told, "xml:lang": term.language}
    return told if term.datatype.value == XSD_STRING else {**told, "datatype": term.datatype.value}


def _xml_table(variables: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = [f'<?xml version="1.0"?>\n<sparql xmlns="{_XML}"><head>']
    out += [f"<variable name={quoteattr(name)}/>" for name in variables]
    out.append("</head><results>")
    for row in rows:
        cells = zip(variables, row, strict=True)
        told = "".join(f"<binding name={quoteattr(n)}>{_xml(c)}</binding>" for n, c in cells if c is not None)
        out.append(f"<result>{told}</result>")
    return "".join([*out, "</results></sparql>\n"]).encode()


def _xml(term: Any) -> str:
    """A term; a character that XML can't hold becomes U+FFFD, which says so."""
    text = escape(FORBIDDEN.sub("\ufffd", term.value)).replace("\r", "&#13;")
    if isinstance(term, NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype.value == XSD_STRING:
        return f"<literal>{text}</literal>"
    return f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"


def _csv(variables: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    for row in rows:
        writer.writerow(["" if cell is None else _plain(cell) for cell in row])
    return out.getvalue().encode()


def _plain(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def _turtle(term: Any) -> str:
    """A term as Turtle has it; a tab is escaped there, so that cells stay cells."""
    if not isinstance(term, Literal):
        return str(term)
    quoted = (
        json.dumps(term.value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u007f", "\\u007F")
    )
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if term.datatype.value == XSD_STRING else f"{quoted}^^<{term.datatype.value}>"
