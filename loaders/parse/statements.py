"""Responsibility statements: who leads, cooperates and is responsible, in each form that documents use.

Forms (the number is that of the rule's test):  1 （责任单位：省A厅、省B厅） · 2 （牵头单位：市A局；配合单位：市B局）
3 lines 牵头单位：… without brackets · 4 （省A厅牵头，B海关配合，各县落实） · 5 a table's 责任部门 column (rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg.records import Assignment, Finding, Role, Span
from loaders.parse import names
from loaders.parse.conventions import Conventions, without_remarks
from loaders.parse.folded import CLOSING, OPENING, Folded, closings, split_outside
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

_HOW = re.compile(
    r"(?:按照?(?:各自)?(?:的)?(?:职责|职能|任务|工作)?(?:分工|职责)?|依(?:照)?职责(?:分工)?|分别|共同|具体|分工|联合|各自|各负其责|统筹){1,4}$"
)  # 按职责分工 of 省A厅按职责分工负责
_HOW_ENDS = frozenset("按照自的责能务作工依别同体合筹")  # its last characters: 工 of 按职责分工
_AFTER = re.compile(r"[。；，、（〔）〕]|$")  # what may follow a statement without labels
# a piece of a statement that says when: 2025年4月30日前完成 · 4月底前 · 持续推进
_WHEN = re.compile(
    r"(?:完成时限)?(?:到|于|在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年)?(?:上半年|年底|月底|底|末)?"
    r"(?:之|以)?(?:前|内|起)?(?:完成|实施|启动|取得\S{0,6}|持续\S{0,4}|长期\S{0,4}|全年\S{0,4})?"
)
_SCHEME = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:分工方案|分工|方案|任务)："
)  # whose division of work: 市分工方案：…
_SAYS = re.compile(r"牵头|主办|负责|落实|配合|参加|参与|协助|协办|承办|实施")  # some verb of a statement
_OPENS = re.compile(f"[{OPENING}]")  # where a statement in brackets may start: （
# characters: 牵头责任单位（第一责任人）： · 按职责分工配合工作。 · 按照各自职责分工共同具体
_LONGEST_LABEL, _LONGEST_VERB, _LONGEST_HOW = 24, 14, 24
_LEVEL = re.compile(r"自治区|[省市区县州旗](?!场)")  # 市 of 市教育局, not of 市场监管局
_LEADING = re.compile(r"牵头(?:负责)?(?=[，；。]|$)")  # a sentence that says who leads: …牵头，
_NOT_A_STATEMENT = re.compile(
    r"由|含|包括|以下简称|如|即|指|原则上|详见|自"
)  # how a bracket inside a sentence starts: （由…负责）


@dataclass(slots=True)
class Found:
    """All statements of a clause, the labels that gave no role (完成时限：…), and what was not understood."""

    assignments: list[Assignment] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@cache
def _label() -> re.Pattern[str]:
    """A label: 牵头单位： · 责任部门： · 配合： · 完成时限：."""
    roles = vocabulary("roles")
    words = sorted(
        (word for role in ("lead", "cooperate", "responsible") for word in roles[role]["label"]), key=len
    )
    units = "|".join(roles["unit"])
    role_words = "|".join(reversed(words))
    other = "|".join(roles["other"])
    return re.compile(rf"(?P<role>{role_words})(?:{units})?(?:（[^）]{{1,8}}）)?：|(?P<other>{other})：")


def _labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Every label in text[start:end], in order: looked for only in front of a colon."""
    colon = text.find("：", start, end)
    while colon >= 0:
        if label := _label().search(text, max(start, colon - _LONGEST_LABEL), colon + 1):
            start = label.end()
            yield label
        colon = text.find("：", max(start, colon + 1), end)


@cache
def _verb() -> re.Pattern[str]:
    """A verb behind names: …牵头 · …按职责分工负责."""
    roles = vocabulary("roles")
    words = sorted(
        (word for role in ("lead", "cooperate", "responsible") for word in roles[role]["verb"]), key=len
    )
    return re.compile(rf"(?P<verb>{'|'.join(reversed(words))})(?:工作)?[。]?$")


@cache
def _role(word: str, kind: str) -> Role:
    roles = vocabulary("roles")
    found: Role = next(role for role in ("lead", "cooperate", "responsible") if word in roles[role][kind])
    return found


def find(folded: Folded, divisions: Divisions, conventions: Conventions) -> Found:
    """Every statement in a clause's folded text, in order."""
    found = Found()
    pairs = closings(folded.text)
    place = 0
    opened = (match.start() for match in _OPENS.finditer(folded.text))
    labelled = (match.start() for match in _labels(folded.text, 0, len(folded.text)))
    for start in sorted((*opened, *labelled)):
        if start < place:
            continue
        if folded.text[start] in OPENING:
            place = _bracket(folded, start, pairs.get(start, -1), divisions, conventions, found)
        elif _starts_line(folded, start):
            place = _line(folded, start, divisions, conventions, found)
    _sentences(folded, divisions, found)
    return found


def _starts_line(folded: Folded, place: int) -> bool:
    """True at a line's start and after a full stop: where a label without brackets may stand."""
    if place == 0 or folded.text[place - 1] in "。；":
        return True
    return folded.places[place] - folded.places[place - 1] > 1


def _bracket(
    folded: Folded, place: int, end: int, divisions: Divisions, conventions: Conventions, found: Found
) -> int:
    """A bracket from `place` to `end` (-1: never closed): a statement, or something else. The place after it."""
    text = folded.text
    labelled = next(_labels(text, place + 1, end if end > 0 else min(len(text), place + 40)), None)
    if end < 0:
        if not labelled:
            return place + 1
        stop = text.find("。", place)
        end = stop if stop > 0 else len(text)
        found.findings.append(
            Finding("bracket-open", "the bracket is never closed 括号未闭合", folded.span(place, end))
        )
    if labelled and not _in_nested(text, place, labelled.start()):
        _add(folded, place, end, _labelled(folded, place + 1, end, divisions, conventions, found), found)
    elif _ends_sentence(folded, end + 1) and (parts := _spoken(text, place + 1, end, divisions)):
        _add(folded, place, end, parts, found)
    elif conventions.holds(folded.places[place]) and (parts := _bare(text, place + 1, end, divisions)):
        _add(folded, place, end, conventions.apply(parts, folded.places[place]), found)
    return end + 1


def _ends_sentence(folded: Folded, place: int) -> bool:
    """True where a sentence, or the line, ends: what is in brackets right before may be a statement."""
    if _AFTER.match(folded.text, place):
        return True
    return folded.places[place] - folded.places[place - 1] > 1


def _in_nested(text: str, outer: int, place: int) -> bool:
    between = text[outer + 1 : place]
    return sum(char in OPENING for char in between) > sum(char in CLOSING for char in between)


def _line(folded: Folded, place: int, divisions: Divisions, conventions: Conventions, found: Found) -> int:
    """A label without brackets: the statement goes to the end of its line."""
    text = folded.text
    end = place
    while end < len(text) and not (
        end > place and folded.places[end] - folded.places[end - 1] > 1 and _breaks(folded, end)
    ):
        end += 1
    _add(folded, place, end - 1, _labelled(folded, place, end, divisions, conventions, found), found)
    return max(end, place + 1)


def _breaks(folded: Folded, place: int) -> bool:
    """True where a new line starts something else: the line before is a list that ended, or a label follows."""
    if _label().match(folded.text, place):
        return True
    before = folded.text[max(0, place - 40) : place]
    return (
        before.endswith(("。", "；"))
        or names.ends_like_agency(before)
        or before[-1].isdigit()
        or before[-1] in "前底月日年"
    )


def _labelled(
    folded: Folded, start: int, end: int, divisions: Divisions, conventions: Conventions, found: Found
) -> list[tuple[names.Name, Role]]:
    """牵头单位：…；配合单位：…: each label rules to the next one."""
    text = without_remarks(folded.text, start, end)
    labels = list(_labels(text, start, end))
    parts: list[tuple[names.Name, Role]] = []
    carry = ""
    for place, label in enumerate(labels):
        stop = labels[place + 1].start() if place + 1 < len(labels) else end
        if not label["role"]:
            continue
        role = _role(label["role"], "label")
        given, refused, carry = _roles(text, label.end(), stop, role, divisions, carry)
        parts += (
            conventions.apply(given, folded.places[start])
            if len(labels) == 1 or role == "responsible"
            else given
        )
        found.findings += [
            Finding(
                "agency-not-understood",
                f"not understood as an agency: {words} 未识别为机构",
                folded.span(start, end),
            )
            for words in refused
        ]
    return parts


def _spoken(text: str, start: int, end: int, divisions: Divisions) -> list[tuple[names.Name, Role]]:
    """省A厅牵头，B海关配合: a bracket whose every word is an agency or a verb; else nothing."""
    scheme = _SCHEME.match(text, start, end)
    start = scheme.end() if scheme else start
    inner = text[start:end]
    if _NOT_A_STATEMENT.match(inner) or not _SAYS.search(inner) or len(inner) > 400:
        return []
    parts, refused, _ = _roles(text, start, end, None, divisions, "")
    return [] if refused else parts


def _bare(text: str, start: int, end: int, divisions: Divisions) -> list[tuple[names.Name, Role]]:
    """（省A厅、省B厅）: a bracket of nothing but bodies, where a convention has said who of a list leads."""
    if end - start > 300 or _NOT_A_STATEMENT.match(text, start, end):
        return []
    given, refused = names.parse(without_remarks(text, start, end), start, end, divisions)
    sure = given and not refused and all(names.is_certain(name.surface) for name in given)
    return [(name, name.said or "responsible") for name in given] if sure else []


def _sentences(folded: Folded, divisions: Divisions, found: Found) -> None:
    """省A局牵头，省B厅配合。 as a sentence of its own: every word of it is a body or a verb, and one leads."""
    text = folded.text
    for match in _LEADING.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。；！") + 1
        stop = text.find("。", match.end())
        end = stop if stop >= 0 else len(text)
        inside = any(folded.places[start] < s.end and s.start <= folded.places[end - 1] for s in found.spans)
        if not inside and end - start < 200 and (parts := _spoken(text, start, end, divisions)):
            _add(folded, start, end, parts, found)


def _roles(
    text: str, start: int, end: int, default: Role | None, divisions: Divisions, carry: str
) -> tuple[list[tuple[names.Name, Role]], list[str], str]:
    """Names with roles from verbs; what no verb rules gets `default`, or is refused. The last level goes on."""
    parts: list[tuple[names.Name, Role]] = []
    refused: list[str] = []
    waiting: list[names.Name] = []
    for a, b in split_outside(text[start:end], "，；。"):
        piece = text[start + a : start + b]
        if _WHEN.fullmatch(piece):
            continue
        verb = _verb().search(piece, max(0, len(piece) - _LONGEST_VERB))
        names_end = start + a + (_without_how(piece, verb.start()) if verb else b - a)
        lead_in = 1 if piece.startswith("由") else 0
        given, not_names = _with_partners(text, start + a + lead_in, names_end, divisions, carry)
        waiting += [name for name, _ in given]
        refused += not_names
        carry = _level(waiting) or carry
        if verb:
            role = _role(verb["verb"], "verb")
            joint = {name for name, partner in given if partner}
            parts += [(name, name.said or ("cooperate" if name in joint else role)) for name in waiting]
            waiting = []
    for name in waiting:
        role_of_name = name.said or default
        if role_of_name is None:
            refused.append(name.surface)
        else:
            parts.append((name, role_of_name))
    return parts, refused, carry


def _without_how(piece: str, verb: int) -> int:
    """The length of the names in front of a verb, 按职责分工 and the like left out."""
    if piece[max(0, verb - 1) : verb] not in _HOW_ENDS:
        return verb
    how = _HOW.search(piece, max(0, verb - _LONGEST_HOW), verb)
    return how.start() if how else verb


def _with_partners(
    text: str, start: int, end: int, divisions: Divisions, carry: str
) -> tuple[list[tuple[names.Name, bool]], list[str]]:
    """市A局会同市B局 → A, and B as a partner. True marks a partner."""
    at = text.find("会同", start, end)
    if at < 0:
        given, refused = names.parse(text, start, end, divisions, carry)
        return [(name, False) for name in given], refused
    first, refused = names.parse(text, start, at, divisions, carry)
    second, more = names.parse(text, at + 2, end, divisions, _level(first) or carry)
    return [*((name, False) for name in first), *((name, True) for name in second)], refused + more


def _level(given: list[names.Name]) -> str:
    """The level that the last name left off with: 市."""
    for name in reversed(given):
        match = _LEVEL.match(name.surface)
        if match and not name.group:
            return match[0]
        if name.surface.startswith("各"):
            return ""
    return ""


def _add(folded: Folded, start: int, end: int, parts: list[tuple[names.Name, Role]], found: Found) -> None:
    """Turns a statement's parts into assignments; an empty statement leaves nothing but its place."""
    whole = folded.span(start, min(end + 1, len(folded.text)))
    found.spans.append(whole)
    seen: set[tuple[str, Role]] = set()
    for name, role in parts:
        if (name.surface, role) not in seen:
            seen.add((name.surface, role))
            span = folded.span(name.start, name.end)
            found.assignments.append(
                Assignment(name.surface, role, span, whole, name.group, name.open_list, name.host)
            )
