"""Members of collectives: written once a load, whoever names the group. Thousands of documents name 各县（市、区）人民政府.

They follow from the group's id and the division table alone, so it does not matter which document brings them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.graph import Fragment, Node, Ref
from loaders import manifest
from loaders.link.shared import Collected, told
from loaders.resolve import groups
from loaders.resolve.bodies import body
from loaders.resolve.regions import Divisions
from loaders.resolve.regions import divisions as divisions_of


class Members:
    """Adds to a fragment the members of the groups that no fragment before it named."""

    def __init__(self) -> None:
        self._written: set[Ref] = set()
        self._tables: dict[Path, Divisions] = {}

    def join(self, fragment: Fragment, folder: Path) -> Fragment:
        """The fragment with (AgencyGroup)-[:HAS_MEMBER {valid_from, valid_to}]->(Agency); its digest is as before.

        `folder` is where its file lies: a manifest there may know places that the table does not.
        """
        new = [node for node in fragment.nodes if "members" in node.props and node.ref not in self._written]
        if not new:
            return fragment
        self._written.update(node.ref for node in new)
        divisions = self._table(folder)
        found = Collected(divisions)
        for group in new:
            found.nodes[group.ref] = group
            for member, props in _of(group, fragment, divisions):
                found.edge("HAS_MEMBER", group.ref, found.agency(member), props)
        return _with(fragment, found)

    def _table(self, folder: Path) -> Divisions:
        if folder not in self._tables:
            self._tables[folder] = divisions_of(manifest.load(folder).regions)
        return self._tables[folder]


def _with(fragment: Fragment, found: Collected) -> Fragment:
    """The fragment and what it has not said itself; sealed as it was."""
    refs, edges = {node.ref for node in fragment.nodes}, {edge.id for edge in fragment.edges}
    nodes = (*fragment.nodes, *(node for ref, node in found.nodes.items() if ref not in refs))
    links = (*fragment.edges, *(edge for key, edge in found.edges.items() if key not in edges))
    return replace(fragment, nodes=nodes, edges=links, sealed=fragment.digest())


def _of(group: Node, fragment: Fragment, divisions: Divisions) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The members, each with from when to when it belongs (nothing where no change is known)."""
    home = next(
        (e.target.id for e in fragment.edges if e.kind == "LOCATED_IN" and e.source == group.ref), None
    )
    region = divisions.by_id(home) if home else None
    members = groups.members(str(group.props["function"]), region, divisions)
    for place in members.regions if members else ():
        for function in members.functions if members else ():
            yield body(place, function), told({"valid_from": place.valid_from, "valid_to": place.valid_to})
