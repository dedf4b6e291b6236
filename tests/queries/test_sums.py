"""Which targets may be added up: not what is counted for each unit or head, nor a condition."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store.embedded import EmbeddedStore
from queries.lineage import ask
from tests.queries import line_graph
from tests.queries.line_graph import DOCUMENTS, FIRST, PROVINCE, Said, Target


def said(words: str, value: float, unit: str) -> Said:
    """A clause that sets one target, in place of the one about subsidies."""
    target = Target(words, words, value, unit, {"comparator": "="})
    return Said("", "发放补贴", f"发放补贴。{words}。", (), (target,))


def summed(monkeypatch: pytest.MonkeyPatch, path: Path, above: str, below: str, unit: str) -> list[object]:
    """The sums, where the province says `above` and the city `below`, 20 and 22 of a unit."""
    for document, place, told in (
        (PROVINCE, "二", said(above, 20, unit)),
        (FIRST, "三", said(below, 22, unit)),
    ):
        *head, clauses = DOCUMENTS[document]
        changed = [told._replace(path=place) if one.path == place else one for one in clauses]
        monkeypatch.setitem(DOCUMENTS, document, (*head, changed))
    store = EmbeddedStore(path / "a.kgl")
    with store.writer() as writer:
        for fragment in line_graph.fragments():
            writer.replace(fragment)
        for document, edges in line_graph.inferred().items():
            writer.infer(document, edges)
    rows = ask(store, "target_sums", document=PROVINCE)
    store.close()
    return [row["total"] for row in rows if row["path"] == "二"]


@pytest.mark.parametrize(
    ("above", "below", "unit"),
    [
        ("每千公里配备养护工人20人", "每千公里配备养护工人22人", "人"),
        ("人均体育场地20平方米", "人均体育场地22平方米", "平方米"),
        ("各县建成社区食堂20家", "各县建成社区食堂22家", "家"),
        ("两个以上部门检查同一对象的", "两个以上部门检查同一对象的", "个"),
        ("每年培训工匠20人", "培训工匠22人", "人"),
        ("覆盖率达到20%", "覆盖率达到22%", "%"),
    ],
)
def test_what_cant_be_added_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, above: str, below: str, unit: str
) -> None:
    assert summed(monkeypatch, tmp_path, above, below, unit) == []


@pytest.mark.parametrize("words", ["每年培训工匠{}人", "每月送药{}人", "培训工匠{}人"])
def test_what_can(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str) -> None:
    assert summed(monkeypatch, tmp_path, words.format(20), words.format(22), "人") == [22]
