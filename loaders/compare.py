"""Two versions of a document held against each other: draft and final, last year's and this year's, or two peers.

Clauses are paired by equal text first, then by the lineage method, the best score first, each clause once. What is
paired is kept or changed, and moved where it left the order that the others keep: a clause put in at the top changes
every number after it and moves nothing. The rest was dropped or is new. Targets are one where their value, unit,
comparator and deadline are: 1500张 and 0.15万张.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from kg.records import Clause, Document, Indicator, Role, Span
from loaders.link import lineage
from loaders.link.alignment import measures
from loaders.link.alignment.grams import profile
from loaders.link.alignment.measures import Measure
from loaders.link.loaded import as_clause
from loaders.resolve.agencies import Resolver
from loaders.resolve.regions import Divisions

Status = Literal["kept", "changed", "moved", "new", "dropped"]
ROLES: dict[Role, str] = {"lead": "牵头", "cooperate": "配合", "responsible": "负责"}
_SENTENCES = re.compile(r"[^。；;\n]*[。；;\n]|[^。；;\n]+$")  # 建成基地3个；
_TOKENS = re.compile(r"\d+(?:\.\d+)?|\D")  # a number is one word: 2023, 8.5
_ALIKE = 0.3  # share of characters in common from which two sentences are one that was changed
_LONGEST = 600  # characters: two longer sentences are shown one after the other
_MOST = 1_000_000  # pairs of sentences: more are not held against each other
_ISLAND = 2  # characters: fewer that are alike between two changes are part of the change


class Number(NamedTuple):
    """An indicator in its own `words`, and what it says: values in its unit, comparator, deadline, subject, modality, scope."""

    words: str
    meaning: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A clause as it is compared.

    `text` is without responsibility statements: `agencies` tells them, as (role, function).
    """

    path: str
    heading: str
    text: str
    measure: Measure
    agencies: frozenset[tuple[Role, str]]
    indicators: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a clause; `words` marks [-what went-] and {+what came+}, sentence by sentence, for what is paired.

    `status` is moved only where nothing changed; `changed` and `moved` tell both.
    """

    status: Status
    changed: bool
    moved: bool
    before: str | None
    after: str | None
    heading: str
    words: str
    assignments: tuple[str, ...]
    indicators: tuple[str, ...]
    score: float | None

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "status": self.status,
            "changed": self.changed,
            "moved": self.moved,
            "before": self.before,
            "after": self.after,
            "heading": self.heading,
            "words": self.words,
            "assignments": list(self.assignments),
            "indicators": list(self.indicators),
            "score": self.score,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, in the order of the newer document; what was dropped stands where it stood in the older."""

    changes: tuple[Change, ...]

    def counts(self) -> dict[str, int]:
        """How many clauses of each status."""
        names: tuple[Status, ...] = ("kept", "changed", "moved", "new", "dropped")
        return {name: sum(change.status == name for change in self.changes) for name in names}

    @property
    def changed_and_moved(self) -> int:
        """How many of the changed clauses also left their order."""
        return sum(change.changed and change.moved for change in self.changes)


def items(document: Document, divisions: Divisions) -> list[Item]:
    """The clauses of a document as read from a file."""
    head = document.header
    resolver = Resolver(
        divisions.home(head.stated.get("region", head.region), head.province, head.place), divisions
    )
    return [_item(clause, document.source.text, resolver) for clause in document.clauses]


def _item(clause: Clause, text: str, resolver: Resolver) -> Item:
    return Item(
        path=clause.id,
        heading=clause.heading or "",
        text=_bare(text, clause.span, {given.statement for given in clause.assignments}),
        measure=measures.of_clause(clause, text),
        agencies=frozenset((given.role, resolver.resolve(given).function) for given in clause.assignments),
        indicators=tuple(told(one, one.span.quote(text)) for one in clause.indicators),
    )


def told(indicator: Indicator, words: str) -> Number:
    """An indicator in its own words, with the date that governs it, and as what it says."""
    meaning = (
        "".join(indicator.subject.split()), tuple(map(float, indicator.value)), indicator.unit, indicator.comparator,
        indicator.deadline, indicator.modality, indicator.scope,
    )  # fmt: skip
    return Number(_dated(words, indicator.deadline), meaning)


def _dated(words: str, deadline: str | None) -> str:
    plain = "".join(words.split())
    return f"{plain}（{deadline}）" if deadline else plain


def of_rows(clauses: Sequence[Any], agencies: Sequence[Any], indicators: Sequence[Any]) -> list[Item]:
    """A loaded document, from the rows of `_compare_clauses`, `_compare_agencies` and `_compare_indicators`."""
    given, numbers = _grouped(agencies), _grouped(indicators)
    return [_stored(row, given[row["id"]], numbers[row["id"]]) for row in clauses]


def _grouped(rows: Sequence[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["clause"]].append(row)
    return found


def _stored(row: Any, agencies: Sequence[Any], indicators: Sequence[Any]) -> Item:
    clause, text = as_clause(row), str(row["text"])
    return Item(
        path=row["path"],
        heading=row["heading"] or "",
        text=_bare(text, clause.span, {given.statement for given in clause.assignments}),
        measure=measures.of_clause(clause, text),
        agencies=frozenset((one["role"], one["function"]) for one in agencies),
        indicators=tuple(map(_number, indicators)),
    )


def _bare(text: str, span: Span, holes: Iterable[Span]) -> str:
    """The words of the span that stand in no hole."""
    pieces, at = [], span.start
    for hole in sorted(hole for hole in holes if span.start <= hole.start < span.end):
        pieces.append(text[at : max(at, hole.start)])
        at = max(at, hole.end)
    return "".join([*pieces, text[at : span.end]])


def _number(row: Any) -> Number:
    values = tuple(float(row[name]) for name in ("value", "value_max") if row[name] is not None)
    meaning = (
        "".join(str(row["subject"] or "").split()), values, row["unit"], row["comparator"],
        row["deadline"], row["modality"], row["scope"],
    )  # fmt: skip
    return Number(_dated(str(row["text"]), row["deadline"]), meaning)


def compare(before: Sequence[Item], after: Sequence[Item]) -> Comparison:
    """What changed between two documents."""
    pairs = _pairs(before, after)
    partner = {j: (i, score) for i, j, score in pairs}
    taken = {i for i, _, _ in pairs}
    gone = [i for i in range(len(before)) if i not in taken]
    stay = _in_order([i for i, _, _ in sorted(pairs, key=lambda pair: pair[1])])
    changes: list[Change] = []
    for j, new in enumerate(after):
        i, score = partner.get(j, (None, None))
        while i is not None and gone and gone[0] < i:
            changes.append(_alone("dropped", before[gone.pop(0)]))
        changes.append(
            _alone("new", new) if i is None else _paired(before[i], new, score, moved=i not in stay)
        )
    changes += [_alone("dropped", before[i]) for i in gone]
    return Comparison(tuple(changes))


def _in_order(places: Sequence[int]) -> set[int]:
    """The most places, all different, that rise one after the other: the others have moved.

    >>> sorted(_in_order([3, 0, 1, 2, 4]))
    [0, 1, 2, 4]
    """
    lowest: list[int] = []  # the lowest end of a rising run of each length
    lengths = []
    for place in places:
        lengths.append(bisect_left(lowest, place))
        lowest[lengths[-1] : lengths[-1] + 1] = [place]
    kept, wanted = set[int](), len(lowest) - 1
    for place, length in zip(reversed(places), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(place)
            wanted -= 1
    return kept


def _pairs(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[int, int, float]]:
    """(older, newer, score), each clause once."""
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    found = []
    for score, i, j in [*_equal(before, after), *_alike(before, after)]:
        if i not in taken_before and j not in taken_after:
            taken_before.add(i)
            taken_after.add(j)
            found.append((i, j, score))
    return found


def _equal(before: Sequence[Item], after: Sequence[Item]) -> Iterator[tuple[float, int, int]]:
    """Pairs of one text, in order."""
    places: dict[str, list[int]] = {}
    for j, item in enumerate(after):
        places.setdefault(_solid(item), []).append(j)
    for i, item in enumerate(before):
        if same := places.get(_solid(item)):
            yield 1.0, i, same.pop(0)


def _alike(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[float, int, int]]:
    """Pairs that the lineage method finds, the best first; of equals the one of the same path."""
    rows, columns = ({item.path: place for place, item in enumerate(one)} for one in (before, after))
    if not rows or not columns:
        return []
    found = lineage.align(profile([i.measure for i in before]), profile([i.measure for i in after]))
    scored = [(one.score, rows[one.parent], columns[one.child], one.parent != one.child) for one in found]
    return [
        (score, i, j) for score, i, j, _ in sorted(scored, key=lambda one: (-one[0], one[3], one[1], one[2]))
    ]


def _solid(item: Item) -> str:
    """The words without white space."""
    return "".join(_unnumbered(item).split())


def _unnumbered(item: Item) -> str:
    """The words without the printed number, which the path tells: （四）培育企业 → 培育企业, 5. 办班 → 办班."""
    number = item.path.rpartition("/")[2]
    return item.text.strip().removeprefix(number).lstrip("、.． \t\u3000")


def _alone(status: Status, item: Item) -> Change:
    agencies = tuple(_said(one) for one in sorted(item.agencies))
    before, after = (item.path, None) if status == "dropped" else (None, item.path)
    words, numbers = " ".join(item.text.split()), tuple(one.words for one in item.indicators)
    return Change(status, False, False, before, after, item.heading, words, agencies, numbers, None)


def _paired(old: Item, new: Item, score: float | None, *, moved: bool) -> Change:
    words = "" if _solid(old) == _solid(new) else worded(_unnumbered(old), _unnumbered(new))
    given = _differences(map(_said, old.agencies), map(_said, new.agencies))
    numbers = _numbers(old.indicators, new.indicators)
    changed = bool(words or given or numbers)
    status: Status = "changed" if changed else ("moved" if moved else "kept")
    heading = new.heading or old.heading
    return Change(status, changed, moved, old.path, new.path, heading, words, given, numbers, score)


def _numbers(old: Sequence[Number], new: Sequence[Number]) -> tuple[str, ...]:
    """Indicators that say something else, in their words; the same number in other words is none."""
    before, after = ({one.meaning for one in side} for side in (old, new))
    return _differences(
        (one.words for one in old if one.meaning not in after),
        (one.words for one in new if one.meaning not in before),
    )


def _said(given: tuple[Role, str]) -> str:
    return f"{ROLES[given[0]]} {given[1]}"


def _differences(old: Any, new: Any) -> tuple[str, ...]:
    """-what went, +what came."""
    before, after = set(old), set(new)
    return (*(f"-{one}" for one in sorted(before - after)), *(f"+{one}" for one in sorted(after - before)))


def worded(old: str, new: str) -> str:
    """Two texts as one, changed sentences only: 建成[-3-]{+5+}个基地。

    >>> worded("建成3个基地。加强领导。", "建成5个基地。加强领导。")
    '建成[-3-]{+5+}个基地。'
    """
    one, other = (
        [" ".join(said.split()) for said in _SENTENCES.findall(text) if said.strip()] for text in (old, new)
    )
    if len(one) * len(other) > _MOST:
        return f"[-{''.join(one)}-]{{+{''.join(other)}+}}"
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(_sentences(one[a:b], other[c:d]))
    return " ".join(found)


def _sentences(old: Sequence[str], new: Sequence[str]) -> str:
    """A run of changed sentences; each of the old with the one of the new at its place, where they are alike."""
    told = [_characters(one, other) for one, other in zip(old, new, strict=False)]
    rest = [f"[-{one}-]" for one in old[len(new) :]] + [f"{{+{one}+}}" for one in new[len(old) :]]
    return "".join([*told, *rest])


def _characters(old: str, new: str) -> str:
    """Two sentences as one, character by character, numbers whole; islands of one or two characters go with the change around them."""
    if max(len(old), len(new)) > _LONGEST:
        return f"[-{old}-]{{+{new}+}}"
    one, other = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return f"[-{old}-]{{+{new}+}}"
    blocks = [block for block in matcher.get_matching_blocks() if block.size > _ISLAND or not block.size]
    pieces, at, to = [], 0, 0
    for block in blocks:
        pieces.append(_change("".join(one[at : block.a]), "".join(other[to : block.b])))
        pieces += one[block.a : block.a + block.size]
        at, to = block.a + block.size, block.b + block.size
    return "".join(pieces)


def _change(old: str, new: str) -> str:
    return (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
