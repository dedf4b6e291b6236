"""One SPARQL query against a store of triples: checked by a real parser, then run. The worker process of sparql.py.

A query only reads what is here: SERVICE is refused, and so is any graph that the store does not hold. The text is
first brought to the one form in which both parsers see the same (comments end at a line's end, no escapes of code
points are left), since a place that one took for a comment could hide something from the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import QueryError
from kg.rdf import results

LONGEST = 50_000  # characters of a query

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")  # \u804C is 职
_TWICE = re.compile(r"(?<!\\)(?:\\\\)+[uU]")  # in "\\u0041" one parser reads \u0041, another \A
_READS = ("SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery")


class Question(NamedTuple):
    """A query as the protocol gives it. `default` and `named` are graphs, where the request names some."""

    text: str
    accept: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    rows: int = 10_000


class Reply(NamedTuple):
    """The answer in a media type; `truncated` where there was more. `media` is empty where none that is wanted fits."""

    media: str
    body: bytes
    truncated: bool = False


def plain_text(text: str) -> str:
    """The query in the form that every parser reads alike. QueryError where it is too long or holds odd escapes."""
    if len(text) > LONGEST:
        told = f"查询有{len(text)}个字符，过长 · the query has {len(text)} characters"
        raise QueryError(told, hint=f"至多{LONGEST} · at most {LONGEST}")
    if _TWICE.search(text):
        told = "反斜杠后的u含义不定 · an escaped backslash before u means one thing here and another there"
        raise QueryError(told, hint='分开写 · apart from it: CONCAT("\\\\", "u0041")')
    try:
        expanded = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    except (ValueError, OverflowError) as error:
        told = "转义不对应任何字符 · the query holds an escape of no character"
        raise QueryError(told, hint="直接写字符 · write the character itself") from error
    if re.search(r"\\[uU]", expanded):
        told = "转义中又有转义，或转义不完整 · an escape within an escape, or a part of one"
        raise QueryError(told, hint="直接写字符 · write the character itself")
    return expanded.replace("\r\n", "\n").replace("\r", "\n")


def check(text: str) -> tuple[str, ...]:
    """The graphs that FROM and FROM NAMED name. QueryError where it is no query, or would reach out with SERVICE."""
    try:
        parsed = parseQuery(text)
    except RecursionError as error:
        raise QueryError("查询嵌套过深 · the query is nested too deeply") from error
    except Exception as error:  # pyparsing's own, and what rdflib raises within it
        raise QueryError(f"查询语句有误 · the query can't be parsed: {str(error)[:300]}") from error
    parts = list(_parts(parsed))
    if not any(isinstance(part, CompValue) and part.name in _READS for part in parts):
        raise QueryError("只接受查询 · only SELECT, ASK, CONSTRUCT and DESCRIBE are answered")
    if any(isinstance(part, CompValue) and part.name == "ServiceGraphPattern" for part in parts):
        raise QueryError("不接受 SERVICE · SERVICE is not answered: nothing is fetched from elsewhere")
    clauses = [p for p in parts if isinstance(p, CompValue) and p.name == "DatasetClause"]
    return tuple(str(value) for clause in clauses for value in (clause.default, clause.named) if value)


def _parts(parsed: Any) -> Iterator[Any]:
    """Everything in a parse tree, whatever it hangs under."""
    todo = [parsed]
    while todo:
        part = todo.pop()
        yield part
        if isinstance(part, dict):
            todo.extend(part.values())
        elif isinstance(part, list | tuple) or hasattr(part, "asList"):
            todo.extend(part)


def answer(store: Store, question: Question) -> Reply:
    """Runs the query. QueryError where it can't be parsed, asks for more than reading, or fails."""
    text = plain_text(question.text)
    stated = check(text)
    graphs = [_graph(store, iri) for iri in (*question.default, *question.named)]
    for iri in () if graphs else stated:
        _known(store, iri)
    default, named = graphs[: len(question.default)], graphs[len(question.default) :]
    try:
        if graphs:
            found = store.query(text, default_graph=[*default], named_graphs=[*named])
        else:
            found = store.query(text, use_default_graph_as_union=not stated)
        return _reply(found, question)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"查询失败 · the query failed: {error}") from error


def _known(store: Store, iri: str) -> None:
    if not iri.startswith(("http://", "https://")) or not store.contains_named_graph(NamedNode(iri)):
        raise QueryError("没有FROM所指的图 · FROM names a graph that is not here: nothing is fetched", iri)


def _graph(store: Store, iri: str) -> NamedNode:
    _known(store, iri)
    return NamedNode(iri)


def _reply(found: Any, question: Question) -> Reply:
    if isinstance(found, QuerySolutions | QueryBoolean):
        media = results.negotiate(question.accept, list(results.TABLES))
        if media is None:
            return Reply("", b"")
        form = results.TABLES[media]
        if isinstance(found, QueryBoolean):
            return Reply(media, results.boolean(form, bool(found)))
        variables = [variable.value for variable in found.variables]
        rows = [[one[name] for name in variables] for one in islice(found, question.rows + 1)]
        return Reply(media, results.table(form, variables, rows[: question.rows]), len(rows) > question.rows)
    media = results.negotiate(question.accept, list(results.GRAPHS))
    if media is None:
        return Reply("", b"")
    triples = list(islice(found, question.rows + 1))
    return Reply(media, results.graph(media, triples[: question.rows]), len(triples) > question.rows)
