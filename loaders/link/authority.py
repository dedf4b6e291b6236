"""Who may carry out whose document: time, the line of authority, and the proof.

A document carries out one of a higher level in its own line (the nation, its province, its city), never a later one and
never another province's. A citation by 文号 or title proves it, where it gives the document as a ground and does not merely
mention it (citations.py, `meaning`); what it says to hold no longer it does not carry out. The same line, a later date
and the same subject only let it be presumed, and the link says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple

from kg.ids import title_key
from kg.records import RANKS

METHOD = "level, line of authority, status and time 1"
Ground = Literal["cited", "presumed"]
_SAME_SUBJECT = 0.5  # share of the shorter subject's bigrams that the other title has, for a presumption
_LIKE, _SHARED = 0.2, 3  # share and number of bigrams that the titles of peers have in common
PEERS = 5  # documents that one is held against beside its line of authority
_SHORTEST = 4  # bigrams: a subject that is shorter tells nothing

# what a title says beside its subject: 关于印发, 2023年, 实施方案的通知
_FORM = re.compile(
    r"^.*?关于|印发|进一步|加快|推进|推动|深化|加强|做好|全面|贯彻落实|落实|\d{4}年?|[省市区县州]|人民政府|办公[厅室]"
    r"|的?(?:通知|意见|决定|办法|规定|措施|方案|计划|规划|要点|清单|分工|任务|工作|实施|行动|重点|若干|政策|责任|征求意见稿)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph knows of a loaded document. `line` are the ids of its region and of those that it lies in, upward.

    `date` is YYYY-MM-DD, or the year of its 文号 or of that of the document which it is attached to;
    `root` is the document that it is attached to, or its own id; `cites` are the ids of what it gives as its ground, `ends`
    of what it says to hold no longer.
    """

    id: str
    title: str
    date: str | None
    status: str | None
    level: str | None
    line: tuple[str, ...]
    root: str
    cites: frozenset[str]
    ends: frozenset[str] = frozenset()


class Relation(NamedTuple):
    """The lower document, the higher one, and why they are held against each other."""

    child: str
    parent: str
    ground: Ground


def relations(documents: Iterable[Known]) -> list[Relation]:
    """Every pair of documents of which the first may carry out the second, in order of their ids."""
    known = sorted(documents, key=lambda document: document.id)
    by_root = {document.id: document for document in known}
    cited = {document.id: document.cites | _cites_of_root(document, by_root) for document in known}
    return [
        Relation(child.id, parent.id, ground)
        for child in known
        for parent in known
        if may_carry_out(child, parent) and (ground := _ground(child, parent, cited[child.id]))
    ]


def peers(documents: Iterable[Known]) -> list[tuple[str, str]]:
    """Pairs of documents on like subjects of which neither may carry out the other, the later id first.

    Two cities of one province or of two; each document is held against the PEERS whose titles and levels are nearest.
    """
    known = sorted(documents, key=lambda document: document.id)
    nearest: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for first, second in combinations(known, 2):
        if (nearness := _nearness(first, second)) > 0:
            nearest[first.id].append((-nearness, second.id))
            nearest[second.id].append((-nearness, first.id))
    chosen = {(one, other) for one, found in nearest.items() for _, other in sorted(found)[:PEERS]}
    return sorted({(max(pair), min(pair)) for pair in chosen})


def _nearness(first: Known, second: Known) -> float:
    """The share of the shorter subject that the other title has, and more for equal levels; 0 for no peers."""
    if first.root == second.root or may_carry_out(first, second) or may_carry_out(second, first):
        return 0.0
    if not (first.line and second.line) or first.line == second.line:
        return 0.0
    one, other = _subject(first.title), _subject(second.title)
    shared = len(one & other)
    if shared < _SHARED or shared < _LIKE * min(len(one), len(other)):
        return 0.0
    return shared / min(len(one), len(other)) + (first.level == second.level)


def may_carry_out(child: Known, parent: Known) -> bool:
    """True where level, line and time allow it."""
    placed = parent.level == "national" or (parent.line and child.line)
    return bool(placed and child.level in RANKS and parent.level in RANKS and not against(child, parent))


def against(child: Known, parent: Known) -> str | None:
    """What forbids that the first carries out the second; None also where too little is known of them to say."""
    above, below = RANKS.get(parent.level or ""), RANKS.get(child.level or "")
    if child.root == parent.root:
        return f"{child.id} and {parent.id} are parts of one document 属同一文件"
    if above is not None and below is not None and above >= below:
        return f"{parent.id} is of no higher level than {child.id} 层级不高于后者"
    if (parent.status or "issued") != "issued":
        return f"{parent.id} is a draft 为草案"
    if parent.level != "national" and parent.line and child.line and parent.line[0] not in child.line:
        return f"{child.id} is not under {parent.line[0]} 不隶属于该地区"
    if _later(parent.date, child.date):
        return f"{child.id} is earlier than {parent.id} 早于上级文件"
    return None


def above(one: Known, other: Known) -> bool:
    """True where the first is of the higher level."""
    return RANKS.get(one.level or "", 0) < RANKS.get(other.level or "", 0)


def _later(one: str | None, other: str | None) -> bool:
    """True where the first date is later for certain; a year is compared with a year."""
    if not one or not other:
        return False
    known = min(len(one), len(other))
    return one[:known] > other[:known]


def _ground(child: Known, parent: Known, cited: frozenset[str]) -> Ground | None:
    if parent.id in child.ends or parent.root in child.ends:
        return None
    if parent.id in cited or parent.root in cited:
        return "cited"
    dated = bool(child.date and parent.date)
    return "presumed" if dated and same_subject(child.title, parent.title) else None


def _cites_of_root(document: Known, by_id: Mapping[str, Known]) -> frozenset[str]:
    """What the notice cites holds for the list that is attached to it."""
    root = by_id.get(document.root)
    return root.cites if root else frozenset()


def same_subject(one: str, other: str) -> bool:
    """True where two titles speak of the same thing, whoever issues them and whatever form they have.

    >>> same_subject("甲省深化“放管服”改革优化营商环境工作要点", "乙市2023年深化放管服改革工作方案")
    True
    """
    first, second = _subject(one), _subject(other)
    shorter = min(len(first), len(second))
    return shorter >= _SHORTEST and len(first & second) >= _SAME_SUBJECT * shorter


@lru_cache(maxsize=4096)
def _subject(title: str) -> frozenset[str]:
    """The bigrams of what issuer and form leave of a title: each is held against every other."""
    text = _FORM.sub("", title_key(title))
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
