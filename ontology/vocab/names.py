"""Agency names in one spelling: short forms written in full, by agencies.yaml."""

from __future__ import annotations

from functools import cache

from ontology.vocab.load import vocabulary


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    stems: dict[str, str] = vocabulary("agencies")["stems"]
    return tuple(sorted(stems.items(), key=lambda pair: -len(pair[0])))


def canonical(function: str) -> str:
    """The name written in full: 发改委 → 发展改革委, 人力资源和社会保障局 → 人力资源社会保障局.

    >>> canonical("住建局")
    '住房城乡建设局'
    """
    names: dict[str, str] = vocabulary("agencies")["names"]
    if function in names:
        return names[function]
    for short, full in vocabulary("agencies")["heads"].items():
        if function.startswith(short):
            return str(full) + function[len(short) :]
    for short, full in _stems():
        if function.startswith(short) and not function.startswith(full) and len(function) - len(short) <= 4:
            return full + function[len(short) :]
    return function


def in_full(name: str) -> str:
    """A name as people say it, written in full from the first short form on: 省医保局 → 省医疗保障局.

    A name without a short form comes back as it is.
    """
    for start in range(len(name) - 1):
        full = canonical(name[start:])
        if full != name[start:]:
            return name[:start] + full
    return name
