"""The graph for drawing programs and network libraries, streamed: GraphML and GEXF.

Ids are Label/percent-encoded-id; lists are JSON texts. Characters that XML 1.0 can't hold are seen to before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from kg.graph import Edge, Node, Ref, Value
from kg.rdf.formats import Stream
from kg.rdf.terms import escape as percent
from kg.store.reading import all_slots
from ontology import schema as ontology
from ontology.schema import Slot

TYPES = {"integer": "long", "float": "double", "boolean": "boolean"}
NAMES = (
    "title",
    "name",
    "heading",
    "subject_text",
    "text",
)  # the first that a node has is its label in a drawing
LONGEST = 60  # characters of a label

Columns = dict[str, str]  # the name of an attribute → its type


def export(store: Stream, form: str, out: IO[bytes]) -> None:
    """Writes the graph, whose characters XML can hold: formats.Fitting sees to that."""
    for line in (_gexf if form == "gexf" else _graphml)(store):
        out.write(line.encode())


def node_columns() -> Columns:
    """All attributes that a node may have."""
    schema = ontology.load()
    slots = [slot for node in schema.primaries() for slot in all_slots(schema, node.name)]
    return {"identifier": "string", "label": "string", "labels": "string", **_typed(slots)}


def edge_columns() -> Columns:
    """All attributes that an edge may have."""
    slots = [slot for edge in ontology.load().edges.values() for slot in edge.slots if slot.name != "id"]
    return {"identifier": "string", "kind": "string", **_typed(slots)}


def _typed(slots: Iterable[Slot]) -> Columns:
    return {slot.name: "string" if slot.many else TYPES.get(slot.range, "string") for slot in slots}


def key(ref: Ref) -> str:
    """A node's id in the file."""
    return f"{ref.label}/{percent(ref.id)}"


def _node(node: Node) -> dict[str, Value]:
    name = next((str(node.props[n]) for n in NAMES if node.props.get(n)), node.id)
    labels = json.dumps([node.label, *node.labels])
    return {**node.props, "identifier": node.id, "label": name[:LONGEST], "labels": labels}


def _edge(edge: Edge) -> dict[str, Value]:
    return {**edge.props, "identifier": edge.id, "kind": edge.kind}


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _content(value: Value) -> str:
    """As content of an element; a lone carriage return would come back as a line feed."""
    return escape(_text(value), {"\r": "&#13;"})


def _attribute(value: Value) -> str:
    return quoteattr(_text(value), {"\r": "&#13;"})


def _graphml(store: Stream) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for sort, columns in (("node", node_columns()), ("edge", edge_columns())):
        for name, kind in columns.items():
            yield f'<key id="{sort}_{name}" for="{sort}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in store.nodes():
        where = key(node.ref)
        yield f"<node id={quoteattr(where)}>{_data('node', _node(node))}</node>\n"
    for edge in store.edges():
        where, ends = f"{edge.kind}/{percent(edge.id)}", (key(edge.source), key(edge.target))
        told = f"id={quoteattr(where)} source={quoteattr(ends[0])} target={quoteattr(ends[1])}"
        yield f"<edge {told}>{_data('edge', _edge(edge))}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(sort: str, values: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{sort}_{name}">{_content(v)}</data>' for name, v in values.items())


def _gexf(store: Stream) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    for sort, columns in (("node", node_columns()), ("edge", edge_columns())):
        yield f'<attributes class="{sort}" mode="static">\n'
        for name, kind in columns.items():
            yield f'<attribute id="{sort}_{name}" title="{name}" type="{kind}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in store.nodes():
        where, values = key(node.ref), _node(node)
        label = _attribute(values["label"])
        yield f"<node id={quoteattr(where)} label={label}>{_values('node', values)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for edge in store.edges():
        where = f"{edge.kind}/{percent(edge.id)}"
        ends = f"source={quoteattr(key(edge.source))} target={quoteattr(key(edge.target))}"
        told = f'id={quoteattr(where)} {ends} label="{edge.kind}"'
        yield f"<edge {told}>{_values('edge', _edge(edge))}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(sort: str, values: Mapping[str, Value]) -> str:
    told = (f'<attvalue for="{sort}_{name}" value={_attribute(v)}/>' for name, v in values.items())
    return f"<attvalues>{''.join(told)}</attvalues>"
