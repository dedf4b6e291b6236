"""`kg validate`: the graph against ontology/shapes.ttl (generated) and ontology/rules.ttl (ours), told in words.

A few documents are checked at a time, each with all that it owns and the far ends of its edges, so that memory and
time follow the largest documents. Shared things are checked once, at the end.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode
from pyoxigraph import Store as Triples
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node as Term

import ontology
from kg.rdf import terms
from kg.rdf.belonging import Belonging
from kg.rdf.terms import ours
from ontology import schema as ontology_schema

HOME = Path(ontology.__file__).parent
BATCH = 30_000  # statements that are checked together, unless one document has more
SHARED = 2000  # shared things that are checked together
LONGEST = 80  # characters of a value that are shown

# The constraint that was broken, in words. Whatever is not here is told by its own sh:message.
WORDS = {
    SH.MinCountConstraintComponent: "缺少此项 is missing",
    SH.MaxCountConstraintComponent: "多于一个 has more than one",
    SH.DatatypeConstraintComponent: "类型不符 is of the wrong type",
    SH.ClassConstraintComponent: "所指类别不符 is of the wrong class",
    SH.InConstraintComponent: "不在取值范围内 is not one of the known values",
    SH.ClosedConstraintComponent: "本体中没有此属性 is declared nowhere",
    SH.NodeKindConstraintComponent: "应为资源地址 must be an IRI",
    SH.OrConstraintComponent: "所指类别不符 is of the wrong class",
    SH.LessThanOrEqualsConstraintComponent: "起点在终点之后 starts after its end",
    SH.MinInclusiveConstraintComponent: "小于最小值 is too small",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong, with what, and where: the document's file and title, and the characters if they are known."""

    document: str
    file: str
    title: str
    start: int | None
    end: int | None
    resource: str
    what: str
    field: str
    value: str

    def __str__(self) -> str:
        """One line: place, resource, what is wrong."""
        place = f"{self.file or self.document} {self.title}".strip()
        if self.start is not None:
            place += f"，第 {self.start}–{self.end} 字 characters"
        told = f"{self.field}：{self.what}" if self.field else self.what
        return f"{place}: {self.resource}: {told}" + (f"（{self.value}）" if self.value else "")

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


class Validator:
    """A store of triples against the shapes."""

    def __init__(self, triples: Triples) -> None:
        self._triples, self._belonging = triples, Belonging(triples)
        self._schema = schema = ontology_schema.load()
        self._shapes = Graph().parse(HOME / "shapes.ttl").parse(HOME / "rules.ttl")
        self._classes = Graph()  # the tree of classes is all that the shapes need of the ontology
        for pair in Graph().parse(HOME / "policy.ttl").subject_objects(RDFS.subClassOf):
            if isinstance(pair[1], URIRef):
                self._classes.add((pair[0], RDFS.subClassOf, pair[1]))
        self._relations = {schema.iri(kind) for kind in schema.edges}
        self._inferred = {schema.iri(edge.name) for edge in schema.edges.values() if not edge.stated}
        self._labels = _labels(self._shapes)
        self._paths = {slot.name: slot.iri for slot in schema.nodes["Document"].slots}

    def violations(self) -> Iterator[Violation]:
        """All that does not fit, each once, document by document."""
        batch, focus = Graph(), set[str]()
        for key, document in self._belonging.documents.items():
            focus |= self._document(key, document, batch)
            if len(batch) > BATCH:
                yield from self._check(batch, focus)
                batch, focus = Graph(), set()
        yield from self._check(batch, focus)
        yield from self._shared()
        yield from self._loose()
        for resource, what, value in self._belonging.astray():
            yield self._told(resource, what=what, field="", value=value[:LONGEST])

    # --- what is checked together

    def _document(self, key: str, document: str, batch: Graph) -> set[str]:
        """Adds a document with what it owns, and the far ends of its edges. The resources that are its own."""
        own = {document} | self._subjects(ours("document"), OxLiteral(key))
        own |= {
            edge
            for node in list(own)
            for edge in self._subjects(ours("subject"), NamedNode(node))
            if self._types(edge) & self._inferred
        }
        far = {end for resource in sorted(own) for end in self._add(resource, batch, relations=True)} - own
        for end in sorted(far):
            sources = self._add(end, batch, relations=False) | {self._belonging.home(end) or end}
            for source in sources - own - far:
                self._add(source, batch, relations=False)
        return own

    def _shared(self) -> Iterator[Violation]:
        """Shared things, with the plain relations between them."""
        names = [node.name for node in self._schema.primaries() if node.shared]
        found = iter(
            sorted({one for name in names for one in self._subjects(terms.TYPE, ours(name))} | self._stubs())
        )
        plain = {self._schema.iri(kind) for kind in self._schema.edges if terms.plain(self._schema, kind)}
        while focus := set(islice(found, SHARED)):
            batch = Graph()
            for resource in sorted(focus):
                self._add(resource, batch, relations=False)
                for path, value in self._about(resource):
                    if path in plain:
                        batch.add((URIRef(resource), URIRef(path), URIRef(value.value)))
                        self._add(value.value, batch, relations=False)
            yield from self._check(batch, focus)

    def _stubs(self) -> set[str]:
        """Documents that are only cited."""
        return self._subjects(terms.TYPE, ours("Document")) - set(self._belonging.documents.values())

    def _loose(self) -> Iterator[Violation]:
        """Edges between shared things, with their ends."""
        found = self._belonging.loose()
        while focus := set(islice(found, SHARED)):
            batch = Graph()
            for end in sorted(
                {end for edge in sorted(focus) for end in self._add(edge, batch, relations=False)}
            ):
                self._add(end, batch, relations=False)
            yield from self._check(batch, focus)

    def _add(self, resource: str, batch: Graph, *, relations: bool) -> set[str]:
        """Adds all that is said of a resource and of its selectors and items. The resources that it points to."""
        ends: set[str] = set()
        for path, value in self._about(resource):
            if path in self._relations and not relations:
                continue
            batch.add((URIRef(resource), URIRef(path), _term(value)))
            if isinstance(value, NamedNode) and value.value.startswith(f"{resource.partition('#')[0]}#"):
                ends |= self._add(value.value, batch, relations=False)
            elif isinstance(value, NamedNode) and "/id/" in value.value and "#" not in value.value:
                ends.add(value.value)
        return ends

    # --- what comes out

    def _check(self, batch: Graph, focus: set[str]) -> Iterator[Violation]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of what pyshacl imports
            import pyshacl

            conforms, report, _ = pyshacl.validate(
                batch, shacl_graph=self._shapes, ont_graph=self._classes, inplace=True
            )
        if conforms or not isinstance(report, Graph):
            return
        found = {self._violation(one, report) for one in report.subjects(RDF.type, SH.ValidationResult)}
        yield from sorted((one for one in found if one.resource in focus), key=str)

    def _violation(self, result: Term, report: Graph) -> Violation:
        node, value = str(report.value(result, SH.focusNode)), report.value(result, SH.value)
        if isinstance(value, URIRef) and report.value(result, SH.resultPath) is None:
            node, value = str(value), None  # a rule over a document: what breaks it is the value
        resource = node.partition("#")[0]
        path = report.value(result, SH.resultPath)
        component = report.value(result, SH.sourceConstraintComponent)
        rule = component == SH.SPARQLConstraintComponent  # its messages come without their language
        messages = [str(one) for one in report.objects(result, SH.resultMessage) if rule or _language(one)]
        what = " ".join(sorted(messages, reverse=True)) or WORDS.get(component, str(component))  # type: ignore[call-overload]
        field = "" if path is None or isinstance(path, BNode) else self._labels.get(str(path), str(path))
        return self._told(resource, what=what, field=field, value=_shown(value) or self._ends(resource))

    def _told(self, resource: str, *, what: str, field: str, value: str) -> Violation:
        return Violation(**self._place(resource), resource=resource, what=what, field=field, value=value)

    def _place(self, resource: str) -> dict[str, Any]:
        """The document that states a resource, or the clause at which it starts; and where in it."""
        said = {path: value.value for path, value in self._about(resource)}
        home = self._belonging.home(resource) or resource
        of = {path: value.value for path, value in self._about(home)}
        place: dict[str, int | None] = {"start": None, "end": None}
        start = said.get(ours("subject").value, resource) if ours("document").value not in said else resource
        for path, value in self._about(f"{start}#position"):
            name = path.rpartition("#")[2]
            if name in place and value.value.isdigit():
                place[name] = int(value.value)
        told = {name: of.get(self._paths[name], "") for name in ("file", "title")}
        key = said.get(ours("document").value, home) if home == resource else home
        return {"document": of.get(terms.IDENTIFIER.value, key), **told, **place}

    def _ends(self, resource: str) -> str:
        """The two documents that an inferred edge ties, with their dates and clauses: 《甲》（2021）一/1 → 《乙》（2022）二."""
        said = {path: value.value for path, value in self._about(resource)}
        if ours("document").value in said:
            return ""
        ends = [said.get(ours(name).value, "") for name in ("subject", "object")]
        return " → ".join(map(self._end, ends)) if all(ends) else ""

    def _end(self, resource: str) -> str:
        home = self._belonging.home(resource)
        clause = {path: value.value for path, value in self._about(resource)}
        of = {path: value.value for path, value in self._about(home or resource)}
        date, path = of.get(self._paths["date"], ""), clause.get(ours("path").value, "")
        title = of.get(self._paths["title"]) or of.get(terms.IDENTIFIER.value, resource)
        return f"{title}{f'（{date}）' if date else ''}{path}"

    # --- triples

    def _about(self, resource: str) -> list[tuple[str, Any]]:
        return self._belonging.about(resource)

    def _subjects(self, predicate: NamedNode, value: NamedNode | OxLiteral) -> set[str]:
        found: Iterable[Any] = self._triples.quads_for_pattern(None, predicate, value, None)
        return {str(quad.subject.value) for quad in found}

    def _types(self, resource: str) -> set[str]:
        return {str(value.value) for path, value in self._about(resource) if path == terms.TYPE.value}


def _labels(shapes: Graph) -> dict[str, str]:
    """The Chinese and English name of each property that a shape speaks of."""
    found: dict[str, dict[str, str]] = {}
    for rule, path in shapes.subject_objects(SH.path):
        for name in shapes.objects(rule, SH.name):
            if isinstance(name, Literal):
                found.setdefault(str(path), {})[str(name.language)] = str(name)
    return {path: f"{names.get('zh', '')} {names.get('en', '')}".strip() for path, names in found.items()}


def _language(message: Term) -> bool:
    """True for messages of ours: pyshacl's own have no language."""
    return isinstance(message, Literal) and message.language is not None


def _term(value: Any) -> Term:
    if isinstance(value, OxLiteral):
        if value.language:
            return Literal(value.value, lang=value.language)
        plain = value.datatype.value == terms.XSD_STRING
        return Literal(value.value, datatype=None if plain else URIRef(value.datatype.value))
    return URIRef(value.value) if isinstance(value, NamedNode) else BNode(value.value)


def _shown(value: Term | None) -> str:
    return "" if value is None else str(value)[:LONGEST]
