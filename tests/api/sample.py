"""A small graph by hand: a province's plan, a city's that carries it out, and a hostile document."""

from __future__ import annotations

from pathlib import Path

from kg.graph import Edge, Fragment, Node, Ref, Value
from kg.ids import clause_id, document_id, edge_id
from kg.store.base import Store
from kg.store.embedded import EmbeddedStore

PROVINCE = "岚政发〔2021〕12号"
CITY = "栖政发〔2022〕8号"
LIST = document_id("栖山市重点任务清单", None, within=CITY)  # an id with a slash
HOSTILE = "邪政发〔2022〕1号"
LEAD_CLAUSE = clause_id(CITY, "二/（一）")
PROVINCE_CLAUSE = clause_id(PROVINCE, "二/（一）")
HOSTILE_CLAUSE = clause_id(HOSTILE, "一")
EDUCATION = "栖山市/教育局"
FINANCE = "栖山市/财政局"
PROVINCE_EDUCATION = "岚山省/教育厅"
CITY_GOVERNMENT = "栖山市/人民政府"
EVIL = "邪州市/<img src=x onerror=alert(1)>局"
EVIL_NAME = '<img src=x onerror="window.hacked=1">局'
EVIL_TITLE = "</script><script>window.hacked=1</script>'\"&{{7*7}}"
MANY = 230  # clauses of the list: more than a graph page draws

TEXT = "（一）扩大办学规模。到2025年，建成10个实训基地。由市教育局牵头，市财政局配合。"
QUOTE = "由市教育局牵头，市财政局配合。"
START = 120  # where the clause begins in its document


def agency(node: str, name: str, region: str, function: str) -> Node:
    """An agency with its usual properties."""
    return Node(
        "Agency",
        node,
        {"name": name, "region": region, "function": function, "level": "city", "kind": "agency"},
    )


def document(node: str, title: str, **props: Value) -> Node:
    """A document node; `props` go on top of the usual ones."""
    base: dict[str, Value] = {
        "title": title,
        "number": node,
        "date": "2022-03-01",
        "status": "issued",
        "level": "city",
        "region": "栖山市",
        "province": "岚山省",
        "file": "04.txt",
        "format": "txt utf-8",
        "text_length": 4000,
        "document": node,
        "stub": False,
    }
    return Node("Document", node, {**base, **props})


def clause(owner: str, path: str, text: str, ordinal: int, start: int = START, heading: str = "") -> Node:
    """A clause that is a task."""
    props: dict[str, Value] = {
        "number": path.rpartition("/")[2],
        "path": path,
        "heading": heading or path,
        "text": text,
        "kind": "task",
        "ordinal": ordinal,
        "start": start,
        "end": start + len(text),
        "document": owner,
    }
    return Node("Clause", clause_id(owner, path), props, ("Task",))


def edge(kind: str, source: Ref, target: Ref, **props: Value) -> Edge:
    """An edge whose id follows from its ends."""
    return Edge(kind, source, target, edge_id(kind, source.id, target.id), props)


def said(kind: str, body: str, owner: str, path: str, surface: str, text: str, quote: str) -> Edge:
    """An assignment stated by `quote` inside `text`, which begins at START."""
    start = START + text.index(quote)
    return edge(
        kind,
        Ref("Agency", body),
        Ref("Clause", clause_id(owner, path)),
        document=owner,
        surface=surface,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


FINDING = Node(
    "Finding",
    f"{CITY}!page-break@118",
    {
        "kind": "page-break",
        "severity": "repaired",
        "message": "第2页 page 2",
        "message_zh": "句中分页已接合",
        "message_en": "a page break in mid-sentence was closed",
        "line": 9,
        "start": 118,
        "end": 121,
        "quote": "规模",
        "ordinal": 1,
        "document": CITY,
    },
)


def city() -> Fragment:
    """The city's plan: one section, two clauses, a lead and a partner, a basis."""
    head = document(CITY, "栖山市职业教育改革实施方案")
    section = Node(
        "Section",
        f"{CITY}#二",
        {"number": "二", "heading": "重点任务", "ordinal": 0, "start": 100, "end": 110, "document": CITY},
    )
    first = Node(
        "Clause",
        LEAD_CLAUSE,
        {
            **clause(CITY, "二/（一）", TEXT, 1, heading="扩大办学规模").props,
            "deadlines": ["2025"],
            "deadline_quotes": ["到2025年"],
            "deadline_starts": [130],
            "deadline_ends": [136],
        },
        ("Task",),
    )
    second = clause(CITY, "二/（二）", "（二）加强保障。责任单位：市财政局。", 2, heading="加强保障")
    stub = Node(
        "Document",
        "国发〔2019〕4号",
        {"title": "国家职业教育改革实施方案", "number": "国发〔2019〕4号", "stub": True},
        stub=True,
    )
    goal = Node(
        "Indicator",
        f"{LEAD_CLAUSE}@1",
        {
            "subject_text": "实训基地",
            "value": 10,
            "comparator": "=",
            "unit": "个",
            "deadline": "2025",
            "kind": "target",
            "text": "建成10个实训基地",
            "start": 137,
            "end": 146,
            "document": CITY,
        },
        ("Target",),
    )
    nodes = (
        head,
        section,
        first,
        second,
        stub,
        goal,
        FINDING,
        agency(EDUCATION, "栖山市教育局", "栖山市", "教育局"),
        agency(FINANCE, "栖山市财政局", "栖山市", "财政局"),
        agency(CITY_GOVERNMENT, "栖山市人民政府", "栖山市", "人民政府"),
        Node("Region", "栖山市", {"name": "栖山市", "level": "city"}),
        Node("Programme", "产教融合", {"name": "产教融合", "field": "职业教育"}),
    )
    return Fragment(
        CITY, nodes, (*_city_parts(head, section, first, second), *_city_facts(head, first, goal, stub))
    )


def _city_parts(head: Node, section: Node, *clauses: Node) -> tuple[Edge, ...]:
    return (
        edge("HAS_PART", head.ref, section.ref, document=CITY),
        edge("HAS_FINDING", head.ref, FINDING.ref, document=CITY),
        *(edge("HAS_PART", section.ref, one.ref, document=CITY) for one in clauses),
    )


def _city_facts(head: Node, first: Node, goal: Node, stub: Node) -> tuple[Edge, ...]:
    second = "（二）加强保障。责任单位：市财政局。"
    return (
        said("LEADS", EDUCATION, CITY, "二/（一）", "市教育局", TEXT, QUOTE),
        said("COOPERATES_ON", FINANCE, CITY, "二/（一）", "市财政局", TEXT, QUOTE),
        said("RESPONSIBLE_FOR", FINANCE, CITY, "二/（二）", "市财政局", second, "责任单位：市财政局。"),
        edge("SETS", first.ref, goal.ref, document=CITY, start=137, end=146, quote="建成10个实训基地"),
        edge(
            "MENTIONS",
            first.ref,
            Ref("Programme", "产教融合"),
            document=CITY,
            surface="实训基地",
            start=START + TEXT.index("实训基地"),
            end=START + TEXT.index("实训基地") + 4,
            quote="实训基地",
        ),
        edge(
            "ISSUED_BY",
            head.ref,
            Ref("Agency", CITY_GOVERNMENT),
            document=CITY,
            surface="栖山市人民政府",
            start=0,
            end=7,
            quote="栖山市人民政府",
        ),
        edge(
            "CITES",
            head.ref,
            Ref("Document", PROVINCE),
            document=CITY,
            relation="basis",
            cited_number=PROVINCE,
            cited_title="岚山省职业教育改革实施方案",
            start=20,
            end=40,
            quote="根据《岚山省职业教育改革实施方案》",
        ),
        edge(
            "CITES",
            head.ref,
            stub.ref,
            document=CITY,
            relation="mention",
            cited_title="国家职业教育改革实施方案",
            start=50,
            end=60,
            quote="《国家职业教育改革实施方案》",
        ),
        edge("LOCATED_IN", Ref("Agency", EDUCATION), Ref("Region", "栖山市")),
        edge(
            "IMPLEMENTS",
            first.ref,
            Ref("Clause", PROVINCE_CLAUSE),
            score=0.8,
            grade="direct",
            method="by hand",
            ground="cited",
            reason=["扩大办学规模"],
            source_starts=[START + 3],
            source_ends=[START + 9],
            target_starts=[START + 3],
            target_ends=[START + 9],
        ),
    )


def province() -> Fragment:
    """The province's plan: one clause that the city carries out."""
    text = "（一）扩大办学规模。由省教育厅牵头负责。"
    head = document(
        PROVINCE,
        "岚山省职业教育改革实施方案",
        date="2021-05-01",
        level="province",
        region="岚山省",
        file="02.txt",
    )
    one = clause(PROVINCE, "二/（一）", text, 0, heading="扩大办学规模")
    body = agency(PROVINCE_EDUCATION, "岚山省教育厅", "岚山省", "教育厅")
    edges = (
        edge("HAS_PART", head.ref, one.ref, document=PROVINCE),
        said("LEADS", PROVINCE_EDUCATION, PROVINCE, "二/（一）", "省教育厅", text, "由省教育厅牵头负责。"),
    )
    return Fragment(PROVINCE, (head, one, body), edges)


def task_list() -> Fragment:
    """An annex with an id that holds a slash, and more clauses than a page draws, all led by one agency."""
    head = document(LIST, "栖山市重点任务清单", number=None, date="2022-06-01", status="draft_for_comment")
    text = "建设公共实训中心。牵头单位：市教育局"
    rows = [clause(LIST, f"附件/{n}", text, n, heading=f"任务{n:03}") for n in range(1, MANY + 1)]
    edges = [
        said("LEADS", EDUCATION, LIST, f"附件/{n}", "市教育局", text, "牵头单位：市教育局")
        for n in range(1, MANY + 1)
    ]
    parts = [edge("HAS_PART", head.ref, row.ref, document=LIST) for row in rows]
    return Fragment(
        LIST, (head, *rows, agency(EDUCATION, "栖山市教育局", "栖山市", "教育局")), (*parts, *edges)
    )


def hostile() -> Fragment:
    """Everything that a page must escape: a tag in a name, a script's end in a title."""
    text = "<b onclick=alert(1)>由</b><img src=x onerror=alert(2)>局牵头。"
    head = document(HOSTILE, EVIL_TITLE, region='"><i>', date="2020-01-01")
    one = clause(HOSTILE, "一", text, 0, heading="<svg/onload=alert(3)>")
    body = agency(EVIL, EVIL_NAME, "邪州市", "局")
    edges = (
        edge("HAS_PART", head.ref, one.ref, document=HOSTILE),
        said(
            "LEADS",
            EVIL,
            HOSTILE,
            "一",
            "<script>alert(4)</script>",
            text,
            "<img src=x onerror=alert(2)>局牵头。",
        ),
        edge(
            "IMPLEMENTS",
            one.ref,
            Ref("Clause", PROVINCE_CLAUSE),
            score=0.5,
            grade="partial",
            method="by hand",
            ground="presumed",
            reason=["<script>alert(5)</script>"],
            source_starts=[START + 3],
            source_ends=[START + 9],
            target_starts=[START + 3],
            target_ends=[START + 9],
        ),
    )
    return Fragment(HOSTILE, (head, one, body), edges)


def build(path: Path) -> Store:
    """The store file with all of it."""
    store = EmbeddedStore(path)
    with store.writer() as writer:
        for fragment in (province(), city(), task_list(), hostile()):
            writer.replace(fragment)
    return store
