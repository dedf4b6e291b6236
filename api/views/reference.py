"""The API reference at /docs, made from the OpenAPI schema: Swagger UI would load from elsewhere."""

from __future__ import annotations

from typing import Any, NamedTuple

Schema = dict[str, Any]


class Field(NamedTuple):
    """A parameter, or a field of an answer."""

    name: str
    type: str
    description: str
    required: bool = False
    default: str = ""
    where: str = ""


class Answer(NamedTuple):
    """One status that an endpoint gives, with the fields of its body."""

    status: str
    model: str
    fields: list[Field]


class Endpoint(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    answers: list[Answer]


class Group(NamedTuple):
    """The endpoints of one tag."""

    tag: str
    endpoints: list[Endpoint]


def groups(openapi: Schema) -> list[Group]:
    """The endpoints by tag, in the order in which the application has them."""
    found: dict[str, list[Endpoint]] = {}
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            tag = (told.get("tags") or ["api"])[0]
            found.setdefault(tag, []).append(_endpoint(openapi, method, path, told))
    return [Group(tag, endpoints) for tag, endpoints in found.items()]


def _endpoint(openapi: Schema, method: str, path: str, told: Schema) -> Endpoint:
    parameters = [_parameter(entry) for entry in told.get("parameters", ())]
    answers = [
        _answer(openapi, status, body) for status, body in told["responses"].items() if status == "200"
    ]
    summary, description = told.get("summary", ""), told.get("description", "")
    return Endpoint(method.upper(), path, summary, description, parameters, answers)


def _parameter(entry: Schema) -> Field:
    schema = entry.get("schema", {})
    default = "" if schema.get("default") is None else str(schema["default"])
    description = entry.get("description") or schema.get("description", "")
    return Field(
        entry["name"], type_name(schema), description, entry.get("required", False), default, entry["in"]
    )


def _answer(openapi: Schema, status: str, body: Schema) -> Answer:
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    model = _model(openapi, schema)
    fields = [
        Field(name, type_name(entry), entry.get("description", ""))
        for name, entry in model.get("properties", {}).items()
    ]
    return Answer(status, type_name(schema), fields)


def _model(openapi: Schema, schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = openapi["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def type_name(schema: Schema) -> str:
    """A JSON schema's type in a few words: `array of Part`, `string or null`, `integer`."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(type_name(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array of {type_name(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
