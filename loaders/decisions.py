"""decisions.toml: what people have decided about names and links, replayed at each build.

[[agency]]
name = "市民中心"                       # the name as the document has it, an agency's name, or its id
document = "云政发〔2022〕1号"           # only there: an id, 文号, title, file or the first part of a file's name (003);
                                        # clause = "二/（一）" narrows it further
is = "云浦市政务服务中心"                # the body that is meant; region = "云浦市" where the name does not begin with it
# distinct = true                       # or: a body of its own, not the one of that name elsewhere
note = "…"                              # also: by, date

[[lineage]]
from = "云政发〔2022〕1号#二/（一）"       # the clause below, or an annex row
to = "岚政发〔2021〕12号#一/（一）"         # the clause above, or one of the body; levels and dates tell if written the other way round
decision = "confirm"                    # or reject; also: note, by, date
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kg.errors import InputError
from kg.graph import Fragment
from kg.ids import number_key, title_key
from loaders.parse import naming
from loaders.read import registry

NAME = "decisions.toml"
METHOD = "decision"  # what an edge or node says that a person decided
Verdict = Literal["confirm", "reject"]
_WORD = re.compile(r"[^\W_]+")  # 003 of 003_鲁政发.txt
_COMMON = frozenset({"note", "by", "date"})
_AGENCY = frozenset({"name", "document", "clause", "is", "region", "distinct"}) | _COMMON
_LINEAGE = frozenset({"from", "to", "decision"}) | _COMMON


@dataclass(frozen=True, slots=True)
class AgencyDecision:
    """All mentions of `name` (in `document`, in `clause`, where given) are the agency `body`, or one of their own.

    `tag` names the entry: what its edges carry as their basis.
    """

    name: str
    tag: str
    body: str = ""
    region: str | None = None
    distinct: bool = False
    document: str | None = None
    clause: str | None = None
    note: str | None = None
    by: str | None = None
    date: str | None = None

    def scope(self, document: str) -> str:
        """What a body of its own is kept apart by: the document, and the clause where the decision gives one."""
        return f"{document}#{self.clause}" if self.clause else document


@dataclass(frozen=True, slots=True)
class LineageDecision:
    """A link between two clauses that a person has confirmed or rejected; `lower` and `upper` as they are written there.

    Which is the lower one is judged where both documents are known (loaders/link/verdicts.py).
    """

    lower: str
    upper: str
    decision: Verdict
    tag: str
    note: str | None = None
    by: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a file, in its order."""

    agencies: tuple[AgencyDecision, ...] = ()
    lineage: tuple[LineageDecision, ...] = ()
    _by_name: dict[str, list[AgencyDecision]] = field(
        default_factory=lambda: defaultdict(list), compare=False
    )

    def __post_init__(self) -> None:
        """Indexes the names: a document has hundreds, a file may have thousands."""
        for decision in self.agencies:
            self._by_name[decision.name].append(decision)

    def about(self, names: Set[str], document: Set[str], clause: str) -> AgencyDecision | None:
        """The decision on a name under any of its spellings; the narrowest one, and of equals the last."""
        if not self.agencies:
            return None
        found = [
            one for name in names for one in self._by_name.get(name, ()) if _holds(one, document, clause)
        ]
        return max(
            found,
            key=lambda one: (bool(one.clause), bool(one.document), self.agencies.index(one)),
            default=None,
        )

    def unmatched(self, tags: Set[str]) -> list[str]:
        """A line for each decision on an agency that no edge followed."""
        lines = (
            f"{one.tag}: {one.name} matches nothing here 未匹配到任何机构"
            for one in self.agencies
            if one.tag not in tags
        )
        return list(dict.fromkeys(lines))

    def on_links_of(self, file: str, *names: str | None) -> list[str]:
        """The decisions on links of the clauses of a document by its names, as its node holds them: verdict, from, to, entry."""
        if not self.lineage:
            return []
        known = keys(file, first_part(file), *names)
        return [
            "\t".join((one.decision, one.lower, one.upper, one.tag))
            for one in self.lineage
            if any(
                known & {end.partition("#")[0], *keys(end.partition("#")[0])}
                for end in (one.lower, one.upper)
            )
        ]


def keys(*names: str | None) -> frozenset[str]:
    """The forms in which names of a document are compared: brackets, quotes and widths do not count."""
    return frozenset(key for name in names if name for key in (name, number_key(name), title_key(name)))


def first_part(file: str) -> str:
    """The first word of a file's name: 003_鲁政发.txt → 003."""
    found = _WORD.match(file)
    return found[0] if found else ""


def _holds(decision: AgencyDecision, document: Set[str], clause: str) -> bool:
    if decision.clause and decision.clause != clause:
        return False
    if decision.document is None:
        return True
    return bool(keys(*document) & keys(decision.document))


def beside(folder: Path) -> Decisions:
    """The decisions of a folder; none where there is no file. InputError where it is ill-formed."""
    path = folder / NAME
    return load(path) if path.is_file() else Decisions()


def followed(fragment: Fragment) -> set[str]:
    """The entries that a fragment's edges give as their basis."""
    return {str(edge.props["basis"]) for edge in fragment.edges if edge.props.get("method") == METHOD}


def whole(folder: Path, taken: Set[Path]) -> bool:
    """True where every document that lies in the folder itself was taken: one file proves nothing about the others."""
    return all(path in taken for path in registry.walk([folder]) if path.parent == folder)


def load(path: Path) -> Decisions:
    """The decisions of a file. InputError names the file and the entry."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror} 无法读取", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"ill-formed TOML: {error} 决定文件格式有误", str(path)) from error
    if unknown := sorted(raw.keys() - {"agency", "lineage"}):
        raise InputError(f"takes [[agency]] and [[lineage]], not {unknown} 决定文件字段有误", str(path))
    lineage = tuple(_lineage(row, at, path) for at, row in _rows(raw, "lineage", path))
    _contradictions(lineage, path)
    return Decisions(tuple(_agency(row, at, path) for at, row in _rows(raw, "agency", path)), lineage)


def _contradictions(lineage: Iterable[LineageDecision], path: Path) -> None:
    """InputError where one pair of clauses is confirmed and rejected, whichever is named first."""
    said: dict[frozenset[str], LineageDecision] = {}
    for one in lineage:
        other = said.setdefault(frozenset((number_key(one.lower), number_key(one.upper))), one)
        if other.decision != one.decision:
            message = f"{other.tag} and {one.tag} contradict each other 两条决定互相矛盾"
            raise InputError(message, str(path))


def _rows(raw: dict[str, Any], kind: str, path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    """The tables of a kind, counted from 1."""
    rows = raw.get(kind, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"[[{kind}]] must be a list of tables 应为 [[{kind}]] 表", str(path))
    return enumerate(rows, start=1)


def _agency(row: dict[str, Any], at: int, path: Path) -> AgencyDecision:
    where = f"{path}: [[agency]] {at}"
    _check(row, _AGENCY, ("name",), where)
    distinct = row.pop("distinct", False)
    if not isinstance(distinct, bool) or distinct == ("is" in row):
        raise InputError('either is = "…" or distinct = true 二者须且只能有其一', where)
    if row.get("clause") and not row.get("document"):
        raise InputError("clause asks for document too 写 clause 须同时写 document", where)
    row["body"] = row.pop("is", "")
    if not distinct and not (naming.is_agency(row["body"]) or naming.is_group(row["body"])):
        raise InputError(f"is = {row['body']!r}: no name of an agency 不像机构名称", where)
    return AgencyDecision(tag=_tag("agency", at, row), distinct=distinct, **row)


def _lineage(row: dict[str, Any], at: int, path: Path) -> LineageDecision:
    where = f"{path}: [[lineage]] {at}"
    _check(row, _LINEAGE, ("from", "to", "decision"), where)
    if row["decision"] not in ("confirm", "reject"):
        raise InputError(f"decision = {row['decision']!r}: confirm or reject 取值有误", where)
    lower, upper = row.pop("from"), row.pop("to")
    return LineageDecision(lower, upper, tag=_tag("lineage", at, row), **row)


def _check(row: dict[str, Any], allowed: Set[str], asked: Iterable[str], where: str) -> None:
    """Known fields with text in them, the asked ones not empty, the date a date."""
    if unknown := sorted(row.keys() - allowed):
        raise InputError(f"takes {', '.join(sorted(allowed))}, not {unknown} 字段有误", where)
    odd = [
        name
        for name, value in row.items()
        if name != "distinct" and not (isinstance(value, str) and value.strip())
    ]
    missing = [name for name in asked if name not in row]
    if odd or missing:
        raise InputError(f"{', '.join(odd or missing)}: text in quotes is asked for 应为带引号的文字", where)
    if "date" in row and not re.fullmatch(r"\d{4}-(?:0\d|1[0-2])-[0-3]\d", row["date"]):  # 2026-03-01
        raise InputError(f"date = {row['date']!r}: YYYY-MM-DD is asked for 日期格式有误", where)


def _tag(kind: str, at: int, row: dict[str, Any]) -> str:
    """Which entry it is, who decided and why: decisions.toml agency 3, 张三, 2026-03-01: …"""
    who = ", ".join(row[key] for key in ("by", "date") if key in row)
    return f"{NAME} {kind} {at}" + (f", {who}" if who else "") + (f": {row['note']}" if "note" in row else "")
