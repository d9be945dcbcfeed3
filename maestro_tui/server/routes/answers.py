"""What all routes share: reading bodies and queries, and answers as JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bodies import Body, read_body
from maestro_tui.server.committer import Committer, UseCase
from maestro_tui.server.repositories.tables import Tables
from maestro_tui.server.settings import Limits

Outcome = TypeVar("Outcome")
Endpoint = Callable[[Request], Awaitable[Response]]

_PART_BYTES = 256 * 1024
_LARGEST_PAGE = 10_000


class Desk:
    """What a route needs: it reads requests, has use cases run, and answers.

    Args:
        committer: Makes changes.
        tables: What is read.
        limits: What a body may be.
        epoch: The name of the journal.
    """

    def __init__(self, committer: Committer, tables: Tables, limits: Limits, epoch: str) -> None:
        self.committer = committer
        self.tables = tables
        self.limits = limits
        self.epoch = epoch

    async def body(self, request: Request) -> Body:
        """Read the body of a request."""
        pieces = []
        while True:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                break
        return read_body(b"".join(pieces), deepest=self.limits.json_depth)

    async def change(self, use_case: UseCase[bytes], *, status: int = 200) -> Response:
        """Run a use case and answer with the document it gives."""
        return json_response(await self.committer.submit(use_case), status=status)

    async def delete(self, use_case: UseCase[None], id_: str) -> Response:
        """Run a use case that deletes, and answer as the original server does."""
        await self.committer.submit(use_case)
        return json_response({"success": True, "id": id_})

    def one(self, octets: bytes) -> Response:
        """Answer with a document that was read."""
        return json_response(octets, headers=self._position())

    def many(self, request: Request, documents: list[bytes]) -> Response:
        """Answer with a list, or with a page of it if ``limit`` or ``offset`` is given.

        A plain array, as in the seed; with paging ``{data, pagination}`` as the original server of 2026-07.
        """
        limit, offset = _page(request)
        if limit is None and offset is None:
            return StreamingResponse(
                _parts(documents), media_type="application/json", headers=self._position()
            )
        start = offset or 0
        end = len(documents) if limit is None else start + limit
        page = documents[start:end]
        pagination = {
            "offset": start,
            "limit": len(documents) if limit is None else limit,
            "total": len(documents),
            "hasMore": start + len(page) < len(documents),
        }
        answer = {"data": [msgspec.Raw(document) for document in page], "pagination": pagination}
        return json_response(answer, headers=self._position())

    def _position(self) -> dict[str, str]:
        # What is read is true for this event and all before it: whoever reads after subscribing knows from
        # where on to apply events.
        return {"X-Maestro-Seq": str(self.tables.seq), "X-Maestro-Epoch": self.epoch}


def json_response(answer: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with JSON; bytes are JSON already."""
    octets = answer if isinstance(answer, bytes) else msgspec.json.encode(answer)
    return Response(octets, status_code=status, headers=headers, media_type="application/json")


async def _parts(documents: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Give an array of documents in pieces, so that a large one is never in memory whole."""
    piece, length = [b"["], 0
    for number, document in enumerate(documents):
        if number:
            piece.append(b",")
        piece.append(document)
        length += len(document)
        if length > _PART_BYTES:
            yield b"".join(piece)
            piece, length = [], 0
    yield b"".join([*piece, b"]"])


def _page(request: Request) -> tuple[int | None, int | None]:
    limit, offset = (_natural(request, name) for name in ("limit", "offset"))
    return (None if limit is None else min(limit, _LARGEST_PAGE)), offset


def _natural(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - beyond any list
        raise RefusedError(f"{name} must be a number, 0 or more")
    return int(text)
