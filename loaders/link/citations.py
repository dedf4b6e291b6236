"""Citations → documents: what is cited by number or title is tied to the loaded document, or stays a stub."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from kg.graph import Edge, Fragment, Ref
from kg.ids import number_key, title_key
from kg.store.base import Entry

# words that carry a document out, before or behind its title: 按照《…》, 《…》要求抓好落实
_CARRIED_OUT = re.compile(r"根据|按照|依据|依照|遵照|贯彻|落实|执行|对照|围绕")
_NO_GROUND = re.compile(r"参考|参照|借鉴|学习|印发|修订")  # 学习借鉴《…》做法
# words that end it: 《…》同时废止, 《…》在本市不再适用, 停止执行《…》
_ENDED = re.compile(r"废止|失效|不再(?:适用|执行|实施)|停止(?:适用|执行|实施)|不适用")


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


def meaning(relation: str, title: str, sentence: str, own_title: str) -> Literal["ground", "ended"] | None:
    """What a citation says of the cited document: that this one carries it out, or ends it; None for a bare mention.

    A ground is what the parser read as one (basis), a mention beside words of carrying out (也应按照《…》执行), or what
    the citing document's own title names (关于贯彻落实《…》的实施意见). Only words next to the title end it.
    """
    before, after = _around(title, sentence)
    if _ENDED.search(before.rpartition("，")[2]) or _ENDED.search(after):
        return "ended"
    if relation == "basis" or title_key(title) in title_key(own_title):
        return "ground"
    carried = _CARRIED_OUT.search(before) or _CARRIED_OUT.search(after)
    return "ground" if carried and not _NO_GROUND.search(before) else None


def _around(title: str, sentence: str) -> tuple[str, str]:
    """The words of a sentence on both sides of a title, as far as the titles next to it or the next full stop."""
    start = sentence.find(title)
    if start < 0:
        return "", ""
    before, after = sentence[:start].rstrip("《"), sentence[start + len(title) :].lstrip("》")
    return re.split("[》。；]", before)[-1], re.split("[《。；]", after)[0]
