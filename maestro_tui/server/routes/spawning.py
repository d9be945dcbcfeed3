"""The route ``POST /api/sessions/spawn``: the manifest is on the disk before anybody is asked to start."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bodies import Body
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Draft
from maestro_tui.server.identifiers import new_id
from maestro_tui.server.manifest import Manifest, manifest_path, write_manifest
from maestro_tui.server.rate import TokenBucket
from maestro_tui.server.routes.answers import Desk, json_response
from maestro_tui.server.routing import Route
from maestro_tui.server.services.spawning import SpawnTerms, plan_spawn, spawn_session


class SpawnRoutes:
    """Spawning.

    Args:
        desk: Reads and changes.
        manifest_root: Where manifests are written.
        server_url: Gives the base URL for agents.
        agent_command: What runs if a request names no command.
    """

    def __init__(
        self, desk: Desk, manifest_root: Path, server_url: Callable[[], str], agent_command: str
    ) -> None:
        self._desk = desk
        self._root = manifest_root
        self._server_url = server_url
        self._agent_command = agent_command
        self._rate = TokenBucket(desk.limits.spawn_burst, desk.limits.spawns_per_second)

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [Route("POST", "/api/sessions/spawn", self.spawn)]

    async def spawn(self, request: Request) -> Response:
        """A new session, and the event that asks for a terminal."""
        body = await self._desk.body(request)
        session_id = new_id("ses")
        plan = plan_spawn(Draft(self._desk.tables, milliseconds_now()), body)
        self._take_turn()
        await self._write_manifest(plan.manifest(session_id))
        try:
            answer = await self._desk.committer.submit(
                lambda draft: self._spawn(draft, body, session_id),
            )
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, self._root / session_id, ignore_errors=True)
            raise
        return json_response(answer, status=201)

    def _spawn(self, draft: Draft, body: Body, session_id: str) -> Document:
        terms = SpawnTerms(
            session_id=session_id,
            manifest_path=manifest_path(self._root, session_id),
            server_url=self._server_url(),
            agent_command=self._agent_command,
        )
        # Checked again: a task may have been deleted while the manifest was written.
        return spawn_session(draft, plan_spawn(draft, body), terms)

    def _take_turn(self) -> None:
        if not self._rate.take():
            raise RefusedError(
                "Too many sessions are spawned at once: wait a moment and ask again",
                status=429,
                code="SPAWN_RATE_EXCEEDED",
            )

    async def _write_manifest(self, manifest: Manifest) -> None:
        try:
            await asyncio.to_thread(write_manifest, self._root, manifest)
        except (OSError, ConfigurationError) as error:
            message = f"The manifest could not be written: {getattr(error, 'strerror', None) or error}"
            raise RefusedError(message, status=500, code="manifest_generation_failed") from error
