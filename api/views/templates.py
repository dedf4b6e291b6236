"""The templates: jinja2 with autoescape, and the few functions that they call."""

from __future__ import annotations

from pathlib import Path

import jinja2
from fastapi.templating import Jinja2Templates

from api.views.links import encoded, node_url
from ontology import schema

FOLDER = Path(__file__).parent.parent / "templates"


def templates() -> Jinja2Templates:
    """The page templates. Everything is escaped, and a name that a template misspells is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["node_url"] = node_url
    environment.globals["encoded"] = encoded
    environment.globals["role_names"] = schema.load().enums["Role"]
    return Jinja2Templates(env=environment)
