"""queries/README.md lists what the registry holds, and explains every type and view that the code knows."""

import re

from queries import registry
from queries.registry import Param, Query

README = registry.FOLDER / "README.md"
MARK = "<!-- 由登记表生成并由测试核对 · the registry's list; a test compares -->"


def _param(param: Param) -> str:
    default = "" if param.default is None else f"={param.default}"
    return f"`{param.name}{default}{'' if param.required else '?'}` {param.type}"


def _line(query: Query) -> str:
    params = ", ".join(_param(param) for param in query.params) or "—"
    columns = ", ".join(column.name for column in query.columns)
    return f"| `{query.name}` | {query.title} · {query.title_en} | {params} | {columns} | {query.view} |"


def table() -> str:
    """The table as README.md must show it; `?` marks what may be left out."""
    head = (
        "| 名称 name | 问题 question | 参数 parameters | 结果列 columns | 视图 view |\n|---|---|---|---|---|"
    )
    return "\n".join([head, *(_line(query) for query in registry.all_queries())])


def test_the_list_is_the_registry() -> None:
    listed = README.read_text("utf-8").partition(MARK)[2].strip()
    assert listed == table(), f"put this under the mark in {README}:\n{table()}"


def test_every_type_and_view_is_told() -> None:
    text = README.read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE) == list(registry.PARAM_TYPES)
    told = next(line for line in text.splitlines() if line.startswith("- `view`"))
    assert re.findall(r"`(\w+)`", told)[1:] == list(registry.VIEWS)


def test_the_header_example_has_every_key() -> None:
    """The grammar's example shows every key, in order."""
    block = re.search(r"```\n(// title.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert block is not None
    keys = [line.split()[1].rstrip(":") for line in block[1].splitlines()]
    assert list(dict.fromkeys(keys)) == ["title", "title_en", "param", "column", "view", "example"]
