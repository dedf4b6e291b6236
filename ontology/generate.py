"""policy.yaml → policy.ttl (OWL), shapes.ttl (SHACL), context.jsonld: python -m ontology.generate [--check].

LinkML's own generators write the content. What is done here on top: names and descriptions get their
language, axioms that say nothing go, every relationship type gets a property of its own, and the bytes are
the same on every machine. LinkML is a development dependency; the files that come out need nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from linkml.generators.jsonldcontextgen import ContextGenerator
from linkml.generators.owlgen import OwlSchemaGenerator
from linkml.generators.shaclgen import ShaclGenerator
from linkml_runtime import SchemaView
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.plugins.serializers.turtle import TurtleSerializer
from rdflib.term import Node

from ontology import projection, schema

HOME = Path(__file__).parent
NOTICE = "# Generated from policy.yaml by `make generate`: edit that file, not this one.\n"

Names = Mapping[URIRef, tuple[str, str]]
"""IRI → (English, Chinese)."""

_TEXTS = (SKOS.definition, RDFS.comment, SH.description, DCTERMS.description)
_CARDINALITIES = (OWL.cardinality, OWL.minCardinality, OWL.maxCardinality)
_ORDER = (OWL.Ontology, SH.NodeShape, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype)
_FIRST = (OWL.onProperty, SH.path)


def render() -> dict[str, str]:
    """File name → the text that belongs in it; equal texts wherever and whenever it is called."""
    view = SchemaView(str(schema.SOURCE))
    return {
        "policy.ttl": NOTICE + _turtle(ontology_graph(view), view),
        "shapes.ttl": NOTICE + _turtle(shapes_graph(view), view),
        "context.jsonld": _context(),
    }


def ontology_graph(view: SchemaView) -> Graph:
    """The OWL ontology: classes, properties, data ranges, mappings, and a SKOS concept for each value."""
    graph: Graph = OwlSchemaGenerator(
        str(schema.SOURCE),
        metaclasses=False,  # no punning with LinkML's own classes
        type_objects=False,  # numbers and strings are data, as in the RDF that we write
        use_native_uris=False,  # the properties of the data: dcterms:title, not zm:title
        default_permissible_value_type=RDFS.Literal,
        skip_abstract_class_as_unionof_subclasses=True,  # others may add subclasses
        skip_vacuous_min_zero_cardinality_axioms=True,
        skip_vacuous_local_range_axioms=True,
        consolidate_cardinality_axioms=True,
    ).as_graph()
    names = _names(view)
    _clean(graph, view)
    _repair(graph)
    _drop_inherited(graph)
    _add_relations(graph, view)
    _add_concepts(graph, view)
    projection.align(graph)
    _label(graph, names, view)
    _split_texts(graph)
    projection.add_terms(graph, schema.load())
    _declare_annotations(graph)
    return graph


def shapes_graph(view: SchemaView) -> Graph:
    """The SHACL shapes: closed, a node without an IRI is refused, and direct relationships are checked."""
    graph: Graph = ShaclGenerator(str(schema.SOURCE)).as_graph()
    names = _names(view)
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        graph.add((shape, SH.nodeKind, SH.IRI))
        _set_names(graph, shape, RDFS.label, names[URIRef(str(shape))])
    for rule, path in list(graph.subject_objects(SH.path)):
        _set_names(graph, rule, SH.name, names[URIRef(str(path))])
    _allow_relations(graph, view)
    projection.reshape(graph, schema.load())
    _split_texts(graph)
    return graph


def _context() -> str:
    """LinkML's context, and the relationship types as links."""
    context = json.loads(ContextGenerator(str(schema.SOURCE), metadata=False).serialize())
    for kind in schema.load().edges:
        context["@context"][kind] = {"@type": "@id", "@id": kind}
    links = {
        "evidence": "zm:evidence",
        "item": "zm:item",
        "selector": "oa:hasSelector",
        "source": "oa:hasSource",
    }
    for name, iri in links.items():
        context["@context"][name] = {"@type": "@id", "@id": iri}
    for term in context["@context"].values():
        if isinstance(term, dict) and term.get("@type") == "rdfs:Literal":
            del term["@type"]  # a date says itself whether it is a day, a month or a year
    context["@context"]["index"] = {"@type": "xsd:integer", "@id": "zm:index"}
    return json.dumps(context, ensure_ascii=False, indent=2) + "\n"


def _iri(view: SchemaView, name: str) -> URIRef:
    """A name of ours under the default prefix: LEADS → …/ontology/LEADS."""
    return URIRef(view.expand_curie(f"{view.schema.default_prefix}:{name}"))


def _english(name: str) -> str:
    """cited_title → cited title."""
    return name.replace("_", " ")


def _names(view: SchemaView) -> Names:
    """English and Chinese of each class, slot, enumeration and relationship type. KeyError without one."""
    elements = [*view.all_classes().values(), *view.all_slots().values(), *view.all_enums().values()]
    names = {
        URIRef(view.get_uri(element, expand=True)): (
            str(element.title or _english(element.name)),
            str(element.annotations["zh"].value),
        )
        for element in elements
    }
    return names | {_iri(view, edge.kind): (edge.en, edge.zh) for edge in schema.load().edges.values()}


def _set_names(graph: Graph, subject: Node, predicate: URIRef, names: tuple[str, str]) -> None:
    """`subject` has these two names by `predicate`, and no other."""
    graph.remove((subject, predicate, None))
    for text, language in zip(names, ("en", "zh"), strict=True):
        graph.add((subject, predicate, Literal(text, lang=language)))


def _label(graph: Graph, names: Names, view: SchemaView) -> None:
    """Every declared term has an English and a Chinese rdfs:label; what is ours says where it is defined."""
    home = URIRef(view.schema.id)
    graph.remove((None, DCTERMS.title, None))
    graph.set((home, RDFS.label, Literal(view.schema.title)))
    graph.remove((home, URIRef("http://purl.org/pav/version"), None))
    graph.add((home, OWL.versionInfo, Literal(view.schema.version)))
    for iri, pair in names.items():
        _set_names(graph, iri, RDFS.label, pair)
        if iri.startswith(_iri(view, "")):
            graph.add((iri, RDFS.isDefinedBy, home))


def _split_texts(graph: Graph) -> None:
    """'A named company. 企业。' becomes 'A named company.'@en and '企业。'@zh."""
    for predicate in _TEXTS:
        for subject, text in list(graph.subject_objects(predicate)):
            parts = schema.LANGUAGES.split(str(text))
            if len(parts) != 2:
                raise ValueError(f"policy.yaml: write the description in English, then in Chinese: {text}")
            _set_names(graph, subject, predicate, (parts[0], parts[1]))


def _clean(graph: Graph, view: SchemaView) -> None:
    """Without LinkML's book-keeping, our notes to the stores, and classes that match themselves."""
    for note in ("zh", "owned", "shared", "lookup", "fulltext", "row"):
        graph.remove((None, _iri(view, note), None))
    for predicate in (SKOS.inScheme, URIRef("https://w3id.org/linkml/permissible_values")):
        graph.remove((None, predicate, None))
    for subject, match in list(graph.subject_objects(SKOS.exactMatch)):
        if subject == match:
            graph.remove((subject, SKOS.exactMatch, match))
    for datatype in list(graph.subjects(RDF.type, RDFS.Datatype)):
        graph.remove((datatype, RDF.type, OWL.Class))
        if str(datatype).startswith((str(XSD), str(RDFS))):
            graph.remove((datatype, None, None))


def _repair(graph: Graph) -> None:
    """What OWL 2 asks for: enumerations in data properties, unions that are classes, cardinalities from 0."""
    for slot, values in list(graph.subject_objects(RDFS.range)):
        if (values, RDF.type, RDFS.Datatype) in graph:
            graph.remove((slot, RDF.type, OWL.ObjectProperty))
            graph.add((slot, RDF.type, OWL.DatatypeProperty))
    for union in list(graph.subjects(OWL.unionOf)):
        graph.add((union, RDF.type, OWL.Class))
    for predicate in _CARDINALITIES:
        for restriction, number in list(graph.subject_objects(predicate)):
            graph.set((restriction, predicate, Literal(str(number), datatype=XSD.nonNegativeInteger)))


def _restrictions(graph: Graph, owner: Node) -> Iterator[tuple[Node, frozenset[tuple[Node, Node]]]]:
    """The restrictions that `owner` states itself, with what they say."""
    for node in graph.objects(owner, RDFS.subClassOf):
        if isinstance(node, BNode):
            yield node, frozenset(graph.predicate_objects(node))


def _drop_inherited(graph: Graph) -> None:
    """No class repeats a restriction of an ancestor; class axioms of a parent hold for its children."""
    for owner in list(graph.subjects(RDF.type, OWL.Class)):
        line = [ancestor for ancestor in graph.transitive_objects(owner, RDFS.subClassOf) if ancestor]
        known = {said for ancestor in line if ancestor != owner for _, said in _restrictions(graph, ancestor)}
        for node, said in list(_restrictions(graph, owner)):
            if said in known:
                graph.remove((owner, RDFS.subClassOf, node))
                graph.remove((node, None, None))


def _one_of(graph: Graph, view: SchemaView, classes: Sequence[str]) -> Node:
    """The class, or the union of several."""
    members: list[Node] = [_iri(view, name) for name in classes]
    if len(members) == 1:
        return members[0]
    union = BNode()
    graph.add((union, RDF.type, OWL.Class))
    graph.add((union, OWL.unionOf, Collection(graph, BNode(), members).uri))
    return union


def _add_relations(graph: Graph, view: SchemaView) -> None:
    """A property for each relationship type: zm:LEADS says (Agency)-[:LEADS]->(Clause) in one triple."""
    for edge in schema.load().edges.values():
        relation, reified = _iri(view, edge.kind), _iri(view, edge.name)
        graph.add((relation, RDF.type, OWL.ObjectProperty))
        graph.add((relation, RDFS.domain, _one_of(graph, view, edge.sources)))
        graph.add((relation, RDFS.range, _one_of(graph, view, edge.targets)))
        graph.add((relation, RDFS.seeAlso, reified))
        for how in (SKOS.exactMatch, SKOS.broadMatch):
            for match in filter(_is_property, list(graph.objects(reified, how))):
                graph.remove((reified, how, match))
                graph.add((relation, how, match))


def _is_property(term: Node) -> bool:
    """By the custom of all vocabularies used: eli:cites is a property, eli:LegalResource a class."""
    return re.split(r"[/#]", str(term))[-1][0].islower()


def _add_concepts(graph: Graph, view: SchemaView) -> None:
    """A SKOS concept for each value of an enumeration: data hold its notation, people read its label."""
    for enum in view.all_enums().values():
        scheme = _iri(view, f"{enum.name}Scheme")
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        _set_names(graph, scheme, RDFS.label, (str(enum.title), str(enum.annotations["zh"].value)))
        for key, value in enum.permissible_values.items():
            concept = _iri(view, f"{enum.name}-{key}")
            graph.add((concept, RDF.type, SKOS.Concept))
            graph.add((concept, SKOS.inScheme, scheme))
            graph.add((concept, SKOS.notation, Literal(key)))
            _set_names(graph, concept, SKOS.prefLabel, (_english(key), str(value.title)))
            for related in value.related_mappings:
                graph.add((concept, RDFS.seeAlso, URIRef(view.expand_curie(related))))


def _declare_annotations(graph: Graph) -> None:
    """Each predicate that says something about a class or a property is declared, as OWL 2 DL wants it."""
    builtin = (str(RDF), str(RDFS), str(OWL))
    for kind in (OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype):
        for subject in list(graph.subjects(RDF.type, kind)):
            for predicate in set(graph.predicates(subject)):
                if not str(predicate).startswith(builtin):
                    graph.add((predicate, RDF.type, OWL.AnnotationProperty))


def _allow_relations(graph: Graph, view: SchemaView) -> None:
    """Closed shapes let relationship types through; where one starts at a class, its shape checks the end."""
    edges = schema.load().edges.values()
    for node in schema.load().nodes:
        for ignored in graph.objects(_iri(view, node), SH.ignoredProperties):
            allowed = Collection(graph, ignored)
            allowed += [_iri(view, edge.kind) for edge in edges]
    for edge in edges:
        for source in edge.sources:
            rule = BNode()
            graph.add((_iri(view, source), SH.property, rule))
            graph.add((rule, SH.path, _iri(view, edge.kind)))
            graph.add((rule, SH.nodeKind, SH.IRI))
            _set_names(graph, rule, SH.name, (edge.en, edge.zh))
            _expect(graph, rule, [_iri(view, target) for target in edge.targets])


def _expect(graph: Graph, rule: Node, classes: Sequence[URIRef]) -> None:
    """What `rule` finds is of one of the classes."""
    if len(classes) == 1:
        graph.add((rule, SH["class"], classes[0]))
        return
    choices: list[Node] = [BNode() for _ in classes]
    for choice, expected in zip(choices, classes, strict=True):
        graph.add((choice, SH["class"], expected))
    graph.add((rule, SH["or"], Collection(graph, BNode(), choices).uri))


class _Sorted(TurtleSerializer):
    """Turtle with its subjects by kind, then by IRI; blank nodes stand inside what refers to them."""

    def orderSubjects(self) -> list[Node]:  # noqa: N802
        """The subjects in the order in which they are written."""
        return sorted(set(self.store.subjects()), key=self._place)

    def _place(self, subject: Node) -> tuple[bool, int, str]:
        kinds = set(self.store.objects(subject, RDF.type))
        rank = next((place for place, kind in enumerate(_ORDER) if kind in kinds), len(_ORDER))
        return isinstance(subject, BNode), rank, str(subject)


def _content(graph: Graph, node: Node) -> str:
    """What a node says, as text; every blank node here is a tree."""
    if not isinstance(node, BNode):
        return node.n3()
    said = [(p not in _FIRST, p.n3(), _content(graph, o)) for p, o in graph.predicate_objects(node)]
    return f"[{' '.join(f'{predicate} {value};' for _, predicate, value in sorted(said))}]"


def _stable(graph: Graph, node: Node) -> Node:
    """The node; if blank, named by what it says and where it hangs: the same name everywhere."""
    if not isinstance(node, BNode):
        return node
    owner, by = next(iter(graph.subject_predicates(node)))  # domain and range may say the same
    place = hashlib.sha256(f"{_stable(graph, owner)} {by}".encode()).hexdigest()
    return BNode(_content(graph, node) + place)


def _turtle(graph: Graph, view: SchemaView) -> str:
    """The graph as text that depends on its content alone."""
    stable = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdf", RDF), ("rdfs", RDFS), ("owl", OWL), ("sh", SH)):
        stable.bind(prefix, namespace)
    for declared in view.schema.prefixes.values():
        stable.bind(declared.prefix_prefix, declared.prefix_reference)
    for subject, predicate, value in graph:
        stable.add((_stable(graph, subject), predicate, _stable(graph, value)))
    stream = io.BytesIO()
    _Sorted(stable).serialize(stream, encoding="utf-8")
    return stream.getvalue().decode("utf-8").strip() + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files; with --check only compare: 1 where one is not what policy.yaml says, else 0."""
    parser = argparse.ArgumentParser(prog="python -m ontology.generate", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; name what is out of date")
    check = parser.parse_args(arguments).check
    stale = []
    for name, text in render().items():
        path = HOME / name
        if path.is_file() and path.read_bytes() == text.encode("utf-8"):
            continue
        stale.append(name)
        if not check:
            path.write_bytes(text.encode("utf-8"))
    for name in stale:
        sys.stderr.write(f"ontology/{name}: {'out of date, run `make generate`' if check else 'written'}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
