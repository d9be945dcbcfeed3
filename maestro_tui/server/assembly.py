"""The parts of a server, made in their order and taken apart in the reverse: storage, committer, bridge."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from maestro_tui.server.backlog import Backlog
from maestro_tui.server.bridge import Bridge
from maestro_tui.server.bus import EventBus
from maestro_tui.server.committer import Committer
from maestro_tui.server.event_log import EventLog
from maestro_tui.server.journal.replay import replay
from maestro_tui.server.journal.store import Store
from maestro_tui.server.listening import Address
from maestro_tui.server.repositories.tables import Tables
from maestro_tui.server.settings import ServerSettings
from maestro_tui.server.tokens import read_or_make_token


class AgentUrls:
    """The base URL that agents are told: known once the server listens.

    Args:
        public_url: The URL to tell, if it is not where the server listens.
        token: Is put into the path, if there is one.
    """

    def __init__(self, public_url: str | None, token: str | None) -> None:
        self._public_url = public_url
        self._token = token
        self.address: Address | None = None

    def __call__(self) -> str:
        """Give the URL; with a token it is a secret."""
        url = self._public_url or (self.address.local_url if self.address else "")
        return f"{url.rstrip('/')}/t/{self._token}" if self._token else url.rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the application is made of."""

    settings: ServerSettings
    token: str | None
    """None if none is asked for."""
    epoch: str
    tables: Tables
    committer: Committer
    bridge: Bridge
    agent_urls: AgentUrls


@contextlib.asynccontextmanager
async def assembled(settings: ServerSettings) -> AsyncIterator[Parts]:
    """Make all parts, from what is in the data dir.

    Raises:
        ConfigurationError: The data dir cannot be used.
    """
    token = read_or_make_token(settings.data_dir) if settings.auth else None
    store = Store(settings.data_dir, settings.limits)
    limits = settings.limits
    backlog = Backlog(store.tables.seq, most_frames=limits.backlog_frames, most_bytes=limits.backlog_bytes)
    bridge = Bridge(
        backlog,
        lambda after, upto: replay(lambda: store.segments, after, upto),
        epoch=store.epoch,
        most_clients=limits.clients,
    )
    bus = EventBus()
    bus.subscribe(bridge.publish)
    bus.subscribe(EventLog(lambda: bridge.client_count).publish)
    store.start()
    try:
        yield Parts(
            settings=settings,
            token=token,
            epoch=store.epoch,
            tables=store.tables,
            committer=Committer(store.tables, store, bus),
            bridge=bridge,
            agent_urls=AgentUrls(settings.public_url, token),
        )
    finally:
        await store.close()
