"""Views of rows as graphs: what is kept, what is cut, what sizes come from."""

from __future__ import annotations

from kg.network import centrality, cooperation, key, neighbourhood, path

CENTRE = {"label": "Document", "id": "d", "name": "文"}


def row(source: tuple[str, str], kind: str, target: tuple[str, str], quote: str = "") -> dict[str, str]:
    ends = {"source_label": source[0], "source": source[1], "target_label": target[0], "target": target[1]}
    return {
        **ends,
        "source_name": source[1],
        "target_name": target[1],
        "kind": kind,
        "quote": quote,
        "document": "d",
    }


def part(number: int) -> dict[str, str]:
    return row(("Document", "d"), "HAS_PART", ("Clause", f"c{number:03}"))


def lead(agency: str, number: int, quote: str = "") -> dict[str, str]:
    return row(("Agency", agency), "LEADS", ("Clause", f"c{number:03}"), quote)


def test_equal_statements_are_one_edge_and_other_kinds_another() -> None:
    rows = [lead("a", 1, "甲"), lead("a", 1, "乙"), row(("Agency", "a"), "COOPERATES_ON", ("Clause", "c001"))]
    graph = neighbourhood(rows, CENTRE, 10).graph
    kinds = {kind: data["quote"] for _, _, kind, data in graph.edges(keys=True, data=True)}
    assert kinds == {"LEADS": "甲", "COOPERATES_ON": ""}


def test_equal_ids_of_different_labels_are_different_nodes() -> None:
    found = neighbourhood([row(("Agency", "x"), "LOCATED_IN", ("Region", "x"))], CENTRE, 10)
    assert {key("Agency", "x"), key("Region", "x")} < set(found.graph)


def test_a_centre_without_edges_is_a_graph_of_one() -> None:
    found = neighbourhood([], CENTRE, 10)
    assert list(found.graph) == [found.centre] == [key("Document", "d")]
    assert found.graph.nodes[found.centre]["centrality"] == 0.0
    assert (found.total, found.cut) == (1, 0)


def test_a_cut_keeps_the_centre_both_rings_and_the_best_connected() -> None:
    rows = [*(part(n) for n in range(100)), *(lead(f"a{n % 20:02}", n) for n in range(100)), lead("busy", 99)]
    found = neighbourhood(rows, CENTRE, 31)
    labels = [data["label"] for _, data in found.graph.nodes(data=True)]
    assert (len(labels), found.total, found.cut) == (31, 122, 91)
    assert (labels.count("Clause"), labels.count("Agency")) == (18, 12)
    assert key("Clause", "c099") in found.graph, "the clause with most edges"
    assert all(found.graph.degree(node) > 0 for node in found.graph)


def test_a_cut_depends_on_the_rows_alone() -> None:
    rows = [*(part(n) for n in range(50)), *(lead(f"a{n}", n) for n in range(50))]
    assert set(neighbourhood(rows, CENTRE, 20).graph) == set(neighbourhood(rows[::-1], CENTRE, 20).graph)


def pair(one: str, other: str, clauses: int) -> dict[str, str | int]:
    return {"agency": one, "name": one, "partner": other, "partner_name": other, "clauses": clauses}


def test_cooperation_weighs_by_shared_clauses_and_keeps_the_strongest() -> None:
    found = cooperation([pair("a", "b", 5), pair("a", "c", 3), pair("d", "e", 1)], 3)
    assert set(found.graph) == {key("Agency", name) for name in "abc"}
    assert (found.centre, found.total) == (key("Agency", "a"), 5)
    assert found.graph.edges[key("Agency", "a"), key("Agency", "b"), "shared"]["weight"] == 5
    assert cooperation([], 3).graph.number_of_nodes() == 0


def test_centrality_counts_parallel_edges_once() -> None:
    rows = [part(1), part(2), lead("a", 1), row(("Agency", "a"), "COOPERATES_ON", ("Clause", "c001"))]
    sizes = centrality(neighbourhood(rows, CENTRE, 10).graph)
    assert sizes[key("Agency", "a")] == 1 / 3
    assert sizes[key("Document", "d")] == 2 / 3


def test_path_goes_either_way_and_is_empty_where_there_is_none() -> None:
    graph = neighbourhood([part(1), lead("a", 1), lead("b", 2)], CENTRE, 10).graph
    names = [key("Document", "d"), key("Clause", "c001"), key("Agency", "a")]
    assert path(graph, names[0], names[2]) == names
    assert path(graph, names[0], key("Agency", "b")) == []
    assert path(graph, names[0], "nobody") == []
