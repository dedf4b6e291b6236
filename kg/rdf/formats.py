"""The RDF formats that go out and come in, streamed: memory does not follow the graph."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, Quad, RdfFormat, Triple, serialize

from kg.errors import InputError
from kg.graph import Edge, Node
from kg.rdf.terms import Names
from kg.rdf.triples import Projection
from kg.store.base import Store
from ontology import schema as ontology

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
QUADS = frozenset({"trig", "nquads"})
ENDINGS = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".nt": "nquads"}

# What XML 1.0 can't hold, not even escaped: a form feed from a PDF, U+FFFE
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export(store: Store, form: str, names: Names, out: IO[bytes]) -> None:
    """Writes the whole graph. InputError where the format can't hold a character of it."""
    projection = Projection(names)
    known = prefixes() if form not in ("nquads", "jsonld") else None
    if form in QUADS:
        serialize(quads(projection, store), out, FORMATS[form], prefixes=known)
        return
    statements = triples(projection, everything(store))
    serialize(_checked(statements) if form == "rdfxml" else statements, out, FORMATS[form], prefixes=known)


def everything(store: Store) -> Iterator[Node | Edge]:
    """All nodes, then all edges."""
    yield from store.nodes()
    yield from store.edges()


def triples(projection: Projection, items: Iterable[Node | Edge]) -> Iterator[Triple]:
    """The triples of a stream of nodes and edges, with what holds for all."""
    yield from projection.head()
    for item in items:
        yield from projection.node(item) if isinstance(item, Node) else projection.edge(item)


def quads(projection: Projection, store: Store) -> Iterator[Quad]:
    """The whole graph; what a document says is in a graph of its own."""
    for triple in projection.head():
        yield Quad(triple.subject, triple.predicate, triple.object)
    yield from projection.quads(everything(store))


def prefixes() -> dict[str, str]:
    """The ontology's prefixes, and those of RDF itself."""
    own = {name: iri for name, iri in ontology.load().prefixes.items() if name != "linkml"}
    return own | {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


def _checked(statements: Iterable[Triple]) -> Iterator[Triple]:
    """InputError at the first literal that XML can't hold: a serializer would drop the character in silence."""
    for statement in statements:
        if isinstance(statement.object, Literal):
            fits_xml(statement.object.value, str(statement.subject))
        yield statement


def fits_xml(text: str, where: str) -> str:
    """The text. InputError where it holds a character that XML 1.0 has no way to write."""
    if found := FORBIDDEN.search(text):
        what = f"U+{ord(found[0]):04X} can't be written in XML 该字符不能写入 XML"
        raise InputError(what, where, "--format turtle, nquads or jsonld")
    return text


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when it is whole; after an error `path` is as it was."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise InputError(f"can't be written: {error.strerror} 无法写入", str(path)) from error
    finally:
        part.unlink(missing_ok=True)
