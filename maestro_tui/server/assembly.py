"""The parts of a server, made in their order and taken apart in the reverse: storage, committer, bridge."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from maestro_tui.server.backlog import Backlog
from maestro_tui.server.bridge import Bridge
from maestro_tui.server.bus import EventBus
from maestro_tui.server.committer import Committer, Transaction
from maestro_tui.server.event_log import EventLog
from maestro_tui.server.listening import Address
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.repositories.tables import Tables
from maestro_tui.server.settings import ServerSettings
from maestro_tui.server.tokens import read_or_make_token

_log = logging.getLogger("maestro_tui.server")


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


class _FileStorage:
    def __init__(self, files: DocumentFiles) -> None:
        self._files = files

    def write(self, transactions: Sequence[Transaction]) -> None:
        for transaction in transactions:
            for key, octets in transaction.changes.items():
                self._files.write(key, octets)


@contextlib.asynccontextmanager
async def assembled(settings: ServerSettings) -> AsyncIterator[Parts]:
    """Make all parts, from what is in the data dir.

    Raises:
        ConfigurationError: The data dir cannot be used.
    """
    token = read_or_make_token(settings.data_dir) if settings.auth else None
    files = DocumentFiles(settings.data_dir)
    files.prepare()
    tables = Tables()
    for key, octets in files.load():
        tables.apply(key, octets)
    epoch = secrets.token_hex(8)
    bus = EventBus()
    limits = settings.limits
    backlog = Backlog(tables.seq, most_frames=limits.backlog_frames, most_bytes=limits.backlog_bytes)
    bridge = Bridge(backlog, epoch=epoch, most_clients=limits.clients)
    bus.subscribe(bridge.publish)
    bus.subscribe(EventLog(lambda: bridge.client_count).publish)
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
    try:
        yield Parts(
            settings=settings,
            token=token,
            epoch=epoch,
            tables=tables,
            committer=Committer(tables, _FileStorage(files), bus, executor, epoch=epoch),
            bridge=bridge,
            agent_urls=AgentUrls(settings.public_url, token),
        )
    finally:
        executor.shutdown()
