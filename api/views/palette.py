"""The one place that gives a node label its colour; graphs, legends and badges take it from here."""

from __future__ import annotations

from typing import NamedTuple

from ontology import schema

COLOURS = {
    "Document": "#2f5d8c",
    "Section": "#7a8794",
    "Clause": "#8a7a4b",
    "Indicator": "#7b5ea7",
    "Agency": "#b5452c",
    "AgencyGroup": "#d08a4e",
    "Region": "#3d7f6b",
    "Organization": "#5a7d2a",
    "Programme": "#b08a1e",
    "Person": "#a05080",
    "Finding": "#9a6a00",
}
UNKNOWN = "#888888"


class Key(NamedTuple):
    """One line of a legend."""

    label: str
    zh: str
    en: str
    colour: str


def colour(label: str) -> str:
    """The colour of a label, or of the label that carries its identity: Task is drawn as Clause."""
    nodes = schema.load().nodes
    primary = nodes[label].primary if label in nodes else label
    return COLOURS.get(label) or COLOURS.get(primary, UNKNOWN)


def legend(labels: set[str]) -> list[Key]:
    """The legend's lines for the labels that are drawn, in the ontology's order."""
    nodes = schema.load().nodes
    return [Key(name, node.zh, node.en, colour(name)) for name, node in nodes.items() if name in labels]


def edge_names() -> dict[str, str]:
    """Relationship types as people read them: LEADS → 牵头 leads."""
    return {kind: f"{edge.zh} {edge.en}" for kind, edge in schema.load().edges.items()}
