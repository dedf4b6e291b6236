"""What a writer does inside one transaction, whatever the engine: the statements of cypher.py in their order.

`Run` executes one statement in the open transaction and gives its rows as dicts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kg.errors import StoreError
from kg.graph import Edge, Fragment, Node, edges_digest
from kg.store import cypher
from kg.store.base import FORMAT, Change, Entry
from ontology.schema import Schema

Run = Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]


def replace(run: Run, schema: Schema, fragment: Fragment, dress: cypher.Dress) -> Change:
    """Puts the fragment in place of what its document owned; after a StoreError the caller rolls back."""
    check(schema, fragment)
    digest = fragment.digest()
    known = run(cypher.KNOWN, {"document": fragment.document})
    loaded = bool(known) and not known[0]["stub"]
    if loaded and known[0]["digest"] == digest:
        return "unchanged"
    if loaded:
        _forget(run, schema, fragment)
    nodes = [_signed(node, fragment.document, digest) for node in fragment.nodes]
    for batch in cypher.node_batches(schema, nodes, dress):
        run(batch.text, {"rows": batch.rows})
    for batch in cypher.edge_batches(schema, fragment.edges):
        _link(run, batch, fragment.document)
    return "replaced" if loaded else "added"


def check(schema: Schema, fragment: Fragment) -> None:
    """StoreError unless the fragment holds its document and what it owns says so: clean-up relies on it."""
    document = fragment.document
    owned = {node.name for node in schema.primaries() if node.owned and node.name != "Document"}
    stated = {edge.kind for edge in schema.edges.values() if edge.stated}
    if not any(n.label == "Document" and n.id == document and not n.stub for n in fragment.nodes):
        raise StoreError("the fragment does not hold its own document", document)
    for node in fragment.nodes:
        if node.label in owned and not node.stub and node.props.get("document") != document:
            raise StoreError(
                f"{node.label} {node.id} does not say that it belongs to this document", document
            )
    for edge in fragment.edges:
        if edge.kind in stated and edge.props.get("document") != document:
            raise StoreError(f"{edge.kind} {edge.id} does not say that this document states it", document)


def _signed(node: Node, document: str, digest: str) -> Node:
    """The document's own node carries the digest by which the next load knows that nothing changed."""
    if node.label != "Document" or node.id != document or node.stub:
        return node
    return Node(node.label, node.id, {**node.props, "digest": digest}, node.labels)


def _forget(run: Run, schema: Schema, fragment: Fragment) -> None:
    """Edges go whole and come back. Nodes that are stated again stay, and others' edges into them."""
    for text in cypher.forget_edges(schema):
        run(text, {"document": fragment.document})
    for label, text in cypher.forget_nodes(schema):
        keep = [node.id for node in fragment.nodes if node.label == label]
        run(text, {"document": fragment.document, "keep": keep})


def _link(run: Run, batch: cypher.Batch, document: str) -> None:
    """Writes edges. An end that is neither in the fragment nor in the store is a StoreError, not a loss."""
    missing = len(batch.rows) - run(batch.text, {"rows": batch.rows})[0]["done"]
    if missing:
        raise StoreError(
            f"{missing} of {len(batch.rows)} {batch.what} end in nodes that are not there", document
        )


def infer(run: Run, schema: Schema, document: str, edges: Sequence[Edge], sealed: str | None = None) -> bool:
    """Puts `edges` in place of all that was inferred from the document's nodes. False where nothing changes.

    StoreError where an edge is a stated one, does not start in the document, or ends in what is not there.
    """
    for edge in edges:
        if schema.edges[edge.kind].stated:
            raise StoreError(f"{edge.kind} is stated by documents, never inferred", document)
    digest = sealed or edges_digest(edges)
    known = run(cypher.INFERRED, {"document": document})
    if known and known[0]["inferred"] == digest:
        return False
    for text in cypher.forget_inferred(schema):
        run(text, {"document": document})
    for batch in cypher.edge_batches(schema, edges):
        _link(run, batch, document)
    run(cypher.SIGN_INFERRED, {"document": document, "digest": digest})
    return True


def note(run: Run, schema: Schema, fragment: Fragment) -> bool:
    """Adds the fragment's nodes and edges to those of its document; False where all were there already."""
    there = run(cypher.OWNED, {"ids": [node.id for node in fragment.nodes]})
    if len(there) == len(fragment.nodes):
        return False
    for batch in cypher.node_batches(schema, fragment.nodes, lambda _: {}):
        run(batch.text, {"rows": batch.rows})
    for batch in cypher.edge_batches(schema, fragment.edges):
        _link(run, batch, fragment.document)
    return True


def redirect(run: Run, schema: Schema, pairs: Sequence[tuple[str, str]]) -> None:
    """Moves what ends in stubs to loaded documents; a pair of which one is missing changes nothing."""
    rows = [{"stub": stub, "loaded": loaded} for stub, loaded in pairs if stub != loaded]
    for text in cypher.redirects(schema):
        run(text, {"rows": rows})


def sweep(run: Run, schema: Schema) -> int:
    """Drops what nothing keeps, until nothing more goes: a region follows its last agency. Their number."""
    total = 0
    while dropped := sum(_drop(run, label, text) for label, text in cypher.strays(schema)):
        total += dropped
    return total


def _drop(run: Run, label: str, text: str) -> int:
    ids = sorted(row["id"] for row in run(text, {}))
    if ids:
        run(cypher.drop(label), {"ids": ids})
    return len(ids)


def catalogue(run: Run) -> list[Entry]:
    """All documents and stubs, by id."""
    rows = sorted(run(cypher.CATALOGUE, {}), key=lambda row: str(row["id"]))
    return [
        Entry(r["id"], r["title"] or "", r["number"], r["date"], bool(r["stub"]), r["status"]) for r in rows
    ]


def counts(run: Run) -> dict[str, dict[str, int]]:
    """Nodes by label (second labels too) and edges by kind, in order of name, without our bookkeeping."""
    return {"nodes": _totals(run, cypher.NODE_COUNTS), "edges": _totals(run, cypher.EDGE_COUNTS)}


def _totals(run: Run, text: str) -> dict[str, int]:
    rows = sorted((str(row["name"]), int(row["total"])) for row in run(text, {}))
    return {name: total for name, total in rows if name != cypher.META}


def read_ddl(run: Run, where: str) -> str | None:
    """Which DDL the store has; None for a new store. StoreError where a newer version of ours wrote it."""
    rows = run(cypher.READ_META, {})
    if not rows:
        return None
    if rows[0]["format"] > FORMAT:
        what = f"written by a newer version of zhengmai (format {rows[0]['format']}; this one knows {FORMAT})"
        raise StoreError(what, where, "update zhengmai, or load into a new store")
    return str(rows[0]["ddl"])


def sign(run: Run, schema: Schema, statements: Sequence[str]) -> None:
    """Writes down who made the store: format, ontology version, and which DDL it has."""
    run(cypher.WRITE_META, {"format": FORMAT, "ontology": schema.version, "ddl": ddl_digest(statements)})


def ddl_digest(statements: Sequence[str]) -> str:
    """Tells one set of DDL from another."""
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
