"""Agency names in one spelling: short forms written in full, by agencies.yaml."""

from __future__ import annotations

from functools import cache, lru_cache

from ontology.vocab.load import vocabulary


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    stems: dict[str, str] = vocabulary("agencies")["stems"]
    return tuple(sorted(stems.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
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


@lru_cache(maxsize=4096)
def identity(function: str, level: str | None = None) -> str:
    """The function under which a body's node stands: 政府办公室 → 人民政府办公室, 市卫计委 → 卫生计生委.

    `level` tells what a short form means that each level has: 法院 of a city is its 中级人民法院.
    """
    known = vocabulary("agencies")
    full = canonical(function)
    full = known["identity"].get(full, known["identity"].get(function, full))
    return str(known["by_level"].get(full, {}).get(level, full))


def national(name: str, bare: bool) -> str | None:
    """The body of the nation that a name means: 国家医保局 → 国家医疗保障局; None where it means none.

    `bare` where 国家, 国务院, 中国 and 中央 may be left out: in a document of the nation 医疗保障局 is 国家医疗保障局.
    """
    whole, short = _national()
    for spelling in (name, canonical(name)):
        found = whole.get(spelling) or (short.get(spelling) if bare else None)
        if found:
            return found
    return None


@cache
def _national() -> tuple[dict[str, str], dict[str, str]]:
    """Names that say that they are the nation's, and names that do so in its documents only."""
    known = vocabulary("agencies")
    full = {name: name for name in known["national"]} | known["national_alias"]
    whole = {name: to for name, to in full.items() if _says_national(name)}
    short = {name: to for name, to in full.items() if name not in whole}
    for name, to in full.items():
        for word in ("国家", "国务院", "中国", "中央", "全国"):
            if name.startswith(word) and len(name) - len(word) > 2:
                short.setdefault(name[len(word) :], to)
    return whole, short


def _says_national(name: str) -> bool:
    """国家…, 教育部, 海关总署, 银保监会: no province or city has a body of that name."""
    marks = ("国家", "国务院", "中国", "中央", "全国", "中华", "最高", "共青团中央", "新华社")
    endings = ("部", "总局", "总署", "审计署", "监会", "团中央", "总社", "集团")
    return name.startswith(marks) or name.endswith(endings) or name in ("人民银行", "人行")
