"""What people decided about links between clauses wins over scores: rejected links go, confirmed ones stay or come.

An entry names two clauses in either order. Levels, dates and annex rows tell which carries out or details the other; what
they forbid is refused and told, and nothing is stored for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from loaders.link import authority
from loaders.link.authority import Known
from loaders.link.ends import End
from loaders.link.lineage import Alignment

Kind = Literal["IMPLEMENTS", "DETAILS", "SIMILAR_TO"]


class Verdict(NamedTuple):
    """A decision on the link of a kind from the clause `lower` to the clause `upper`; `tag` names its entry."""

    rejects: bool
    kind: Kind
    lower: End
    upper: End
    tag: str


class Judged(NamedTuple):
    """An alignment that stays, and the entry that confirms it."""

    alignment: Alignment
    tag: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """All verdicts by the document whose clause is the lower one, and a line for each that can't be followed."""

    by_document: Mapping[str, Sequence[Verdict]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


class Bench:
    """Reads decisions: `find` knows the clauses by what people write, `is_row` the rows of annex tables."""

    def __init__(
        self,
        documents: Iterable[Known],
        find: Callable[[str], End | str],
        is_row: Callable[[str, str], bool],
    ) -> None:
        self._documents = {one.id: one for one in documents}
        self._find, self._is_row = find, is_row

    def hear(self, lines: Iterable[str]) -> Heard:
        """The verdicts of lines such as "confirm⇥from⇥to⇥entry"; those on clauses that are not there wait."""
        said: dict[tuple[End, End], list[Verdict]] = defaultdict(list)
        refused = []
        for line in lines:
            decision, *ends, tag = line.split("\t", 3)
            first, second = map(self._find, ends)
            if isinstance(first, str) or isinstance(second, str):
                continue
            found = self._of(first, second, tag, rejects=decision == "reject")
            if isinstance(found, str):
                refused.append(f"{tag}: {found}")
            else:
                said[found.lower, found.upper].append(found)
        kept: dict[str, list[Verdict]] = defaultdict(list)
        for (lower, _), given in said.items():
            if len({one.rejects for one in given}) > 1:
                entries = " and ".join(sorted(one.tag for one in given))
                refused.append(f"{entries} contradict each other 决定互相矛盾，均未采用")
            else:
                kept[lower.document].append(given[0])
        return Heard(kept, tuple(sorted(refused)))

    def _of(self, first: End, second: End, tag: str, *, rejects: bool) -> Verdict | str:
        """The verdict with its ends in order, or what forbids the pair."""
        if first.document == second.document:
            return self._inside(first, second, tag, rejects=rejects)
        one, other = self._documents[first.document], self._documents[second.document]
        up, down = authority.against(one, other), authority.against(other, one)
        if up is None:  # as it is written, where nothing speaks against it
            return Verdict(rejects, "IMPLEMENTS", first, second, tag)
        if down is None:
            return Verdict(rejects, "IMPLEMENTS", second, first, tag)
        if rejects or (one.level == other.level and one.root != other.root):
            return Verdict(rejects, "SIMILAR_TO", max(first, second), min(first, second), tag)
        return down if authority.above(one, other) else up

    def _inside(self, first: End, second: End, tag: str, *, rejects: bool) -> Verdict | str:
        """A row of an annex details a clause of the body."""
        rows = [self._is_row(*end) for end in (first, second)]
        if first == second:
            return f"{first.path} is named twice 条款不能与自身对应"
        if rows[0] == rows[1]:
            return f"{first.path}, {second.path}: no annex row and clause of the body 并非附件行与正文条款"
        lower, upper = (first, second) if rows[0] else (second, first)
        return Verdict(rejects, "DETAILS", lower, upper, tag)


class Judge:
    """Holds the verdicts of one document against what was found for it."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._said = {(one.kind, one.lower, one.upper): one for one in verdicts}
        self._met: set[Verdict] = set()

    def judge(
        self, kind: Kind, found: Iterable[Alignment], ends: Callable[[Alignment], tuple[End, End]]
    ) -> Iterator[Judged]:
        """The alignments that no one rejects, with the entry that confirms them."""
        for one in found:
            verdict = self._said.get((kind, *ends(one)))
            shown = kind != "SIMILAR_TO" or one.grade == "direct"
            if verdict and (shown or not verdict.rejects):
                self._met.add(verdict)
                if not verdict.rejects:
                    yield Judged(one, verdict.tag)
            elif shown:
                yield Judged(one, None)

    def added(self) -> list[Verdict]:
        """The confirmed pairs that no score found, in order."""
        return sorted(one for one in self._said.values() if not one.rejects and one not in self._met)

    def idle(self) -> list[str]:
        """A line for each rejection that met no pair."""
        return [
            f"{one.tag}: no such pair was found, nothing to reject 没有这一对应关系可否决"
            for one in self._said.values()
            if one.rejects and one not in self._met
        ]
