"""A neighbourhood as vis-network draws it: networkx → pyvis → plain data for our own template.

pyvis builds, its bundled vis-network draws; its HTML templates stay unused, since they load from elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis
from pyvis.network import Network

from api.views import palette
from api.views.links import node_url
from kg.network import Neighbourhood

LABEL_LENGTH = 14  # characters of a name that fit beside a node
DASHED = frozenset({"COOPERATES_ON"})
OPTIONS: dict[str, Any] = {
    "layout": {"randomSeed": 7, "improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "navigationButtons": False},
    "physics": {
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {"gravitationalConstant": -60, "springLength": 110, "avoidOverlap": 0.4},
        "stabilization": {"iterations": 250},
    },
    "edges": {
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "smooth": {"type": "continuous"},
        "width": 1,
    },
    "nodes": {"shape": "dot", "borderWidth": 1},
}


Told = dict[str, str]  # an edge in words: source, kind, target, quote, and addresses


@dataclass(frozen=True, slots=True)
class Drawing:
    """What graph.html needs: the data for vis-network, the legend, and how much was left out."""

    data: dict[str, Any]
    legend: list[palette.Key]
    shown: int
    total: int
    edges: list[Told]


def assets() -> Path:
    """The folder of the vis-network that pyvis brings along."""
    return Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"


def draw(found: Neighbourhood) -> Drawing:
    """The neighbourhood as nodes, edges and options; titles are plain text."""
    network = Network(directed=True)
    network.from_nx(_styled(found), show_edge_weights=False)
    nodes, edges, *_ = network.get_network_data()
    labels = {data["label"] for _, data in found.graph.nodes(data=True)}
    data = {"nodes": nodes, "edges": edges, "options": OPTIONS, "centre": found.centre}
    return Drawing(data, palette.legend(labels), found.graph.number_of_nodes(), found.total, _told(found))


def drawing(
    graph: nx.Graph[str], options: dict[str, Any], legend: list[palette.Key], total: int, told: list[Told]
) -> Drawing:
    """A graph whose attributes are vis-network's already, with options of its own."""
    network = Network(directed=True)
    network.from_nx(graph, show_edge_weights=False)
    nodes, edges, *_ = network.get_network_data()
    data = {"nodes": nodes, "edges": edges, "options": options, "centre": ""}
    return Drawing(data, legend, graph.number_of_nodes(), total, told)


def as_json(drawing: Drawing) -> str:
    """The data for a <script type="application/json"> block: no `<` survives, so no tag can end the block."""
    return (
        json.dumps(drawing.data, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace("\u2028", "")
        .replace("\u2029", "")
    )


def _styled(found: Neighbourhood) -> nx.MultiDiGraph[str]:
    """A copy whose attributes are vis-network's: colour by label, size by centrality, address to open."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = palette.edge_names()
    for name, data in found.graph.nodes(data=True):
        drawn.add_node(name, **_node(name, data, found.centre))
    for source, target, data in found.graph.edges(data=True):
        drawn.add_edge(source, target, **_edge(data, names))
    return drawn


def _edge(data: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """An edge with its tooltip; what two agencies share has no direction, and is the wider the more it is."""
    if "weight" in data:
        told = {"arrows": "", "width": min(1 + data["weight"] // 3, 8)}
        return {**told, "title": f"共同条款 {data['weight']} 条 shared clauses", "kind": data["kind"]}
    title = "\n".join(filter(None, (names.get(data["kind"], data["kind"]), data["quote"])))
    return {"title": title, "kind": data["kind"], "dashes": data["kind"] in DASHED}


def _node(name: str, data: dict[str, Any], centre: str) -> dict[str, Any]:
    full = str(data["name"])
    return {
        "label": full if len(full) <= LABEL_LENGTH else full[: LABEL_LENGTH - 1] + "…",
        "title": full,
        "color": palette.colour(data["label"]),
        "size": 26 if name == centre else 9 + round(14 * data["centrality"]),
        "url": node_url(data["label"], data["id"]),
    }


def _told(found: Neighbourhood) -> list[Told]:
    """The edges as a list for readers without a canvas: who, what, whom, with the sentence."""
    names, nodes = palette.edge_names(), found.graph.nodes
    return [
        {
            "source": nodes[one]["name"],
            "source_url": node_url(nodes[one]["label"], nodes[one]["id"]) or "",
            "kind": _edge(data, names)["title"].partition("\n")[0],
            "target": nodes[other]["name"],
            "target_url": node_url(nodes[other]["label"], nodes[other]["id"]) or "",
            "quote": data["quote"],
        }
        for one, other, data in found.graph.edges(data=True)
    ]
