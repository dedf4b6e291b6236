"""/agencies: search by name, one agency, its tasks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import StoreDep, WindowDep, one, page
from api.schemas import Agency, AgencyTask, Page
from kg.records import Role

router = APIRouter(prefix="/agencies", tags=["agencies"])

Name = Annotated[str | None, Query(max_length=200, description="名称或其一部分 · a name or a part of it")]
Region = Annotated[str | None, Query(max_length=60, description="地区全称 · the region's full name")]
RoleName = Annotated[Role | None, Query(description="角色 · role")]


@router.get("", summary="机构列表 · agencies")
def agencies(store: StoreDep, asked: WindowDep, name: Name = None, region: Region = None) -> Page[Agency]:
    """按名称查找，任务多者在前。By name; those with the most clauses first."""
    found = page(store, "_agencies", {"name": name, "region": region}, asked)
    return Page[Agency].model_validate(found)


@router.get("/{agency:path}/tasks", summary="机构的任务 · tasks of an agency")
def tasks(store: StoreDep, agency: str, asked: WindowDep, role: RoleName = None) -> Page[AgencyTask]:
    """牵头、配合、负责的条款，各附原句。What it has a part in, each with its sentence."""
    one(store, "_agency", "agency", agency)
    found = page(store, "agency_roles", {"agency": agency, "role": role}, asked)
    return Page[AgencyTask].model_validate(found)


@router.get("/{agency:path}", summary="一个机构 · one agency")
def agency(store: StoreDep, agency: str) -> Agency:
    """名称、地区、职能。Name, region, function."""
    return Agency.model_validate(one(store, "_agency", "agency", agency))
