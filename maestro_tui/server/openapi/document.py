"""The OpenAPI document, put together from operations and schemas. Pure."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

import msgspec

from maestro_tui import __version__
from maestro_tui.server.openapi.operations import OPERATIONS, Operation
from maestro_tui.server.openapi.schemas import ANSWERS, BODIES, DOCUMENTS, Schema, items, members, ref

_EVERY_REQUEST: Final = (401, 403)
_PAGE: Final = ("limit", "offset")
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_JSON: Final = "application/json"


def openapi_document() -> Schema:
    """Describe the REST interface."""
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Maestro",
            "version": __version__,
            "description": "Projects, tasks and sessions of the Maestro server that maestro-tui brings. Every "
            "change is also an event on the WebSocket at / and /ws.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}, {"url": "/t/{token}", "variables": {"token": {"default": ""}}}],
        "security": [{"bearer": []}, {}],
        "paths": paths,
        "components": {
            "schemas": DOCUMENTS | BODIES | ANSWERS,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def encoded_openapi_document() -> bytes:
    """Give the document as it is served."""
    return msgspec.json.encode(openapi_document())


def _describe(operation: Operation) -> Schema:
    described: Schema = {
        "operationId": _name_of(operation),
        "summary": operation.summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in _PARAMETER.findall(operation.path)
        ]
        + [{"name": name, "in": "query", "schema": {"type": "string"}} for name in operation.query],
        "responses": {str(operation.status): _answer(operation.status, _schema_of(operation.answer))},
    }
    refusals = {*_EVERY_REQUEST, *operation.refusals}
    if operation.answer.endswith("[]"):
        number = {"type": "integer", "minimum": 0}
        described["parameters"] += [{"name": name, "in": "query", "schema": number} for name in _PAGE]
        refusals.add(400)
    for status in sorted(refusals):
        described["responses"][str(status)] = _answer(status, ref("Error"))
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": {_JSON: {"schema": ref(operation.body)}}}
    return described


def _answer(status: int, schema: Schema) -> Schema:
    return {"description": HTTPStatus(status).phrase, "content": {_JSON: {"schema": schema}}}


def _schema_of(answer: str) -> Schema:
    if answer == "Object":
        return {"type": "object"}
    if not answer.endswith("[]"):
        return ref(answer)
    plain = items(ref(answer.removesuffix("[]")))
    return {"anyOf": [plain, members(("data", "pagination"), data=plain, pagination=ref("Pagination"))]}


def _name_of(operation: Operation) -> str:
    words = re.findall(r"\w+", _PARAMETER.sub("one", operation.path.removeprefix("/api")))
    return "_".join([operation.method, *words])
