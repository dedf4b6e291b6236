"""Citations → documents: what is cited by number or title is tied to the loaded document, or stays a stub."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.graph import Edge, Fragment, Ref
from kg.ids import number_key, title_key
from kg.store.base import Entry


class Register:
    """The documents that are loaded, by number and by title. A title that two documents share names neither."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._numbers: dict[str, str] = {}
        self._titles: dict[str, set[str]] = {}
        self._stubs: list[Entry] = []
        for entry in entries:
            if entry.stub:
                self._stubs.append(entry)
            else:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        if entry.number and entry.status == "issued":
            self._numbers.setdefault(number_key(entry.number), entry.id)
        if entry.status == "issued" or not entry.status:
            for key in title_keys(entry.title):
                self._titles.setdefault(key, set()).add(entry.id)

    def find(self, title: str, number: str | None) -> str | None:
        """The id of the loaded document that is meant, or None."""
        if number:
            return self._numbers.get(number_key(number))
        found: set[str] = set().union(*(self._titles.get(key, set()) for key in title_keys(title)))
        return next(iter(found)) if len(found) == 1 else None

    def settled(self) -> list[tuple[str, str]]:
        """The stubs whose document is loaded by now: (stub id, document id)."""
        pairs = ((stub.id, self.find(stub.title, stub.number)) for stub in self._stubs)
        return sorted((stub, found) for stub, found in pairs if found)


def title_keys(title: str) -> set[str]:
    """The forms by which a document is cited: its title, and the title of the plan that its notice issues."""
    key = title_key(title)
    _, issued, inner = key.partition("关于印发")  # 国务院关于印发国家职业教育改革实施方案的通知
    inner = inner.removesuffix("的通知") if issued and inner.endswith("的通知") else ""
    return {key, inner} if inner else {key}


def entry(fragment: Fragment) -> Entry:
    """A fragment's own document as a catalogue entry."""
    own = next(n.props for n in fragment.nodes if n.label == "Document" and n.id == fragment.document)
    said = {key: str(own[key]) for key in ("title", "number", "date", "status") if own.get(key) is not None}
    return Entry(
        fragment.document, said["title"], said.get("number"), said.get("date"), False, said.get("status")
    )


def tie(fragment: Fragment, register: Register) -> Fragment:
    """The fragment with its citations ending in loaded documents where there are such. Sealed before that.

    The stub goes along under the document's id: it holds the place of a document that this run stores later, and
    never overwrites one that is there.
    """
    moved: dict[Ref, Ref] = {}
    for node in fragment.nodes:
        if node.stub:
            number = node.props.get("number")
            found = register.find(str(node.props.get("title") or ""), str(number) if number else None)
            if found and found != node.id:
                moved[node.ref] = Ref("Document", found)
    if not moved:
        return replace(fragment, sealed=fragment.digest())
    nodes = tuple(
        node._replace(id=moved[node.ref].id) if node.ref in moved else node for node in fragment.nodes
    )
    edges = (edge._replace(target=moved.get(edge.target, edge.target)) for edge in fragment.edges)
    kept = tuple(edge for edge in edges if not _cites_itself(edge))
    return Fragment(fragment.document, nodes, kept, fragment.digest())


def _cites_itself(edge: Edge) -> bool:
    return edge.kind in ("CITES", "ATTACHED_TO") and edge.source == edge.target
