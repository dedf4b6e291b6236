"""Responsibility statements: who leads, cooperates and is responsible, in each form that documents use.

Forms (the number is that of the rule's test):  1 （责任单位：省A厅、省B厅） · 2 （牵头单位：市A局；配合单位：市B局）
3 lines 牵头单位：… without brackets · 4 （省A厅牵头，B海关配合，各县落实） · 5 a table's 责任部门 column (rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kg.records import Assignment, Finding, Role, Span
from loaders.parse import names, who
from loaders.parse.conventions import Conventions, without_remarks
from loaders.parse.folded import CLOSING, OPENING, Folded, closings
from loaders.parse.who import Part
from loaders.resolve.regions import Divisions
from ontology.vocab.load import vocabulary

_AFTER = re.compile(r"[。；，、（〔）〕]|$")  # what may follow a statement without labels
_SCHEME = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:分工方案|分工|方案|任务)："
)  # whose division of work: 市分工方案：…
_SAYS = re.compile(r"牵头|主办|负责|落实|配合|参加|参与|协助|协办|承办|实施")  # some verb of a statement
_OPENS = re.compile(f"[{OPENING}]")  # where a statement in brackets may start: （
_LONGEST_LABEL = 24  # characters: 牵头责任单位（第一责任人）：
_LEADING = re.compile(r"牵头(?:负责)?(?=[，；。]|$)")  # a sentence that says who leads: …牵头，
_NOT_A_STATEMENT = re.compile(
    r"由|含|包括|以下简称|如|即|指|原则上|详见|自(?!然资源|治区)"
)  # how a bracket inside a sentence starts: （由…负责）

# 由省教育厅牵头，省工业和信息化厅、省大数据局配合 · 由市民政局会同市财政局、市卫健委制定; not 已由…
_BY = re.compile(
    r"(?<![已曾自])由(?:[^，；。：（〔由]{2,80}牵头(?:负责|组织)?，(?P<help>[^，；。：（〔由]{2,120}?)(?:配合|参与|参加|协助|协同)(?=[，；。]|$)"
    r"|(?P<both>[^，；。：（〔由]{2,60}?会同[^，；。：（〔由]{2,80}?)(?:负责|制定|研究制定|组织实施))"
)
# 〈含开发区、长江新区、风景区管委会，下同〉 · （含市直园区）
_INCLUDES = re.compile(
    r"[（〔〈](?:含|包括)([^（〔〈）〕〉，；。]{2,60}(?<=[区会府局委处位门厅]))(?:[，；]下同)?[）〕〉]"
)
_NAMED = frozenset("组位门关构议室心队员方》”")  # what a bracket behind tells the members of: 调查组（…）

_LAST = frozenset("厅局委办部府会室院署关行）〕")  # the last character of a list of bodies


Parts = tuple[int, Sequence[Part]]  # where the words start, and what they tell


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
    _prose(folded, divisions, found)
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
        _add(folded, place, end, [parts], found)
    elif conventions.holds(folded.places[place]) and (parts := _bare(text, place + 1, end, divisions)):
        led = conventions.apply(parts[1], folded.places[place])
        _add(folded, place, end, [(parts[0], led)], found)
    elif (
        conventions.brackets
        and _closes(folded, place, end)
        and (parts := _plain(text, place, end, divisions))
    ):
        _add(folded, place, end, [parts], found)
        message = "role not said, taken as responsible 未写明职责，按责任单位计"
        found.findings.append(Finding("role-not-said", message, folded.span(place, end + 1)))
    return end + 1


def _closes(folded: Folded, place: int, end: int) -> bool:
    """True for a bracket behind a sentence that ended, or as its last words: 推进互换。（…）, 加强监管（…）。"""
    text = folded.text
    if not (
        end + 1 == len(text) or text[end + 1] in "。；" or folded.places[end + 1] - folded.places[end] > 1
    ):
        return place > 0 and text[place - 1] == "。" and text[end + 1] not in "，、"
    return place > 0 and not (
        text[place - 1] in _NAMED or names.ends_like_agency(text[max(0, place - 5) : place])
    )


def _plain(text: str, place: int, end: int, divisions: Divisions) -> Parts | None:
    """（商务部、司法部、市场监管总局）: nothing but bodies, the first one beyond doubt; one alone behind a full stop."""
    parts = _bare(text, place + 1, end, divisions) if text[end - 1] in _LAST else None
    if parts is None or not who.is_unmistakable(parts[1][0][0].surface, divisions):
        return None
    return parts if len(parts[1]) > 1 or text[place - 1] == "。" else None


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
) -> list[Parts]:
    """牵头单位：…；配合单位：…: each label rules to the next one."""
    text = without_remarks(folded.text, start, end)
    labels = list(_labels(text, start, end))
    parts: list[Parts] = []
    level = ""
    for place, label in enumerate(labels):
        stop = labels[place + 1].start() if place + 1 < len(labels) else end
        if not label["role"]:
            continue
        role = who.role_of(label["role"], "label")
        given, refused, level = who.told(text[label.end() : stop], role, divisions, level)
        agreed = len(labels) == 1 or role == "responsible"
        parts.append((label.end(), conventions.apply(given, folded.places[start]) if agreed else given))
        found.findings += [
            Finding(
                "agency-not-understood",
                f"not understood as an agency: {words} 未识别为机构",
                folded.span(start, end),
            )
            for words in refused
        ]
    return parts


def _spoken(text: str, start: int, end: int, divisions: Divisions) -> Parts | None:
    """省A厅牵头，B海关配合: a bracket whose every word is an agency or a verb; else None."""
    scheme = _SCHEME.match(text, start, end)
    start = scheme.end() if scheme else start
    inner = text[start:end]
    if _NOT_A_STATEMENT.match(inner) or not _SAYS.search(inner) or len(inner) > 400:
        return None
    parts, refused, _ = who.told(inner, None, divisions)
    return (start, parts) if parts and not refused else None


def _bare(text: str, start: int, end: int, divisions: Divisions) -> Parts | None:
    """（省A厅、省B厅）: a bracket of nothing but bodies, where a convention has said who of a list leads."""
    if end - start > 300 or _NOT_A_STATEMENT.match(text, start, end):
        return None
    given, refused = names.parse(without_remarks(text, start, end)[start:end], 0, end - start, divisions)
    sure = given and not refused and all(names.is_certain(name.surface) for name in given)
    return (start, [(name, name.said or "responsible") for name in given]) if sure else None


def _sentences(folded: Folded, divisions: Divisions, found: Found) -> None:
    """省A局牵头，省B厅配合。 as a sentence of its own: every word of it is a body or a verb, and one leads."""
    text = folded.text
    for match in _LEADING.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。；！") + 1
        stop = text.find("。", match.end())
        end = stop if stop >= 0 else len(text)
        inside = _told_already(folded, start, end, found)
        if not inside and end - start < 200 and (parts := _spoken(text, start, end, divisions)):
            _add(folded, start, end, [parts], found)


def _prose(folded: Folded, divisions: Divisions, found: Found) -> None:
    """…，由省A厅牵头，省B厅配合，… and 由市A局会同市B局制定…: read where every name in it is certain."""
    for match in _BY.finditer(folded.text):
        start, end = match.start() + 1, match.end()
        words = match[0][1:] if match["help"] else f"{match['both']}负责"
        parts, refused, _ = who.told(words, None, divisions)
        sure = not refused and all(names.is_certain(name.surface) for name, _ in parts)
        if sure and len(parts) > 1 and not _told_already(folded, start, end, found):
            _add(folded, start, end - 1, [(start, parts)], found)


def _told_already(folded: Folded, start: int, end: int, found: Found) -> bool:
    """True where a statement that was read lies in the piece, or the piece in it."""
    return any(folded.places[start] < s.end and s.start <= folded.places[end - 1] for s in found.spans)


def _included(folded: Folded, start: int, end: int) -> Iterator[Finding]:
    """各区人民政府〈含开发区、风景区管委会，下同〉: whom a remark adds to a name is told, for no row of theirs is made."""
    for match in _INCLUDES.finditer(folded.text, start, end):
        message = f"a remark includes: {match[1]}; no row of their own 括注所含主体未单独计入"
        yield Finding("remark-includes", message, folded.span(*match.span()))


def _add(folded: Folded, start: int, end: int, parts: Sequence[Parts], found: Found) -> None:
    """Turns a statement's parts into assignments; an empty statement leaves nothing but its place."""
    whole = folded.span(start, min(end + 1, len(folded.text)))
    found.spans.append(whole)
    found.findings += _included(folded, start, min(end + 1, len(folded.text)))
    seen: set[tuple[str, Role]] = set()
    places = folded.places
    for base, given in parts:
        for name, role in given:
            if (name.surface, role) in seen:
                continue
            seen.add((name.surface, role))
            span = Span(places[base + name.start], places[base + name.end - 1] + 1)
            found.assignments.append(
                Assignment(name.surface, role, span, whole, name.group, name.open_list, name.host)
            )
