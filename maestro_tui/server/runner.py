"""Runs a server: takes the data dir, binds, serves until it is stopped, and leaves nothing behind.

`run_server` writes one line to stdout and nothing else; what there is to say goes to the log
``maestro_tui.server``.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from typing import Final, cast

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.app import create_app
from maestro_tui.server.assembly import assembled
from maestro_tui.server.data_lock import DataLock
from maestro_tui.server.http_server import HttpServer
from maestro_tui.server.listening import Address, bind
from maestro_tui.server.runtime_file import announce, usual_port, withdraw
from maestro_tui.server.settings import ServerSettings, check_settings

_log = logging.getLogger("maestro_tui.server")

_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextlib.asynccontextmanager
async def running_server(settings: ServerSettings) -> AsyncIterator[Address]:
    """Run a server in the present event loop for as long as the context is open.

    Raises:
        ConfigurationError: The settings, the data dir or the address cannot be used; the message says why.
    """
    check_settings(settings)
    _make_data_dir(settings)
    with DataLock(settings.data_dir) as lock:
        async with assembled(settings) as parts:
            listener, address = bind(settings, usual_port=usual_port(settings.data_dir))
            parts.agent_urls.address = address
            server = HttpServer(create_app(parts), listener, settings.limits)
            await server.start()
            lock.describe(address.url)
            runtime_file = announce(settings.data_dir, address.local_url, address.port)
            _log.info("Listening on %s, data dir %s", address.url, settings.data_dir)
            try:
                yield address
            finally:
                withdraw(runtime_file)
                await server.stop()
                _log.info("Stopped")


def _make_data_dir(settings: ServerSettings) -> None:
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"Cannot make the data dir {settings.data_dir}: {error.strerror}."
        ) from error


def run_server(settings: ServerSettings, *, on_listening: Callable[[Address], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM; owns its event loop.

    Args:
        settings: How to run.
        on_listening: Is told where the server listens; by default that is printed as the first line on stdout.

    Raises:
        ConfigurationError: The settings, the data dir or the address cannot be used; the message says why.
    """
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, on_listening or _print_address))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Give uvloop where it is installed: it is quicker, and nothing else differs."""
    try:
        uvloop = importlib.import_module("uvloop")
    except ImportError:
        return None
    return cast("Callable[[], asyncio.AbstractEventLoop]", uvloop.new_event_loop)


async def _serve(settings: ServerSettings, on_listening: Callable[[Address], None]) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _STOP_SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    async with running_server(settings) as address:
        on_listening(address)
        await stopped.wait()


def _print_address(address: Address) -> None:
    # Whoever started the server may have closed its end already, and the server runs on all the same.
    with contextlib.suppress(OSError):
        sys.stdout.write(f"maestro-tui server listening on {address.url}\n")
        sys.stdout.flush()
