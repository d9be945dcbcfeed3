"""The application: routes behind the door, put together from parts that are made elsewhere. Starts nothing."""

from __future__ import annotations

from starlette.types import ASGIApp

from maestro_tui.server.access import Access, AccessRules
from maestro_tui.server.assembly import Parts
from maestro_tui.server.repositories.templates import Templates
from maestro_tui.server.routes.answers import Desk
from maestro_tui.server.routes.health import HealthRoutes
from maestro_tui.server.routes.projects import ProjectRoutes
from maestro_tui.server.routes.sessions import SessionRoutes
from maestro_tui.server.routes.spawning import SpawnRoutes
from maestro_tui.server.routes.stream import StreamRoutes
from maestro_tui.server.routes.tasks import TaskRoutes
from maestro_tui.server.routes.templates import TemplateRoutes
from maestro_tui.server.routing import Route, Router


def create_app(parts: Parts) -> ASGIApp:
    """Put the application together."""
    router = Router(_routes(parts), StreamRoutes(parts.bridge).streams())
    return Access(router, AccessRules.of(parts.settings, parts.token))


def _routes(parts: Parts) -> list[Route]:
    desk = Desk(parts.committer, parts.tables, parts.settings.limits, parts.epoch)
    spawning = SpawnRoutes(desk, parts.settings.manifest_root, parts.agent_urls, parts.settings.agent_command)
    return [
        *spawning.routes(),
        *SessionRoutes(desk).routes(),
        *TaskRoutes(desk).routes(),
        *ProjectRoutes(desk).routes(),
        *TemplateRoutes(desk, Templates(parts.settings.data_dir)).routes(),
        *HealthRoutes(parts.bridge).routes(),
    ]
