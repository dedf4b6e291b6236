"""What both engines promise: one test body, every engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.graph import Edge, Fragment, Node, Ref
from kg.store.base import Entry, Store
from tests.contract.graphs import (
    agency,
    ask,
    cites,
    clause,
    document,
    dump,
    ids,
    implements,
    leads,
    link,
    load,
    part,
    region,
    stub,
)

PROVINCE, CITY = region("岚江省"), region("云浦市")
EDUCATION, FINANCE = agency("省教育厅", level="province"), agency("省财政厅", unresolved=True)


def plan(name: str = "甲", *more: Node | Edge) -> Fragment:
    """A document with a clause that the education authority of the province leads."""
    located = link("LOCATED_IN", EDUCATION, PROVINCE)
    return document(
        name,
        clause(name, "1"),
        EDUCATION,
        PROVINCE,
        part(name, "1"),
        leads(name, "省教育厅", "1"),
        located,
        *more,
    )


# --- reading


def test_an_empty_store_answers(store: Store) -> None:
    assert store.counts() == {"nodes": {}, "edges": {}}
    assert ask(store, "MATCH (n:Clause)-[:SETS]->(i:Indicator) RETURN i") == []
    found = "CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node RETURN node.id AS id"
    assert ask(store, found, q=store.search_terms("教育")) == []


def test_what_is_stored_comes_back_plain(store: Store) -> None:
    indicator = Node(
        "Indicator", "甲#1/1", {"value": 100, "unit": "个", "document": "甲", "kind": "count"}, ("Target",)
    )
    sets = Edge("SETS", Ref("Clause", "甲#1"), indicator.ref, "s", {"document": "甲", "start": 0, "end": 2})
    dated = clause("甲", "1", "到2025年", "Task")
    dated = Node(
        dated.label, dated.id, {**dated.props, "deadlines": ["2025"], "deadline_starts": [1, 2]}, dated.labels
    )
    load(store, document("甲", dated, indicator, sets))
    assert ask(store, "MATCH (c:Clause) RETURN c") == [
        {
            "id": "甲#1", "labels": ["Clause", "Task"], "text": "到2025年", "number": "1", "document": "甲",
            "deadlines": ["2025"], "deadline_starts": [1, 2],
        }
    ]  # fmt: skip
    found = ask(
        store, "MATCH (:Task)-[r:SETS]->(t:Target) RETURN r, t.value AS value, [t.unit, t.scope] AS list"
    )
    assert found == [
        {
            "r": {"kind": "SETS", "id": "s", "document": "甲", "start": 0, "end": 2},
            "value": 100.0,
            "list": ["个", None],
        }
    ]
    assert isinstance(found[0]["value"], float)
    path = ask(store, "MATCH p = (:Clause)-[:SETS]->(:Indicator) RETURN p")[0]
    assert [node["id"] for node in path["nodes"]] == ["甲#1", "甲#1/1"]
    assert [edge["kind"] for edge in path["relationships"]] == ["SETS"]
    nested = ask(
        store,
        "MATCH (c:Clause)-[:SETS]->(i) WITH c, collect(i) AS list RETURN {clause: c, list: list} AS map",
    )[0]
    assert nested["clause"]["id"] == "甲#1"
    assert nested["list"][0]["labels"] == ["Indicator", "Target"]


def test_rows_are_cut_at_the_limit(store: Store) -> None:
    load(store, *(plan(name) for name in "甲乙丙"))
    text = "MATCH (d:Document) RETURN d.id AS id, d.title AS title ORDER BY id"
    cut, whole = store.query(text, limit=2), store.query(text, limit=3)
    assert (cut.columns, len(cut.rows), cut.truncated) == (("id", "title"), 2, True)
    assert (len(whole.rows), whole.truncated) == (3, False)
    assert store.query(text, limit=0).rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Document {id: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (d:Document) SET d.title = 'x' RETURN d.id AS id",
        "MERGE (n:Document {id: 'x'}) RETURN n.id AS id",
        "DROP INDEX clause_search",
    ],
)
def test_a_query_only_reads(store: Store, text: str) -> None:
    load(store, plan())
    before = dump(store)
    with pytest.raises(QueryError):
        store.query(text)
    assert dump(store) == before


@pytest.mark.parametrize("text", ["MATCH (d:Document RETURN d", "RETURN $missing AS x", "RETURN 1 +", ""])
def test_a_query_that_fails_is_a_query_error(store: Store, text: str) -> None:
    with pytest.raises(QueryError):
        store.query(text)


def test_a_query_that_takes_too_long_is_stopped(store: Store) -> None:
    load(store, plan())
    text = (
        "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
        "WITH a, b, c WHERE a * b + c = -1 RETURN count(*) AS n"
    )
    with pytest.raises(QueryError, match=r"more than 0.3 s"):
        store.query(text, timeout=0.3)


# --- replacing


def test_replacing_twice_changes_nothing(store: Store) -> None:
    assert load(store, plan()) == ["added"]
    before = dump(store)
    assert load(store, plan()) == ["unchanged"]
    assert dump(store) == before
    assert store.counts() == {
        "nodes": {"Agency": 1, "Clause": 1, "Document": 1, "Region": 1},
        "edges": {"HAS_PART": 1, "LEADS": 1, "LOCATED_IN": 1},
    }


def finding(name: str) -> tuple[Node, Edge]:
    """A note on a document, as a load makes it."""
    node = Node("Finding", f"{name}!copy", {"kind": "copy-merged", "severity": "repaired", "document": name})
    return node, link("HAS_FINDING", document(name).nodes[0], node)


def test_a_note_lasts_until_its_document_is_replaced(store: Store) -> None:
    load(store, plan())
    node, edge = finding("甲")
    for _ in range(2):
        with store.writer() as writer:
            writer.note(Fragment("甲", (node,), (edge,)))
        load(store, plan())
        assert ask(store, "MATCH (:Document)-[:HAS_FINDING]->(f) RETURN f.kind AS k") == ["copy-merged"]
    load(store, plan("甲", clause("甲", "2"), part("甲", "2")))
    assert ask(store, "MATCH (f:Finding) RETURN f.id AS id") == []


def test_a_new_version_replaces_what_its_document_owned_and_nothing_else(store: Store) -> None:
    finance: list[Node | Edge] = [
        FINANCE,
        CITY,
        leads("甲", "省财政厅", "1"),
        link("LOCATED_IN", FINANCE, CITY),
        link("WITHIN", CITY, PROVINCE),
    ]
    old = plan("甲", clause("甲", "2"), part("甲", "2"), *finance)
    other = plan(
        "乙", implements(("乙", "1"), ("甲", "1")), implements(("乙", "1"), ("甲", "2")), cites("乙", "甲")
    )
    load(store, old, other)
    new = document(
        "甲",
        clause("甲", "1", "新的文字"),
        clause("甲", "3"),
        part("甲", "1"),
        part("甲", "3"),
        date="2024-01-01",
    )
    assert load(store, new) == ["replaced"]
    fresh_store_content = {"甲#1", "甲#3", "乙#1"}
    assert set(ids(store, "Clause")) == fresh_store_content
    assert ask(store, "MATCH (c:Clause {id: '甲#1'}) RETURN c.text AS text") == ["新的文字"]
    assert ask(store, "MATCH (d:Document {id: '甲'}) RETURN d.date AS date") == ["2024-01-01"]
    assert ask(store, "MATCH (:Clause {id: '乙#1'})-[:IMPLEMENTS]->(c) RETURN c.id AS id") == ["甲#1"]
    assert ask(store, "MATCH (d)-[:CITES]->(:Document {id: '甲'}) RETURN d.id AS id") == ["乙"]
    assert ask(store, "MATCH (a)-[:LEADS]->(c) RETURN a.id AS a, c.id AS c") == [
        {"a": "省教育厅", "c": "乙#1"}
    ]
    assert ids(store, "Agency") == ["省教育厅"]
    assert ids(store, "Region") == ["岚江省"], "the city went with its last agency"


def test_what_a_new_version_infers_replaces_what_the_old_one_did(store: Store) -> None:
    base = plan("甲", clause("甲", "2"))
    load(store, base, plan("乙", implements(("乙", "1"), ("甲", "1"))))
    load(store, plan("乙", implements(("乙", "1"), ("甲", "2"), 0.75)))
    found = ask(store, "MATCH (:Clause {id: '乙#1'})-[r:IMPLEMENTS]->(c) RETURN c.id AS id, r.score AS score")
    assert found == [{"id": "甲#2", "score": 0.75}]


def test_second_labels_and_properties_that_are_gone_go(store: Store) -> None:
    school = Node("Organization", "岚海大学", {"name": "岚海大学", "kind": "school"}, ("School",))
    names = Edge("NAMES", Ref("Clause", "甲#1"), school.ref, "n", {"document": "甲"})
    load(store, document("甲", clause("甲", "1", "字", "Task"), school, names, date="2024-01-01"))
    plain = Node("Organization", "岚海大学", {"name": "岚海大学"})
    load(store, document("甲", clause("甲", "1", "字"), plain, names))
    assert store.counts()["nodes"] == {"Clause": 1, "Document": 1, "Organization": 1}
    assert ask(store, "MATCH (o:Organization) RETURN o") == [
        {"id": "岚海大学", "labels": ["Organization"], "name": "岚海大学"}
    ]
    assert ask(store, "MATCH (d:Document) RETURN d.date AS date") == [None]


def test_groups_keep_members_and_agencies_their_successors(store: Store) -> None:
    group = Node("Agency", "各县", {"name": "各县"}, ("AgencyGroup",))
    member, later = agency("石渡县人民政府"), agency("后继局")
    edges = [link("HAS_MEMBER", group, member), link("SUCCEEDED_BY", member, later), leads("甲", "各县", "1")]
    load(store, plan("甲", group, member, later, *edges))
    assert ids(store, "Agency") == sorted(["各县", "石渡县人民政府", "后继局", "省教育厅"])
    load(store, plan("甲"))
    assert ids(store, "Agency") == ["省教育厅"]


def test_a_division_keeps_what_it_became_while_a_body_is_in_it(store: Store) -> None:
    old, new = region("莱芜市"), region("莱芜区")
    bureau = agency("莱芜市教育局", valid_to="2018-12-26")
    edges = [
        link("LOCATED_IN", bureau, old),
        link("SUCCEEDED_BY", old, new),
        leads("甲", "莱芜市教育局", "1"),
    ]
    load(store, plan("甲", bureau, old, new, *edges))
    found = ask(store, "MATCH (a:Region)-[:SUCCEEDED_BY]->(b:Region) RETURN a.id AS a, b.id AS b")
    assert found == [{"a": "莱芜市", "b": "莱芜区"}]
    load(store, plan("甲"))
    assert "莱芜区" not in ids(store, "Region")


def test_a_failing_document_leaves_the_others(store: Store) -> None:
    load(store, plan("甲"))
    before = dump(store)
    broken = plan("甲", clause("甲", "9"), implements(("甲", "9"), ("乙", "1")))
    with store.writer() as writer:
        with pytest.raises(StoreError, match="IMPLEMENTS"):
            writer.replace(broken)
        with pytest.raises(StoreError):
            writer.replace(plan("丙", agency("省教育厅", colour="red")))
        assert writer.replace(plan("乙")) == "added"
    assert ids(store, "Document") == sorted(["甲", "乙"])
    assert [node for node in dump(store)[0] if node.get("document") != "乙"] == before[0]


@pytest.mark.parametrize(
    "fragment",
    [
        Fragment("甲", (), ()),
        Fragment("甲", (stub("甲"),), ()),
        document("甲", clause("乙", "1")),
        document("甲", Node("Clause", "甲#1", {"text": "x"})),
        document("甲", Node("Kitten", "x")),
        document("甲", Node("Task", "x", {"document": "甲"})),
        document("甲", Node("Clause", "x", {"document": "甲"}, ("School",))),
        document("甲", Node("Clause", "x", {"document": "甲", "title": "no slot of a clause"})),
        document(
            "甲",
            clause("甲", "1"),
            agency("a"),
            Edge("HATES", Ref("Agency", "a"), Ref("Clause", "甲#1"), "e"),
        ),
        document(
            "甲", agency("a"), Edge("LEADS", Ref("Agency", "a"), Ref("Agency", "a"), "e", {"document": "甲"})
        ),
        document("甲", clause("甲", "1"), agency("a"), leads("乙", "a", "1")),
        document("甲", cites("甲", "nowhere")),
    ],
)
def test_a_fragment_that_the_ontology_does_not_allow_is_refused(store: Store, fragment: Fragment) -> None:
    with store.writer() as writer, pytest.raises(StoreError):
        writer.replace(fragment)
    assert dump(store) == ([], [])


# --- stubs


def test_a_stub_becomes_the_document_and_never_the_other_way(store: Store) -> None:
    load(store, plan("乙", stub("甲"), cites("乙", "甲")))
    with store.writer() as writer:
        assert writer.catalogue() == [
            Entry("乙", "《乙》", None, None, False, None),
            Entry("甲", "存根甲", None, None, True, None),
        ]
    assert load(store, document("甲", status="issued", date="2021-01-01", number="甲字")) == ["added"]
    load(store, plan("丙", stub("甲"), cites("丙", "甲")))
    with store.writer() as writer:
        assert writer.catalogue()[2] == Entry("甲", "《甲》", "甲字", "2021-01-01", False, "issued")
    assert sorted(ask(store, "MATCH (d)-[:CITES]->(:Document {id: '甲'}) RETURN d.id AS id")) == ["丙", "乙"]


def test_what_ends_in_a_stub_moves_to_the_loaded_document(store: Store) -> None:
    load(
        store,
        document("乙", stub("某某"), cites("乙", "某某")),
        document("丙", stub("某某"), cites("丙", "某某", "ATTACHED_TO")),
        document("甲"),
    )
    with store.writer() as writer:
        writer.redirect([("某某", "甲"), ("甲", "甲"), ("甲", "乙"), ("没有", "甲"), ("乙", "没有")])
        writer.redirect([])
    assert ids(store, "Document") == sorted(["甲", "乙", "丙"])
    rows = ask(store, "MATCH (a)-[r]->(b) RETURN a.id AS a, b.id AS b, r AS r ORDER BY a")
    moved = {"document": "丙", "start": 5, "end": 9, "cited_title": "某某"}
    assert rows == [
        {"a": "丙", "b": "甲", "r": {"kind": "ATTACHED_TO", "id": "ATTACHED_TO/丙/1", **moved}},
        {"a": "乙", "b": "甲", "r": {"kind": "CITES", "id": "CITES/乙/1", **moved, "document": "乙"}},
    ]
    load(store, document("乙"))
    assert ask(store, "MATCH ()-[r:CITES]->() RETURN r.id AS id") == []


def test_a_redirect_to_nothing_loses_nothing(store: Store) -> None:
    load(store, document("乙", stub("某某"), cites("乙", "某某")))
    before = dump(store)
    with store.writer() as writer:
        writer.redirect([("某某", "没有")])
    assert dump(store) == before


def test_a_stub_goes_with_its_last_citation(store: Store) -> None:
    load(
        store,
        document("乙", stub("某某"), cites("乙", "某某")),
        document("丙", stub("某某"), cites("丙", "某某")),
    )
    load(store, document("乙"))
    assert ids(store, "Document") == sorted(["丙", "乙", "某某"])
    load(store, document("丙"))
    assert ids(store, "Document") == sorted(["丙", "乙"])


# --- order


NAMES = "甲乙丙"
AGENCIES = {name: agency(name, function=f"{name}的职能") for name in ("教育厅", "财政厅", "人社厅")}


@st.composite
def corpus(draw: st.DrawFn) -> list[Fragment]:
    """Documents that name the same agencies and cite each other, loaded or not."""
    return [draw(fragments(name)) for name in NAMES]


@st.composite
def fragments(draw: st.DrawFn, name: str) -> Fragment:
    numbers = draw(st.lists(st.sampled_from("123"), max_size=3, unique=True))
    parts: list[Node | Edge] = []
    for number in numbers:
        labels = draw(st.sampled_from([(), ("Task",)]))
        parts += [clause(name, number, draw(st.text("职业教育ab ", max_size=6)), *labels), part(name, number)]
        for who in draw(st.lists(st.sampled_from(sorted(AGENCIES)), max_size=2, unique=True)):
            home = region(f"{who}所在地")
            parts += [AGENCIES[who], home, leads(name, who, number), link("LOCATED_IN", AGENCIES[who], home)]
            parts += [PROVINCE, link("WITHIN", home, PROVINCE)]
    other = draw(st.sampled_from([*(n for n in NAMES if n != name), "未载入", None]))
    if other:
        parts += [stub(other), cites(name, other)]
    unique = {(type(p), p.id): p for p in parts}
    return document(name, *unique.values())


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(old=corpus(), new=corpus(), order=st.permutations(range(3)))
def test_the_order_of_loading_does_not_matter(
    stores: Callable[[], Store], old: Sequence[Fragment], new: Sequence[Fragment], order: Sequence[int]
) -> None:
    straight = stores()
    load(straight, *new)
    expected = dump(straight)
    straight.close()
    mixed = stores()
    load(mixed, *old)
    load(mixed, *(new[i] for i in order))
    assert dump(mixed) == expected
    assert load(mixed, *new) == ["unchanged"] * 3


# --- what is inferred


def test_inferred_edges_are_replaced_whole_and_once(store: Store) -> None:
    parent, child = document("省", clause("省", "1")), document("市", clause("市", "1"), clause("市", "2"))
    first = implements(("市", "1"), ("省", "1"))
    with store.writer() as writer:
        writer.replace(parent)
        writer.replace(child)
        assert writer.infer("市", [first])
        assert not writer.infer("市", [first])
        asked = writer.rows("MATCH (a)-[r:IMPLEMENTS]->(b) RETURN a.id AS id, b.id AS of", {})
        assert asked == [{"id": "市#1", "of": "省#1"}]
        assert writer.infer("市", [implements(("市", "2"), ("省", "1"))])
    assert ask(store, "MATCH (a)-[:IMPLEMENTS]->() RETURN a.id AS id") == ["市#2"]


def test_what_was_inferred_from_a_document_goes_with_its_old_text(store: Store) -> None:
    inferred = implements(("市", "1"), ("省", "1"))
    with store.writer() as writer:
        writer.replace(document("省", clause("省", "1")))
        writer.replace(document("市", clause("市", "1")))
        writer.infer("市", [inferred])
        writer.replace(document("市", clause("市", "1", "另一句")))
        assert writer.rows("MATCH ()-[r:IMPLEMENTS]->() RETURN r.id AS id", {}) == []
        assert writer.infer("市", [inferred])


def test_a_stated_edge_or_a_loose_end_is_not_inferred(store: Store) -> None:
    load(store, plan("甲"))
    for edge in (leads("甲", "省教育厅", "1"), implements(("甲", "1"), ("乙", "1"))):
        with pytest.raises(StoreError), store.writer() as writer:
            writer.infer("甲", [edge])
    assert store.counts()["edges"].get("IMPLEMENTS", 0) == 0
