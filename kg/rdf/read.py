"""Our own RDF → the graph: a fragment for each document, through the same writer as what loaders make.

The file is first put into a store of triples on disk, so that its order does not matter and memory stays flat.
"""

from __future__ import annotations

import math
import pickle
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Triples
from pyoxigraph import parse as parse_rdf

from kg.errors import InputError
from kg.graph import Edge, Fragment, Node, Ref, Scalar, Value
from kg.rdf import terms
from kg.rdf.belonging import Belonging
from kg.rdf.formats import ENDINGS, FORMATS, quads
from kg.rdf.terms import Names, ours
from kg.rdf.triples import Projection, plain_id
from kg.store.base import Store
from ontology import schema as ontology
from ontology.schema import EdgeType, Slot

READABLE = ("turtle", "trig", "nquads", "jsonld")
DOCUMENT = "Document"
CHUNK = 100_000  # statements that are put in at a time: the store sorts each lot in memory


@dataclass(slots=True)
class Imported:
    """What an import did: documents by change; `unknown` are statements left out, by the term that is not ours."""

    changes: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


def load(path: Path, store: Store, form: str | None = None) -> Imported:
    """Takes the file into the store. InputError where it is no RDF of ours, StoreError where the ontology forbids it."""
    with opened(path, form) as triples:
        return take(triples, store)


@contextmanager
def opened(path: Path, form: str | None = None) -> Iterator[Triples]:
    """The file's statements, while they are looked at. InputError where it holds no document of ours."""
    with tempfile.TemporaryDirectory(prefix="zhengmai-rdf-", ignore_cleanup_errors=True) as scratch:
        triples = Triples(scratch)
        parse(path, form, triples)
        Belonging(triples).require(str(path))
        yield triples


def parse(path: Path, form: str | None, into: Triples) -> None:
    """Puts the file's statements into a store of triples. Nothing is fetched: a remote context is an error."""
    name = form or ENDINGS.get(path.suffix.lower(), "")
    if name not in READABLE:
        raise InputError(
            f"can't be read as {name or path.suffix or 'RDF'} 格式不支持", str(path), ", ".join(READABLE)
        )
    try:
        _fill(into, parse_rdf(path=str(path), format=FORMATS[name]))
    except FileNotFoundError as error:
        raise InputError("does not exist 文件不存在", str(path)) from error
    except (SyntaxError, ValueError, OSError) as error:
        what = str(error)
        if "LoadDocumentCallback" in what:
            what = "names a context that would have to be fetched: only contexts in the file itself 不获取远程 context"
        raise InputError(f"is no {name}: {what}", str(path)) from error


def _fill(into: Triples, statements: Iterable[Quad]) -> None:
    """Puts statements in, lot by lot."""
    rest = iter(statements)
    while lot := list(islice(rest, CHUNK)):
        into.bulk_extend(lot)
    into.optimize()  # the lots become one: a look-up then reads one place, not each


def take(triples: Triples, store: Store) -> Imported:
    """Writes each document's fragment, then what was inferred: its ends must be there."""
    done, reading = Imported(unknown=Belonging(triples).unknown()), Reading(triples)
    with store.writer() as writer, tempfile.TemporaryFile() as later:
        for document in reading.documents():
            fragment, inferred = reading.document(document)
            pickle.dump((document.id, reading.props(document).get("inferred"), inferred), later)
            done.changes[writer.replace(fragment)] += 1
        later.seek(0)
        for _ in range(done.changes.total()):
            key, seal, edges = pickle.load(later)  # noqa: S301  our own, of a moment ago
            if edges or seal:
                writer.infer(key, edges, str(seal) if seal else None)
        writer.sweep()
    return done


class Reading:
    """A store of triples as nodes and edges. It knows the ontology's terms; any other statement is not ours to judge."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._schema = schema = ontology.load()
        self._classes: dict[str, EdgeType] = {schema.iri(e.name): e for e in schema.edges.values()}
        self._labels = {schema.iri(name): name for name in schema.nodes}
        self._slots: dict[str, dict[str, Slot]] = {}
        self._nodes: dict[Ref, Node] = {}  # shared ones only
        self._about = lru_cache(maxsize=None)(self._said)  # of one document at a time

    # --- what there is

    def documents(self) -> Iterator[Ref]:
        """The documents that were loaded, by id; stubs are no documents of their own."""
        return iter(self._documents)

    @cached_property
    def _documents(self) -> list[Ref]:
        found = sorted(self._of(iri) for iri in self._typed(DOCUMENT))
        return [document for document in found if not self.props(document).get("stub")]

    @cached_property
    def _structure(self) -> dict[Ref, list[Edge]]:
        """Edges that no document owns, by where they start: as many as there are shared nodes, more or less."""
        found: dict[Ref, list[Edge]] = defaultdict(list)
        for kind, edge in self._schema.edges.items():
            if edge.stated:
                continue
            told: set[tuple[str, str]] = set()
            if not self._inferred_kind(edge):
                for iri in self._typed(edge.name):
                    made = self._edge(iri, edge)
                    told.add((made.source.id, made.target.id))
                    found[made.source].append(made)
            if terms.plain(self._schema, kind):
                for quad in self._match(None, ours(kind), None):
                    source, target = self._of(quad.subject.value), self._of(quad.object.value)
                    if (source.id, target.id) not in told:
                        found[source].append(Edge(kind, source, target, plain_id(kind, source, target)))
        return found

    def _rest(self) -> set[Ref]:
        """Shared nodes that no document has led to so far: agencies that succeed one another in a ring."""
        shared = [node.name for node in self._schema.primaries() if node.shared]
        return {self._of(iri) for name in shared for iri in self._typed(name)} - self._nodes.keys()

    # --- one document

    def document(self, document: Ref) -> tuple[Fragment, list[Edge]]:
        """All that the document says, with the shared things that it leads to, and what was inferred from its own nodes.

        The last document brings the shared things that are left.
        """
        self._about.cache_clear()  # memory follows the largest document
        nodes, edges = self._owned(document)
        inferred = self._inferred([node.ref for node in nodes])
        ends = [end for edge in edges for end in (edge.source, edge.target)]
        ends += [edge.target for edge in inferred]
        ends += sorted(self._rest()) if document == self._documents[-1] else []
        found = {node.ref: node for node in nodes}
        for end in ends:
            self._reach(end, found, edges)
        seal = found[document].props.get("digest")
        whole = Fragment(document.id, tuple(found.values()), tuple(edges), str(seal) if seal else None)
        return whole, inferred

    def _inferred(self, nodes: Iterable[Ref]) -> list[Edge]:
        """What was inferred from a document's nodes, by id."""
        return sorted((edge for node in nodes for edge in self._starting(node)), key=lambda edge: edge.id)

    def props(self, node: Ref) -> dict[str, Value]:
        """The properties of a node."""
        return self._props(self._iri(node), self._declared(node.label))

    def _owned(self, document: Ref) -> tuple[list[Node], list[Edge]]:
        nodes, edges = [self._node(document)], []
        for iri in self._stated_by(document):
            edge = self._edge_class(iri)
            if edge:
                edges.append(self._edge(iri, edge))
            elif (found := self._of(iri)) != document:
                nodes.append(self._node(found))
        return nodes, edges

    def _stated_by(self, document: Ref) -> list[str]:
        """Whatever says that it belongs to the document, in one order."""
        slot = next(slot for slot in self._schema.nodes[DOCUMENT].slots if slot.name == "document")
        quads = self._match(None, terms.predicate(slot), Literal(document.id))
        return sorted({str(quad.subject.value) for quad in quads})

    def _reach(self, start: Ref, found: dict[Ref, Node], edges: list[Edge]) -> None:
        """Adds a shared node or a stub, and all shared things that it leads to."""
        todo = [start]
        while todo:
            ref = todo.pop()
            if ref in found or (self._schema.nodes[ref.label].owned and ref.label != DOCUMENT):
                continue
            found[ref] = self._stub(ref) if ref.label == DOCUMENT else self._shared(ref)
            for edge in self._structure.get(ref, ()):
                edges.append(edge)
                todo.append(edge.target)

    def _stub(self, ref: Ref) -> Node:
        """Another document: as it is where it is a stub, else nothing but its place until its own fragment comes."""
        props = self.props(ref)
        return Node(DOCUMENT, ref.id, props if props.get("stub") else {"stub": True}, stub=True)

    def _shared(self, ref: Ref) -> Node:
        if ref not in self._nodes:
            self._nodes[ref] = self._node(ref)
        return self._nodes[ref]

    # --- nodes and edges

    def _node(self, ref: Ref) -> Node:
        iri = self._iri(ref)
        labels = {self._labels.get(kind) for kind in self._types(iri)} - {None, ref.label}
        if ref.label not in {self._labels.get(kind) for kind in self._types(iri)}:
            raise InputError(f"is named, and nothing says that it is a {ref.label} 缺少类型", iri)
        props = self._props(iri, self._declared(ref.label))
        if ref.label == DOCUMENT:
            props.pop("inferred", None)  # a seal: set when the edges are there
        return Node(ref.label, ref.id, props, tuple(sorted(label for label in labels if label)))

    def _edge(self, iri: str, edge: EdgeType) -> Edge:
        source, target = (self._end(iri, name) for name in ("subject", "object"))
        declared = {slot.iri: slot for slot in edge.slots if slot.name != "id"}
        return Edge(edge.kind, source, target, terms.ref(iri).id, self._props(iri, declared))

    def _end(self, iri: str, name: str) -> Ref:
        found = [value.value for predicate, value in self._about(iri) if predicate == ours(name).value]
        if len(found) != 1:
            raise InputError(f"has {len(found)} of zm:{name}, and must have one 须恰有一个", iri)
        return self._of(found[0])

    def _starting(self, node: Ref) -> Iterator[Edge]:
        """Inferred edges that start at a node."""
        for quad in self._match(None, ours("subject"), NamedNode(self._iri(node))):
            edge = self._edge_class(quad.subject.value)
            if edge and self._inferred_kind(edge):
                yield self._edge(quad.subject.value, edge)

    def _inferred_kind(self, edge: EdgeType) -> bool:
        """True where a document's own nodes are the source, and no document states it."""
        return not edge.stated and any(self._schema.nodes[name].owned for name in edge.sources)

    # --- properties

    def _props(self, iri: str, declared: Mapping[str, Slot]) -> dict[str, Value]:
        """The properties of a resource, from itself, its selectors and its items."""
        found: dict[str, Value] = {}
        items: list[tuple[int, str]] = []
        for predicate, value in self._about(iri):
            if predicate == ours("evidence").value:
                found |= self._selected(value.value, declared)
            elif predicate == ours("item").value:
                items.append((self._index(value.value), value.value))
            elif slot := declared.get(predicate):
                if slot.name in found:
                    raise InputError(f"has more than one {slot.name} 属性重复", iri)
                found[slot.name] = [] if value == terms.NIL else self._value(iri, slot, value)
        return found | self._lists([item for _, item in sorted(items)], declared)

    def _lists(self, items: Iterable[str], declared: Mapping[str, Slot]) -> dict[str, Value]:
        """The lists that are told item by item."""
        found: dict[str, list[Any]] = {}
        for item in items:
            for predicate, value in self._about(item):
                if slot := declared.get(predicate):
                    found.setdefault(slot.name, []).append(self._value(item, slot, value))
        return dict(found)

    def _selected(self, evidence: str, declared: Mapping[str, Slot]) -> dict[str, Value]:
        said = self._about(evidence)
        selectors = [value.value for predicate, value in said if predicate == terms.SELECTOR.value]
        return {
            slot.name: self._value(one, slot, value)
            for one in selectors
            for predicate, value in self._about(one)
            if (slot := declared.get(predicate))
        }

    def _index(self, item: str) -> int:
        found = [value.value for predicate, value in self._about(item) if predicate == ours("index").value]
        if len(found) != 1 or not found[0].isdigit():
            raise InputError("has no zm:index 缺少序号", item)
        return int(found[0])

    def _value(self, iri: str, slot: Slot, value: object) -> Scalar:
        """A literal as the slot keeps it. InputError where it can't be one."""
        if not isinstance(value, Literal):
            raise InputError(f"{slot.name} is no literal 应为字面值", iri)
        text = value.value
        try:
            match slot.range:
                case "integer":
                    return int(text)
                case "float":
                    return _finite(text)
                case "boolean":
                    return {"true": True, "1": True, "false": False, "0": False}[text]
                case _:
                    return text
        except (ValueError, KeyError) as error:
            raise InputError(f"{slot.name} is {text!r}, and must be a {slot.range} 类型不符", iri) from error

    # --- triples

    def _declared(self, label: str) -> dict[str, Slot]:
        """The slots of a label and of its second labels, by IRI."""
        if label not in self._slots:
            if label not in self._schema.nodes:
                raise InputError(f"{label} is no class of the ontology 本体中没有此类")
            kinds = [node for node in self._schema.nodes.values() if node.primary == label]
            self._slots[label] = {
                slot.iri: slot for node in kinds for slot in node.slots if slot.name != "id"
            }
        return self._slots[label]

    def _typed(self, name: str) -> Iterator[str]:
        """Whatever is said to be of a class of ours."""
        return (str(q.subject.value) for q in self._match(None, terms.TYPE, ours(name)))

    def _said(self, iri: str) -> list[tuple[str, Any]]:
        """What is said of a resource, each once: predicate and object."""
        quads = self._match(NamedNode(iri), None, None)
        return list(dict.fromkeys((q.predicate.value, q.object) for q in quads))

    def _types(self, iri: str) -> set[str]:
        return {str(value.value) for predicate, value in self._about(iri) if predicate == terms.TYPE.value}

    def _match(self, *pattern: NamedNode | Literal | None) -> Iterator[Any]:
        """Statements in any graph."""
        return iter(self._triples.quads_for_pattern(*pattern, None))  # type: ignore[arg-type,call-arg]  # three of them

    def _edge_class(self, iri: str) -> EdgeType | None:
        return next((edge for kind in self._types(iri) if (edge := self._classes.get(kind))), None)

    @cached_property
    def _names(self) -> Names:
        """The base of the file's IRIs."""
        first = next(self._typed(DOCUMENT))
        terms.ref(first)
        return Names(first.rsplit("/", 3)[0])

    def _of(self, iri: str) -> Ref:
        """The node behind an IRI. InputError where its base is another, or it is spelt as we never do."""
        found = terms.ref(iri)
        if self._names.of(found) != iri:
            raise InputError(f"is not of {self._names.base} 地址前缀不一致", iri)
        return found

    def _iri(self, ref: Ref) -> str:
        return self._names.of(ref)


def _finite(text: str) -> float:
    """A number that can be compared. ValueError where it is none."""
    if not math.isfinite(number := float(text)):
        raise ValueError(text)
    return number


@contextmanager
def projected(store: Store, names: Names) -> Iterator[Triples]:
    """The graph's statements on disk, while they are looked at."""
    with tempfile.TemporaryDirectory(prefix="zhengmai-rdf-", ignore_cleanup_errors=True) as scratch:
        triples = Triples(scratch)
        project(store, names, triples)
        yield triples


def project(store: Store, names: Names, into: Triples) -> None:
    """Puts the whole graph into a store of triples: what documents state in a graph for each, the rest in the default graph."""
    _fill(into, quads(Projection(names), store))
