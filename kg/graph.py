"""Nodes and edges of one document, engine-free: what loaders make and stores keep.

A `Fragment` is all that one document says. It owns its own nodes and stated edges (they carry `document`); the
agencies, regions and organizations that it names are shared with other documents and live as long as one names them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Scalar = str | int | float | bool
Value = Scalar | list[str] | list[int] | None


class Ref(NamedTuple):
    """A node by its identity: the primary label and the id."""

    label: str
    id: str

    @property
    def key(self) -> str:
        """What ids of edges are made of. A college may be an Agency here and an Organization there, under one id."""
        return f"{self.label} {self.id}" if self.label == "Organization" else self.id


class Node(NamedTuple):
    """A node. `labels` are second labels (Task, School); `props` hold no None; `stub` nodes never overwrite."""

    label: str
    id: str
    props: Mapping[str, Value] = {}
    labels: tuple[str, ...] = ()
    stub: bool = False

    @property
    def ref(self) -> Ref:
        """Its identity."""
        return Ref(self.label, self.id)


class Edge(NamedTuple):
    """A relationship `kind` from `source` to `target`; its id makes it one, however often it is loaded."""

    kind: str
    source: Ref
    target: Ref
    id: str
    props: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Fragment:
    """All that one document says: nodes and edges, each once, in a fixed order.

    `sealed` is the digest of what the document itself gave, before its citations were tied to other documents.
    """

    document: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sealed: str | None = None

    def digest(self) -> str:
        """SHA-256 of everything in it: equal digests mean that loading again would change nothing."""
        if self.sealed:
            return self.sealed
        nodes = sorted(([n.label, n.id, dict(n.props), list(n.labels), n.stub] for n in self.nodes), key=str)
        return _digest([nodes, _listed(self.edges)])


def edges_digest(edges: Iterable[Edge]) -> str:
    """SHA-256 of edges, whatever their order."""
    return _digest(_listed(edges))


def _listed(edges: Iterable[Edge]) -> list[list[object]]:
    return sorted(([e.kind, e.id, list(e.source), list(e.target), dict(e.props)] for e in edges), key=str)


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
