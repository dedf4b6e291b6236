"""A line of authority by hand: nation → province → two cities → county, clause by clause, with what was inferred.

The first city has a draft beside its plan; a third city cites the province's plan, and nothing of it could be paired.
The county's plan is presumed to carry out the province's, too, and nothing could be paired.

Every text is the document's clauses one after the other, so that every place can be counted from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.graph import Edge, Fragment, Node, Ref, Value
from kg.ids import clause_id, edge_id

NATION, PROVINCE, FIRST, SECOND, COUNTY, THIRD, DRAFT = (
    "国发〔2030〕1号",
    "岚政发〔2030〕2号",
    "云政发〔2030〕3号",
    "栖政发〔2030〕4号",
    "石政发〔2031〕5号",
    "望政发〔2030〕6号",
    "云浦市技能方案@draft_for_comment",
)
STATUSES = {DRAFT: "draft_for_comment"}
CITED = [(PROVINCE, NATION), (FIRST, PROVINCE), (THIRD, PROVINCE), (DRAFT, PROVINCE)]


class Target(NamedTuple):
    """A target in a clause's text: `words` stand there; `more` are slots beside the usual ones."""

    words: str
    subject: str
    value: float
    unit: str
    more: dict[str, Value]


class Said(NamedTuple):
    """A clause: number path, heading, text, who answers for it (kind, surface), targets."""

    path: str
    heading: str | None
    text: str
    agencies: tuple[tuple[str, str], ...] = ()
    targets: tuple[Target, ...] = ()


LEAD, ANSWER = "LEADS", "RESPONSIBLE_FOR"
BASES = {"comparator": "=", "deadline": "2035"}
BUREAUS = {
    "省教育厅": ("岚江省", "教育厅"), "省财政厅": ("岚江省", "财政厅"), "教育部": ("", "教育部"), "市教育局": ("云浦市", "教育局"),
    "市港航局": ("云浦市", "港航局"), "市人力资源社会保障局": ("云浦市", "人力资源社会保障局"),
    "市工业和信息化局": ("栖山市", "工业和信息化局"), "县教育体育局": ("石渡县", "教育体育局"),
}  # fmt: skip
DOCUMENTS: dict[str, tuple[str, str, str, str, list[Said]]] = {
    NATION: ("国家技能规划", "2030-01-10", "national", "", [
        Said("一", "建设实训基地", "一、建设实训基地。到2035年，建成实训基地1000个。（教育部负责）", ((ANSWER, "教育部"),),
             (Target("建成实训基地1000个", "实训基地", 1000.0, "个", BASES),)),
    ]),
    PROVINCE: ("岚江省技能方案", "2030-03-01", "province", "岚江省", [
        Said("一", "建设实训基地", "一、建设实训基地。到2035年，建成实训基地100个，培训率达到60%。（牵头单位：省教育厅）",
             ((LEAD, "省教育厅"),),
             (Target("建成实训基地100个", "实训基地", 100.0, "个", BASES),
              Target("培训率达到60%", "培训率", 60.0, "%", BASES))),
        Said("二", "发放技能补贴", "二、发放技能补贴。每万名职工拥有技师25人。（责任单位：省财政厅）", ((ANSWER, "省财政厅"),),
             (Target("每万名职工拥有技师25人", "每万名职工拥有技师", 25.0, "人", BASES),)),
        Said("三", "建设云上课堂", "三、建设云上课堂。（牵头单位：省教育厅）", ((LEAD, "省教育厅"),)),
        Said("附件/1", None, "1 实训基地建成100个。省教育厅", ((LEAD, "省教育厅"),)),
    ]),
    FIRST: ("云浦市技能方案", "2030-06-01", "city", "云浦市", [
        Said("一", "建设实训基地", "一、建设实训基地。到2034年，力争建成实训基地8个，培训率达到70%。（牵头单位：市教育局）",
             ((LEAD, "市教育局"),),
             (Target("建成实训基地8个", "实训基地", 8.0, "个", {"comparator": ">=", "deadline": "2034", "modality": "力争"}),
              Target("培训率达到70%", "培训率", 70.0, "%", BASES))),
        Said("二", "服务港口", "二、服务港口。（牵头单位：市港航局）", ((LEAD, "市港航局"),)),
        Said("三", "发放补贴", "三、发放补贴。每万名职工拥有技师26人，送课上岛30次。（责任单位：市人力资源社会保障局）",
             ((ANSWER, "市人力资源社会保障局"),),
             (Target("每万名职工拥有技师26人", "每万名职工拥有技师", 26.0, "人", BASES),
              Target("送课上岛30次", "送课上岛", 30.0, "次", {"comparator": "="}))),
    ]),
    SECOND: ("栖山市技能方案", "2030-07-01", "city", "栖山市", [
        Said("1", "建设实训基地", "1. 建设实训基地。到2036年，建成实训基地12个。（牵头单位：市工业和信息化局）",
             ((LEAD, "市工业和信息化局"),),
             (Target("建成实训基地12个", "实训基地", 12.0, "个", {"comparator": "=", "deadline": "2036"}),)),
    ]),
    COUNTY: ("石渡县技能方案", "2031-01-01", "county", "石渡县", [
        Said("一", "建设实训点", "一、建设实训基地。建成实训基地1个。（县教育体育局负责）", ((ANSWER, "县教育体育局"),),
             (Target("建成实训基地1个", "实训基地", 1.0, "个", {"comparator": "="}),)),
    ]),
    THIRD: ("望海市匠人方案", "2030-08-01", "city", "望海市", [
        Said("一", "请师傅进校", "一、请师傅进校。（市教育局负责）", ((ANSWER, "市教育局"),)),
    ]),
    DRAFT: ("云浦市技能方案", "2030-05-01", "city", "云浦市", [
        Said("一", "建设实训基地", "一、建设实训基地。建成实训基地90个。（牵头单位：市教育局）", ((LEAD, "市教育局"),),
             (Target("建成实训基地90个", "实训基地", 90.0, "个", {"comparator": "="}),)),
        Said("二", "建设云上课堂", "二、建设云上课堂。（牵头单位：市教育局）", ((LEAD, "市教育局"),)),
    ]),
}  # fmt: skip
TEXTS = {document: "\n".join(said.text for said in told[4]) for document, told in DOCUMENTS.items()}

# kind, lower, path, higher, path, grade, score, ground, words that both have
LINKS = [
    ("IMPLEMENTS", PROVINCE, "一", NATION, "一", "direct", 0.9, "cited", "建成实训基地"),
    ("IMPLEMENTS", FIRST, "一", PROVINCE, "一", "direct", 0.95, "cited", "建成实训基地"),
    ("IMPLEMENTS", FIRST, "一", PROVINCE, "附件/1", "partial", 0.5, "cited", "实训基地"),
    ("IMPLEMENTS", FIRST, "三", PROVINCE, "二", "partial", 0.45, "cited", "补贴"),
    ("IMPLEMENTS", SECOND, "1", PROVINCE, "一", "direct", 0.8, "presumed", "建成实训基地"),
    ("IMPLEMENTS", COUNTY, "一", FIRST, "一", "direct", 0.7, "presumed", "建成实训基地"),
    ("IMPLEMENTS", DRAFT, "一", PROVINCE, "一", "direct", 0.9, "cited", "建成实训基地"),
    ("IMPLEMENTS", DRAFT, "二", PROVINCE, "三", "direct", 0.9, "cited", "建设云上课堂"),
    ("DETAILS", PROVINCE, "附件/1", PROVINCE, "一", "direct", 0.99, "same document", "实训基地"),
    ("SIMILAR_TO", SECOND, "1", FIRST, "一", "direct", 0.85, "peers", "建设实训基地"),
]
# lower document, higher document, ground, pairs of clauses matched
COMPARED = [
    (PROVINCE, NATION, "cited", 1),
    (FIRST, PROVINCE, "cited", 3),
    (DRAFT, PROVINCE, "cited", 2),
    (THIRD, PROVINCE, "cited", 0),
    (SECOND, PROVINCE, "presumed", 1),
    (COUNTY, FIRST, "presumed", 1),
    (COUNTY, PROVINCE, "presumed", 0),
]
# lower document, clause, number of the target; higher document, clause, number; ratio
DERIVED = [
    (PROVINCE, "一", 1, NATION, "一", 1, 0.1),
    (FIRST, "一", 1, PROVINCE, "一", 1, 0.08),
    (FIRST, "一", 2, PROVINCE, "一", 2, 1.166667),
    (FIRST, "三", 1, PROVINCE, "二", 1, 1.04),
    (DRAFT, "一", 1, PROVINCE, "一", 1, 0.9),
    (SECOND, "1", 1, PROVINCE, "一", 1, 0.12),
    (COUNTY, "一", 1, FIRST, "一", 1, 0.125),
]


def fragments() -> tuple[Fragment, ...]:
    """The seven documents."""
    return tuple(_fragment(document) for document in DOCUMENTS)


def inferred() -> dict[str, list[Edge]]:
    """What is inferred, by the document that it starts at."""
    found: dict[str, list[Edge]] = {document: [] for document in DOCUMENTS}
    for kind, below, low, above, high, grade, score, ground, words in LINKS:
        ends = Ref("Clause", clause_id(below, low)), Ref("Clause", clause_id(above, high))
        source, target = (_find(owner, path, words) for owner, path in ((below, low), (above, high)))
        props: dict[str, Value] = {
            "score": score, "grade": grade, "method": "by hand", "ground": ground, "reason": [words],
            "source_starts": [source[0]], "source_ends": [source[1]],
            "target_starts": [target[0]], "target_ends": [target[1]],
        }  # fmt: skip
        found[below].append(Edge(kind, *ends, edge_id(kind, ends[0].id, ends[1].id), props))
    for below, above, ground, aligned in COMPARED:
        held: dict[str, Value] = {"ground": ground, "aligned": aligned, "method": "by hand"}
        pair = Ref("Document", below), Ref("Document", above)
        found[below].append(Edge("HELD_AGAINST", *pair, edge_id("HELD_AGAINST", below, above), held))
    for below, low, first, above, high, second, ratio in DERIVED:
        one, other = f"{clause_id(below, low)}@{first}", f"{clause_id(above, high)}@{second}"
        more: dict[str, Value] = {"score": 1.0, "method": "by hand", "ground": "cited", "ratio": ratio}
        ends = Ref("Indicator", one), Ref("Indicator", other)
        found[below].append(Edge("DERIVES_FROM", *ends, edge_id("DERIVES_FROM", one, other), more))
    return found


def _find(document: str, path: str, words: str) -> tuple[int, int]:
    """Where words stand in a clause, counted in the document's text."""
    start = 0
    for said in DOCUMENTS[document][4]:
        if said.path == path:
            place = start + said.text.index(words)
            return place, place + len(words)
        start += len(said.text) + 1
    raise AssertionError(path)


def _fragment(document: str) -> Fragment:
    title, date, level, region, clauses = DOCUMENTS[document]
    props: dict[str, Value] = {
        "title": title, "number": None if document in STATUSES else document, "date": date, "level": level,
        "status": STATUSES.get(document, "issued"),
        "file": f"{document[:1]}_{title}.txt", "document": document,
        **({"region": region, "province": "岚江省"} if region else {}),
    }  # fmt: skip
    nodes = {
        Ref("Document", cited): Node(
            "Document", cited, {"title": cited, "number": cited, "stub": True}, stub=True
        )
        for citing, cited in CITED
        if citing == document
    }
    edges = [_citation(document, cited) for citing, cited in CITED if citing == document]
    for node, edge in _parts(document, clauses):
        if node:
            nodes.setdefault(node.ref, node)
        if edge:
            edges.append(edge)
    return Fragment(document, (Node("Document", document, props), *nodes.values()), tuple(edges))


def _citation(document: str, cited: str) -> Edge:
    """What the preamble would say; the texts begin with their clauses."""
    said: dict[str, Value] = {"document": document, "relation": "basis", "cited_number": cited}
    ends = Ref("Document", document), Ref("Document", cited)
    return Edge("CITES", *ends, edge_id("CITES", document, cited), said)


def _parts(document: str, clauses: list[Said]) -> Iterator[tuple[Node | None, Edge | None]]:
    for ordinal, said in enumerate(clauses):
        ref = Ref("Clause", clause_id(document, said.path))
        start, end = _find(document, said.path, said.text)
        props: dict[str, Value] = {
            "number": said.path.rpartition("/")[2], "path": said.path, "text": said.text, "ordinal": ordinal,
            "kind": "annex_task" if said.path.startswith("附件") else "task", "start": start, "end": end,
            "document": document, **({"heading": said.heading} if said.heading else {}),
        }  # fmt: skip
        owner = Ref("Document", document)
        part = Edge("HAS_PART", owner, ref, edge_id("HAS_PART", document, ref.id), {"document": document})
        yield Node("Clause", ref.id, props, ("Task",)), part
        yield from _agencies(document, said, ref)
        yield from _targets(document, said, ref)


def _agencies(document: str, said: Said, clause: Ref) -> Iterator[tuple[Node, Edge]]:
    for kind, surface in said.agencies:
        region, function = BUREAUS[surface]
        key = f"{region}/{function}" if region else function
        props: dict[str, Value] = {
            "name": region + function,
            "function": function,
            **({"region": region} if region else {}),
        }
        start, end = _find(document, said.path, surface)
        quote = {"document": document, "start": start, "end": end, "quote": surface, "surface": surface}
        yield (
            Node("Agency", key, props),
            Edge(kind, Ref("Agency", key), clause, edge_id(kind, key, clause.id, start), quote),
        )


def _targets(document: str, said: Said, clause: Ref) -> Iterator[tuple[Node, Edge]]:
    for place, target in enumerate(said.targets, start=1):
        start, end = _find(document, said.path, target.words)
        where: dict[str, Value] = {"document": document, "start": start, "end": end}
        props: dict[str, Value] = {
            "subject_text": target.subject, "value": target.value, "unit": target.unit, "kind": "target",
            "text": target.words, **where, **target.more,
        }  # fmt: skip
        ref = Ref("Indicator", f"{clause.id}@{place}")
        quote = {**where, "quote": target.words, "surface": target.words}
        yield (
            Node("Indicator", ref.id, props, ("Target",)),
            Edge("SETS", clause, ref, edge_id("SETS", clause.id, ref.id, start), quote),
        )
