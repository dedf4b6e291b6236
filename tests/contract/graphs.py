"""Small fragments by hand, and a store's whole content in one comparable form."""

from __future__ import annotations

from typing import Any

from kg.graph import Edge, Fragment, Node, Ref, Value
from kg.store.base import Store


def document(name: str, *parts: Node | Edge, **props: Any) -> Fragment:
    """A fragment of document `name` with its own node and `parts`."""
    own = Node("Document", name, {"title": f"《{name}》", "stub": False, "document": name, **props})
    nodes = tuple(part for part in parts if isinstance(part, Node))
    return Fragment(name, (own, *nodes), tuple(part for part in parts if isinstance(part, Edge)))


def clause(owner: str, number: str, text: str = "发展职业教育", *labels: str) -> Node:
    """A clause of `owner`."""
    return Node("Clause", f"{owner}#{number}", {"text": text, "number": number, "document": owner}, labels)


def agency(name: str, **props: Any) -> Node:
    """A shared agency: equal wherever it is named."""
    return Node("Agency", name, {"name": name, **props})


def region(name: str) -> Node:
    """A shared region."""
    return Node("Region", name, {"name": name})


def stub(name: str) -> Node:
    """A document that is cited and not loaded."""
    return Node("Document", name, {"title": f"存根{name}", "stub": True}, stub=True)


def leads(owner: str, who: str, number: str) -> Edge:
    """`owner` says that `who` leads its clause."""
    target = Ref("Clause", f"{owner}#{number}")
    props: dict[str, Value] = {
        "document": owner,
        "surface": who,
        "start": 1,
        "end": 4,
        "quote": f"牵头单位：{who}",
    }
    return Edge("LEADS", Ref("Agency", who), target, f"leads/{owner}/{who}/{number}", props)


def part(owner: str, number: str) -> Edge:
    """The document has the clause."""
    target = Ref("Clause", f"{owner}#{number}")
    return Edge("HAS_PART", Ref("Document", owner), target, f"part/{owner}/{number}", {"document": owner})


def cites(owner: str, other: str, kind: str = "CITES") -> Edge:
    """`owner` cites `other`, or is attached to it. Its id is that of the words, whatever they turn out to mean."""
    ends = Ref("Document", owner), Ref("Document", other)
    return Edge(
        kind, *ends, f"{kind}/{owner}/1", {"document": owner, "start": 5, "end": 9, "cited_title": "某某"}
    )


def implements(source: tuple[str, str], target: tuple[str, str], score: float = 0.5) -> Edge:
    """An inferred edge between clauses of two documents."""
    ends = Ref("Clause", "#".join(source)), Ref("Clause", "#".join(target))
    return Edge("IMPLEMENTS", *ends, f"implements/{'/'.join(source + target)}", {"score": score})


def link(kind: str, source: Node, target: Node) -> Edge:
    """A structural edge that no document owns."""
    return Edge(kind, source.ref, target.ref, f"{kind}/{source.id}/{target.id}")


def load(store: Store, *fragments: Fragment) -> list[str]:
    """One session that ends in a sweep."""
    with store.writer() as writer:
        changes: list[str] = [writer.replace(fragment) for fragment in fragments]
        writer.sweep()
    return changes


def ask(store: Store, text: str, **params: Any) -> list[Any]:
    """The rows of a query; those of one column without their dicts."""
    rows = store.query(text, params).rows
    return [next(iter(row.values())) if len(row) == 1 else row for row in rows]


def dump(store: Store) -> tuple[list[Any], list[Any]]:
    """All that the store holds, in one order."""
    nodes = ask(store, "MATCH (n) WHERE NOT n:Store RETURN n")
    edges = ask(store, "MATCH (a)-[r]->(b) RETURN a.id AS source, b.id AS target, r AS edge")
    return sorted(nodes, key=repr), sorted(edges, key=repr)


def ids(store: Store, label: str) -> list[str]:
    """The ids of all nodes with a label."""
    return sorted(ask(store, f"MATCH (n:{label}) RETURN n.id AS id"))
