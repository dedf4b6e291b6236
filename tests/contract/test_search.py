"""Search in Chinese, and text that looks like syntax: the same on every engine."""

from __future__ import annotations

import pytest

from kg.graph import Fragment
from kg.store.base import Store
from tests.contract.graphs import agency, ask, clause, document, leads, link, load, region


def named(name: str) -> Fragment:
    """A document with a clause that an agency of a region leads."""
    who, where = agency("省教育厅"), region("岚江省")
    return document(
        name, clause(name, "1"), who, where, leads(name, who.id, "1"), link("LOCATED_IN", who, where)
    )


def test_chinese_search_finds_the_same_everywhere(store: Store) -> None:
    texts = {
        "1": "推进产教融合、校企合作",
        "2": "职业教育与普通教育同等重要",
        "3": "建设5G网络，2021年完成12.5亿元",
        "4": "深化产业融合",
        "5": "ＩＳＯ标准 GB/T 9704",
    }
    load(store, document("甲", *(clause("甲", number, text) for number, text in texts.items())))

    def found(words: str) -> list[str]:
        text = (
            "CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node, score RETURN node.number AS n"
        )
        return sorted(ask(store, text, q=store.search_terms(words)))

    assert found("产教融合") == ["1", "4"]
    assert found("职业教育") == ["2"]
    assert found("5g") == ["3"]
    assert found("2021") == ["3"]
    assert found("12.5") == ["3"]
    assert found("iso 网络") == ["3", "5"]
    assert found("GB/T") == ["5"]
    assert found("量子") == []
    exact = "CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node WHERE node.text CONTAINS $w RETURN node.number AS n"
    assert ask(store, exact, q=store.search_terms("产教融合"), w="产教融合") == ["1"]


def test_search_ranks_by_likeness(store: Store) -> None:
    texts = {"1": "教育", "2": "职业教育改革方案", "3": "改革开放"}
    load(store, document("甲", *(clause("甲", number, text) for number, text in texts.items())))
    text = (
        "CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node, score "
        "RETURN node.number AS n ORDER BY score DESC LIMIT 1"
    )
    assert ask(store, text, q=store.search_terms("职业教育改革方案")) == ["2"]


def test_a_heading_title_and_name_are_found_and_forgotten(store: Store) -> None:
    load(store, named("甲字方案"))
    for index, words in (
        ("document_search", "甲字方案"),
        ("agency_search", "教育厅"),
        ("region_search", "岚江"),
    ):
        text = f"CALL db.index.fulltext.queryNodes('{index}', $q) YIELD node RETURN node.id AS id"
        assert len(ask(store, text, q=store.search_terms(words))) == 1, index
    load(store, document("甲字方案"))
    text = "CALL db.index.fulltext.queryNodes('agency_search', $q) YIELD node RETURN node.id AS id"
    assert ask(store, text, q=store.search_terms("教育厅")) == []


HOSTILE = [
    "x'}) DETACH DELETE n //",
    'x"}) MATCH (n) DETACH DELETE n //',
    "$rows",
    "`) DELETE",
    "\\u0027",
    "{id: 1}",
    "123",
    "2021-01-01",
    "a\nb",
    "*:* OR (",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text(store: Store, text: str) -> None:
    words = clause("甲", text, text)
    load(store, named("乙"), document("甲", words, agency(text), leads("甲", text, text), title=text))
    assert ask(store, "MATCH (a:Agency {id: $id}) RETURN a.name AS name", id=text) == [text]
    assert ask(store, "MATCH (c:Clause {id: $id}) RETURN c.text AS text", id=f"甲#{text}") == [text]
    assert ask(store, "MATCH (a)-[r:LEADS {surface: $s}]->() RETURN a.id AS id", s=text) == [text]
    assert ask(store, "MATCH (d:Document {title: $t}) RETURN d.id AS id", t=text) == ["甲"]
    search = "CALL db.index.fulltext.queryNodes('clause_search', $q) YIELD node RETURN node.id AS id"
    assert isinstance(ask(store, search, q=store.search_terms(text)), list)
    assert store.counts()["nodes"]["Document"] == 2
