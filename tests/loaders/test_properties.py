"""What holds for every text: places are true, nothing but our own errors, no order, no surprise, linear time."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ZhengmaiError
from kg.records import Document, Span
from kg.store.embedded import EmbeddedStore
from loaders import pipeline
from loaders.link.assemble import assemble
from loaders.parse import conventions, statements
from loaders.parse import document as parser
from loaders.parse.folded import fold
from loaders.read import txt
from loaders.resolve.regions import Divisions

FAST = settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SAMPLE = Path(pipeline.__file__).parent / "sample"
TITLE = "云浦市人民政府关于稳岗的实施意见\n云政发〔2022〕1号\n\n"

# --- arbitrary texts -------------------------------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "(二)",
        "1.",
        "2．",
        "（1）",
        "第一章 ",
        "第二条 ",
        "附件",
        "附件2",
        "附件：名单清单",
        "\n",
        "\n\n",
        "\t",
        "　",
        " ",
        "\n\t1\n\t开灯\n\t市教育局\n",
        "\n\t序号\n\t任务\n\t责任部门\n",
        "（责任单位：",
        "牵头单位：",
        "配合单位:",
        "完成时限：",
        "负责）",
        "牵头，",
        "市教育局",
        "财政局",
        "〔市委教育工委〕",
        "各县（市、区）人民政府",
        "省、市、",
        "等部门",
        "会同",
        "、",
        "，",
        "；",
        "。",
        "（",
        "）",
        "〔",
        "〕",
        "[",
        "]",
        "《",
        "》",
        "《关于印发〈甲〉的通知》",
        "（国发〔2019〕4号）",
        "2023年底前",
        "2022年6月31日",
        "6月",
        "组 长：孙某 市长\n",
        "成 员：",
        "[bookmark: _x]",
        "— 3 —",
        "列第一位者为牵头部门，下同",
        "逗号前为牵头单位",
        "标黑体字为牵头单位",
        "云浦职业技术学院",
        "有限公司",
        "\ufffd",
        "\u200b",
        "\ufeff",
        "?",
        "x",
        "0",
        "２",
        "政",
    ]
)
TEXTS = st.lists(
    SCRAPS | st.text("省市县区局委（）〔〕()[]《》、。一二12 \n\t", max_size=4), max_size=40
).map("".join)


def parsed(text: str, places: Divisions) -> Document | None:
    """The record, or None for a text that is refused. Any other error than ours goes through and fails the test."""
    with contextlib.suppress(ZhengmaiError):
        return parser.parse(txt.read(text.encode(), Path("x.txt")), {}, places)
    return None


@FAST
@given(TEXTS)
def test_any_text_gives_a_record_or_an_error_of_ours(places: Divisions, text: str) -> None:
    document = parsed(TITLE + "一、任务\n" + text, places)
    if document:
        assert assemble(document, places).nodes
        check_places(document)
    parsed(text, places)


@FAST
@given(st.text(max_size=120))
def test_any_unicode_gives_a_record_or_an_error_of_ours(places: Divisions, text: str) -> None:
    with contextlib.suppress(UnicodeEncodeError):  # a lone surrogate is in no file
        parsed(TITLE + "一、任务\n（一）开灯。" + text, places)


@FAST
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(ZhengmaiError):
        assert txt.read(data, Path("x.txt")).text


def check_places(document: Document) -> None:
    """Every place lies in the text, and its words fold to what the fact says."""
    text = document.source.text
    for clause in document.clauses:
        assert clause.body.quote(text)
        assert clause.span.start <= clause.body.start
        for one in clause.assignments:
            check_name(text, one.surface, one.span)
            assert one.statement.start <= one.span.start
            assert one.span.end <= one.statement.end
        for organization in clause.organizations:
            assert refolded(text, organization.span) == organization.name
        for deadline in clause.deadlines:
            said = refolded(text, deadline.span)
            assert (
                deadline.when[:4] in said or f"{int(deadline.when[5:7])}月" in said
            )  # 6月底前: the document's year
    for citation in document.citations:
        assert "".join(citation.title.split()) in "".join(citation.span.quote(text).split())
    for finding in document.findings:
        assert finding.span is None or finding.span.quote(text)


def check_name(text: str, surface: str, span: Span) -> None:
    """A surface ends in the words that it was read from; in front of them stands at most what ellipsis left out."""
    words = refolded(text, span).replace("、", "")
    assert surface.replace("、", "").endswith(words[-2:]) or surface[-2:] in words


def refolded(text: str, span: Span) -> str:
    return fold(text, span).text


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.name[:2])
def test_places_in_the_sample_are_true(path: Path) -> None:
    check_places(pipeline.record(path)[0])


# --- a small grammar of statements -----------------------------------------------------------------------------------

BODIES = [
    "教育局",
    "财政局",
    "司法局",
    "水利局",
    "民政局",
    "审计局",
    "统计局",
    "发展改革委",
    "人力资源社会保障局",
    "文化和旅游局",
    "市场监管局",
]
ROLES = {
    "牵头单位": "lead",
    "牵头部门": "lead",
    "配合单位": "cooperate",
    "参加单位": "cooperate",
    "责任单位": "responsible",
    "责任部门": "responsible",
}
VERBS = {
    "牵头": "lead",
    "配合": "cooperate",
    "参加": "cooperate",
    "负责": "responsible",
    "按职责分工负责": "responsible",
}
PAIRS = [(a, b) for a in "（([［〔【" for b in "）)]］〕】"]
LISTS = st.lists(st.sampled_from(BODIES), min_size=2, max_size=6, unique=True)


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A printed list of agencies and their surfaces; 市 may be left out behind the first."""
    bodies = draw(LISTS)
    short = draw(st.booleans())
    printed = ["市" + body if place == 0 or not short else body for place, body in enumerate(bodies)]
    separator = draw(st.sampled_from(["、", "，", ",", "､", "、 ", "、\n"]))
    return separator.join(printed), ["市" + body for body in bodies]


@st.composite
def labelled(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """（牵头单位：…；配合单位：…） in brackets of any widths."""
    roles = draw(
        st.lists(st.sampled_from(sorted(ROLES)), min_size=1, max_size=3, unique_by=lambda role: ROLES[role])
    )
    opening, closing = draw(st.sampled_from(PAIRS))
    colon, semicolon = (
        draw(st.sampled_from(["：", ":", "： "])),
        draw(st.sampled_from(["；", ";", "。", "， "])),
    )
    given_lists = [draw(lists()) for _ in roles]
    inner = semicolon.join(
        role + colon + printed for role, (printed, _) in zip(roles, given_lists, strict=True)
    )
    facts = [(ROLES[r], s) for r, (_, surfaces) in zip(roles, given_lists, strict=True) for s in surfaces]
    return opening + inner + closing, facts


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """（市A局、市B局牵头，市C局配合）: inside one part only 、 separates."""
    verbs = draw(
        st.lists(st.sampled_from(sorted(VERBS)), min_size=1, max_size=2, unique_by=lambda verb: VERBS[verb])
    )
    opening, closing = draw(st.sampled_from(PAIRS))
    parts = [(verb, draw(LISTS)) for verb in verbs]
    inner = draw(st.sampled_from(["，", ",", "；"])).join(
        "、".join("市" + b for b in bodies) + verb for verb, bodies in parts
    )
    return opening + inner + closing, [
        (VERBS[verb], "市" + body) for verb, bodies in parts for body in bodies
    ]


@FAST
@given(labelled() | spoken())
def test_a_statement_of_the_grammar_is_read_back(
    places: Divisions, made: tuple[str, list[tuple[str, str]]]
) -> None:
    text, facts = made
    sentence = "灯要常亮。" + text
    found = statements.find(fold(sentence, Span(0, len(sentence))), places, conventions.Conventions())
    assert [(a.role, a.surface) for a in found.assignments] == facts
    assert found.findings == []


@FAST
@given(st.lists(labelled() | spoken(), min_size=1, max_size=4))
def test_statements_keep_to_their_own_clauses(
    parse: Callable[[str], Document], made: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    lines = [
        f"（{'一二三四'[n]}）开灯。灯要常亮。{text}".replace("\n", "") for n, (text, _) in enumerate(made)
    ]
    clauses = parse("一、任务\n" + "\n".join(lines)).clauses
    assert [[(a.role, a.surface) for a in clause.assignments] for clause in clauses] == [
        facts for _, facts in made
    ]


# --- no surprise -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.name[:2])
def test_a_file_always_gives_the_same_fragment(path: Path) -> None:
    first, second = pipeline.fragment(path), pipeline.fragment(path)
    assert first == second
    assert not isinstance(first, ZhengmaiError)
    assert first.digest() == replace(first, nodes=first.nodes[::-1], edges=first.edges[::-1]).digest()


def dump(store: EmbeddedStore) -> tuple[list[str], list[str]]:
    """All nodes and all relationships of a store, whole, in an order of their own."""
    nodes = store.query("MATCH (n) RETURN n AS n").rows
    edges = store.query("MATCH (a)-[e]->(b) RETURN a.id AS a, e AS e, b.id AS b").rows
    return sorted(map(str, nodes)), sorted(map(str, edges))


def loaded(path: Path, files: list[Path], one_by_one: bool = False) -> tuple[list[str], list[str]]:
    store = EmbeddedStore(path)
    for batch in [[file] for file in files] if one_by_one else [files]:
        assert pipeline.load(batch, store).errors == []
    return dump(store)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    files = sorted(SAMPLE.glob("*.txt"))
    shuffled = random.Random(7).sample(files, len(files))
    straight = loaded(tmp_path / "a.kgl", files)
    assert len(straight[0]) > 300
    assert loaded(tmp_path / "b.kgl", files[::-1]) == straight
    assert loaded(tmp_path / "c.kgl", shuffled, one_by_one=True) == straight


def test_processes_make_no_difference(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "b.kgl")
    assert pipeline.load([SAMPLE], store, jobs=2).errors == []
    assert dump(store) == loaded(tmp_path / "a.kgl", [SAMPLE])


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "a.kgl")
    pipeline.load([SAMPLE], store)
    before, graph = (tmp_path / "a.kgl").read_bytes(), dump(store)
    again = pipeline.load([SAMPLE], store)
    assert {outcome.change for outcome in again.outcomes} == {"unchanged"}
    assert dump(store) == graph
    assert (tmp_path / "a.kgl").read_bytes() == before
