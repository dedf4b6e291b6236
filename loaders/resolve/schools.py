"""Which sort of school a name is: 威海职业学院 → higher_vocational. A function of the name alone."""

from __future__ import annotations

from functools import cache

from kg.records import SchoolKind
from ontology.vocab.load import vocabulary


@cache
def _endings() -> tuple[tuple[str, SchoolKind], ...]:
    kinds: dict[SchoolKind, list[str]] = vocabulary("organizations")["school_kinds"]
    pairs = [(ending, kind) for kind, endings in kinds.items() for ending in endings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def school_kind(name: str) -> SchoolKind:
    """The sort of school by the longest ending that is known, "other" where none is.

    >>> school_kind("聊城市技师学院")
    'technician'
    """
    return next((kind for ending, kind in _endings() if name.endswith(ending)), "other")
