"""A small but rich graph, made by hand: two documents, two stubs, and one of everything that queries ask for.

Offsets are found in the texts, so that every quote is what the text says at that place.
"""

from collections.abc import Iterator

from kg.graph import Edge, Fragment, Node, Ref, Value
from kg.ids import clause_id, edge_id

PROVINCE = "岚政发〔2021〕12号"
CITY = "云政办发〔2021〕35号"
NATION = "国发〔2021〕199号"
NOTICE = "云浦市人民政府办公室关于印发行动方案的通知"

PROVINCE_TEXT = """岚江省人民政府关于印发职业教育实施方案的通知
依照《国家职业教育改革方案》（国发〔2021〕199号）制定。
一、重点任务
（一）建设公共实训基地。到2025年，建成公共实训基地100个。（牵头单位：省教育厅；配合单位：省财政厅，各设区市人民政府）
（二）支持学校发展。支持岚海大学，2023年6月30日前完成。（责任单位：省教育厅、财政厅等）
二、组织保障。加强统筹。
"""
CITY_TEXT = """云浦市职业教育行动方案
根据《职业教育实施方案》（岚政发〔2021〕12号）、《国家职业教育改革方案》（国发〔2021〕199号）制定。附于通知印发。
一、总体要求。以港口带专业。
二、重点任务
（一）建设实训基地。2023年10月底前，建成实训基地1个、培训点2个。（牵头单位：市教育局〔市委教育工委〕；配合单位：市财政局、人力资源社会保障局，各县（市、区）人民政府）
（二）办好海事学校。支持云浦海事学校与云浦港机集团共建实训基地，到2025年完成。（配合单位：市教育局、财政局）
（三）服务港口。责任单位：市港航办
领导小组组长：张三，市教育局局长
"""
TEXTS = {PROVINCE: PROVINCE_TEXT, CITY: CITY_TEXT}

LEAD, COOPERATE, RESPONSIBLE = "LEADS", "COOPERATES_ON", "RESPONSIBLE_FOR"


def fragments() -> tuple[Fragment, Fragment]:
    """The province's and the city's document."""
    return _province(), _city()


def _province() -> Fragment:
    one, two, three = "一/（一）", "一/（二）", "二"
    lead, answer = "牵头单位：省教育厅；配合单位：省财政厅，各设区市人民政府", "责任单位：省教育厅、财政厅等"
    nodes = [
        _document(
            PROVINCE,
            "岚江省人民政府关于印发职业教育实施方案的通知",
            "2021-05-20",
            "province",
            "岚江省",
            "02_岚政发.txt",
        ),
        _stub(NATION, "国家职业教育改革方案", NATION),
        *_regions(),
        *(_agency("岚江省", function, "province") for function in ("人民政府", "教育厅", "财政厅")),
        _group("岚江省", "各设区市人民政府", "province", True),
        _section(PROVINCE, "一", "重点任务", 0, "一、重点任务", "财政厅等）"),
        _clause(PROVINCE, one, "建设公共实训基地", 1, "（一）建设公共", "人民政府）", ("2025", "到2025年")),
        _clause(
            PROVINCE, two, "支持学校发展", 2, "（二）支持", "财政厅等）", ("2023-06-30", "2023年6月30日前")
        ),
        _clause(PROVINCE, three, "组织保障", 3, "二、组织保障", "加强统筹。", task=False),
        _target(PROVINCE, one, "公共实训基地", 100.0, "2025", "建成公共实训基地100个"),
        _school("岚海大学", "undergraduate"),
        _programme("产教融合"),
    ]
    edges = [
        *_tree(PROVINCE, ("Section", "一"), [("Clause", one), ("Clause", two)]),
        *_tree(PROVINCE, ("Clause", three), []),
        _issued(PROVINCE, "岚江省/人民政府", "岚江省人民政府"),
        _cites(
            PROVINCE,
            NATION,
            "《国家职业教育改革方案》（国发〔2021〕199号）",
            "国家职业教育改革方案",
            NATION,
            "basis",
        ),
        _assigned(PROVINCE, LEAD, "岚江省/教育厅", one, "省教育厅", lead),
        _assigned(PROVINCE, COOPERATE, "岚江省/财政厅", one, "省财政厅", lead),
        _assigned(PROVINCE, COOPERATE, "岚江省/各设区市人民政府", one, "各设区市人民政府", lead),
        _assigned(PROVINCE, RESPONSIBLE, "岚江省/教育厅", two, "省教育厅", answer, True),
        _assigned(PROVINCE, RESPONSIBLE, "岚江省/财政厅", two, "省财政厅", answer, True),
        _sets(PROVINCE, one, "建成公共实训基地100个"),
        _named(PROVINCE, two, "岚海大学"),
        _mentioned(PROVINCE, one, "产教融合", "公共实训基地"),
        *_located(nodes),
    ]
    return Fragment(PROVINCE, tuple(nodes), tuple(edges))


def _city() -> Fragment:
    zero, one, two, three = "一", "二/（一）", "二/（二）", "二/（三）"
    lead = (
        "牵头单位：市教育局〔市委教育工委〕；配合单位：市财政局、人力资源社会保障局，各县（市、区）人民政府"
    )
    help_, port = "配合单位：市教育局、财政局", "责任单位：市港航办"
    functions = ("人民政府办公室", "教育局", "委教育工委", "财政局", "人力资源社会保障局")
    nodes = [
        _document(
            CITY,
            "云浦市职业教育行动方案",
            "2021-10-12",
            "city",
            "云浦市",
            "03_云政办发.txt",
        ),
        _stub(PROVINCE, "职业教育实施方案", PROVINCE),
        _stub(NATION, "国家职业教育改革方案", NATION),
        _stub(NOTICE, NOTICE, None),
        *_regions(),
        *(_agency("云浦市", function, "city") for function in functions),
        _doubtful("云浦市", "港航办", ["云浦市/交通运输局"]),
        _agency("云浦市", "交通运输局", "city"),
        *(_agency(name, "人民政府", "county") for name in ("石渡县", "临浦区")),
        _group("云浦市", "各县（市、区）人民政府", "city", False),
        _clause(CITY, zero, "总体要求", 0, "一、总体要求", "带专业。", task=False),
        _section(CITY, "二", "重点任务", 1, "二、重点任务", "市港航办"),
        _clause(CITY, one, "建设实训基地", 2, "（一）建设", "人民政府）", ("2023-10-31", "2023年10月底前")),
        _clause(CITY, two, "办好海事学校", 3, "（二）办好", "财政局）", ("2025", "到2025年")),
        _clause(CITY, three, "服务港口", 4, "（三）服务", "市港航办"),
        _target(CITY, one, "实训基地", 1.0, "2023-10-31", "建成实训基地1个"),
        _school("云浦海事学校", "secondary_vocational"),
        Node("Organization", "云浦港机集团", {"name": "云浦港机集团", "kind": "company"}, ("Company",)),
        _programme("产教融合"),
        Node("Person", f"{CITY}#张三", {"name": "张三", "document": CITY}),
        _finding(CITY, "二、重点任务", 4),
    ]
    edges = [
        *_tree(CITY, ("Clause", zero), []),
        *_tree(CITY, ("Section", "二"), [("Clause", one), ("Clause", two), ("Clause", three)]),
        _issued(CITY, "云浦市/人民政府办公室", "云浦市"),
        _cites(
            CITY,
            PROVINCE,
            "《职业教育实施方案》（岚政发〔2021〕12号）",
            "职业教育实施方案",
            PROVINCE,
            "basis",
        ),
        _cites(
            CITY,
            NATION,
            "《国家职业教育改革方案》（国发〔2021〕199号）",
            "国家职业教育改革方案",
            NATION,
            "mention",
        ),
        _stated(
            "ATTACHED_TO", CITY, ("Document", CITY), ("Document", NOTICE), "附于通知印发", cited_title=NOTICE
        ),
        _assigned(CITY, LEAD, "云浦市/教育局", one, "市教育局", lead),
        _assigned(CITY, LEAD, "云浦市/委教育工委", one, "市委教育工委", lead),
        _assigned(CITY, COOPERATE, "云浦市/财政局", one, "市财政局", lead),
        _assigned(CITY, COOPERATE, "云浦市/人力资源社会保障局", one, "市人力资源社会保障局", lead),
        _assigned(CITY, COOPERATE, "云浦市/各县（市、区）人民政府", one, "各县（市、区）人民政府", lead),
        _assigned(CITY, COOPERATE, "云浦市/教育局", two, "市教育局", help_),
        _decided(_assigned(CITY, COOPERATE, "云浦市/财政局", two, "市财政局", help_)),
        _assigned(CITY, RESPONSIBLE, "云浦市/港航办", three, "市港航办", port),
        _office("云浦市/委教育工委", "云浦市/教育局", "市教育局〔市委教育工委〕"),
        _succeeded("云浦市/港航办", "云浦市/交通运输局"),
        *(_member("云浦市/各县（市、区）人民政府", f"{name}/人民政府") for name in ("石渡县", "临浦区")),
        _sets(CITY, one, "建成实训基地1个"),
        _named(CITY, two, "云浦海事学校"),
        _named(CITY, two, "云浦港机集团"),
        _mentioned(CITY, one, "产教融合", "实训基地"),
        _lies("云浦海事学校", "云浦市"),
        _post("张三", "云浦市/教育局", "张三，市教育局局长"),
        *_located(nodes),
        Edge(
            "HAS_FINDING",
            Ref("Document", CITY),
            nodes[-1].ref,
            edge_id("HAS_FINDING", CITY, nodes[-1].id),
            {"document": CITY},
        ),
    ]
    return Fragment(CITY, tuple(nodes), tuple(edges))


# ── nodes ────────────────────────────────────────────────────────────────────────────────────────────────────


def _place(document: str, first: str, last: str | None = None) -> tuple[int, int]:
    """From the beginning of `first` to the end of the next `last`."""
    text = TEXTS[document]
    start = text.index(first)
    last = last or first
    return start, text.index(last, start) + len(last)


def _document(number: str, title: str, date: str, level: str, region: str, file: str) -> Node:
    props: dict[str, Value] = {
        "title": title, "number": number, "date": date, "status": "issued", "level": level, "region": region,
        "province": "岚江省", "stub": False, "file": file, "format": "txt utf-8", "document": number,
        "text_length": len(TEXTS[number]),
    }  # fmt: skip
    return Node("Document", number, props)


def _finding(document: str, quote: str, line: int) -> Node:
    start, end = _place(document, quote)
    props: dict[str, Value] = {
        "kind": "page-break", "severity": "repaired", "message": "第2页 page 2", "message_zh": "句中分页已接合",
        "message_en": "a page break in mid-sentence was closed", "line": line, "start": start, "end": end,
        "quote": quote, "ordinal": 1, "document": document,
    }  # fmt: skip
    return Node("Finding", f"{document}!page-break@{start}", props)


def _stub(identity: str, title: str, number: str | None) -> Node:
    props: dict[str, Value] = {"title": title, "stub": True}
    if number:
        props["number"] = number
    return Node("Document", identity, props, stub=True)


REGIONS = {"岚江省": "910000", "云浦市": "910300"}


def _regions() -> Iterator[Node]:
    for name, code in REGIONS.items():
        level = "province" if name.endswith("省") else "city"
        yield Node("Region", code, {"name": name, "level": level, "code": code})


def _agency(region: str, function: str, level: str, unresolved: bool = False) -> Node:
    props: dict[str, Value] = {
        "name": region + function, "function": function, "region": region, "level": level,
        "kind": "government", "unresolved": unresolved,
    }  # fmt: skip
    return Node("Agency", f"{region}/{function}", props)


def _doubtful(region: str, function: str, candidates: list[str]) -> Node:
    node = _agency(region, function, "city", unresolved=True)
    return node._replace(props={**node.props, "doubt": "no rule places it", "candidates": candidates})


def _decided(edge: Edge) -> Edge:
    """The same edge, on a body that a person decided on."""
    return edge._replace(props={**edge.props, "method": "decision", "basis": "decisions.toml agency 1"})


def _group(region: str, function: str, level: str, open_: bool) -> Node:
    props: dict[str, Value] = {
        "name": region + function, "function": function, "region": region, "level": level,
        "kind": "group", "open": open_,
    }  # fmt: skip
    return Node("Agency", f"{region}/{function}", props, ("AgencyGroup",))


def _school(name: str, kind: str) -> Node:
    return Node("Organization", name, {"name": name, "kind": "school", "school_kind": kind}, ("School",))


def _programme(name: str) -> Node:
    return Node("Programme", name, {"name": name, "field": "职业教育"})


def _section(document: str, number: str, heading: str, ordinal: int, first: str, last: str) -> Node:
    start, end = _place(document, first, last)
    props: dict[str, Value] = {
        "number": number, "heading": heading, "ordinal": ordinal, "start": start, "end": end, "document": document,
    }  # fmt: skip
    return Node("Section", clause_id(document, number), props)


def _clause(
    document: str, path: str, heading: str, ordinal: int, first: str, last: str,
    deadline: tuple[str, str] | None = None, task: bool = True,
) -> Node:  # fmt: skip
    start, end = _place(document, first, last)
    props: dict[str, Value] = {
        "number": path.rpartition("/")[2], "path": path, "heading": heading, "text": TEXTS[document][start:end],
        "kind": "task" if task else "goal", "ordinal": ordinal, "start": start, "end": end, "document": document,
    }  # fmt: skip
    if deadline:
        begin, stop = _place(document, deadline[1])
        props |= {"deadlines": [deadline[0]], "deadline_quotes": [deadline[1]]}
        props |= {"deadline_starts": [begin], "deadline_ends": [stop]}
    return Node("Clause", clause_id(document, path), props, ("Task",) if task else ())


# ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────


def _stated(
    kind: str, document: str, source: tuple[str, str], target: tuple[str, str], quote: str, **more: Value
) -> Edge:
    start, end = _place(document, quote)
    props: dict[str, Value] = {"document": document, "start": start, "end": end, "quote": quote, **more}
    return Edge(kind, Ref(*source), Ref(*target), edge_id(kind, source[1], target[1], start), props)


def _tree(document: str, top: tuple[str, str], below: list[tuple[str, str]]) -> Iterator[Edge]:
    upper = Ref(top[0], clause_id(document, top[1]))
    pairs = [(Ref("Document", document), upper)]
    pairs += [(upper, Ref(label, clause_id(document, path))) for label, path in below]
    for source, target in pairs:
        yield Edge(
            "HAS_PART", source, target, edge_id("HAS_PART", source.id, target.id), {"document": document}
        )


def _issued(document: str, agency: str, quote: str) -> Edge:
    return _stated("ISSUED_BY", document, ("Document", document), ("Agency", agency), quote, surface=quote)


def _cites(document: str, other: str, quote: str, title: str, number: str, relation: str) -> Edge:
    ends = ("Document", document), ("Document", other)
    return _stated("CITES", document, *ends, quote, relation=relation, cited_title=title, cited_number=number)


def _assigned(
    document: str, kind: str, agency: str, path: str, surface: str, quote: str, open_list: bool = False
) -> Edge:
    ends = ("Agency", agency), ("Clause", clause_id(document, path))
    return _stated(kind, document, *ends, quote, surface=surface, open_list=open_list)


def _named(document: str, path: str, name: str) -> Edge:
    ends = ("Clause", clause_id(document, path)), ("Organization", name)
    return _stated("NAMES", document, *ends, name, surface=name)


def _mentioned(document: str, path: str, name: str, surface: str) -> Edge:
    ends = ("Clause", clause_id(document, path)), ("Programme", name)
    return _stated("MENTIONS", document, *ends, surface, surface=surface)


def _lies(name: str, region: str) -> Edge:
    place = Ref("Region", REGIONS[region])
    return Edge("LOCATED_IN", Ref("Organization", name), place, edge_id("LOCATED_IN", name, place.id))


def _target(document: str, path: str, subject: str, value: float, deadline: str, text: str) -> Node:
    start, end = _place(document, text)
    props: dict[str, Value] = {
        "subject_text": subject,
        "value": value,
        "comparator": "=",
        "unit": "个",
        "deadline": deadline,
        "kind": "target",
        "text": text,
        "start": start,
        "end": end,
        "document": document,
    }
    return Node("Indicator", f"{clause_id(document, path)}@1", props, ("Target",))


def _sets(document: str, path: str, text: str) -> Edge:
    clause = clause_id(document, path)
    return _stated("SETS", document, ("Clause", clause), ("Indicator", f"{clause}@1"), text, surface=text)


def _office(agency: str, host: str, quote: str) -> Edge:
    return _stated(
        "CO_LOCATED_WITH", CITY, ("Agency", agency), ("Agency", host), quote, surface="市委教育工委"
    )


def _located(nodes: list[Node]) -> Iterator[Edge]:
    """Each agency in its region (counties are left out), and the city within the province."""
    for node in nodes:
        code = REGIONS.get(str(node.props.get("region")))
        if node.label == "Agency" and code:
            yield Edge("LOCATED_IN", node.ref, Ref("Region", code), edge_id("LOCATED_IN", node.id, code))
    city, province = Ref("Region", REGIONS["云浦市"]), Ref("Region", REGIONS["岚江省"])
    yield Edge("WITHIN", city, province, edge_id("WITHIN", city.id, province.id))


def _member(group: str, member: str) -> Edge:
    since: dict[str, Value] = {"valid_from": "2021-06-01"} if member.startswith("临浦区") else {}
    ends = Ref("Agency", group), Ref("Agency", member)
    return Edge("HAS_MEMBER", *ends, edge_id("HAS_MEMBER", group, member), since)


def _succeeded(old: str, new: str) -> Edge:
    props: dict[str, Value] = {
        "date": "2023-03-10", "date_by": "2024-12-31", "reform": "merged", "grade": "presumed", "basis": "岚江省机构改革方案",
    }  # fmt: skip
    return Edge(
        "SUCCEEDED_BY", Ref("Agency", old), Ref("Agency", new), edge_id("SUCCEEDED_BY", old, new), props
    )


def _post(name: str, agency: str, quote: str) -> Edge:
    ends = ("Person", f"{CITY}#{name}"), ("Agency", agency)
    return _stated("HOLDS", CITY, *ends, quote, surface="市教育局", post="局长", role="组长")
