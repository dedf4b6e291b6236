"""networkx views of query rows: a node's neighbourhood, the cooperation network, who stands in the middle.

Rows come in as plain data (whoever asks the store gives them), so nothing here knows an engine or a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

Rows = Iterable[Mapping[str, Any]]
FIRST_RING = 0.6  # of the room, where both rings have more than fits
PAIR = (("agency", "name"), ("partner", "partner_name"))


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


def cooperation(rows: Rows, cap: int) -> Neighbourhood:
    """Who works with whom, as a neighbourhood around the agency with the most partners.

    A row is a pair: agency, name, partner, partner_name, clauses (how many they share). The `cap` agencies
    with the most shared clauses stay; an edge's `weight` counts the clauses.
    """
    full: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in rows:
        one, other = (_end(full, _agency(row, *names), "source") for names in PAIR)
        said = {"kind": "shared", "quote": "", "document": "", "weight": int(row["clauses"])}
        full.add_edge(one, other, "shared", **said)
    shared = dict(full.degree(weight="weight"))
    kept = full.subgraph(sorted(full, key=lambda node: (-shared[node], node))[: max(cap, 1)]).copy()
    nx.set_node_attributes(kept, centrality(kept), "centrality")
    middle = max(kept, key=lambda node: (shared[node], node), default="")
    return Neighbourhood(kept, middle, full.number_of_nodes())


def _agency(row: Mapping[str, Any], identifier: str, name: str) -> dict[str, Any]:
    return {"source": row[identifier], "source_label": "Agency", "source_name": row[name]}


def centrality(graph: nx.Graph[str]) -> dict[str, float]:
    """Degree centrality between 0 and 1, where parallel edges count once; it is what node sizes come from."""
    simple: nx.Graph[str] = nx.Graph(graph.to_undirected())
    if simple.number_of_nodes() < 2:
        return dict.fromkeys(simple, 0.0)
    return {node: float(value) for node, value in nx.degree_centrality(simple).items()}


def path(graph: nx.Graph[str], one: str, other: str) -> list[str]:
    """The shortest way from `one` to `other`, either direction of edges; empty where there is none."""
    simple: nx.Graph[str] = nx.Graph(graph.to_undirected())
    if one not in simple or other not in simple or not nx.has_path(simple, one, other):
        return []
    return list(nx.shortest_path(simple, one, other))


def _edges(rows: Rows) -> nx.MultiDiGraph[str]:
    """Rows as a graph; equal statements of one kind are one edge, with the first quote."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in rows:
        source, target = _end(graph, row, "source"), _end(graph, row, "target")
        if not graph.has_edge(source, target, row["kind"]):
            told = {
                "kind": row["kind"],
                "quote": row.get("quote") or "",
                "document": row.get("document") or "",
            }
            graph.add_edge(source, target, row["kind"], **told)
    return graph


def _end(graph: nx.MultiDiGraph[str], row: Mapping[str, Any], end: str) -> str:
    label, node = row[f"{end}_label"], row[end]
    name = key(label, node)
    graph.add_node(name, id=node, label=label, name=row[f"{end}_name"] or node)
    return name


def _nearest(graph: nx.MultiDiGraph[str], centre: str, cap: int) -> list[str]:
    """The centre and what stands nearest. Where all can't stay, a part of the room is for the second ring."""
    hops = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre)
    order = sorted(graph, key=lambda node: (-graph.degree(node), node))
    near = [node for node in order if hops.get(node) == 1]
    room = max(cap, 1) - 1
    first = near[: max(room - (len(graph) - len(near) - 1), round(room * FIRST_RING))]
    around = {other for node in first for other in (*graph.predecessors(node), *graph.successors(node))}
    rest = [node for node in order if node not in near and node != centre]
    rest.sort(key=lambda node: node not in around)
    return [centre, *first, *rest[: room - len(first)]]
