"""Sets the stage of the demo over REST: projects and tasks first, then one agent after the other.

Runs as ``python -m maestro_tui.demo.director`` beside the dashboard, and is a client like any other: it waits until
somebody listens, since a spawn that nobody hears opens no terminal.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shlex
import sys

from maestro_tui.client.address import parse_address
from maestro_tui.client.rest import MaestroClient
from maestro_tui.demo.scenario import DEFAULT_AGENTS, PROJECTS, TASKS, Part, cast_of
from maestro_tui.errors import MaestroError
from maestro_tui.protocol.ids import ProjectId, TaskId
from maestro_tui.protocol.requests import CreateProject, CreateTask, SpawnSession

BETWEEN_ENTRANCES = 1.2
"""Seconds between two agents, at a human's pace."""


class Director:
    """Puts the scenario onto a server."""

    def __init__(self, client: MaestroClient, directory: str, *, pace: float) -> None:
        self._client = client
        self._directory = directory
        self._pace = pace
        self._projects: dict[str, ProjectId] = {}
        self._tasks: dict[tuple[str, str], TaskId] = {}

    async def set_the_stage(self) -> None:
        """Make the projects and their tasks."""
        for name, description in PROJECTS.items():
            project = await self._client.create_project(
                CreateProject(name=name, working_dir=self._directory, description=description)
            )
            self._projects[name] = project.id
            for title in TASKS[name]:
                task = await self._client.create_task(CreateTask(project_id=project.id, title=title))
                self._tasks[name, title] = task.id

    async def bring_on(self, parts: tuple[Part, ...]) -> None:
        """Spawn the agents, one after the other."""
        for part in parts:
            await self._client.spawn(self._spawn_of(part))
            await asyncio.sleep(BETWEEN_ENTRANCES * self._pace)

    def _spawn_of(self, part: Part) -> SpawnSession:
        # A part that comes on again under a number plays the same role.
        role = part.name if part.name in {known.name for known in cast_of(7)} else part.name.rsplit(" ", 1)[0]
        command = [sys.executable, "-m", "maestro_tui.demo.agent", role, "--pace", str(self._pace)]
        return SpawnSession(
            project_id=self._projects[part.project],
            task_ids=tuple(self._tasks[part.project, title] for title in part.tasks),
            session_name=part.name,
            command=shlex.join(command),
        )


async def direct(url: str, token: str | None, directory: str, *, agents: int, pace: float) -> None:
    """Play the whole scenario, and return when the last agent is on."""
    async with MaestroClient(parse_address(url), token) as client:
        director = Director(client, directory, pace=pace)
        await director.set_the_stage()
        while await client.audience() == 0:  # noqa: ASYNC110  # the server tells nobody of new listeners
            await asyncio.sleep(0.1)
        await director.bring_on(cast_of(agents))


def main() -> int:
    """Direct the demo on the server that the environment names."""
    parser = argparse.ArgumentParser(prog="maestro-tui demo director", description=__doc__)
    parser.add_argument("--directory", required=True, help="where the agents work")
    parser.add_argument("--agents", type=int, default=DEFAULT_AGENTS)
    parser.add_argument("--pace", type=float, default=1.0)
    arguments = parser.parse_args()
    url, token = os.environ["MAESTRO_SERVER_URL"], os.environ.get("MAESTRO_DEMO_TOKEN")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(direct(url, token, arguments.directory, agents=arguments.agents, pace=arguments.pace))
        except MaestroError as error:
            sys.stderr.write(f"maestro-tui demo: {error}\n")
            return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
