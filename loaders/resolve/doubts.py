"""What is doubtful about a document's agencies: bodies that were not there on its date, names that can't be placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.records import Document, Finding, Span
from loaders.resolve import reforms
from loaders.resolve.agencies import Resolver
from loaders.resolve.bodies import Agency, Day, body
from loaders.resolve.regions import Region
from ontology.vocab.load import vocabulary

MOST = 5  # candidates that are worth a person's look
_LEVELS = frozenset("市县区旗")  # 区招商服务中心 in a document of a city: one of its 区
_PARTS = ("处", "科", "股", "室")  # a part of a department, which has no region of its own
_LEAST = 0.5  # of the pairs of characters: 粮食局 and 粮食和物资储备局 share enough, 教育局 and 公安局 do not


def findings(document: Document, resolver: Resolver) -> list[Finding]:
    """A doubt for each body that was not there on the document's date, and one for what is presumed; all names get resolved."""
    found: list[Finding] = []
    seen: dict[str, Agency] = {}
    parts: list[tuple[Agency, Span | None]] = []
    for agency, place in _named(document, resolver):
        if agency.id in seen:
            continue
        seen[agency.id] = agency
        if agency.presumed:
            parts.append((agency, place))
        if why := _not_then(agency, resolver.day):
            found.append(Finding("agency-date", f"{agency.full or agency.name}: {why}", place))
    return [*_region_unknown(document, resolver, seen), *found, *_presumed(parts)]


def _region_unknown(document: Document, resolver: Resolver, seen: Mapping[str, Agency]) -> Iterator[Finding]:
    """A doubt where 市 and 区 mean no place, because nothing says whose the document is: 鼓楼区 is in four cities."""
    head = document.header
    if resolver.home or resolver.nation:
        return
    names = (name.removeprefix("中共") for name in (*head.issuers, head.title))
    might = next((found for name in names if (found := resolver.divisions.counties(name)[0])), [])
    if len(might) < 2 and not any(agency.unresolved for agency in seen.values()):
        return
    one_of = f"one of {'、'.join(region.id for region in might[:MOST])}; " if len(might) > 1 else ""
    yield Finding(
        "region-unknown",
        f"{one_of}`region` in corpus.toml says which 请在 corpus.toml 写明 region",
        head.spans.get("title"),
    )


def _presumed(parts: list[tuple[Agency, Span | None]]) -> Iterator[Finding]:
    """One doubt for all parts of the issuing department, at the first of them."""
    if parts:
        yield Finding("part-presumed", "、".join(agency.name for agency, _ in parts), parts[0][1])


def _named(document: Document, resolver: Resolver) -> Iterator[tuple[Agency, Span | None]]:
    """The bodies that answer for something, each with where it is named."""
    named: set[tuple[str, bool]] = set()
    for clause in document.clauses:
        for assignment in clause.assignments:
            name = assignment.surface, assignment.group
            if name not in named or resolver.decisions.agencies:  # a decision may hold for one clause alone
                named.add(name)
                yield resolver.resolve(assignment, clause.id), assignment.span


def _not_then(agency: Agency, day: Day | None) -> str | None:
    """Why a body can't be the one that a document of that day means; None where nothing speaks against it."""
    if day is None or agency.unresolved or agency.group:
        return None
    first, last = reforms.span(agency.function, agency.region)
    if first and day[1] < first:
        return f"not there before {first} 该机构{first}之前尚未设立"
    if last and last < day[0]:
        return f"gone by {last} 该机构至迟{last}已改革或撤销"
    return None


def candidates(agency: Agency, resolver: Resolver) -> list[str]:
    """Ids of the bodies that an unresolved name might mean, the likeliest first.

    They are bodies that the document names elsewhere, and the usual ones of its region and those above, whose names
    share half of their pairs of characters with it.
    """
    if agency.candidates:
        return list(agency.candidates)
    pairs = _pairs(agency.function)
    might = {
        one.id: one
        for one in (*_usual(agency, resolver), *resolver.known())
        if not one.unresolved and not one.group
    }
    if agency.function[:1] in _LEVELS:
        pairs = _pairs(agency.function[1:])
    scored = [(_alike(pairs, _pairs(one.function)), key) for key, one in might.items()]
    return [key for score, key in sorted(scored, key=lambda pair: -pair[0]) if score >= _LEAST][:MOST]


def _usual(agency: Agency, resolver: Resolver) -> Iterator[Agency]:
    """The body of that function in the document's region and those above: 教育局 may be 云浦市教育局."""
    if agency.name.endswith(_PARTS):
        yield from _parts(agency, resolver)
        return
    home = resolver.home
    if home and agency.function[:1] in _LEVELS:
        below = [one for one in resolver.divisions.below(home) if one.name[-1] == agency.function[0]]
        yield from (body(one, agency.function[1:]) for one in below if not one.valid_to)
    elif home and agency.name[-1] in _LEVELS:  # 科左后旗: a division in short
        below = [one for one in resolver.divisions.below(home) if _is_short_of(agency.name, one.name)]
        yield from (
            body(one, "人民政府")._replace(function=agency.function) for one in below if not one.valid_to
        )
    elif home and agency.doubt and not _says_place(agency.name, resolver):
        yield from _above(agency, home)


def _above(agency: Agency, home: Region) -> Iterator[Agency]:
    """Bodies of that function, or one like it, in the document's region and those above; a company only where it is."""
    pairs = _pairs(agency.function)
    alike = [function for function, known in _functions() if _alike(pairs, known) >= _LEAST]
    for region in [home] if agency.kind == "company" else home.line():
        for function in dict.fromkeys((agency.function, *alike)):
            yield body(region, function)


def _says_place(name: str, resolver: Resolver) -> bool:
    """True for 民航云南监管局 and 人保财险赣州市分公司: the name has its place, and takes no other in front."""
    return any(resolver.divisions.starts_with_place(name[at:]) for at in range(len(name) - 1))


def _is_short_of(short: str, name: str) -> bool:
    """True where the characters stand in the name in that order: 科左后旗 in 科尔沁左翼后旗."""
    rest = iter(name)
    return all(char in rest for char in short)


@cache
def _functions() -> tuple[tuple[str, frozenset[str]], ...]:
    """The usual functions of government, each with its pairs of characters."""
    words = vocabulary("agencies")
    functions = {*words["identity"].values(), *words["plain_named"], *words["short_named"]}
    return tuple((function, _pairs(function)) for function in sorted(functions))


def _parts(agency: Agency, resolver: Resolver) -> Iterator[Agency]:
    """法规处 in a document of 岚江省教育厅 may be that department's own."""
    for name in resolver.issuers:
        issuer = resolver.name(name)
        if not issuer.unresolved and not issuer.function.startswith("人民政府"):
            yield issuer._replace(
                id=issuer.id + agency.name, name=issuer.name + agency.name, function=agency.function
            )


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring characters, with the first and the last for themselves: what two spellings of a name share."""
    return frozenset((text[:1], text[-1:], *(text[at : at + 2] for at in range(len(text) - 1))))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's measure: 1 for equal names, 0 for names that share nothing."""
    return 2 * len(one & other) / (len(one) + len(other))
