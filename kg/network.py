"""networkx views of query rows: a node's neighbourhood, the cooperation network, who stands in the middle.

Rows come in as plain data (whoever asks the store gives them), so nothing here knows an engine or a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The graph around `centre`; `total` nodes were found, and the graph holds as many as were asked for.

    Nodes are named by `key()`, since ids are unique within a label only; they carry `id`, `label`, `name`,
    `centrality`; edges carry `kind`, `quote`, `document`.
    """

    graph: nx.MultiDiGraph[str]
    centre: str
    total: int

    @property
    def cut(self) -> int:
        """How many nodes were left out."""
        return self.total - self.graph.number_of_nodes()


def key(label: str, node: str) -> str:
    """A node's name in a graph: label and id."""
    return f"{label} {node}"


def neighbourhood(rows: Rows, centre: Mapping[str, str], cap: int) -> Neighbourhood:
    """The edges of `rows` as a graph of at most `cap` nodes around `centre` (label, id, name).

    A row has source, source_label, source_name, target, target_label, target_name, kind, quote, document.
    Near nodes stay before far ones, then those with many edges, then by id: equal rows give equal graphs.
    """
    full = _edges(rows)
    middle = key(centre["label"], centre["id"])
    full.add_node(middle, **centre)
    kept = full.subgraph(_nearest(full, middle, cap)).copy()
    nx.set_node_attributes(kept, centrality(kept), "centrality")
    return Neighbourhood(kept, middle, full.number_of_nodes())


def cooperation(rows: Rows) -> nx.Graph[str]:
    """Who works with whom: agencies that share a clause, `weight` counting the clauses. Rows: agency, name, clause."""
    graph: nx.Graph[str] = nx.Graph()
    clauses: dict[str, set[str]] = {}
    for row in rows:
        graph.add_node(row["agency"], label="Agency", name=row["name"])
        clauses.setdefault(row["clause"], set()).add(row["agency"])
    for _, members in sorted(clauses.items()):
        for one, other in combinations(sorted(members), 2):
            weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=weight + 1)
    nx.set_node_attributes(graph, centrality(graph), "centrality")
    return graph


def centrality(graph: nx.Graph[str]) -> dict[str, float]:
    """Degree centrality between 0 and 1, where parallel edges count once; it is what node sizes come from."""
    simple = nx.Graph(graph.to_undirected())
    if simple.number_of_nodes() < 2:
        return dict.fromkeys(simple, 0.0)
    return {node: float(value) for node, value in nx.degree_centrality(simple).items()}


def path(graph: nx.Graph[str], one: str, other: str) -> list[str]:
    """The shortest way from `one` to `other`, either direction of edges; empty where there is none."""
    simple = nx.Graph(graph.to_undirected())
    if one not in simple or other not in simple or not nx.has_path(simple, one, other):
        return []
    return list(nx.shortest_path(simple, one, other))


def _edges(rows: Rows) -> nx.MultiDiGraph[str]:
    """Rows as a graph; equal statements of one kind between the same two nodes are one edge, with the first quote."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in rows:
        source, target = _end(graph, row, "source"), _end(graph, row, "target")
        if not graph.has_edge(source, target, row["kind"]):
            told = {"kind": row["kind"], "quote": row.get("quote") or "", "document": row.get("document") or ""}
            graph.add_edge(source, target, row["kind"], **told)
    return graph


def _end(graph: nx.MultiDiGraph[str], row: Mapping[str, Any], end: str) -> str:
    label, node = row[f"{end}_label"], row[end]
    name = key(label, node)
    graph.add_node(name, id=node, label=label, name=row[f"{end}_name"] or node)
    return name


def _nearest(graph: nx.MultiDiGraph[str], centre: str, cap: int) -> list[str]:
    hops = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre)
    far = len(graph)
    order = sorted(graph, key=lambda node: (hops.get(node, far), -graph.degree(node), node))
    return order[: max(cap, 1)]
