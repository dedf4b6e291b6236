"""One shape for every failure: `{"error": {"code", "message", "where", "hint"}}`; pages show the same."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.head import allowed
from api.headers import SECURITY
from api.schemas import Failure
from kg.errors import (
    BusyError,
    InputError,
    LimitError,
    NotFoundError,
    QueryError,
    StoreError,
    ZhengmaiError,
)

# The one map from errors to HTTP: the first class that fits gives status and code.
STATUS: tuple[tuple[type[ZhengmaiError], int, str], ...] = (
    (NotFoundError, 404, "not_found"),
    (BusyError, 503, "busy"),
    (LimitError, 503, "query_limit"),
    (QueryError, 400, "bad_query"),
    (InputError, 400, "bad_input"),
    (StoreError, 503, "store_unavailable"),
)

_CHINESE = {
    HTTPStatus.NOT_FOUND: "没有这个地址",
    HTTPStatus.METHOD_NOT_ALLOWED: "此地址不接受这种请求",
    HTTPStatus.NOT_ACCEPTABLE: "没有所要的格式",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "请求过长",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "请求的格式不受支持",
}
# What the framework says of a parameter, by its code there; {…} is what it gives beside.
_PARAMETERS = {
    "missing": ("缺少此参数", "is missing"),
    "int_parsing": ("应为整数", "must be an integer"),
    "int_from_float": ("应为整数", "must be an integer"),
    "int_parsing_size": ("数字过大", "is too large a number"),
    "bool_parsing": ("应为 true 或 false", "must be true or false"),
    "greater_than_equal": ("不得小于{ge}", "must be {ge} or more"),
    "less_than_equal": ("不得大于{le}", "must be {le} or less"),
    "string_too_short": ("至少{min_length}个字符", "must have {min_length} characters or more"),
    "string_too_long": ("至多{max_length}个字符", "must have {max_length} characters or fewer"),
    "enum": ("应为下列之一：{expected}", "must be one of {expected}"),
    "literal_error": ("应为下列之一：{expected}", "must be one of {expected}"),
}
LOGGED = "服务器日志中有详情 · the server's log has the details"


def install(app: FastAPI) -> None:
    """Every failure of `app` takes the one shape from here on."""
    app.add_exception_handler(ZhengmaiError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def is_api(request: Request) -> bool:
    """True where the caller wants JSON: /api, and whoever does not ask for HTML."""
    path = request.url.path
    return path == "/api" or path.startswith("/api/") or "text/html" not in request.headers.get("accept", "")


def _answer(request: Request, status: int, failure: Failure) -> Response:
    if is_api(request):
        return JSONResponse({"error": failure.model_dump()}, status)
    context = {"status": status, "failure": failure}
    page: Response = request.app.state.templates.TemplateResponse(
        request, "error.html", context, status_code=status
    )
    return page


def failure_of(error: ZhengmaiError) -> Failure:
    """An error in the one shape; what a store says (paths, addresses) goes to the log, not out."""
    code = _rank(error)[1]
    if isinstance(error, StoreError):
        logging.getLogger(__name__).error("%s", error)
        return Failure(code=code, message="图库无法使用 · the graph store can't be used", hint=LOGGED)
    return Failure(code=code, message=error.what, where=error.where, hint=error.hint)


def _rank(error: ZhengmaiError) -> tuple[int, str]:
    return next(
        ((status, code) for kind, status, code in STATUS if isinstance(error, kind)), (500, "internal")
    )


def _ours(request: Request, error: Exception) -> Response:
    """A ZhengmaiError by the map; one that the map lacks (SpanError) is a fault of ours."""
    assert isinstance(error, ZhengmaiError)
    status, _ = _rank(error)
    if status == 500:
        return _unexpected(request, error)
    response = _answer(request, status, failure_of(error))
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = str(error.after)
    return response


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    hint = "参数及其类型见 /docs · see /docs for the parameters and their types"
    zh, en = _PARAMETERS.get(first["type"], ("取值有误", "has a value that is not allowed"))
    given = {key: str(value).replace(" or ", ", ") for key, value in first.get("ctx", {}).items()}
    name = str(first["loc"][-1])
    message = f"参数 {name} {zh.format_map(given)} · {name} {en.format_map(given)}"
    return _answer(request, 422, Failure(code="invalid", message=message, where=where, hint=hint))


def _http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: an unknown route, a method that a route does not take."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    code = "not_found" if status == HTTPStatus.NOT_FOUND else status.name.lower()
    hint = "全部地址见 /docs · all addresses: /docs"
    told = status.phrase if error.detail == status.phrase else f"{status.phrase}: {error.detail}"
    message = f"{_CHINESE[status]} · {told}" if status in _CHINESE else told
    failure = Failure(code=code, message=message, where=request.url.path, hint=hint)
    response = _answer(request, status, failure)
    response.headers.update(error.headers or {})
    if allow := response.headers.get("allow"):
        response.headers["Allow"] = allowed(allow)
    return response


def _unexpected(request: Request, error: Exception) -> Response:  # noqa: ARG001  a handler's form
    """A fault of ours: no internals go out (the server's log has them)."""
    failure = Failure(code="internal", message="内部错误 · internal error", where="", hint=LOGGED)
    response = _answer(request, 500, failure)
    response.headers.update(SECURITY)  # this handler stands outside the middleware
    return response
