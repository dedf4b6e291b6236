"""What a query file may say, so that both engines run it alike: a linter, not a parser.

It knows the constructs that DESIGN.md forbids, and every label, kind and slot of the ontology.
"""

import re
from collections.abc import Iterator

from ontology import schema
from queries.registry import Query

FORBIDDEN = {
    "writes": r"\b(?:CREATE|MERGE|SET|DELETE|DETACH|REMOVE|DROP|FOREACH|LOAD)\b",
    "properties() or keys()": r"\b(?:properties|keys)\s*\(",
    "map projection": r"\w\s*\{\s*\.",
    "COLLECT {}, COUNT {} or CALL {}": r"\b(?:COLLECT|COUNT|CALL)\s*(?:\(\s*\w*\s*\)\s*)?\{",
    "quantified path": r"\)\)[+*{]|->[+*{]",
    "percentile": r"\bpercentile\w+",
    "clock": r"\b(?:timestamp|datetime|date|time|rand|randomUUID)\s*\(",
    "block comment": r"/\*",
    "the engine's own id": r"\b(?:elementId|id)\s*\(",
    "`type` as a property": r"\.type\b",
    "`end` without backticks": r"\.end\b|\bAS\s+end\b(?!`)",
    "LIMIT or SKIP (run.py limits)": r"\b(?:LIMIT|SKIP|OFFSET)\b",
    "a procedure": r"\bCALL\s+(?!db\.index\.fulltext\.queryNodes\()",
    "an extension": r"\b(?:apoc|gds|dbms)\.",
    "literal interpolation": r"\$\{|\{\{|%\(",
    "regular expression": r"=~",
}
INDEXES = {"clause_search", "agency_search", "document_search", "section_search", "organization_search",
           "programme_search", "region_search", "person_search", "indicator_search"}  # fmt: skip
_AGGREGATE = re.compile(r"\b(?:count|sum|min|max|avg|collect|stDev)\s*\(", re.IGNORECASE)
_BOUND = re.compile(r"([(\[])\s*(\w+)?\s*:\s*(!?[A-Za-z_|]+)")
_CLAUSES = r"\b(?:MATCH|OPTIONAL MATCH|WHERE|WITH|RETURN|UNWIND|ORDER BY|CALL|UNION ALL|UNION)\b"


def problems(query: Query) -> list[str]:
    """Everything that a query must not be, in words; empty where it may stay."""
    code = bare(query.text)
    return [
        *(f"it holds {what}" for what, pattern in FORBIDDEN.items() if re.search(pattern, code)),
        *_names(code),
        *_maps(code),
        *_aggregates(code),
        *_parameters(query, code),
        *_answer(query, code),
        *(
            f"no index is called {name}"
            for name in re.findall(r"queryNodes\('(\w+)'", query.text)
            if name not in INDEXES
        ),
    ]


def bare(text: str) -> str:
    """The Cypher without comments and with empty strings."""
    return re.sub(r"'[^']*'", "''", re.sub(r"//[^\n]*", "", text))


def split(text: str) -> list[str]:
    """The items of a RETURN or WITH: cut at commas outside all brackets."""
    items, depth, last = [], 0, 0
    for place, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            items.append(text[last:place].strip())
            last = place + 1
    return [*items, text[last:].strip()]


def projections(code: str) -> list[tuple[str, list[str]]]:
    """(WITH or RETURN, its items) for each projection."""
    pieces = re.split(rf"({_CLAUSES})", code)
    pairs = zip(pieces[1::2], pieces[2::2], strict=True)
    return [
        (word, split(body.strip().removeprefix("DISTINCT ")))
        for word, body in pairs
        if word in ("WITH", "RETURN")
    ]


def _names(code: str) -> Iterator[str]:
    """Labels, kinds and slots that the ontology does not declare."""
    declared = schema.load()
    slots: dict[str, set[str]] = {}
    for bracket, name, kinds in _BOUND.findall(code):
        found = set[str]()
        for kind in kinds.split("|"):
            known = declared.nodes.get(kind) if bracket == "(" else declared.edges.get(kind)
            if known is None:
                yield f"the ontology has no {kind}"
            else:
                found |= {slot.name for slot in known.slots}
        slots.setdefault(name, set()).update(found)
    for label in re.findall(r"\b\w+:([A-Z][A-Za-z]+)\b", re.sub(r"\[[^]]*]", "", code)):
        if label not in declared.nodes:
            yield f"the ontology has no {label}"
    node_slots = {slot.name for node in declared.nodes.values() for slot in node.slots}
    anything = node_slots | {slot.name for edge in declared.edges.values() for slot in edge.slots}
    for name, slot in re.findall(r"\b([a-z]\w*)\.`?(\w+)`?", re.sub(r"\bdb\.[\w.]+", "", code)):
        if slot not in (slots.get(name) or anything):
            yield f"{name} has no slot {slot}"


def _maps(code: str) -> Iterator[str]:
    """`{id: e.document}` with a relationship's property finds nothing on kglite, and says so nowhere."""
    edges = set(re.findall(r"\[\s*(\w+)\s*:", code))
    for value in re.findall(r"[\w)]\s*\{\s*\w+:\s*([^}]*)\}", code):
        if not re.fullmatch(r"\$\w+|\w+(?:\.\w+)?", value.strip()):
            yield f"a pattern's map holds {value!r}"
        elif value.partition(".")[0].strip() in edges:
            yield f"a pattern's map holds {value!r}, a relationship's property"


def _aggregates(code: str) -> Iterator[str]:
    """An aggregate stands alone in its item, and its grouping keys beside it."""
    for word, items in projections(code):
        for item in items:
            body = re.sub(r"\s+AS\s+`?\w+`?$", "", item.partition(" ORDER BY ")[0])
            if (hit := _AGGREGATE.search(body)) and not (hit.start() == 0 and _closes_at_end(body)):
                yield f"{word} holds an aggregate inside an expression: {body}"


def _closes_at_end(body: str) -> bool:
    """True where the first bracket closes with the last character."""
    depth = 0
    for place, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if char == ")" and depth == 0:
            return place == len(body) - 1
    return False


def _parameters(query: Query, code: str) -> Iterator[str]:
    used = set(re.findall(r"\$(\w+)", code))
    declared = {param.name for param in query.params}
    words = {f"{param.name}_words" for param in query.params if param.type == "search"}
    if used != declared | words:
        yield f"it uses {sorted(used)}, and its header declares {sorted(declared | words)}"
    for param in query.params:
        if not param.required and param.default is None and f"${param.name} IS NULL" not in code:
            yield f"the optional ${param.name} is not null-safe"


def _answer(query: Query, code: str) -> Iterator[str]:
    """One RETURN, every column named and no whole node; a total order at the end."""
    returned = [items for word, items in projections(code) if word == "RETURN"]
    if len(returned) != 1:
        yield f"it has {len(returned)} RETURN"
        return
    aliases = [match[1] if (match := re.search(r"\bAS\s+`?(\w+)`?$", item)) else None for item in returned[0]]
    if aliases != [column.name for column in query.columns]:
        yield f"it returns {aliases}, and its header says {[column.name for column in query.columns]}"
    bound = {name for _, name, _ in _BOUND.findall(code) if name} | {"node"}
    for item in returned[0]:
        if item.partition(" ")[0] in bound and re.fullmatch(r"\w+\s+AS\s+\w+", item):
            yield f"it returns a whole node or relationship: {item}"
    if not re.search(r"\nORDER BY [^\n]+$", code.rstrip()):
        yield "it does not end in ORDER BY"
