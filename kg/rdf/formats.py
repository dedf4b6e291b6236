"""The RDF formats that go out and come in, streamed: memory does not follow the graph."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.errors import InputError
from kg.graph import Edge, Node, Value
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
XML = frozenset({"rdfxml", "graphml", "gexf"})  # formats of XML 1.0
ENDINGS = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".nt": "nquads"}

# What XML 1.0 can't hold, not even escaped: a form feed from a PDF, U+FFFE
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Invalid:
    """What becomes of characters that XML can't hold: an error, or with `replace` U+FFFD, counted."""

    def __init__(self, *, replace: bool = False, hint: str = "--replace-invalid") -> None:
        self.count, self._replace, self._hint = 0, replace, hint

    def checked(self, text: str, where: str) -> str:
        """The text as XML can hold it. InputError, unless it is to be mended."""
        found = FORBIDDEN.search(text)
        if found is None:
            return text
        if not self._replace:
            what = f"U+{ord(found[0]):04X} can't be written in XML 该字符不能写入 XML: {_around(text, found)}"
            raise InputError(what, where, self._hint)
        mended, number = FORBIDDEN.subn("\ufffd", text)
        self.count += number
        return mended

    def node(self, node: Node) -> Node:
        """A node whose texts XML can hold."""
        home = node.props.get("file") or node.props.get("document") or ""
        place = f"{home} {node.label} {node.id}".strip()
        return node._replace(id=self.checked(node.id, place), props=self._props(node.props, place))

    def edge(self, edge: Edge) -> Edge:
        """An edge, likewise."""
        place = f"{edge.props.get('document') or ''} {edge.kind} {edge.source.id} → {edge.target.id}".strip()
        source, target = (end._replace(id=self.checked(end.id, place)) for end in (edge.source, edge.target))
        return Edge(edge.kind, source, target, self.checked(edge.id, place), self._props(edge.props, place))

    def _props(self, props: Mapping[str, Value], place: str) -> dict[str, Value]:
        return {name: self._value(value, f"{place} {name}") for name, value in props.items()}

    def _value(self, value: Value, place: str) -> Value:
        if isinstance(value, str):
            return self.checked(value, place)
        if isinstance(value, list) and value and isinstance(value[0], str):
            return [self.checked(str(one), place) for one in value]
        return value


def _around(text: str, found: re.Match[str]) -> str:
    """The words beside a character that can't be written."""
    return FORBIDDEN.sub("□", text[max(0, found.start() - 10) : found.end() + 10])


class Fitting:
    """A store whose nodes and edges XML can hold."""

    def __init__(self, store: Store, invalid: Invalid) -> None:
        self._store, self._invalid = store, invalid

    def nodes(self) -> Iterator[Node]:
        """Every node once."""
        return map(self._invalid.node, self._store.nodes())

    def edges(self) -> Iterator[Edge]:
        """Every edge once."""
        return map(self._invalid.edge, self._store.edges())


class Stream(Protocol):
    """What an export reads: a store, or one that was mended on the way."""

    def nodes(self) -> Iterator[Node]:
        """Every node once."""
        ...

    def edges(self) -> Iterator[Edge]:
        """Every edge once."""
        ...


def export(store: Stream, form: str, names: Names, out: IO[bytes]) -> None:
    """Writes the whole graph; for RDF/XML give it a store that is Fitting."""
    projection = Projection(names)
    known = prefixes() if form not in ("nquads", "jsonld") else None
    if form in QUADS:
        serialize(quads(projection, store), out, FORMATS[form], prefixes=known)
        return
    serialize(triples(projection, everything(store)), out, FORMATS[form], prefixes=known)


def everything(store: Stream) -> Iterator[Node | Edge]:
    """All nodes, then all edges."""
    yield from store.nodes()
    yield from store.edges()


def triples(projection: Projection, items: Iterable[Node | Edge]) -> Iterator[Triple]:
    """The triples of a stream of nodes and edges, with what holds for all."""
    yield from projection.head()
    for item in items:
        yield from projection.node(item) if isinstance(item, Node) else projection.edge(item)


def quads(projection: Projection, store: Stream) -> Iterator[Quad]:
    """The whole graph; what a document says is in a graph of its own."""
    for triple in projection.head():
        yield Quad(triple.subject, triple.predicate, triple.object)
    yield from projection.quads(everything(store))


def prefixes() -> dict[str, str]:
    """The ontology's prefixes, and those of RDF itself."""
    own = {name: iri for name, iri in ontology.load().prefixes.items() if name != "linkml"}
    return own | {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


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
