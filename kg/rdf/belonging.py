"""Which resources of a store of triples belong to a document that is there, and what is wrong with those that do not.

The shapes look at what documents own and share. A resource that no document leads to would be looked at by nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Triples

from kg.errors import InputError
from kg.graph import Ref
from kg.rdf import terms
from kg.rdf.terms import Names, ours
from ontology import schema as ontology

NO_CLASS = "本体中没有此类 is of a class that the ontology does not have"
NO_DOCUMENT = "没有所属文件 says of no document that it states it"
NOT_THERE = "所属文件不在图中 belongs to a document that is not here"
NOT_OURS = "不是本图的地址 is no address of this graph"
NO_TYPE = "缺少类型 lacks the class that its address names"
OTHER_ID = "标识与地址不符 has an identifier that is not the one of its address"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?total) { ?s ?term ?o } GROUP BY ?term"
_CLASSES = "SELECT ?term (COUNT(*) AS ?total) { ?s a ?term } GROUP BY ?term"


class Belonging:
    """The documents of a store of triples, and whatever lies beside them."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._schema = schema = ontology.load()
        self._edges = {schema.iri(edge.name): edge for edge in schema.edges.values()}
        self._nodes = {schema.iri(node.name): node for node in schema.nodes.values()}

    @cached_property
    def _loaded(self) -> frozenset[str]:
        return frozenset(self.documents.values())

    @cached_property
    def documents(self) -> dict[str, str]:
        """The loaded documents, id → resource; stubs state nothing."""
        found = (str(quad.subject.value) for quad in self._match(None, terms.TYPE, ours("Document")))
        stub, yes = ours("stub"), {"true", "1"}
        return {
            ref.id: iri
            for iri in sorted(found)
            if (ref := self._ref(iri))
            and not any(q.object.value in yes for q in self._match(NamedNode(iri), stub, None))
        }

    def require(self, where: str) -> None:
        """InputError where no document of ours is here."""
        if not self.documents:
            raise InputError("holds no document of ours 没有本图的文件", where, "kg export makes such files")

    def unknown(self) -> Counter[str]:
        """Statements whose property, or whose class, is none that we write: how many of each."""
        found: Counter[str] = Counter()
        for query, known in ((_PROPERTIES, self._properties()), (_CLASSES, self._classes())):
            for row in self._triples.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]
                term = str(row["term"].value)
                if term not in known:
                    found[term] += int(row["total"].value)
        return found

    def _properties(self) -> set[str]:
        nodes, edges = self._schema.nodes.values(), self._schema.edges.values()
        return {
            *(slot.iri for node in nodes for slot in node.slots),
            *(slot.iri for edge in edges for slot in edge.slots),
            *map(self._schema.iri, (*self._schema.edges, "subject", "object", "evidence", "item", "index")),
            *(term.value for term in (*terms.WRITTEN, *terms.WRITTEN_FOR_ELI)),
        }

    def _classes(self) -> set[str]:
        others = [
            ours("Item"),
            terms.SELECTION,
            *terms.PLACES,
            *(kind for _, kind in terms.SELECTORS.values()),
        ]
        return {*self._nodes, *self._edges, *(term.value for term in others)}

    def home(self, resource: str) -> str | None:
        """The document that states a resource, or the node at which it starts; None where none does."""
        said = {path: value.value for path, value in self.about(resource)}
        if resource in self._loaded:
            return resource
        key = said.get(ours("document").value)
        if key is None and (start := said.get(ours("subject").value)):
            key = {path: value.value for path, value in self.about(start)}.get(ours("document").value)
        return self.documents.get(key) if key else None

    def astray(self) -> Iterator[tuple[str, str, str]]:
        """Resource, what is wrong, and the value: all that no document and no shared thing leads to."""
        for quad in self._match(None, terms.TYPE, None):
            kind, iri = str(quad.object.value), str(quad.subject.value)
            if not kind.startswith(self._schema.namespace) or kind == ours("Item").value:
                continue
            if kind not in self._edges and kind not in self._nodes:
                yield iri, NO_CLASS, kind
            elif found := self._wrong(iri, kind):
                yield iri, *found

    def loose(self) -> Iterator[str]:
        """Edges between shared things that are resources: no document has them."""
        for kind, edge in sorted(self._edges.items()):
            if not edge.stated and not all(self._schema.nodes[name].owned for name in edge.sources):
                yield from sorted(
                    {str(q.subject.value) for q in self._match(None, terms.TYPE, NamedNode(kind))}
                )

    def about(self, resource: str) -> list[tuple[str, Any]]:
        """What is said of a resource in any graph, each once: predicate and object."""
        quads = self._match(NamedNode(resource), None, None)
        return list(dict.fromkeys((str(quad.predicate.value), quad.object) for quad in quads))

    def _wrong(self, iri: str, kind: str) -> tuple[str, str] | None:
        """What is wrong with a resource of a class of ours, and the value."""
        ref = self._ref(iri)
        if ref is None:
            return NOT_OURS, ""
        node, edge = self._nodes.get(kind), self._edges.get(kind)
        label = node.primary if node else edge.name if edge else ""
        said = self.about(iri)
        if ref.label != label or (terms.TYPE.value, ours(label)) not in said:
            return NO_TYPE, ref.label
        if (node and kind != self._schema.iri(node.primary)) or label == "Document":
            return None  # told at its first label; a document is its own
        if any(path == terms.IDENTIFIER.value and value.value != ref.id for path, value in said):
            return OTHER_ID, next(v.value for path, v in said if path == terms.IDENTIFIER.value)
        stated = node.owned if node else bool(edge and edge.stated)
        if stated:
            keys = [value.value for path, value in said if path == ours("document").value]
            return None if keys and all(key in self.documents for key in keys) else _homeless(keys)
        if edge and all(self._schema.nodes[name].owned for name in edge.sources) and self.home(iri) is None:
            return NOT_THERE, next((v.value for path, v in said if path == ours("subject").value), "")
        return None

    def _ref(self, iri: str) -> Ref | None:
        """The label and id of a resource; None where it is not one of this graph."""
        try:
            found = terms.ref(iri)
            return found if self._names(iri).of(found) == iri else None
        except (InputError, UnicodeDecodeError):
            return None

    def _names(self, iri: str) -> Names:
        """The base that the first resource has and all must have."""
        if self._base is None:
            self._base = Names(iri.rsplit("/", 3)[0])
        return self._base

    _base: Names | None = None

    def _match(self, *pattern: NamedNode | Literal | None) -> Iterator[Any]:
        return iter(self._triples.quads_for_pattern(*pattern, None))  # type: ignore[arg-type,call-arg]  # three of them


def _homeless(keys: list[str]) -> tuple[str, str]:
    return (NOT_THERE, keys[0]) if keys else (NO_DOCUMENT, "")
