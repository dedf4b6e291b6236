"""/health: what is served, and whether it can be read."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter

from api.deps import StoreDep
from api.schemas import Health
from ontology import schema

router = APIRouter(tags=["health"])


def zhengmai_version() -> str:
    """The installed version; `0` in a checkout that was never installed."""
    try:
        return version("zhengmai")
    except PackageNotFoundError:
        return "0"


@router.get("/health", summary="服务状态 · service status")
def health(store: StoreDep) -> Health:
    """引擎、版本与规模；图不可读则 503。Engine, versions, counts; 503 where the graph can't be read."""
    counts = store.counts()
    return Health(
        status="ok",
        engine=store.engine,
        version=zhengmai_version(),
        ontology=schema.load().version,
        nodes=counts["nodes"],
        edges=counts["edges"],
    )
