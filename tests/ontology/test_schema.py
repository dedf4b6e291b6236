"""policy.yaml is complete, and schema.py reads it as LinkML does."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest
import yaml

from ontology import schema

if TYPE_CHECKING:
    from linkml_runtime import SchemaView


@pytest.fixture(scope="module")
def view() -> SchemaView:
    """LinkML's view of policy.yaml."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from linkml_runtime import SchemaView
    return SchemaView(str(schema.SOURCE))


def _concrete(view: SchemaView, root: str) -> set[str]:
    return {name for name in view.class_descendants(root) if not view.get_class(name).abstract}


def test_linter_finds_nothing() -> None:
    """LinkML's linter, in a process of its own: it sets up logging and warns about what it imports."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "linkml.linter.cli", str(schema.SOURCE)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No problems" in run.stdout


def test_every_name_has_both_languages(view: SchemaView) -> None:
    for element in [*view.all_classes().values(), *view.all_slots().values(), *view.all_enums().values()]:
        assert "zh" in element.annotations, element.name
        assert not str(element.annotations["zh"].value).isascii(), element.name
        assert (element.title or element.name).isascii(), element.name
        assert element.description, element.name
    for enum in view.all_enums().values():
        for value in enum.permissible_values.values():
            assert value.title, f"{enum.name} {value.text}"
            assert not value.title.isascii()


def test_names_are_told_apart(view: SchemaView) -> None:
    """No slot shares its IRI with another, no class its relationship type."""
    slots = [view.get_uri(slot, expand=True) for slot in view.all_slots().values()]
    assert len(set(slots)) == len(slots)
    kinds = [str(c.annotations["edge"].value) for c in view.all_classes().values() if "edge" in c.annotations]
    assert len(set(kinds)) == len(kinds) == len(schema.load().edges)
    assert not set(view.all_types()) & set(view.all_slots())


def test_iris_stand_in_declared_prefixes(view: SchemaView) -> None:
    declared = {str(prefix.prefix_reference) for prefix in view.schema.prefixes.values()}
    elements = [*view.all_classes().values(), *view.all_slots().values(), *view.all_enums().values()]
    iris = [view.get_uri(element, expand=True) for element in elements]
    for element in elements:
        for curies in view.get_mappings(element.name).values():
            iris += [view.expand_curie(curie) for curie in curies]
    for iri in iris:
        assert iri.startswith("http"), iri
        assert any(iri.startswith(prefix) and len(iri) > len(prefix) for prefix in declared), iri


def test_classes_and_ancestors(view: SchemaView) -> None:
    loaded = schema.load()
    assert set(loaded.nodes) == _concrete(view, "Node")
    assert {edge.name for edge in loaded.edges.values()} == _concrete(view, "Edge")
    for node in loaded.nodes.values():
        line = view.class_ancestors(node.name)
        assert node.primary == line[line.index("Node") - 1]
    for kind, edge in loaded.edges.items():
        assert edge.kind == kind == str(view.get_class(edge.name).annotations["edge"].value)
        assert edge.stated == ("document" in view.class_slots(edge.name))


def test_slots_of_each_class(view: SchemaView) -> None:
    loaded = schema.load()
    for node in loaded.nodes.values():
        _same_slots(view, node.name, node.slots, set())
    for edge in loaded.edges.values():
        _same_slots(view, edge.name, edge.slots, {"subject", "object"})


def _same_slots(view: SchemaView, name: str, slots: tuple[schema.Slot, ...], apart: set[str]) -> None:
    """Same names, ranges and multiplicities, and none twice."""
    induced = {slot.name: slot for slot in view.class_induced_slots(name)}
    assert sorted(slot.name for slot in slots) == sorted(set(induced) - apart), name
    for slot in slots:
        assert slot.range == induced[slot.name].range, (name, slot.name)
        assert slot.many == bool(induced[slot.name].multivalued), (name, slot.name)
        assert slot.zh == str(induced[slot.name].annotations["zh"].value)


def test_ends_of_each_edge(view: SchemaView) -> None:
    for edge in schema.load().edges.values():
        assert set(edge.sources) == _ends(view, edge.name, "subject")
        assert set(edge.targets) == _ends(view, edge.name, "object")
        assert edge.sources
        assert edge.targets


def _ends(view: SchemaView, name: str, slot: str) -> set[str]:
    induced = view.induced_slot(slot, name)
    return {str(choice.range) for choice in induced.any_of} or {str(induced.range)}


def test_values_of_each_enumeration(view: SchemaView) -> None:
    loaded = schema.load()
    assert set(loaded.enums) == set(view.all_enums())
    for name, values in loaded.enums.items():
        expected = view.get_enum(name).permissible_values
        assert values == {key: value.title for key, value in expected.items()}


def test_labels_that_users_see() -> None:
    nodes = schema.load().nodes
    assert (nodes["Agency"].zh, nodes["Task"].zh, nodes["Target"].zh) == ("机构", "任务", "目标")
    assert (nodes["Agency"].en, nodes["Task"].en, nodes["Target"].en) == ("Agency", "Task", "Target")
    assert schema.load().primary("Task") == "Clause"
    assert schema.load().primary("Target") == "Indicator"
    with pytest.raises(KeyError):
        schema.load().primary("Edge")


def test_version_is_a_whole_number() -> None:
    """schema.py counts versions; LinkML wants them as text."""
    assert isinstance(yaml.safe_load(schema.SOURCE.read_text("utf-8"))["version"], str)
    assert schema.load().version >= 1
