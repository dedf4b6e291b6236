"""Nodes and edges by identity, each once; and those that documents share: agencies, regions, what follows from them."""

from __future__ import annotations

from collections.abc import Sequence

from kg import ids
from kg.graph import Edge, Node, Ref, Value
from loaders.link import history
from loaders.resolve.bodies import Agency
from loaders.resolve.regions import Divisions, Region

Props = dict[str, Value]
# half the time of Edge(…), which is a Python function around it: a document has hundreds to thousands of edges
_made = tuple.__new__


def told(props: Props) -> Props:
    """What is known of the properties: nodes and edges hold no None."""
    return {name: value for name, value in props.items() if value is not None}


class Collected:
    """Nodes and edges in the order in which they came."""

    def __init__(self, divisions: Divisions) -> None:
        self.divisions = divisions
        self.nodes: dict[Ref, Node] = {}
        self.edges: dict[str, Edge] = {}

    def node(
        self, label: str, key: str, props: Props, labels: tuple[str, ...] = (), stub: bool = False
    ) -> Ref:
        """Adds a node where it is not there yet; properties that are None are left out."""
        ref = Ref(label, key)
        if ref not in self.nodes:
            self.nodes[ref] = Node(label, key, told(props), labels, stub)
        return ref

    def edge(self, kind: str, source: Ref, target: Ref, props: Props) -> None:
        """Adds an edge where it is not there yet: of a kind, between two nodes, at one place of a document.

        The properties are kept as they are: what may be None goes through `told` first.
        """
        document, start = props.get("document", ""), props.get("start", "")
        key = ids.edge_id(kind, source.key, target.id, document, start)
        if key not in self.edges:
            self.edges[key] = _made(Edge, (kind, source, target, key, props))

    def agency(self, agency: Agency, candidates: Sequence[str] = ()) -> Ref:
        """(Agency)-[:LOCATED_IN]->(Region), (Agency)-[:SUCCEEDED_BY]->(Agency)."""
        if (known := Ref("Agency", agency.id)) in self.nodes:
            return known
        props = history.properties(agency, self.divisions)
        if candidates:
            props["candidates"] = list(candidates)
        ref = self.node("Agency", agency.id, props, ("AgencyGroup",) if agency.group else ())
        if agency.region:
            self.edge("LOCATED_IN", ref, self.region(agency.region), {})
        for step in history.successors(agency, self.divisions):
            self.edge("SUCCEEDED_BY", ref, self.agency(step.agency), step.props)
        return ref

    def region(self, region: Region) -> Ref:
        """(Region)-[:WITHIN]->(Region), (Region)-[:SUCCEEDED_BY]->(Region)."""
        if (known := Ref("Region", region.id)) in self.nodes:
            return known
        ref = self.node("Region", region.id, history.of_region(region))
        if region.within:
            self.edge("WITHIN", ref, self.region(region.within), {})
        for new, props in history.divided(region, self.divisions):
            self.edge("SUCCEEDED_BY", ref, self.region(new), props)
        return ref
